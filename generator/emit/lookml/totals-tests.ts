// An explore with joins that multiply rows -> the data tests that its totals stay the same.
import type { Explore } from "../../model/explore.ts";
import type { Measure } from "../../model/field.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { counterOf, freeName } from "./counter.ts";
import type { DataTest } from "./data-test.ts";
import { viewOf } from "./explore.ts";
import { stepsTo } from "./selector.ts";

/** The totals without any join, an explore that holds them beside the joins, and the tests that compare the two. */
export interface TotalsPicture {
  readonly explore: string;
  readonly base: string;
  readonly view: string;
  readonly check: string;
  readonly extended: readonly string[];
  readonly measures: readonly { readonly column: string; readonly field: string }[];
  readonly tests: readonly DataTest[];
}

/**
 * The known total is computed in a derived table, without a join, and cross joined to the explore.
 * @returns undefined when no join of the explore makes several rows of one
 */
export function totalsTests(explore: Explore, model: Model): TotalsPicture | undefined {
  const multiplying = explore.joins.filter(
    (join) =>
      !join.bridge && stepsTo(explore, join.name).some((step) => step.relationship.endsWith("to_many")),
  );
  if (multiplying.length === 0) return undefined;
  const base = viewOf(explore.view, model);
  const total = totalOf(base);
  const count = `${base.name}.${counterOf(base)}`;
  const sum = total === undefined ? undefined : `${base.name}.${total.name}`;
  const taken = [...model.views, ...model.explores].map((noun) => noun.name);
  const view = freeName(`${explore.name}_totals`, [...taken, ...explore.joins.map((join) => join.name)]);
  const check = freeName(`${explore.name}_beside_totals`, taken);
  const known = (column: string): string => `${view}.${column}`;
  return {
    explore: explore.name,
    base: base.name,
    view,
    check,
    extended: [explore.name],
    measures: [
      { column: "known_rows", field: count },
      ...(sum === undefined ? [] : [{ column: "known_total", field: sum }]),
    ],
    tests: multiplying.map((join) => ({
      name: `${explore.name}_totals_survive_${join.name}`,
      explore: check,
      columns: [
        { name: "joined", field: `${join.name}.${counterOf(viewOf(join.view, model))}` },
        { name: "rows", field: count },
        { name: "known_rows", field: known("known_rows") },
        ...(sum === undefined
          ? []
          : [
              { name: "total", field: sum },
              { name: "known_total", field: known("known_total") },
            ]),
      ],
      filters: undefined,
      sorts: undefined,
      limit: undefined,
      asserts: [
        { name: "as_many_rows", expression: `\${${count}} = \${${known("known_rows")}}` },
        ...(sum === undefined ? [] : [{ name: "the_same_total", expression: same(sum, known("known_total")) }]),
      ],
    })),
  };
}

/** Where rows multiply Looker adds with six digits after the point, so the last digits may differ. */
function same(total: string, known: string): string {
  return `abs(\${${total}} - \${${known}}) <= 0.000001 * abs(\${${known}})`;
}

/** A sum to watch, of those that take no grant: one that people see, if there is one. */
function totalOf(view: View): Measure | undefined {
  const sums = view.fields.filter(
    (field): field is Measure =>
      field.kind === "measure" &&
      field.type === "sum" &&
      field.filters.length === 0 &&
      field.requiredAccessGrants.length === 0,
  );
  return sums.find((measure) => !measure.hidden) ?? sums[0];
}
