// Screened records -> rows on their way into the run's scratch tables and the raw records.
import type { Source } from "../../generator/index.ts";
import type { Names } from "../names.ts";
import { keyColumn, mostKeyParts, type Scratch, type Staged } from "./scratch.ts";
import type { Passed, Quarantined } from "../record/screen.ts";
import type { Quick } from "../record/quick.ts";
import { sha256Into } from "../record/sha256.ts";
import type { Spelled } from "../record/spelled.ts";
import type { RawRecord } from "../record/split.ts";
import type { Task } from "../tasks.ts";
import type { Line, Loaded, Loading, LoadOptions, LoadTarget, Warehouse } from "../warehouse/warehouse.ts";
import { type NamedFile, refusedRow, type RawPlace, type StagedLines } from "./refused.ts";
import { count } from "../words.ts";

/** Takes the records of a run. */
export interface Stage {
  /**
   * @param ordinal the record's number in the whole run, from 1
   * @param file the file's number in the run, from 0
   */
  raw(ordinal: number, file: number, record: RawRecord): void;
  /** A record that was read straight from its bytes, and passed. */
  quick(ordinal: number, file: number, source: Source, record: Quick): void;
  passed(ordinal: number, file: number, source: Source, record: Passed): void;
  quarantined(ordinal: number, file: number, record: Quarantined): void;
  /** Sends what has gathered, when it is enough; the sending goes on while the next records are read. */
  rest(): Promise<void>;
  /**
   * Sends all that is left, and waits for it.
   * @param files those that were landed, for what is said of a row that the warehouse refuses
   * @throws Mistake that names the record the refused row came from
   */
  finish(files: readonly NamedFile[]): Promise<void>;
}

/** Where rows go, and how. */
export interface StageOptions extends Pick<LoadOptions, "progress" | "rehearse"> {
  /** The run's number in the ledger. */
  readonly run: number;
  readonly sources: readonly Source[];
  readonly tasks: readonly Task[];
  readonly scratch: Scratch;
  readonly warehouse: Warehouse;
  readonly names: Names;
}

