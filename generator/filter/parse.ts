// A filter expression -> the small tree of what it says, read in the language of the field's type.
import { parseDate } from "./date/parse.ts";
import { parseLocation } from "./location/parse.ts";
import { parseNumber } from "./number/parse.ts";
import { type Refuse, refuser, type WrittenFilter } from "./refuse.ts";
import { parseString } from "./string/parse.ts";
import type { Filter } from "./tree.ts";
import { parseYesNo } from "./yesno.ts";

/**
 * @param refuse makes what is thrown when the expression is not of its language; a Mistake that says what is wrong,
 *   where, and how it is done, when left out
 */
export function parseFilter(expression: WrittenFilter, refuse: Refuse = refuser(expression)): Filter {
  const { text, language } = expression;
  switch (language) {
    case "string":
    case "tier":
      return { language, ...parseString(text, refuse) };
    case "number":
      return { language, ...parseNumber(text, refuse) };
    case "yesno":
      return { language, wanted: parseYesNo(text, refuse) };
    case "date":
    case "date_time":
      return { language, wanted: parseDate(text, refuse) };
    case "location":
      return { language, term: parseLocation(text, refuse) };
  }
}
