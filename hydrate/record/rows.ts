// A decoded record x one task -> the rows it gives to the task's table.
import type { Source } from "../../generator/index.ts";
import type { Cell, Fault, Value } from "./decode.ts";
import type { Feed, Take, Task } from "../tasks.ts";

/** What one record gives to one table. */
export interface RowsOfTask {
  readonly task: number;
  /** Values in the order of the table's columns; no two rows have one key. */
  readonly rows: readonly (readonly Value[])[];
  /** How many elements of the record gave a row that another one gave already, value for value. */
  readonly repeated: number;
  /** Keys that two elements of the record gave different values; the later element's stay. */
  readonly conflicts: readonly string[];
  /** Columns that must hold a value and do not. */
  readonly faults: readonly Fault[];
}

/**
 * @param cells the record's decoded cells, in the order of its source's columns
 */
export function rowsOf({ task, feeds }: Fed, cells: readonly Cell[]): RowsOfTask {
  const made: (readonly Value[])[] = [];
  const faults: Fault[] = [];
  for (const feed of feeds) {
    for (const element of elementsOf(feed, cells)) {
      const row = feed.takes.map((take) => valueAt(take, cells, element));
      made.push(row);
      if (isSound(task, row)) continue;
      faults.push(...missing(task, feed, row), ...tooLongKey(task, feed, row));
    }
  }
  if (faults.length > 0 || made.length < 2) {
    return { task: task.number, rows: made, repeated: 0, conflicts: [], faults };
  }
  return { task: task.number, ...oneForEachKey(task, made), faults };
}

function oneForEachKey(
  task: Task,
  made: readonly (readonly Value[])[],
): Pick<RowsOfTask, "rows" | "repeated" | "conflicts"> {
  const byKey = new Map<string, readonly Value[]>();
  const conflicts: string[] = [];
  let repeated = 0;
  const { key: keyAt } = careOf(task);
  for (const row of made) {
    let key = row[keyAt[0] ?? -1] ?? "";
    for (let part = 1; part < keyAt.length; part += 1) key += `\0${row[keyAt[part] ?? -1] ?? ""}`;
    const before = byKey.get(key);
    if (before !== undefined) {
      if (before.every((value, at) => value === row[at])) repeated += 1;
      else conflicts.push(key.replaceAll("\0", ", "));
    }
    byKey.set(key, row);
  }
  return { rows: [...byKey.values()], repeated, conflicts };
}

const RECORD_ITSELF: readonly (readonly Value[])[] = [[]];

function elementsOf(feed: Feed, cells: readonly Cell[]): readonly (readonly Value[])[] {
  if (feed.list === undefined) return RECORD_ITSELF;
  const cell = cells[feed.list];
  return cell?.kind === "list" ? cell.elements : [];
}

function valueAt(take: Take, cells: readonly Cell[], element: readonly Value[]): Value {
  if (take.kind === "element") return element[take.field] ?? null;
  const cell = cells[take.cell];
  if (take.kind === "record") return cell?.kind === "scalar" ? cell.value : null;
  return cell?.kind === "object" ? (cell.fields?.[take.field] ?? null) : null;
}

/** What has to be looked at in each row: found once for each task: places of required columns, and of the key in its order. */
export interface Care {
  readonly required: readonly number[];
  readonly key: readonly number[];
}

/** A task that a source feeds, with the feeds that are the source's: several lists may fill one table. */
export interface Fed {
  readonly task: Task;
  readonly feeds: readonly Feed[];
}

/** The tasks that a source feeds. */
export function fedBy(source: Source, tasks: readonly Task[]): readonly Fed[] {
  return tasks.flatMap((task) => {
    const feeds = task.feeds.filter((feed) => feed.source === source.name);
    return feeds.length === 0 ? [] : [{ task, feeds }];
  });
}

const cares = new WeakMap<Task, Care>();

/** What has to be looked at in the rows of a task. */
export function careOf(task: Task): Care {
  const known = cares.get(task);
  if (known !== undefined) return known;
  const { columns, key } = task.table;
  const care = {
    required: columns.flatMap((column, at) => (column.required ? [at] : [])),
    key: key.map((name) => columns.findIndex((column) => column.name === name)),
  };
  cares.set(task, care);
  return care;
}

/** Nearly every row is, and this is quick to see; why one is not takes longer to say. */
function isSound(task: Task, row: readonly Value[]): boolean {
  const { required, key } = careOf(task);
  for (const at of required) if (row[at] === null) return false;
  let characters = 0;
  for (const at of key) characters += row[at]?.length ?? 0;
  return characters * 3 <= LONGEST_KEY_BYTES;
}

function missing(task: Task, feed: Feed, row: readonly Value[]): readonly Fault[] {
  return task.table.columns.flatMap((column, at): readonly Fault[] => {
    if (!column.required || row[at] !== null) return [];
    const place = feed.places[at] ?? column.name;
    const reason = `\`${place}\` is empty, where \`${task.table.name}.${column.name}\` must hold a value`;
    return [{ code: "empty", column: place, reason }];
  });
}

/** An index of Postgres holds no row longer than 2,704 bytes (a third of a page); some are its own. */
export const LONGEST_KEY_BYTES = 2_600;

function tooLongKey(task: Task, feed: Feed, row: readonly Value[]): readonly Fault[] {
  const texts = task.table.columns.flatMap((column, at) => {
    const value = row[at];
    return task.table.key.includes(column.name) && typeof value === "string" ? [{ at, column, value }] : [];
  });
  const bytes = texts.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  const longest = texts.toSorted((a, b) => b.value.length - a.value.length)[0];
  if (bytes <= LONGEST_KEY_BYTES || longest === undefined) return [];
  const place = feed.places[longest.at] ?? longest.column.name;
  const reason = `\`${place}\` makes the key of \`${task.table.name}\` ${bytes.toLocaleString("en-US")} bytes long; ${LONGEST_KEY_BYTES.toLocaleString("en-US")} is the most a key can have`;
  return [{ code: "key_too_long", column: place, reason }];
}
