// An expression of the model -> its SQL, as LookML writes it or with everything spelled out.
import { RESERVED } from "../../check/reserved.ts";
import { DIALECTS } from "../../dialect/named.ts";
import { findField } from "../../find.ts";
import type { Expression } from "../../model/expression.ts";
import type { View } from "../../model/view.ts";

/** The table behind a view. The schema is a constant of the project, so another deployment can override it. */
export function tableName(table: string): string {
  return `@{SCHEMA}.${identifier(table)}`;
}

/** A name as SQL: the model's names are plain lower case, so only SQL's own words need quotes. */
export function identifier(name: string): string {
  return RESERVED.has(name) ? `"${name}"` : name;
}

/** The SQL of a field as it stands in its view, other fields as `${field}`. */
export function fieldSql(expression: Expression): string {
  const sql = expression.pieces
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return piece.text;
        case "column":
          return `\${TABLE}.${identifier(piece.column)}`;
        case "table":
          return "${TABLE}";
        case "field":
          return `\${${piece.field}}`;
      }
    })
    .join("");
  return orUnknown(sql, expression);
}

/**
 * The SQL of a field where its view is not joined: every other field of the view is spelled out.
 * @param alias what the view's table is called in the query
 */
export function spelledOut(expression: Expression, view: View, alias: string): string {
  const sql = expression.pieces
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return piece.text;
        case "column":
          return `${alias}.${identifier(piece.column)}`;
        case "table":
          return alias;
        case "field":
          return inBrackets(spelledOutField(piece.field, view, alias));
      }
    })
    .join("");
  return orUnknown(sql, expression);
}

function spelledOutField(name: string, view: View, alias: string): string {
  const found = findField(view, name);
  if (found?.field.kind === "dimension") return spelledOut(found.field.expression, view, alias);
  if (found?.field.kind === "dimension_group" && "timeframe" in found)
    return DIALECTS.redshift.timeframe(found.timeframe, spelledOut(found.field.expression, view, alias));
  throw new Error(`\`${view.name}.${name}\` passed the checks and is no dimension`);
}

/** Keeps an expression whole inside another; a column is whole by itself. */
function inBrackets(sql: string): string {
  return /^[\w."]+$/.test(sql) ? sql : `(${sql})`;
}

function orUnknown(sql: string, expression: Expression): string {
  return expression.unknown === undefined ? sql : `NULLIF(${sql}, ${expression.unknown})`;
}
