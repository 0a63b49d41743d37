// A row of a table -> the records it came from: run, drop, file, line, bytes, and the record itself, its hash proved.
import { hash } from "node:crypto";
import { type Column, didYouMean, Mistake, type Table } from "../../generator/index.ts";
import { lineageKey } from "../load/lineage.ts";
import { readScalar } from "../record/scalar.ts";
import { type Task, tasksOf } from "../tasks.ts";
import { listed } from "../words.ts";
import { type Bringer, bringersOf } from "./bringers.ts";
import type { History } from "./open.ts";

/** A column with its value as text; null when there is none. */
export interface TracedValue {
  readonly column: string;
  readonly value: string | null;
}

/** A record in a file. */
export interface RecordPlace {
  readonly run: number;
  readonly drop: string;
  readonly period: string | undefined;
  readonly published: Date;
  readonly file: string;
  /** Where the file lay, and which version of it was read; undefined where that was not kept. */
  readonly address: string | undefined;
  readonly version: string | undefined;
  /** Of the whole file. */
  readonly bytes: number;
  readonly sha256: string;
  readonly record: number;
  readonly line: number;
  /** Its bytes in the (unpacked) file: from `start` up to, and without, `end`. */
  readonly start: number;
  readonly end: number;
}

/** One record that a row came from. */
export interface TracedRecord extends RecordPlace {
  readonly source: string;
  /** Of the record, as it was taken when it landed, in hexadecimal. */
  readonly recordSha256: string;
  /** The record as it came; undefined when it was too long to be kept. */
  readonly raw: Buffer | undefined;
  /** Whether the bytes that are kept still have that hash; undefined when they are not kept. */
  readonly intact: boolean | undefined;
  /** The record of quarantine that this one is, put through again. */
  readonly replayOf: RecordPlace | undefined;
}

/** A row, and where it came from. */
export interface Trace {
  readonly table: string;
  readonly key: readonly TracedValue[];
  /** All its columns; undefined when the table has no such row. */
  readonly row: readonly TracedValue[] | undefined;
  /** True when several records may bring such a row: then there is one record for each source, its last. */
  readonly shared: boolean;
  /** The latest first. */
  readonly records: readonly TracedRecord[];
  /** Of a shared row every record that brings it now; undefined when they were not asked for. */
  readonly bringers: readonly Bringer[] | undefined;
}

/**
 * @param every of a shared row find every record that brings it, which takes as long as decoding all of them
 * @param key one text for each column of the table's key, in its order
 * @throws Mistake when there is no such table, or the key is not one of it
 */
export async function traceRow(
  history: History,
  table: string,
  key: readonly string[],
  every = false,
): Promise<Trace> {
  const task = taskOf(history, table);
  const values = readKey(task.table, key);
  const { warehouse, names, kept } = history;
  const quote = names.quote;
  const there = (await warehouse.tablesOf(names.publishedSchema)).some((one) => one.name === table);
  const columns = task.table.columns.map((column) => column.name);
  const found = there
    ? await warehouse.query<Readonly<Record<string, string | null>>>(
        `SELECT ${columns.map((name, at) => `${warehouse.asText(`t.${quote(name)}`)} AS c${at}`).join(", ")}
           FROM ${names.published(table)} t WHERE ${equalsKey(history, task.table, task.table.key)}`,
        values,
      )
    : { rows: [] };
  const [row] = found.rows;
  return {
    table,
    key: task.table.key.map((column, at) => ({ column, value: values[at] ?? null })),
    row:
      row === undefined ? undefined : columns.map((column, at) => ({ column, value: row[`c${at}`] ?? null })),
    shared: task.owner === undefined,
    records: kept.has(names.lineagePlain(table)) ? await recordsOf(history, task, values) : [],
    bringers:
      every && task.owner === undefined
        ? await bringersOf(history, tasksOf(history.model), task, values)
        : undefined,
  };
}

function taskOf({ model }: History, name: string): Task {
  const task = tasksOf(model).find((one) => one.table.name === name);
  if (task !== undefined) return task;
  const known = model.tables.map((table) => table.name);
  throw new Mistake(
    `The model has no table \`${name}\` (${didYouMean(name, known) ?? `one of: ${listed(known)}`}).`,
  );
}

