// The user's own data tests of an explore -> data tests as their template shows them.
import type { Explore } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import type { DataTest } from "./data-test.ts";

/** The tests of looker.yml that ask this explore, in their order. */
export function ownTests(explore: Explore, model: Model): readonly DataTest[] {
  return (model.tests ?? [])
    .filter((test) => test.explore === explore.name)
    .map((test) => {
      const short = test.fields.map((field) => field.slice(field.indexOf(".") + 1));
      return {
        name: test.name,
        explore: explore.name,
        columns: test.fields.map((field, index) => {
          const name = short[index] ?? field;
          const shared = short.filter((one) => one === name).length > 1;
          return { name: shared ? field.replace(".", "_") : name, field };
        }),
        filters:
          test.filters.length === 0
            ? undefined
            : test.filters.map(({ field, expression }) => ({ field, value: expression })),
        sorts:
          test.sorts.length === 0
            ? undefined
            : test.sorts.map(({ field, direction }) => ({ field, value: direction })),
        limit: test.limit,
        asserts: test.asserts,
      };
    });
}
