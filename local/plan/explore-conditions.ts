// What an explore asks of every question: filters that stand in when the question has none, filters of whoever asks, and SQL.
import { type Explore, Mistake, type Model, type Piece } from "../../generator/index.ts";
import { type AskedMeasure, resolveField, viewOf } from "./asked.ts";
import { expandField, type SqlExpression, type SqlPiece } from "./expand.ts";
import type { FilterContext } from "../filter/context.ts";
import { expandLiquid, type Said, withoutEdges } from "./liquid.ts";
import type { Question } from "../question.ts";

/** A condition on rows that the model writes as SQL. */
export interface RowCondition {
  readonly sql: SqlExpression;
  /** The views it names, by their names in the explore. */
  readonly views: readonly string[];
}

/** A condition on groups that the model writes as SQL. */
export interface GroupCondition {
  readonly sql: SqlExpression;
  /** The measures that it names. */
  readonly measures: readonly AskedMeasure[];
}

/** A filter on a dimension, as an expression of Looker's filter language. */
export interface NamedFilter {
  readonly name: string;
  readonly expression: string;
}

/**
 * The question's filters, with the explore's own where the question says nothing about their field. A
 * conditional one needs besides that the question filters on none of the fields under `unless`
 * (docs.cloud.google.com/looker/docs/reference/param-explore-always-filter and -conditionally-filter).
 */
export function withUsualFilters(explore: Explore, question: Question): Question {
  const said = new Set(Object.keys(question.filters));
  const conditional = explore.conditionallyFilter;
  const narrowed =
    conditional?.unless.some((name) => said.has(name) && question.filters[name]?.trim() !== "") ?? false;
  const usual = [...explore.alwaysFilter, ...(narrowed ? [] : (conditional?.filters ?? []))];
  const added = usual.filter((filter) => !said.has(filter.field));
  if (added.length === 0) return question;
  return {
    ...question,
    filters: {
      ...question.filters,
      ...Object.fromEntries(added.map((filter) => [filter.field, filter.expression])),
    },
  };
}

/**
 * The filters that whoever asks brings along. They stand beside the question's own, so that nothing in a
 * question takes them off.
 * @throws Mistake when whoever asks lacks one of the user attributes, or has it empty, which would let all rows through
 */
export function accessFiltersOf(explore: Explore, context: FilterContext): readonly NamedFilter[] {
  return explore.accessFilters.map(({ field, userAttribute }) => {
    const value = Object.hasOwn(context.userAttributes, userAttribute)
      ? context.userAttributes[userAttribute]
      : undefined;
    if (value === undefined || value.trim() === "")
      throw new Mistake(
        `Explore ${explore.name} shows each person the rows that the user attribute ${userAttribute} allows, and whoever asks has no such attribute. Ask as somebody who has it.`,
      );
    return { name: field, expression: value };
  });
}

/** The explore's `sql_always_where`, every field of it followed, and its Liquid. */
export function rowConditionOf(model: Model, explore: Explore, said: Said): RowCondition | undefined {
  const expression = explore.sqlAlwaysWhere;
  if (expression === undefined) return undefined;
  const views = new Set<string>();
  const sql = (pieces: readonly Piece[]): readonly SqlPiece[] =>
    pieces.flatMap((piece): readonly SqlPiece[] => {
      switch (piece.kind) {
        case "text":
          return [piece.text];
        case "field":
          views.add(piece.view);
          return expandField(piece.field, viewOf(model, explore, piece.view), piece.view, said);
        case "column":
        case "table":
        case "span":
          throw new Error("model check let a column of no view through");
        default:
          return expandLiquid(piece, {
            said,
            find: (alias) => ({ view: viewOf(model, explore, alias), alias }),
            sql,
          });
      }
    });
  // Only what the question's branches of it name needs to be joined.
  const pieces = withoutEdges(sql(expression.pieces));
  // Liquid that leaves nothing asks nothing.
  if (pieces.length === 0) return undefined;
  return { sql: { pieces, timeframe: undefined }, views: [...views] };
}

/** The explore's `sql_always_having`, its measures, and its Liquid. */
export function groupConditionOf(model: Model, explore: Explore, said: Said): GroupCondition | undefined {
  const measures = new Map<string, AskedMeasure>();
  const sql = (pieces: readonly Piece[]): readonly SqlPiece[] =>
    pieces.flatMap((piece): readonly SqlPiece[] => {
      switch (piece.kind) {
        case "text":
          return [piece.text];
        case "field": {
          const measure = resolveField(model, explore, `${piece.view}.${piece.field}`, said);
          if (measure.kind !== "measure") throw new Error(`model check let \${${measure.name}} through`);
          measures.set(measure.name, measure);
          return [{ measure: measure.name }];
        }
        case "column":
        case "table":
        case "span":
          throw new Error("model check let a column of no view through");
        default:
          return expandLiquid(piece, {
            said,
            find: (alias) => ({ view: viewOf(model, explore, alias), alias }),
            sql,
          });
      }
    });
  const pieces = withoutEdges(sql(explore.sqlAlwaysHaving?.pieces ?? []));
  if (pieces.length === 0) return undefined;
  return { sql: { pieces, timeframe: undefined }, measures: [...measures.values()] };
}