function readKey(table: Table, key: readonly string[]): readonly string[] {
  const usage = `viewfinder hydrate trace ${table.name} ${table.key.map((name) => `<${name}>`).join(" ")}`;
  if (key.length !== table.key.length)
    throw new Mistake(`A row of \`${table.name}\` is named by ${listed(table.key)}: ${usage}.`);
  return table.key.map((name, at) => {
    const written = key[at] ?? "";
    const value = readScalar(written, columnOf(table, name).type, () => {});
    if (typeof value === "string") return value;
    const why = value === null ? "is empty" : value.unfit;
    throw new Mistake(`\`${name}\` ${why}; a row of \`${table.name}\` is named so: ${usage}.`);
  });
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`table ${table.name} has no column ${name}`);
  return column;
}

/** The condition that alias `t` has certain values in the columns; `$1` and so on stand for them. */
function equalsKey({ warehouse, names }: History, table: Table, columns: readonly string[]): string {
  return columns
    .map((name, at) => {
      const type = warehouse.dialect.columnType(columnOf(table, name).type);
      return `t.${names.quote(name)} = CAST($${at + 1} AS ${type})`;
    })
    .join(" AND ");
}

interface Row {
  readonly source: string;
  readonly run: string;
  readonly ordinal: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly started: Date;
  readonly finished: Date | null;
  readonly file: string;
  readonly address: string | null;
  readonly version: string | null;
  readonly size: string;
  readonly sha256: string;
  readonly record: string;
  readonly line: string;
  readonly start_byte: string;
  readonly end_byte: string;
  readonly record_sha256: unknown;
  readonly raw: unknown;
}

const PLACE = `r.drop_name, r.period, r.started, r.finished, f.name AS file, f.address, f.version, f.size, f.sha256,
            w.record, w.line, w.start_byte, w.end_byte, w.sha256 AS record_sha256, w.raw`;

async function recordsOf(
  history: History,
  task: Task,
  values: readonly string[],
): Promise<readonly TracedRecord[]> {
  const { warehouse, names } = history;
  const key = lineageKey(task);
  const found = await warehouse.query<Row>(
    `SELECT t._source AS source, t._run AS run, t._ordinal AS ordinal, ${PLACE}
       FROM ${names.lineage(task.table.name)} t
       JOIN ${names.kept("runs")} r ON r.id = t._run
       JOIN ${names.kept("raw_records")} w ON w.run = t._run AND w.ordinal = t._ordinal
       JOIN ${names.kept("files")} f ON f.run = t._run AND f.number = w.file
      WHERE ${equalsKey(history, task.table, key)}
      ORDER BY t._run DESC, t._ordinal DESC`,
    key.map((name) => values[task.table.key.indexOf(name)]),
  );
  const records: TracedRecord[] = [];
  for (const row of found.rows) {
    const raw = warehouse.readBytes(row.raw);
    const recordSha256 = warehouse.readBytes(row.record_sha256)?.toString("hex") ?? "";
    records.push({
      source: row.source,
      ...placeOf(row),
      recordSha256,
      raw,
      intact: raw === undefined ? undefined : hash("sha256", raw) === recordSha256,
      replayOf: await replayedFrom(history, Number(row.run), Number(row.ordinal)),
    });
  }
  return records;
}

function placeOf(row: Omit<Row, "source" | "ordinal" | "record_sha256" | "raw">): RecordPlace {
  return {
    run: Number(row.run),
    drop: row.drop_name,
    period: row.period ?? undefined,
    published: row.finished ?? row.started,
    file: row.file,
    address: row.address ?? undefined,
    version: row.version ?? undefined,
    bytes: Number(row.size),
    sha256: row.sha256,
    record: Number(row.record),
    line: Number(row.line),
    start: Number(row.start_byte),
    end: Number(row.end_byte),
  };
}

/** The record of quarantine that a record of a replay was. */
async function replayedFrom(
  { warehouse, names, kept }: History,
  run: number,
  ordinal: number,
): Promise<RecordPlace | undefined> {
  if (!kept.has("replays")) return undefined;
  const found = await warehouse.query<Row>(
    `SELECT p.of_run AS run, ${PLACE}
       FROM ${names.kept("replays")} p
       JOIN ${names.kept("runs")} r ON r.id = p.of_run
       JOIN ${names.kept("raw_records")} w ON w.run = p.of_run AND w.ordinal = p.of_ordinal
       JOIN ${names.kept("files")} f ON f.run = p.of_run AND f.number = w.file
      WHERE p.run = $1 AND p.ordinal = $2`,
    [run, ordinal],
  );
  const [row] = found.rows;
  return row === undefined ? undefined : placeOf(row);
}
