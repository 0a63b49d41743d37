// A condition on a value -> SQL that is true, or not, but for `not` never unknown where Looker's would not be.
import type { BoundKind } from "../generator/index.ts";
import type { Condition, PatternPiece } from "./filter/condition.ts";
import type { FilterLanguage } from "./filter/filter.ts";
import type { Writer } from "./writer.ts";

/**
 * @param sql the tested value, as SQL
 * @param language the type's filter language, which decides how values are bound
 * @param timestamp for dates: compare as points in time, not as days
 * @returns SQL that can stand beside others joined by AND
 */
export function writeCondition(
  sql: string,
  condition: Condition,
  language: FilterLanguage,
  timestamp: boolean,
  writer: Writer,
): string {
  const value = (text: string): string => writer.bind(text, kindOf(language, timestamp));
  const inside = (term: Condition): string => writeCondition(sql, term, language, timestamp, writer);
  const tested = /^[\w."]+$|^\w+\([^()]*\)$/.test(sql) ? sql : `(${sql})`;
  switch (condition.kind) {
    case "anything":
      return "1 = 1";
    case "and":
      return `(${condition.terms.map(inside).join(" AND ")})`;
    case "or":
      return `(${condition.terms.map(inside).join(" OR ")})`;
    case "not":
      return `(NOT (${inside(condition.term)}) OR ${tested} IS NULL)`;
    case "equals": {
      const [only, ...more] = condition.values;
      if (only !== undefined && more.length === 0) return `${tested} = ${value(only)}`;
      return `${tested} IN (${condition.values.map(value).join(", ")})`;
    }
    case "like":
      return `${tested} LIKE ${writer.bind(condition.pattern.map(likePiece).join(""), "text")}`;
    case "compare":
      return `${tested} ${condition.comparison} ${value(condition.value)}`;
    case "is":
      return `COALESCE(${sql}, FALSE) = ${condition.value ? "TRUE" : "FALSE"}`;
    case "unknown":
      return `${tested} IS NULL`;
    case "known":
      return `${tested} IS NOT NULL`;
    case "blank":
      return `(${tested} IS NULL OR ${tested} = '')`;
  }
}

function kindOf(language: FilterLanguage, timestamp: boolean): BoundKind {
  if (language === "number") return "number";
  if (language === "date") return timestamp ? "timestamp" : "date";
  return "text";
}

function likePiece(piece: PatternPiece): string {
  if (piece === "any") return "%";
  if (piece === "one") return "_";
  return piece.text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
