// A table's query as written -> what Looker needs to know of a derived table.
import type { At } from "../model/at.ts";
import type { Piece } from "../model/expression.ts";
import type { Derived, Persistence, Table } from "../model/table.ts";
import type { TableDraft, ViewDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { readExpression } from "./expression.ts";
import { asList, itemAt } from "./sources.ts";

/** What stands for a view's table in the SQL of another, as if it were one of its fields. */
export const TABLE_OF_VIEW = "SQL_TABLE_NAME";

/** Words that only a table with `sql:` takes. */
const KEPT = ["datagroup_trigger", "indexes", "increment_key", "increment_offset"] as const;

/**
 * @param views the model's `views:`; names in the SQL's Liquid are those of the view that stands on the table
 * @returns nothing for a table that is no query
 */
export function resolveDerived(
  name: string,
  draft: TableDraft,
  views: Readonly<Record<string, ViewDraft | null>>,
  complaints: Complaints,
): Pick<Table, "derived"> {
  const at: At = ["tables", name];
  if (draft.sql === undefined) {
    for (const key of KEPT.filter((one) => draft[one] !== undefined))
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${name}\` is no query, so there is nothing for \`${key}\` to keep`,
        hint: "add `sql:`, or leave it out",
      });
    return {};
  }
  if (draft.from !== undefined)
    complaints.add({
      code: "shape",
      at: [...at, "sql"],
      message: `\`${name}\` is filled from sources and is a query as well`,
      hint: "keep `from:` or `sql:`",
    });
  const view = Object.entries(views).find(([one, written]) => (written?.table ?? one) === name)?.[0] ?? name;
  const sqlAt: At = [...at, "sql"];
  const sql = readExpression(draft.sql, view, sqlAt, complaints, true);
  refuseRows(sql.pieces, sqlAt, complaints);
  const derived: Derived = { sql, persistence: persistenceOf(name, draft, at, complaints) };
  return { derived };
}

/** A query stands by itself: it has no row whose columns or fields it could read. */
function refuseRows(pieces: readonly Piece[], at: At, complaints: Complaints): void {
  for (const piece of pieces) {
    if (piece.kind === "condition") refuseRows(piece.pieces, at, complaints);
    if (piece.kind === "choice")
      for (const branch of piece.branches) refuseRows(branch.pieces, at, complaints);
    const named =
      piece.kind === "column" || piece.kind === "table"
        ? "TABLE"
        : piece.kind === "field" && piece.field !== TABLE_OF_VIEW
          ? `${piece.view}.${piece.field}`
          : undefined;
    if (named !== undefined)
      complaints.add({
        code: "bad-sql",
        at,
        message: `\`\${${named}}\` says nothing in the SQL of a table, which has no row to read it from`,
        hint: "name the columns of the tables it reads, and those by `${view.SQL_TABLE_NAME}`",
      });
  }
}

function persistenceOf(
  name: string,
  draft: TableDraft,
  at: At,
  complaints: Complaints,
): Persistence | undefined {
  const datagroup = draft.datagroup_trigger;
  if (datagroup === undefined) {
    const words = ["distribution", "sort", "indexes", "increment_key", "increment_offset"] as const;
    for (const key of words.filter((one) => draft[one] !== undefined))
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${name}\` is asked anew by each question, so it has no \`${key}\``,
        hint: "add `datagroup_trigger:` with the datagroup that has Looker keep its rows",
      });
    return undefined;
  }
  const columns = Array.isArray(draft.columns) ? draft.columns : Object.keys(draft.columns);
  const indexes = asList(draft.indexes ?? []);
  for (const [index, column] of indexes.entries())
    if (!columns.includes(column))
      complaints.unknownName(
        itemAt([...at, "indexes"], draft.indexes ?? [], index),
        `column in table \`${name}\` called`,
        column,
        columns,
      );
  if (draft.sort !== undefined && draft.indexes !== undefined)
    complaints.add({
      code: "shape",
      at: [...at, "indexes"],
      message: `\`${name}\` has both \`sort\` and \`indexes\`, and Redshift sorts a table in one way`,
      hint: "keep `sort:` for a key read from its first column on, or `indexes:` for an interleaved one",
    });
  const { increment_key: key, increment_offset: offset } = draft;
  if (offset !== undefined && (key === undefined || !Number.isInteger(offset) || offset < 0))
    complaints.add({
      code: key === undefined ? "missing-key" : "shape",
      at: [...at, "increment_offset"],
      message:
        key === undefined
          ? `\`${name}\` says how far back it is made again, and not by what it grows`
          : `\`increment_offset\` counts timeframes, and there are not ${offset} of them`,
      hint: key === undefined ? "add `increment_key:` with a timeframe of its view" : "write 0, 1, 2, …",
    });
  return { datagroup, indexes, increment: key === undefined ? undefined : { key, offset } };
}
