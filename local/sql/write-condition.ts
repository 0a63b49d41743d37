// A condition on a value -> SQL that is true, or not, but for `not` never unknown where Looker's would not be.
import type { BoundKind, FilterLanguage, PatternPiece } from "../../generator/index.ts";
import type { Comparison, Condition } from "../filter/condition.ts";

/** What takes a value out of the text and gives the placeholder for it. */
export interface Binder {
  readonly bind: (value: string, kind: BoundKind) => string;
}

/** How a condition is written. */
export interface ConditionOptions {
  /** Looker's `case_sensitive`: false compares texts in small letters. True when left out, as in Looker. */
  readonly caseSensitive?: boolean;
}

/**
 * @param sql the tested value, as SQL
 * @param language the type's filter language, which decides how values are bound
 * @returns SQL that can stand beside others joined by AND
 */
export function writeCondition(
  sql: string,
  condition: Condition,
  language: FilterLanguage,
  writer: Binder,
  options: ConditionOptions = {},
): string {
  const kind = BOUND_KINDS[language];
  const folds = options.caseSensitive === false && kind === "text";
  const tested = /^[\w."]+$|^\w+\([^()]*\)$/.test(sql) ? sql : `(${sql})`;
  const compared = folds ? `LOWER(${sql})` : tested;
  const bound = (text: string): string => {
    const placeholder = writer.bind(text, kind);
    return folds ? `LOWER(${placeholder})` : placeholder;
  };
  const write = (one: Condition): string => {
    switch (one.kind) {
      case "anything":
        return "1 = 1";
      case "and":
        return `(${one.terms.map(write).join(" AND ")})`;
      case "or":
        return `(${one.terms.map(write).join(" OR ")})`;
      case "not":
        return `(${writeNot(one.term)} OR ${tested} IS NULL)`;
      case "equals":
        return one.values.length === 1
          ? `${compared} = ${one.values.map(bound).join("")}`
          : `${compared} IN (${one.values.map(bound).join(", ")})`;
      case "like":
        return `${compared} LIKE ${bound(one.pattern.map(likePiece).join(""))}`;
      case "compare":
        return `${tested} ${one.comparison} ${bound(one.value)}`;
      case "is":
        return `COALESCE(${sql}, FALSE) = ${one.value ? "TRUE" : "FALSE"}`;
      case "unknown":
        return `${tested} IS NULL`;
      case "known":
        return `${tested} IS NOT NULL`;
      case "blank":
        return `(${tested} IS NULL OR ${tested} = '')`;
      case "filled":
        return `${tested} <> ''`;
      case "place":
        throw new Error("a place is tested by its latitude and longitude");
    }
  };
  /** The opposite, for values that are known. */
  const writeNot = (one: Condition): string => {
    switch (one.kind) {
      case "equals":
        return one.values.length === 1
          ? `${compared} <> ${one.values.map(bound).join("")}`
          : `${compared} NOT IN (${one.values.map(bound).join(", ")})`;
      case "like":
        return `${compared} NOT LIKE ${bound(one.pattern.map(likePiece).join(""))}`;
      case "compare":
        return `${tested} ${OPPOSITE[one.comparison]} ${bound(one.value)}`;
      default:
        return `NOT ${write(one)}`;
    }
  };
  return write(condition);
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

const BOUND_KINDS: Readonly<Record<FilterLanguage, BoundKind>> = {
  string: "text",
  tier: "text",
  number: "number",
  // A yesno condition binds nothing, and a location is refused before it becomes one.
  yesno: "text",
  location: "text",
  date: "date",
  date_time: "timestamp",
};

/** `\` is the escape of LIKE in Postgres and in Redshift when no other is named. */
function likePiece(piece: PatternPiece): string {
  if (piece === "any") return "%";
  if (piece === "one") return "_";
  return piece.text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
