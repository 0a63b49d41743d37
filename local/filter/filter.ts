// A Looker filter expression on a field -> a condition, read in the language of the field's type.
import { Mistake } from "../../generator/index.ts";
import type { Condition } from "./condition.ts";
import { readDateFilter } from "./date.ts";
import { readNumberFilter } from "./number.ts";
import { readStringFilter } from "./string.ts";

/** The filter languages that exist here; Looker picks one by the field's type. */
export type FilterLanguage = "string" | "number" | "yesno" | "date";

/**
 * @param expression as Looker's API takes it
 * @param field the filtered field's full name, for messages
 * @throws Mistake when the expression is not of that language
 */
export function readFilter(expression: string, language: FilterLanguage, field: string): Condition {
  switch (language) {
    case "string":
      return readStringFilter(expression);
    case "number":
      return readNumberFilter(expression, field);
    case "date":
      return readDateFilter(expression, field);
    case "yesno":
      return readYesNo(expression.trim(), field);
  }
}

function readYesNo(expression: string, field: string): Condition {
  if (expression === "") return { kind: "anything" };
  if (/^(yes|true)$/i.test(expression)) return { kind: "is", value: true };
  // Looker's `No` is everything that is not a yes, the unknown among it: NOT COALESCE(x, FALSE).
  if (/^(no|false)$/i.test(expression)) return { kind: "not", term: { kind: "is", value: true } };
  throw new Mistake(`The filter "${expression}" on ${field} is neither Yes nor No.`);
}
