// An expression of the model -> its SQL, as LookML writes it or with everything spelled out.
import { RESERVED } from "../../check/reserved.ts";
import { DIALECTS } from "../../dialect/named.ts";
import { findField, readBy } from "../../find.ts";
import type { Expression, Piece } from "../../model/expression.ts";
import type { Calendar } from "../../model/timeframe.ts";
import type { View } from "../../model/view.ts";
import { liquidSql } from "./liquid.ts";

/** The table behind a view. The schema is a constant of the project, so another deployment can override it. */
export function tableName(table: string): string {
  return `@{SCHEMA}.${identifier(table)}`;
}

/** A name as SQL: the model's names are plain lower case, so only SQL's own words need quotes. */
export function identifier(name: string): string {
  return RESERVED.has(name) ? `"${name}"` : name;
}

/** How what an expression refers to is written. */
interface Spelling {
  readonly column: (column: string) => string;
  readonly table: string;
  readonly field: (view: string, field: string) => string;
  /** A parameter or filter-only field, inside Liquid. */
  readonly name: (view: string, field: string) => string;
}

/** The SQL of a field as it stands in its view, other fields as `${field}`. */
export function fieldSql(expression: Expression): string {
  const sql = written(expression.pieces, {
    column: (column) => `\${TABLE}.${identifier(column)}`,
    table: "${TABLE}",
    field: (_view, field) => `\${${field}}`,
    name: (_view, field) => field,
  });
  return orUnknown(sql, expression);
}

/** The SQL of a derived table, the tables of views as `${view.SQL_TABLE_NAME}`. */
export function derivedSql(expression: Expression): string {
  return written(expression.pieces, {
    column: (column) => column,
    table: "",
    field: (view, field) => `\${${view}.${field}}`,
    name: (_view, field) => field,
  });
}

/** The SQL of an explore's condition, each field under its view's name there. */
export function exploreSql(expression: Expression): string {
  const nowhere = (): never => {
    throw new Error("a column in the SQL of an explore passed the checks");
  };
  return written(expression.pieces, {
    column: nowhere,
    table: "",
    field: (view, field) => `\${${view}.${field}}`,
    name: (view, field) => `${view}.${field}`,
  });
}

/**
 * The SQL of a field where its view is not joined: every other field of the view is spelled out.
 * @param alias what the view's table is called in the query
 */
export function spelledOut(expression: Expression, view: View, alias: string, calendar: Calendar): string {
  const sql = written(expression.pieces, {
    column: (column) => `${alias}.${identifier(column)}`,
    table: alias,
    field: (_view, field) => inBrackets(spelledOutField(field, view, alias, calendar)),
    name: (of, field) => `${of}.${field}`,
  });
  return orUnknown(sql, expression);
}

function written(pieces: readonly Piece[], spelling: Spelling): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return piece.text;
        case "column":
          return spelling.column(piece.column);
        case "table":
          return spelling.table;
        case "field":
          return spelling.field(piece.view, piece.field);
        case "span":
          return DIALECTS.redshift.span(
            piece.interval,
            written(piece.start, spelling),
            written(piece.end, spelling),
          );
        default:
          return liquidSql(piece, {
            sql: (inside) => written(inside, spelling),
            name: spelling.name,
          });
      }
    })
    .join("");
}

function spelledOutField(name: string, view: View, alias: string, calendar: Calendar): string {
  const found = findField(view, name);
  if (found?.field.kind === "dimension") return spelledOut(found.field.expression, view, alias, calendar);
  if (found?.field.kind === "dimension_group" && "timeframe" in found)
    return DIALECTS.redshift.timeframe(
      found.timeframe,
      spelledOut(readBy(found.field, found.timeframe), view, alias, calendar),
      calendar,
    );
  throw new Error(`\`${view.name}.${name}\` passed the checks and is no dimension`);
}

/** Keeps an expression whole inside another; a column is whole by itself. */
function inBrackets(sql: string): string {
  return /^[\w."]+$/.test(sql) ? sql : `(${sql})`;
}

function orUnknown(sql: string, expression: Expression): string {
  return expression.unknown === undefined ? sql : `NULLIF(${sql}, ${expression.unknown})`;
}
