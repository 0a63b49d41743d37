// A table's query as written -> what Looker needs to know of a derived table.
import { everyPiece } from "../find.ts";
import { holdsIncrement } from "../increment.ts";
import type { At } from "../model/at.ts";
import type { Piece } from "../model/expression.ts";
import { type Persistence, RENEWALS } from "../model/persistence.ts";
import type { Derived, Table } from "../model/table.ts";
import type { TableDraft, ViewDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { type ExploreDrafts, resolveExploreSource } from "./explore-source.ts";
import { readExpression } from "./expression.ts";
import { RENEWED_BY, resolvePersistence } from "./persistence.ts";

/** What stands for a view's table in the SQL of another, as if it were one of its fields. */
export const TABLE_OF_VIEW = "SQL_TABLE_NAME";

/** Words that only a table that is a query takes. */
const KEPT = [...RENEWALS, "indexes", "increment_key", "increment_offset"] as const;

/** What a table that is a query follows from besides its own words. */
export interface DerivedSurroundings {
  /** The model's `views:`; names in the SQL's Liquid are those of the view that stands on the table. */
  readonly views: Readonly<Record<string, ViewDraft | null>>;
  readonly explores: ExploreDrafts;
  readonly complaints: Complaints;
}

/** @returns nothing for a table that is no query */
export function resolveDerived(
  name: string,
  draft: TableDraft,
  { views, explores, complaints }: DerivedSurroundings,
): Pick<Table, "derived"> {
  const at: At = ["tables", name];
  const said = (["from", "sql", "explore_source"] as const).filter((key) => draft[key] !== undefined);
  if (draft.sql === undefined && draft.explore_source === undefined) {
    for (const key of KEPT.filter((one) => draft[one] !== undefined))
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${name}\` is no query, so there is nothing for \`${key}\` to keep`,
        hint: "add `sql:` or `explore_source:`, or leave it out",
      });
    return {};
  }
  if (said.length > 1)
    complaints.add({
      code: "shape",
      at: [...at, said.includes("from") ? (said[1] ?? "sql") : "explore_source"],
      message: said.includes("from")
        ? `\`${name}\` is filled from sources and is a query as well`
        : `\`${name}\` is a query in SQL and a question to an explore as well`,
      hint: `keep ${said.map((key) => `\`${key}:\``).join(" or ")}`,
    });
  const view = Object.entries(views).find(([one, written]) => (written?.table ?? one) === name)?.[0] ?? name;
  const persistence = persistenceOf(name, draft, at, complaints);
  if (draft.explore_source !== undefined)
    return {
      derived: { source: resolveExploreSource(draft.explore_source, view, explores, at), persistence },
    };
  const sqlAt: At = [...at, "sql"];
  const sql = readExpression(draft.sql ?? "", view, sqlAt, complaints, true, true);
  refuseRows(sql.pieces, sqlAt, complaints);
  if (draft.increment_key === undefined && holdsIncrement(everyPiece(sql.pieces)))
    complaints.add({
      code: "looker",
      at: sqlAt,
      message: `\`{% incrementcondition %}\` stands in the SQL of \`${name}\`, and nothing says by what it grows`,
      hint: "add `increment_key:` with a timeframe of its view, or take the tag out",
    });
  const derived: Derived = { sql, persistence };
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
  const columns = Array.isArray(draft.columns) ? draft.columns : Object.keys(draft.columns);
  const kept = resolvePersistence({ name, what: "table", at, columns }, draft, complaints);
  if (kept !== undefined) return kept;
  const words = ["distribution", "sort", "indexes", "increment_key", "increment_offset"] as const;
  for (const key of words.filter((one) => draft[one] !== undefined))
    complaints.add({
      code: "type-clash",
      at: [...at, key],
      message: `\`${name}\` is asked anew by each question, so it has no \`${key}\``,
      hint: `add ${RENEWED_BY}, for Looker to keep its rows`,
    });
  return undefined;
}
