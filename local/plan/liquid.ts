// The Liquid of an expression and what a question says -> the SQL it comes to, every value of the question still apart from the text.
import {
  findField,
  type LiquidTest,
  Mistake,
  type Movement,
  type Piece,
  type View,
} from "../../generator/index.ts";
import type { FilterContext } from "../filter/context.ts";
import { readFilter } from "../filter/filter.ts";
import type { Met } from "./inner.ts";
import { parameterValue } from "./parameters.ts";
import type { InnerRows, SqlPiece } from "./sql-piece.ts";

/** What a question says that Liquid can ask for. */
export interface Said {
  /** Filter expressions by full field name, the explore's usual ones among them. */
  readonly filters: Readonly<Record<string, string>>;
  /** Full names of the fields shown. */
  readonly fields: readonly string[];
  readonly context: FilterContext;
  readonly caseSensitive: boolean;
  /** A point in time that is read as if it were a period later, for what was a period before. */
  readonly moved?: MovedTime | undefined;
  /** Plans the question that a view's table is, inside this one. */
  readonly ask?: ((met: Met) => InnerRows) | undefined;
}

/** A dimension group of a view, and how its values are moved. */
export interface MovedTime extends Movement {
  /** The view's name in the explore. */
  readonly alias: string;
  /** The dimension group. */
  readonly group: string;
}

/** A question that says nothing, for fields that are looked at without one. */
export function saidNothing(context: FilterContext): Said {
  return { filters: {}, fields: [], context, caseSensitive: true };
}

/** Where a name in Liquid is looked up. */
export interface Scope {
  readonly said: Said;
  /** The view behind a name in the expression, and its name in the explore. */
  readonly find: (name: string) => { readonly view: View; readonly alias: string };
  /** The SQL between tags. */
  readonly sql: (pieces: readonly Piece[]) => readonly SqlPiece[];
}

type LiquidPiece = Extract<Piece, { readonly kind: "parameter" | "user_attribute" | "condition" | "choice" }>;

/**
 * @throws Mistake for a value that a parameter cannot have, a filter that cannot be read, and a user attribute
 *   that whoever asks does not have
 */
export function expandLiquid(piece: LiquidPiece, scope: Scope): readonly SqlPiece[] {
  switch (piece.kind) {
    case "parameter": {
      const { parameter, value } = parameterOf(piece, scope);
      // The model allows every unquoted value itself; none other gets here.
      if (parameter.type === "unquoted") return [value];
      if (parameter.type === "yesno") return [isYes(value) ? "TRUE" : "FALSE"];
      return [{ value, kind: parameter.type === "string" ? "text" : parameter.type }];
    }
    case "user_attribute": {
      const value = attributeOf(piece.attribute, scope.said.context);
      if (piece.quoted) return [{ value, kind: "text" }];
      if (/^-?\d+(\.\d+)?$/.test(value.trim())) return [{ value: value.trim(), kind: "number" }];
      throw new Mistake(
        `The user attribute ${piece.attribute} is "${value}", and the model's SQL needs a number there. In the model, put quotes around it to use it as text.`,
      );
    }
    case "condition":
      return [conditionOf(piece, scope)];
    case "choice": {
      const branch = piece.branches.find(({ when }) => when === undefined || holds(when, scope));
      return branch === undefined ? [] : scope.sql(branch.pieces);
    }
  }
}

function conditionOf(piece: Extract<Piece, { kind: "condition" }>, scope: Scope): SqlPiece {
  const { view, alias } = scope.find(piece.view);
  const name = `${alias}.${piece.field}`;
  const filter = findField(view, piece.field)?.field;
  if (filter?.kind !== "filter") throw new Error(`model check let the condition on ${name} through`);
  const { filters, context, caseSensitive } = scope.said;
  const given = Object.hasOwn(filters, name) ? (filters[name] ?? "") : "";
  return {
    tested: { pieces: withoutEdges(scope.sql(piece.pieces)), timeframe: undefined },
    condition: readFilter(given, filter.type, name, context),
    language: filter.type,
    caseSensitive,
  };
}

/** The pieces without the blanks that tags leave before and behind them. */
export function withoutEdges(pieces: readonly SqlPiece[]): readonly SqlPiece[] {
  const trimmed = pieces.map((piece, index) => {
    if (typeof piece !== "string") return piece;
    const text = index === 0 ? piece.trimStart() : piece;
    return index === pieces.length - 1 ? text.trimEnd() : text;
  });
  const telling = trimmed.filter((piece) => piece !== "");
  return telling.length < pieces.length ? withoutEdges(telling) : telling;
}

function holds(test: LiquidTest, scope: Scope): boolean {
  switch (test.kind) {
    case "and":
      return holds(test.left, scope) && holds(test.right, scope);
    case "or":
      return holds(test.left, scope) || holds(test.right, scope);
    case "is_filtered":
    case "in_query": {
      const name = `${scope.find(test.view).alias}.${test.field}`;
      const { filters, fields } = scope.said;
      const filtered = Object.hasOwn(filters, name) && filters[name]?.trim() !== "";
      return filtered || (test.kind === "in_query" && fields.includes(name));
    }
    case "compared": {
      const value =
        test.value.kind === "user_attribute"
          ? attributeOf(test.value.attribute, scope.said.context)
          : comparedValue(test.value, scope);
      return (value === test.text) === test.equal;
    }
  }
}

const isYes = (value: string): boolean => /^(?:yes|true)$/i.test(value);

/**
 * Looker compares a string parameter with its quotes on: `unit._parameter_value == "'day'"`, and a yesno one as
 * `true` or `false`.
 */
function comparedValue(name: { readonly view: string; readonly field: string }, scope: Scope): string {
  const { parameter, value } = parameterOf(name, scope);
  if (parameter.type === "yesno") return String(isYes(value));
  return parameter.type === "string" ? `'${value.replaceAll("'", "''")}'` : value;
}

function parameterOf(name: { readonly view: string; readonly field: string }, scope: Scope) {
  const { view, alias } = scope.find(name.view);
  const parameter = findField(view, name.field)?.field;
  if (parameter?.kind !== "parameter")
    throw new Error(`model check let the parameter ${alias}.${name.field} through`);
  const full = `${alias}.${name.field}`;
  const { filters } = scope.said;
  const given = Object.hasOwn(filters, full) ? filters[full] : undefined;
  return { parameter, value: parameterValue(parameter, given, full) };
}

function attributeOf(name: string, context: FilterContext): string {
  const value = Object.hasOwn(context.userAttributes, name) ? context.userAttributes[name] : undefined;
  if (value !== undefined) return value;
  throw new Mistake(
    `The question needs the user attribute ${name}, and whoever asks has none of that name. Ask as somebody who has it.`,
  );
}
