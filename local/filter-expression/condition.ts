// The tree of a custom filter expression -> a condition on rows, as SQL whose values are bound.
import { type Explore, Mistake, type Model } from "../../generator/index.ts";
import { type AskedDimension, resolveField } from "../plan/asked.ts";
import type { SqlExpression, SqlPiece } from "../plan/expand.ts";
import type { RowCondition } from "../plan/explore-conditions.ts";
import { readFilter } from "../filter/filter.ts";
import type { Said } from "../plan/liquid.ts";
import { parseFilterExpression } from "./parse.ts";
import type { ExpressionNode } from "./tree.ts";

/** What a node is worth, in words for messages. */
type Kind = "text" | "number" | "date" | "yesno";

interface Value {
  readonly kind: Kind;
  readonly pieces: readonly SqlPiece[];
}

const KNOWN = "is_null(…), matches_filter(${view.field}, `expression`) and date(year, month, day)";

/**
 * A custom filter on rows, with SQL's meaning of what is not known: a comparison with it does not hold, and
 * neither does its opposite; is_null finds it.
 * @param expression the WriteQuery's `filter_expression`
 * @throws Mistake for what cannot be read, fields that are not there, measures, and kinds that do not fit
 */
export function filterExpressionCondition(
  model: Model,
  explore: Explore,
  expression: string,
  question: Said,
): RowCondition {
  const { context } = question;
  const views = new Set<string>();
  const dimension = (name: string): AskedDimension => {
    const field = resolveField(model, explore, name, question);
    if (field.kind === "measure")
      throw new Mistake(
        `The filter expression names the measure ${name}; only conditions on rows can be answered yet. Filter on ${name} in filters instead.`,
      );
    if (field.kind === "selector")
      throw new Mistake(
        `The filter expression names ${name}, which only filters can use. Write \${${field.target}}, or filter on ${name} in filters.`,
      );
    views.add(field.alias);
    return field;
  };

  const valueOf = (node: ExpressionNode): Value => {
    switch (node.kind) {
      case "field": {
        const field = dimension(node.name);
        const kind = field.type === "string" ? "text" : field.type;
        if (kind === "date" && field.filterLanguage === "date_time" && field.shownSql.timeframe === undefined)
          throw new Mistake(
            `The filter expression compares the point in time ${node.name}, which cannot be answered yet. Write matches_filter(\${${node.name}}, \`…\`) with a date filter.`,
          );
        return { kind, pieces: inBrackets(field.shownSql) };
      }
      case "number":
        return { kind: "number", pieces: [{ value: node.text, kind: "number" }] };
      case "text":
        return { kind: "text", pieces: [{ value: node.text, kind: "text" }] };
      case "yesno":
        return { kind: "yesno", pieces: [node.value ? "(1 = 1)" : "(1 = 0)"] };
      case "null":
        throw new Mistake(
          `The filter expression has null at character ${node.at}, and nothing compares with it. Write is_null(\${view.field}).`,
        );
      case "and":
      case "or": {
        const word = ` ${node.kind.toUpperCase()} `;
        const terms = node.terms.flatMap((term, index) => [...(index === 0 ? [] : [word]), ...holds(term)]);
        return { kind: "yesno", pieces: ["(", ...terms, ")"] };
      }
      case "not":
        return { kind: "yesno", pieces: ["(NOT ", ...holds(node.term), ")"] };
      case "compare": {
        refuseNull(node);
        const left = valueOf(node.left);
        const right = valueOf(node.right);
        if (left.kind !== right.kind)
          throw new Mistake(
            `The filter expression compares ${sayKind(left.kind)} with ${sayKind(right.kind)} at character ${node.at}. Both sides must be of one kind${likeIt(node, left.kind)}.`,
          );
        if (left.kind === "yesno" && node.operator !== "=" && node.operator !== "<>")
          throw new Mistake(
            `The filter expression asks which of yes and no is larger at character ${node.at}. Compare them with = or !=.`,
          );
        return { kind: "yesno", pieces: ["(", ...left.pieces, ` ${node.operator} `, ...right.pieces, ")"] };
      }
      case "call":
        return called(node);
    }
  };

  const called = (node: Extract<ExpressionNode, { kind: "call" }>): Value => {
    const [first, second, third, ...more] = node.parts;
    switch (node.name) {
      case "is_null":
        if (first === undefined || second !== undefined) break;
        // A yesno is never unknown where it is shown, but what it is made of can be.
        if (first.kind === "field")
          return { kind: "yesno", pieces: ["(", ...inBrackets(dimension(first.name).sql), " IS NULL)"] };
        return { kind: "yesno", pieces: ["(", ...valueOf(first).pieces, " IS NULL)"] };
      case "matches_filter": {
        if (first?.kind !== "field" || second?.kind !== "text" || third !== undefined) break;
        const field = dimension(first.name);
        const condition = readFilter(second.text, field.filterLanguage, first.name, context);
        const { caseSensitive, filterLanguage: language } = field;
        return {
          kind: "yesno",
          pieces: ["(", { tested: field.sql, condition, language, caseSensitive }, ")"],
        };
      }
      case "date": {
        const parts = [first, second, third].map((one) => (one?.kind === "number" ? one.text : ""));
        if (more.length > 0 || !parts.every((text) => /^\d+$/.test(text))) break;
        const [year = "", month = "", day = ""] = parts;
        const text = `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
        if (Number(year) < 1 || !isDay(text))
          throw new Mistake(
            `The filter expression names a day that is none at character ${node.at}: ${text}.`,
          );
        return { kind: "date", pieces: [{ value: text, kind: "date" }] };
      }
      default:
        throw new Mistake(
          `The filter expression uses ${node.name}(…) at character ${node.at}, which cannot be answered yet. It can use ${KNOWN}.`,
        );
    }
    throw new Mistake(
      `The filter expression uses ${node.name}(…) at character ${node.at} with other things in its brackets than it takes. It can use ${KNOWN}.`,
    );
  };

  /** A node that must hold or not. */
  const holds = (node: ExpressionNode): readonly SqlPiece[] => {
    const value = valueOf(node);
    if (value.kind === "yesno") return value.pieces;
    throw new Mistake(
      `The filter expression has ${sayKind(value.kind)} at character ${node.at} where a condition must stand. Compare it with something.`,
    );
  };

  const sql: SqlExpression = { pieces: holds(parseFilterExpression(expression)), timeframe: undefined };
  return { sql, views: [...views] };
}

/** Both conditions as one, so that they hold for one and the same joined row. */
export function bothConditions(
  one: RowCondition | undefined,
  other: RowCondition | undefined,
): RowCondition | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    sql: { pieces: ["(", one.sql, ") AND (", other.sql, ")"], timeframe: undefined },
    views: [...new Set([...one.views, ...other.views])],
  };
}

/** Nothing is equal to null, so what was meant is told by the field it stands beside. */
function refuseNull(node: Extract<ExpressionNode, { kind: "compare" }>): void {
  const [one, other] = node.left.kind === "null" ? [node.left, node.right] : [node.right, node.left];
  if (one.kind !== "null" || other.kind !== "field") return;
  const asked = `is_null(\${${other.name}})`;
  throw new Mistake(
    `The filter expression compares \${${other.name}} with null at character ${one.at}, and nothing compares with it. Write ${node.operator === "=" ? asked : `NOT ${asked}`}.`,
  );
}

/** How a value beside a field would be written, where that is plain. */
function likeIt({ left, right }: Extract<ExpressionNode, { kind: "compare" }>, kind: Kind): string {
  if (left.kind !== "field") return "";
  if (kind === "text" && right.kind === "number") return `: write "${right.text}"`;
  if (kind === "number" && right.kind === "text" && /^-?\d+(\.\d+)?$/.test(right.text))
    return `: write ${right.text} without quotes`;
  const [, year, month, day] =
    right.kind === "text" ? (/^(\d{4})-(\d\d)-(\d\d)$/.exec(right.text) ?? []) : [];
  if (kind === "date" && year !== undefined) return `: write date(${year}, ${Number(month)}, ${Number(day)})`;
  return "";
}

/** A column alone needs none. */
function inBrackets(sql: SqlExpression): readonly SqlPiece[] {
  const [only, ...more] = sql.pieces;
  const isColumn = more.length === 0 && typeof only === "object" && "column" in only;
  return isColumn || sql.timeframe !== undefined ? [sql] : ["(", sql, ")"];
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function sayKind(kind: Kind): string {
  return { text: "a text", number: "a number", date: "a date", yesno: "a yes or no" }[kind];
}