/** Opens the stage of a run whose scratch tables are there. */
export function createStage(options: StageOptions): Stage {
  const { run, sources, tasks, scratch, warehouse, names, progress, rehearse } = options;
  const targets: (LoadTarget & { label: string; readonly lines: StagedLines[] })[] = [];
  const target = (table: string, label: string, folder: string, columns: readonly string[]): number => {
    const ordinal = columns.findIndex((column) => column === "ordinal" || column === "_ordinal");
    const plain = folder.replaceAll(/[^a-z0-9_]+/gi, "-");
    const bare = columns === RAW_COLUMNS;
    const part = columns.includes("_part") ? columns.indexOf("_part") : undefined;
    return targets.push({ table, label, folder: plain, columns, ordinal, part, bare, lines: [] }) - 1;
  };
  const raws = target(names.kept("raw_records"), "the raw records", "raw_records", RAW_COLUMNS);
  const parts = Array.from({ length: mostKeyParts(sources) }, (_, at) => keyColumn(at));
  const reasons = ["_ordinal", "_file", "_code", "_column", "_reason", ...parts];
  const faults = target(scratch.faults, "the reasons for quarantine", "faults", reasons);
  const known = new Map<string, number>();
  /** Those who share a table share a target. */
  const stagedIn = (staged: Staged, label: string): Lines => {
    const { table, plain, part, columns } = staged;
    const mark = part === undefined ? [] : ["_part"];
    const into =
      known.get(table) ??
      target(table, label, plain, ["_ordinal", ...mark, ...columns.map(({ name }) => name)]);
    known.set(table, into);
    const shared = targets[into];
    if (shared !== undefined) {
      const [first] = shared.lines;
      if (first !== undefined)
        shared.label = `${first.label} and ${count(shared.lines.length, "other")} like it`;
      shared.lines.push({ label, part, columns });
    }
    return { into, part };
  };
  const records = new Map(
    sources.map((source) => {
      const { name } = source;
      return [source, stagedIn(scratch.records(source), `the keys of ${name}`)];
    }),
  );
  const rows = new Map(tasks.map((task) => [task.number, stagedIn(scratch.rows(task), task.table.name)]));
  const place = `${names.schema.replaceAll(/[^a-z0-9_]+/gi, "-")}/run-${run}${rehearse === true ? "-rehearsal" : ""}`;
  const loading = warehouse.load({ place, targets, progress, rehearse });
  const add = (lines: Lines | undefined, ordinal: number, row: readonly Loaded[]): void => {
    if (lines === undefined) throw new Error("a record was staged that belongs to no table of the run");
    const { into, part } = lines;
    loading.add(into, part === undefined ? [ordinal, ...row] : [ordinal, part, ...row]);
  };
  const hash = Buffer.alloc(32);
  const rawLine = loading.line(raws);
  const keyLines = new Map(sources.map((source) => [source, quickLine(loading, records.get(source))]));
  const rowLines = new Map([...rows].map(([task, lines]) => [task, quickLine(loading, lines)]));
  return {
    raw(ordinal, file, record) {
      const { bytes } = record;
      sha256Into(bytes, hash);
      rawLine.begin();
      rawLine.number(run);
      rawLine.number(ordinal);
      rawLine.number(file);
      rawLine.number(record.number);
      rawLine.number(record.line);
      rawLine.number(record.start);
      rawLine.number(record.end);
      rawLine.bytes(hash);
      // What does not fit is read again where it came from: file, bytes and hash are kept.
      rawLine.bytes(bytes.length > warehouse.longestBytes ? null : bytes);
      rawLine.end();
    },
    quick(ordinal, file, source, { said, key, rank, rows: tables }) {
      sha256Into(said.bytes.subarray(0, said.at), hash);
      const records = lineOf(keyLines.get(source), ordinal);
      records.number(file);
      records.bytes(hash);
      put(records, said, rank());
      for (const spot of key) put(records, said, spot);
      records.end();
      for (const table of tables) {
        const to = rowLines.get(table.task);
        const { width } = table;
        const [size, spots] = [table.size(), table.spots()];
        for (let row = 0; row < size; row += 1) {
          const line = lineOf(to, ordinal);
          for (let at = row * width; at < (row + 1) * width; at += 1) put(line, said, spots[at] ?? -1);
          line.end();
        }
      }
    },
    passed(ordinal, file, source, record) {
      add(records.get(source), ordinal, [file, record.hash, record.rank, ...record.key]);
      for (const one of record.rows) {
        const into = rows.get(one.task);
        for (const row of one.rows) add(into, ordinal, row);
      }
    },
    quarantined(ordinal, file, record) {
      const [first] = record.faults;
      const reason = record.faults.map((fault) => fault.reason).join("; ");
      const key = parts.map((_, at) => record.key?.[at] ?? null);
      loading.add(faults, [ordinal, file, first?.code ?? "", first?.column ?? null, reason, ...key]);
    },
    rest: () => loading.rest(),
    async finish(files) {
      try {
        await loading.finish();
      } catch (error) {
        const find = async (ordinal: number): Promise<RawPlace | undefined> =>
          placeOf(await loading.find(raws, ordinal));
        throw await refusedRow(error, targets, files, find);
      }
    },
  };
}

/** Where the lines of one source or table go. */
interface Lines {
  readonly into: number;
  readonly part: number | undefined;
}

/** A line of a table, with what marks whose line it is. */
interface QuickLine {
  readonly line: Line;
  readonly part: number | undefined;
}

function quickLine(loading: Loading, lines: Lines | undefined): QuickLine | undefined {
  return lines === undefined ? undefined : { line: loading.line(lines.into), part: lines.part };
}

/** A line that was begun. */
function lineOf(to: QuickLine | undefined, ordinal: number): Line {
  if (to === undefined) throw new Error("a record was staged that belongs to no table of the run");
  to.line.begin();
  to.line.number(ordinal);
  if (to.part !== undefined) to.line.number(to.part);
  return to.line;
}

function put(line: Line, { bytes, spots }: Spelled, spot: number): void {
  if (spot < 0) line.text(bytes, 0, 0);
  else line.text(bytes, spots[2 * spot] ?? 0, spots[2 * spot + 1] ?? 0);
}

const RAW_COLUMNS = ["run", "ordinal", "file", "record", "line", "start_byte", "end_byte", "sha256", "raw"];

function placeOf(cells: readonly string[] | undefined): RawPlace | undefined {
  if (cells === undefined) return undefined;
  const [, , file, record, line, start, end] = cells.map(Number);
  return { file: file ?? 0, record: record ?? 0, line: line ?? 0, start: start ?? 0, end: end ?? 0 };
}
