// The guide's part on views.
import type { NounNote } from "./noun.ts";
import { BY_HAND } from "./shared-keys.ts";
import { SHOP } from "./shop.ts";

/** Views. */
export const viewNouns: readonly NounNote[] = [
  {
    name: "view",
    place: "views.<name>",
    say: "A table as people see it: its fields.",
    keys: {
      table: { say: "The table it shows.", otherwise: "the table of the same name" },
      label: { say: "What people see instead of the name.", otherwise: "the name in words" },
      description: { say: "What one row of it stands for." },
      one: { say: "What one row is called in a sentence: `order`." },
      many: { say: "What several rows are called.", otherwise: "`one` with an s" },
      required_access_grants: {
        say: "The access grants it takes to see any of its fields, all of them.",
      },
      parameters: { say: "Values that are given with the question, for its SQL to read." },
      filters: { say: "Fields that only filters can use; SQL reads them with `{% condition %}`." },
      dimensions: { say: "Values of each row." },
      measures: { say: "Aggregates over rows." },
      detail: { say: "The fields shown when somebody asks for the rows behind a number." },
      ...BY_HAND,
    },
    example: SHOP,
  },
];
