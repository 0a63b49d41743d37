// Rows as they should be x rows as they are -> the table changed where they differ, with what was there before kept.
import type { TableReport } from "../outcome.ts";
import { keepAbsence, keepRows, type Traced, type Tracing } from "./history.ts";
import { agree, columnsOf, differ } from "./match.ts";
import { intoOf, type Staged } from "./scratch.ts";
import { columnsWritten } from "./scratch-tables.ts";

/** What is to become of a row of a table. */
export type Change = "added" | "changed" | "removed";

/** How many rows were changed in which way. */
export type ChangeCounts = Pick<TableReport, Change>;

/** A list of keys, each with what is to become of its row: `_change` and the columns of the key. */
export interface Changes {
  readonly staged: Staged;
  readonly counts: { -readonly [Key in Change]: number };
}

/** Begins an empty list, in a table of its own unless it shares one that is there. */
export async function beginChanges(
  { warehouse, names }: Pick<Tracing, "warehouse" | "names">,
  staged: Staged,
): Promise<Changes> {
  if (staged.part === undefined) {
    const columns = columnsWritten(staged, names.quote);
    await warehouse.query(`${warehouse.createScratch} ${staged.table} (${columns.join(", ")})`);
  }
  return { staged, counts: { added: 0, changed: 0, removed: 0 } };
}

/** The list of a table that is no task's own, e.g. a lineage. @param table the list's quoted name */
export function listOf(
  traced: Pick<Traced, "key" | "columns">,
  table: string,
  { textType }: Pick<Tracing["warehouse"], "textType">,
): Staged {
  const columns = traced.key.map((name) => {
    const type = traced.columns.find((column) => column.name === name)?.type ?? textType;
    return { name, means: name, type };
  });
  const change = { name: "_change", means: "_change", type: textType };
  return { table, plain: "changes", part: undefined, columns: [change, ...columns], lines: table };
}

/**
 * Adds rows that are to go.
 * @param where which: a condition on the table's row; none of them is on the list yet
 */
export async function listRemoved(
  { warehouse, names }: Pick<Tracing, "warehouse" | "names">,
  traced: Traced,
  changes: Changes,
  where: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const key = traced.key;
  const { into, mark } = intoOf(changes.staged, ["_change", ...key], names.quote);
  const listed = await warehouse.query(
    `${into}
     SELECT ${mark}'removed', ${columnsOf(traced.table, key, names.quote)} FROM ${traced.table} WHERE ${where}`,
    values,
  );
  changes.counts.removed += listed.count;
}

/**
 * Adds rows that are to come or to be other than they are.
 * @param rows the quoted name of a table that holds rows as they should be, one for each key
 */
export async function listChanged(
  { warehouse, names }: Pick<Tracing, "warehouse" | "names">,
  traced: Traced,
  changes: Changes,
  rows: string,
): Promise<void> {
  const { key, table } = traced;
  const quote = names.quote;
  const values = traced.columns.map(({ name }) => name).filter((name) => !key.includes(name));
  const { into, mark } = intoOf(changes.staged, ["_change", ...key], quote);
  if (values.length > 0) {
    const changed = await warehouse.query(
      `${into}
       SELECT ${mark}'changed', ${columnsOf("s", key, quote)} FROM ${rows} s JOIN ${table} ON ${agree(table, "s", key, quote)}
        WHERE ${differ(table, "s", values, quote)}`,
    );
    changes.counts.changed += changed.count;
  }
  const added = await warehouse.query(
    `${into}
     SELECT ${mark}'added', ${columnsOf("s", key, quote)} FROM ${rows} s
      WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${agree(table, "s", key, quote)})`,
  );
  changes.counts.added += added.count;
}

/**
 * Carries the list out.
 * @param keep whether to write down what the rows were
 */
export async function carryOut(
  tracing: Pick<Tracing, "run" | "warehouse" | "names">,
  traced: Traced,
  { staged, counts }: Changes,
  rows: string,
  keep: boolean,
): Promise<void> {
  const { warehouse, names } = tracing;
  const quote = names.quote;
  const { key, table } = traced;
  const here = agree(table, "c", key, quote);
  const list = staged.lines;
  const leaving = counts.changed + counts.removed;
  if (keep && leaving > 0) {
    await keepRows(
      tracing,
      traced,
      `EXISTS (SELECT 1 FROM ${list} c WHERE ${here} AND c._change <> 'added')`,
    );
  }
  if (keep && counts.added > 0) {
    await keepAbsence(
      tracing,
      traced,
      `SELECT ${columnsOf("c", key, quote)} FROM ${list} c WHERE c._change = 'added'`,
    );
  }
  if (leaving > 0)
    await warehouse.query(
      `DELETE FROM ${table} WHERE EXISTS (SELECT 1 FROM ${list} c WHERE ${here} AND c._change <> 'added')`,
    );
  if (counts.added + counts.changed > 0) {
    const columns = traced.columns.map(({ name }) => name);
    await warehouse.query(
      `INSERT INTO ${table} (${columns.map(quote).join(", ")})
       SELECT ${columnsOf("s", columns, quote)} FROM ${rows} s JOIN ${list} c ON ${agree("s", "c", key, quote)}
        WHERE c._change <> 'removed'`,
    );
  }
}
