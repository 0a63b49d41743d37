// A Looker filter expression on a field -> a condition on the field's value, with every date in it settled.
import {
  cannotFollow,
  type Filter,
  type FilterLanguage,
  parseFilter,
  type WrittenFilter,
} from "../../generator/index.ts";
import { fillAttributes } from "./attributes.ts";
import type { Condition } from "./condition.ts";
import type { FilterContext } from "./context.ts";
import { meanDate } from "./date/mean.ts";
import { meanNumber } from "./number/mean.ts";
import { meanString } from "./string/mean.ts";

/**
 * @param expression as Looker's API takes it
 * @param language the one Looker picks for the field's type
 * @param field the filtered field's full name, for messages
 * @returns `anything` for an empty expression
 * @throws Mistake when the expression is not of that language, or cannot be followed in this context
 */
export function readFilter(
  expression: string,
  language: FilterLanguage,
  field: string,
  context: FilterContext,
): Condition {
  const filled: WrittenFilter = {
    text: fillAttributes(expression, context.userAttributes, field),
    language,
    field,
  };
  const filter = parseFilter(filled);
  const terms = termsOf(filter);
  if (terms > MOST_TERMS)
    throw cannotFollow(
      filled,
      `names ${terms} conditions, and a filter holds ${MOST_TERMS} at most. Ask several questions, each with some of them.`,
    );
  switch (filter.language) {
    case "string":
    case "tier":
      return meanString(filter);
    case "number":
      return meanNumber(filter);
    case "yesno":
      return meanYesNo(filter.wanted);
    case "date":
    case "date_time":
      return meanDate(filter.wanted, filter.language === "date_time", context, (why) =>
        cannotFollow(filled, why),
      );
    case "location":
      return filter.term === undefined ? { kind: "anything" } : { kind: "place", term: filter.term };
  }
}

function meanYesNo(wanted: readonly boolean[]): Condition {
  const [value, ...more] = new Set(wanted);
  return value === undefined || more.length > 0 ? { kind: "anything" } : { kind: "is", value };
}

/** A query has room for 65,535 bound values (PostgreSQL, "Limits"); one filter leaves some for others. */
const MOST_TERMS = 10_000;

function termsOf(filter: Filter): number {
  if (filter.language === "location") return 1;
  return filter.wanted.length + ("unwanted" in filter ? filter.unwanted.length : 0);
}
