// The guide's part on what comes with the question: parameters and filter-only fields.
import { FILTER_TYPES, PARAMETER_TYPES } from "../model/field.ts";
import type { NounNote } from "./noun.ts";
import { LABELS } from "./shared-keys.ts";
import { SHOP } from "./shop.ts";

/** Parameters and filter-only fields. */
export const givenNouns: readonly NounNote[] = [
  {
    name: "parameter",
    place: "views.<name>.parameters.<name>",
    say: "A value that is given with the question, for the SQL of fields to read.",
    keys: {
      type: { say: "What the value is.", words: PARAMETER_TYPES, otherwise: "string" },
      allowed_values: { say: "The values to choose from: a list, or a map from each value to its label." },
      default_value: { say: "The value when the question gives none." },
      ...LABELS,
    },
    example: SHOP,
  },
  {
    name: "filterOnly",
    place: "views.<name>.filters.<name>",
    say: "A field that only filters can use; SQL asks `{% condition name %} … {% endcondition %}` with it.",
    keys: {
      type: { say: "What the filter's values are.", words: FILTER_TYPES, otherwise: "string" },
      ...LABELS,
    },
    example: SHOP,
  },
];
