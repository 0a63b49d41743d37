// A view -> the data tests of its key.
import type { View } from "../../model/view.ts";
import { askedNames } from "../../find.ts";
import { counterOf, freeName, keyOf } from "./counter.ts";
import type { DataTest } from "./data-test.ts";
import type { Entry } from "./print-parameter.ts";

/** A measure that only a data test needs: it counts the rows whose key is not known, which every other count leaves out. */
export interface MissingKeys {
  readonly refined: string;
  readonly measure: string;
  readonly description: string;
  readonly filters: readonly Entry[];
}

/** A view -> the measure that counts its rows without a key. */
export function missingKeys(view: View): MissingKeys {
  return {
    refined: `+${view.name}`,
    measure: measureName(view),
    description: `How many ${view.noun.many} have no key`,
    filters: [{ field: keyOf(view).name, value: "NULL" }],
  };
}

/**
 * A view -> what must hold of its key. Only the view's own fields are asked for: with a field of a joined view
 * Looker would count different keys instead of rows, and the test could not fail.
 * @param explore an explore that starts from the view
 */
export function keyTests(view: View, explore: string): readonly DataTest[] {
  const key = `${view.name}.${keyOf(view).name}`;
  const count = `${view.name}.${counterOf(view)}`;
  const missing = `${view.name}.${measureName(view)}`;
  return [
    {
      name: `${view.name}_key_is_unique`,
      explore,
      columns: [
        { name: "key", field: key },
        { name: "rows", field: count },
      ],
      filters: undefined,
      sorts: [{ field: count, value: "desc" }],
      limit: 1,
      asserts: [{ name: "one_row_for_each_key", expression: `\${${count}} = 1` }],
    },
    {
      name: `${view.name}_key_is_known`,
      explore,
      columns: [{ name: "rows_without_key", field: missing }],
      filters: undefined,
      sorts: undefined,
      limit: undefined,
      asserts: [{ name: "no_row_without_key", expression: `\${${missing}} = 0` }],
    },
  ];
}

function measureName(view: View): string {
  return freeName("rows_without_key", view.fields.flatMap(askedNames));
}
