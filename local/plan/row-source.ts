// A view -> where its rows come from: a table of the warehouse, or the query that its table is.
import {
  findTable,
  findView,
  type Model,
  type Piece,
  type View,
  withoutIncrement,
} from "../../generator/index.ts";
import { expandLiquid, type Said, withoutEdges } from "./liquid.ts";
import type { RowSource, SqlPiece } from "./sql-piece.ts";

export type { RowSource } from "./sql-piece.ts";

/**
 * @param alias the name the view has in the explore, under which the question gives its parameters and filters values
 * @param said what the question says, for the query's Liquid
 * @throws Mistake as `expandLiquid` does
 */
export function rowSourceOf(model: Model, view: View, alias: string, said: Said): RowSource {
  const table = findTable(model, view.table);
  if (table === undefined) throw new Error(`view ${view.name} stands on no table`);
  const place = { schema: model.schema, table: table.name };
  if (table.derived === undefined) return place;
  if (table.derived.source !== undefined) {
    if (said.ask === undefined) throw new Error(`${view.name} is looked at without a question`);
    return { ...place, inner: said.ask({ source: table.derived.source, view, alias }) };
  }
  const sql = (pieces: readonly Piece[]): readonly SqlPiece[] =>
    // Each question asks the query anew, so that it asks all of the data.
    withoutIncrement(pieces).flatMap((piece): readonly SqlPiece[] => {
      switch (piece.kind) {
        case "text":
          return [piece.text];
        case "field": {
          const read = findView(model, piece.view);
          if (read === undefined) throw new Error(`model check let the table of ${piece.view} through`);
          return [{ rows: rowSourceOf(model, read, read.name, said) }];
        }
        case "column":
        case "table":
        case "span":
          throw new Error("model check let a column of no row through");
        default:
          return expandLiquid(piece, { said, find: () => ({ view, alias }), sql });
      }
    });
  return { ...place, query: { pieces: withoutEdges(sql(table.derived.sql.pieces)), timeframe: undefined } };
}

/** The tables of the warehouse behind a source, each once: those its query reads, or itself. */
export function tablesBehind(source: RowSource): readonly string[] {
  if (source.inner !== undefined) return source.inner.reads;
  if (source.query === undefined) return [source.table];
  return [...new Set(source.query.pieces.flatMap(tablesIn))];
}

function tablesIn(piece: SqlPiece): readonly string[] {
  if (typeof piece === "string") return [];
  if ("rows" in piece) return tablesBehind(piece.rows);
  if ("tested" in piece) return piece.tested.pieces.flatMap(tablesIn);
  return "pieces" in piece ? piece.pieces.flatMap(tablesIn) : [];
}
