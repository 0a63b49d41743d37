// A row that several records may bring -> every record that brings it now, found by reading the raw records again.
import type { Source } from "../../generator/index.ts";
import { type CandidateFile, headerOf, readAgain } from "../replay/candidates.ts";
import { readHeader } from "../record/header.ts";
import { createScreen, type Screen } from "../record/screen.ts";
import type { Task } from "../tasks.ts";
import type { History } from "./open.ts";

/** Where a record stands that brings a row. */
export interface Bringer {
  readonly run: number;
  readonly source: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
}

interface Row {
  readonly run: string;
  readonly ordinal: string;
  readonly name: string;
  readonly header: unknown;
  readonly record: string;
  readonly line: string;
  readonly raw: unknown;
}

/** How many records are fetched at once. */
const PAGE = 500;

/**
 * Goes through all records that the tables hold now of the sources that fill the table, so it takes as long as
 * decoding them does.
 * @param all the model's tasks
 * @param key values of the table's key, in canonical spelling
 * @returns in the order the records were loaded; none of a source that owns no table, since then nobody knows
 *   which of its records stand
 */
export async function bringersOf(
  history: History,
  all: readonly Task[],
  task: Task,
  key: readonly string[],
): Promise<readonly Bringer[]> {
  const found: Bringer[] = [];
  for (const source of history.model.sources) {
    const owned = all.find(
      (one) =>
        one.owner !== undefined &&
        one.feeds.some((feed) => feed.source === source.name) &&
        history.kept.has(history.names.lineagePlain(one.table.name)),
    );
    if (owned === undefined || !task.feeds.some((feed) => feed.source === source.name)) continue;
    found.push(...(await bringersFrom(history, source, owned, task, key)));
  }
  return found.sort((a, b) => a.run - b.run);
}

async function bringersFrom(
  { warehouse, names }: History,
  source: Source,
  owned: Task,
  task: Task,
  key: readonly string[],
): Promise<readonly Bringer[]> {
  const found: Bringer[] = [];
  const screens = new Map<string, Screen>();
  const places = task.table.key.map((name) => task.table.columns.findIndex((column) => column.name === name));
  let [run, ordinal] = [0, 0];
  for (;;) {
    const page = await warehouse.query<Row>(
      `SELECT l._run AS run, l._ordinal AS ordinal, f.name, f.header, w.record, w.line, w.raw
         FROM ${names.lineage(owned.table.name)} l
         JOIN ${names.kept("raw_records")} w ON w.run = l._run AND w.ordinal = l._ordinal
         JOIN ${names.kept("files")} f ON f.run = l._run AND f.number = w.file
        WHERE l._source = $1 AND (l._run > $2 OR (l._run = $2 AND l._ordinal > $3))
        ORDER BY l._run, l._ordinal LIMIT ${PAGE}`,
      [source.name, run, ordinal],
    );
    for (const row of page.rows) {
      [run, ordinal] = [Number(row.run), Number(row.ordinal)];
      const raw = warehouse.readBytes(row.raw);
      const header = warehouse.readBytes(row.header);
      if (raw === undefined || header === undefined) continue;
      const file: CandidateFile = { name: row.name, source, header, records: () => one(raw, ordinal) };
      const known = `${row.run} ${row.name}`;
      const screen =
        screens.get(known) ?? createScreen(source, readHeader(headerOf(file), source, row.name), [task]);
      screens.set(known, screen);
      for await (const { record } of readAgain(file)) {
        const screened = record === undefined ? undefined : screen(record);
        if (screened?.kind !== "passed") continue;
        const brings = screened.rows.some(({ rows }) =>
          rows.some((values) => places.every((place, at) => values[place] === key[at])),
        );
        if (brings)
          found.push({
            run,
            source: source.name,
            file: row.name,
            record: Number(row.record),
            line: Number(row.line),
          });
      }
    }
    if (page.rows.length < PAGE) return found;
  }
}

async function* one(
  raw: Buffer,
  ordinal: number,
): AsyncGenerator<{
  readonly ordinal: number;
  readonly code: string;
  readonly raw: Buffer;
  readonly corrected: boolean;
}> {
  yield await Promise.resolve({ ordinal, code: "", raw, corrected: false });
}
