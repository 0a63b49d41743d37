// The guide's part on dimensions.
import { INTERVALS } from "../model/interval.ts";
import { TIER_STYLES } from "../model/made.ts";
import { TIMEFRAMES } from "../model/timeframe.ts";
import type { NounNote } from "./noun.ts";
import { LABELS } from "./shared-keys.ts";
import { PARCELS } from "./parcels.ts";

/** Dimensions. */
export const dimensionNouns: readonly NounNote[] = [
  {
    name: "dimension",
    place: "views.<name>.dimensions.<name>",
    say: "A value of each row. Nothing at all (`title:`) is enough for a column of the same name.",
    keys: {
      type: {
        say: "`string`, `number`, `yesno`; `time` for a date or point in time in several timeframes; `duration` for the span between two times in several intervals; `tier` or `bin` for the steps of a number; `location` for a point on the earth; `zipcode` for a text that maps know.",
        words: ["string", "number", "yesno", "time", "duration", "tier", "bin", "location", "zipcode"],
        otherwise: "what fits the column",
      },
      column: { say: "The column it reads.", otherwise: "the column of the same name" },
      sql: { say: "SQL over `${TABLE}.column` and other dimensions (`${price} * ${quantity}`)." },
      unknown: { say: "The value the column uses to say that nothing is known; it is read as null." },
      format: { say: "One of Looker's named formats, such as `usd_0` or `percent_1`." },
      timeframes: {
        say: "Of type `time`: the timeframes it is offered in, each as a dimension of its own (`sent_month` of `sent`). Those that come again (`hour_of_day`) are filtered as numbers or texts, the others as dates.",
        words: TIMEFRAMES,
        otherwise: "date, month, quarter and year",
      },
      datatype: {
        say: "Of type `time`: how the time lies in its column: `epoch` for seconds since 1970, `yyyymmdd` for a number such as 20240131, `date` where the time of day says nothing.",
        words: ["date", "timestamp", "datetime", "epoch", "yyyymmdd"],
        otherwise: "as the column's type has it",
      },
      convert_tz: {
        say: "Of type `time`: whether Looker shows it in the zone of whoever asks. The fallback server answers it in UTC, and refuses questions that are asked in another zone.",
        otherwise: "false",
      },
      tiers: {
        say: "Of type `tier`: where each step begins, from the smallest number to the largest. What lies below the first is a step too, and so is what is not known. Steps are sorted as numbers are.",
      },
      bins: { say: "Of type `bin`, which means the same: where each step begins." },
      style: {
        say: "How the steps are called: `integer` (`10 to 99`, for whole numbers), `interval` (`[10.0,100.0)`), `relational` (`>= 10.0 and < 100.0`) or `classic` (`T01 [10.0,100.0)`).",
        words: TIER_STYLES,
        otherwise: "classic",
      },
      case: {
        say: "What a row is called when a condition holds: the first that does, in the order they are written, which is the order of the answer too.",
      },
      else: { say: "What a row is called for which none of the cases holds.", otherwise: "nothing" },
      alpha_sort: {
        say: "Whether the cases are sorted by the alphabet instead of the order they are written in.",
        otherwise: "false",
      },
      order_by_field: {
        say: "The dimension of the same view whose values put these in order. A value with two places stands at both, as in Looker.",
      },
      sql_start: { say: "Of type `duration`: SQL for when it starts, such as `${sent_raw}`." },
      sql_end: { say: "Of type `duration`: SQL for when it ends." },
      intervals: {
        say: "Of type `duration`: the units it is counted in, each as a dimension of its own (`days_open` of `open`). Only whole ones are counted: from 23:59 to 00:01 is no day, and from the 31st of January to the 29th of February no month. An end before the start counts the same below 0.",
        words: INTERVALS,
        otherwise: "all of them",
      },
      sql_latitude: { say: "Of type `location`: SQL for its latitude in degrees." },
      sql_longitude: { say: "Of type `location`: SQL for its longitude in degrees." },
      ...LABELS,
    },
    example: PARCELS,
  },
];
