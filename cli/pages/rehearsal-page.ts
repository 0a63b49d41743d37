// What a rehearsal has shown -> the page of `hydrate plan --noload`: whether the warehouse would take every row.
import type { RehearsedDrop } from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { wrap } from "../columns.ts";
import type { PageOptions } from "./page.ts";

/** One paragraph a drop. */
export function rehearsalPage(drops: readonly RehearsedDrop[], { width }: PageOptions): readonly string[] {
  return [
    ...drops.flatMap(({ drop, records, budgets, drift, refusal }) => {
      if (refusal !== undefined)
        return [
          `${drop}: would be refused`,
          ...refusal
            .split("\n")
            .flatMap((line) => wrap(`  ${line}`, width, `  ${/^ */.exec(line)?.[0] ?? ""}  `)),
        ];
      const unreadable = budgets.reduce((sum, budget) => sum + budget.unreadable, 0);
      return [
        `${drop}: ${count(records, "record")} read, ${number(unreadable)} of which would go to quarantine; the warehouse takes all rows of the others`,
        ...drift.flatMap(({ said }) => wrap(`  ${said}`, width, "    ")),
      ];
    }),
    "",
    "Nothing was loaded.",
  ];
}
