// The guide's part on data tests of the user's own.
import type { NounNote } from "./noun.ts";
import { SHOP } from "./shop.ts";

/** Data tests of the user's own. */
export const ownTestNouns: readonly NounNote[] = [
  {
    name: "ownTest",
    place: "tests.<name>",
    say: "A data test: a question, and what must be true of every row of its answer. Keys, bridges and totals are tested without a word.",
    keys: {
      explore: { say: "The explore it asks." },
      fields: { say: "The dimensions and measures it asks for." },
      filters: { say: "Only rows that match are asked for: a Looker filter expression for each field." },
      sorts: { say: "The fields the rows are sorted by, each with `asc` or `desc`." },
      limit: { say: "How many rows are looked at.", otherwise: "Looker's own limit" },
      assert: {
        say: "A name for each expression that must be true; fields stand in it as `${orders.count}`.",
      },
    },
    example: SHOP,
  },
];
