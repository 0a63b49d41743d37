// The guide's part on measures.
import { COMPARISONS, MEASURE_TYPES, PERIODS } from "../model/field.ts";
import type { NounNote } from "./noun.ts";
import { LABELS } from "./shared-keys.ts";
import { SHOP } from "./shop.ts";

/** Measures. */
export const measureNouns: readonly NounNote[] = [
  {
    name: "measure",
    place: "views.<name>.measures.<name>",
    say: "An aggregate over rows of the view; a join never makes it count a row twice.",
    keys: {
      type: { say: "How it aggregates.", words: MEASURE_TYPES },
      of: {
        say: "The dimension it aggregates; of `running_total`, `percent_of_total`, `percent_of_previous` and `period_over_period` the measure they are reckoned from. `count` needs none, nor does what has `sql:`.",
      },
      percentile: {
        say: "Of types `percentile` and `percentile_distinct`: which one, from 0 to 100. Between two values it lies as far as it lies between their places, as `PERCENTILE_CONT` has it.",
      },
      sql: {
        say: "Of types `number`, `string` and `yesno`: other measures of the view, and SQL between them, such as `${profit} / NULLIF(${sales}, 0)`. Of type `date` the first or last of a point in time, `MAX(${ordered_raw})`; of type `string` also that of a text, `MIN(${name})`.",
      },
      distinct_key: {
        say: "Of the types on `_distinct`: the dimension that tells values apart, for a value that several rows repeat, such as an order's freight on each of its lines; each of its own values counts once. Rows of one key must say the same value; where they do not, the fallback server has no value, and Looker a wrong one.",
      },
      direction: {
        say: "Of types `running_total` and `percent_of_total`: which way they run where values are pivoted to columns.",
        words: ["row", "column"],
        otherwise: "row",
      },
      based_on_time: {
        say: "Of type `period_over_period`: a timeframe of the dimension group it compares by; a question shows one of which a period is made.",
      },
      period: { say: "Of type `period_over_period`: how far back it looks.", words: PERIODS },
      kind: {
        say: "Of type `period_over_period`: the value before, the difference to it, or that as a share of it.",
        words: COMPARISONS,
      },
      value_to_date: {
        say: "Of type `period_over_period`: whether the period before is cut off where the present one has come to.",
        otherwise: "no",
      },
      filters: { say: "Only rows that match count: a Looker filter expression for each dimension." },
      format: { say: "One of Looker's named formats.", otherwise: "that of the dimension" },
      ...LABELS,
    },
    example: SHOP,
  },
];
