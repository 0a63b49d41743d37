// Screened records -> rows in the run's scratch tables and in the raw records, a few megabytes at a time.
import type { Source } from "../../generator/index.ts";
import type { Names } from "../names.ts";
import { recordTypes, type Scratch } from "./scratch.ts";
import type { Passed, Quarantined } from "../record/screen.ts";
import type { RawRecord } from "../record/split.ts";
import type { Task } from "../tasks.ts";
import type { Loaded, Warehouse } from "../warehouse/warehouse.ts";

/** Takes the records of a run. */
export interface Stage {
  /**
   * @param ordinal the record's number in the whole run, from 1
   * @param file the file's number in the run, from 0
   */
  raw(ordinal: number, file: number, record: RawRecord, sha256: Buffer): void;
  passed(ordinal: number, file: number, source: Source, record: Passed): void;
  quarantined(ordinal: number, record: Quarantined): void;
  /** Sends what has gathered, when it is enough; the sending goes on while the next records are read. */
  rest(): Promise<void>;
  /** Sends all that is left, and waits for it. */
  finish(): Promise<void>;
}

/** How much gathers before it is sent, in characters: enough for COPY to be fast, little enough for memory. */
const BATCH = 1024 * 1024;

/** One table on its way. */
interface Pipe {
  readonly table: string;
  readonly columns: readonly string[];
  text: string;
}

/** @param run its number in the ledger */
export function createStage(
  run: number,
  sources: readonly Source[],
  tasks: readonly Task[],
  scratch: Scratch,
  warehouse: Warehouse,
  names: Names,
): Stage {
  const pipe = (table: string, columns: readonly string[]): Pipe => ({ table, columns, text: "" });
  const raws = pipe(names.kept("raw_records"), RAW_COLUMNS);
  const faults = pipe(scratch.faults, ["_ordinal", "_code", "_column", "_reason"]);
  const records = new Map(
    sources.map((source) => [
      source,
      pipe(
        scratch.records(source),
        recordTypes(source, warehouse).map(({ name }) => name),
      ),
    ]),
  );
  const rows = new Map(
    tasks.map((task) => [
      task.number,
      pipe(scratch.rows(task), ["_ordinal", ...task.table.columns.map((column) => column.name)]),
    ]),
  );
  const pipes = [raws, faults, ...records.values(), ...rows.values()];
  let gathered = 0;
  let sending: Promise<void> = Promise.resolve();

  const put = (into: Pipe | undefined, row: readonly Loaded[]): void => {
    if (into === undefined) throw new Error("a record was staged that belongs to no table of the run");
    const text = warehouse.encode(row);
    into.text += text;
    gathered += text.length;
  };
  const send = async (): Promise<void> => {
    await sending;
    const full = pipes.filter((one) => one.text !== "").map((one) => ({ ...one }));
    for (const one of pipes) one.text = "";
    gathered = 0;
    sending = copyAll(full, warehouse);
    // Whoever waits for it next hears of a failure; until then nobody has to.
    sending.catch(() => {});
  };
  return {
    raw(ordinal, file, record, sha256) {
      const { number, line, start, end, bytes } = record;
      put(raws, [run, ordinal, file, number, line, start, end, sha256, bytes]);
    },
    passed(ordinal, file, source, record) {
      put(records.get(source), [ordinal, file, record.hash, record.rank, ...record.key]);
      for (const one of record.rows) {
        for (const row of one.rows) put(rows.get(one.task), [ordinal, ...row]);
      }
    },
    quarantined(ordinal, record) {
      const [first] = record.faults;
      const reason = record.faults.map((fault) => fault.reason).join("; ");
      put(faults, [ordinal, first?.code ?? "", first?.column ?? null, reason]);
    },
    async rest() {
      if (gathered >= BATCH) await send();
    },
    async finish() {
      await send();
      await sending;
    },
  };
}

const RAW_COLUMNS = ["run", "ordinal", "file", "record", "line", "start_byte", "end_byte", "sha256", "raw"];

async function copyAll(pipes: readonly Pipe[], warehouse: Warehouse): Promise<void> {
  for (const { table, columns, text } of pipes) await warehouse.copy(table, columns, text);
}
