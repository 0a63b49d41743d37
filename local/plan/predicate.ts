// Filters -> predicates: each is tested on the joined rows, or on rows related to them, whichever repeats nothing.
import { type Explore, findTable, Mistake, type Model } from "../../generator/index.ts";
import { type AskedDimension, type AskedSelector, resolveField, type Test, testOf, viewOf } from "./asked.ts";
import type { RowCondition } from "./explore-conditions.ts";
import type { Condition } from "../filter/condition.ts";
import type { Said } from "./liquid.ts";
import { type RowSource, rowSourceOf } from "./row-source.ts";
import { findJoin, type Hop, hopsFrom, hopTo, joinsAmong } from "./paths.ts";

/** A table, or a query that stands for one, under the name it has in the query. */
export interface Place extends RowSource {
  readonly alias: string;
  readonly key: readonly string[];
}

/** A view as the query joins it. */
export interface PlannedJoin extends Hop {
  readonly place: Place;
}

/** A condition on rows, by where it is tested. */
export type Predicate =
  /** On the joined row itself, which passes (or, excluded, does not pass). */
  | { readonly kind: "row"; readonly test: Test; readonly excluded: boolean }
  /** On rows reached from `from`, one of which must pass all tests; as a left join, nothing reached counts as a row of unknowns. */
  | {
      readonly kind: "related";
      readonly from: Place;
      readonly fromBase: boolean;
      readonly joins: readonly PlannedJoin[];
      readonly tests: readonly Test[];
    }
  /** On rows reached from the base, one of which (or, excluded, none of which) passes: a selector. */
  | {
      readonly kind: "selected";
      readonly joins: readonly PlannedJoin[];
      readonly test: Test;
      readonly excluded: boolean;
    };

/** A filter of the question on rows. */
export interface RowFilter {
  readonly field: AskedDimension | AskedSelector;
  readonly condition: Condition;
}

/**
 * @param shown names of the views that are joined, the base view among them
 * @param sql the explore's own condition; the views it names are shown, or lie in one branch of joins
 * @param said what the question says, for the Liquid of what selectors choose by
 * @returns predicates that must all hold
 */
export function predicatesOf(
  model: Model,
  explore: Explore,
  filters: readonly RowFilter[],
  shown: ReadonlySet<string>,
  sql: RowCondition | undefined,
  said: Said,
): readonly Predicate[] {
  const predicates: Predicate[] = [];
  // Conditions below one join must hold for one and the same related row, so they share a branch.
  const branches = new Map<string, { readonly views: Set<string>; readonly tests: Test[] }>();
  const put = (test: Test, views: readonly string[]): void => {
    const hops = views.flatMap((view) => hopsFrom(explore, view, shown));
    const first = hops[0]?.alias;
    if (first === undefined) {
      predicates.push({ kind: "row", test, excluded: false });
      return;
    }
    const branch = branches.get(first) ?? { views: new Set<string>(), tests: [] };
    for (const hop of hops) branch.views.add(hop.alias);
    branch.tests.push(test);
    branches.set(first, branch);
  };
  for (const { field, condition } of filters) {
    if (field.kind === "selector") predicates.push(...selected(model, explore, field, condition, said));
    else put(testOf(field, condition), [field.alias]);
  }
  if (sql !== undefined) put(sqlTest(sql, explore), sql.views);
  for (const branch of branches.values()) {
    const joins = joinsTo(model, explore, branch.views, said);
    const from = joins[0]?.from ?? explore.view;
    predicates.push({
      kind: "related",
      from: placeOf(model, explore, from, said),
      fromBase: from === explore.view,
      joins,
      tests: branch.tests,
    });
  }
  return predicates;
}

/** Nobody knows what the model's SQL makes of unknowns, so nothing is taken for granted. */
function sqlTest({ sql, views }: RowCondition, explore: Explore): Test {
  const alias = views[0] ?? explore.view;
  return { alias, sql, language: "yesno", condition: undefined, caseSensitive: true, strict: false };
}

/** The joins of an explore that bring in these views, parents first. */
export function joinsTo(
  model: Model,
  explore: Explore,
  views: ReadonlySet<string>,
  said: Said,
): readonly PlannedJoin[] {
  return joinsAmong(explore, views).map((join) => ({
    ...hopTo(join),
    place: placeOf(model, explore, join.name, said),
  }));
}

/** Where a view of the explore stands in the warehouse. */
export function placeOf(model: Model, explore: Explore, alias: string, said: Said): Place {
  const view = viewOf(model, explore, alias);
  const key = findTable(model, view.table)?.key ?? [];
  return { ...rowSourceOf(model, view, alias, said), alias, key };
}

function selected(
  model: Model,
  explore: Explore,
  field: AskedSelector,
  condition: Condition,
  said: Said,
): readonly Predicate[] {
  if (field.alias !== explore.view || field.explore !== explore.name)
    throw new Mistake(
      findJoin(explore, field.target.split(".")[0] ?? "") === undefined
        ? `${field.name} can be filtered on in explore ${field.explore} only. Ask that explore.`
        : `${field.name} can be filtered on in explore ${field.explore} only. Ask that explore, or filter on ${field.target} here.`,
    );
  const target = resolveField(model, explore, field.target, said);
  if (target.kind !== "dimension")
    throw new Error(`${field.name} selects by ${field.target}, which is no dimension`);
  const excluded = field.keeps === "none";
  const hops = hopsFrom(explore, target.alias, new Set([explore.view]));
  if (hops.length === 0) return [{ kind: "row", test: testOf(target, condition), excluded }];
  const joins = joinsTo(model, explore, new Set(hops.map((hop) => hop.alias)), said);
  // Each value may be that of another related row, so each is looked for by itself.
  const conditions = field.keeps === "all" ? eachValue(field, condition, model.caseSensitive) : [condition];
  return conditions.map((one) => ({ kind: "selected", joins, test: testOf(target, one), excluded }));
}

/** @throws Mistake for anything but values in full: what Looker counts to compare is those */
function eachValue(field: AskedSelector, condition: Condition, caseSensitive: boolean): readonly Condition[] {
  if (condition.kind !== "equals")
    throw new Mistake(
      `${field.name} takes values in full, separated by commas, each of which must be there. For patterns, NULL and -values, filter on ${field.target}.`,
    );
  const folded = condition.values.map((value) => (caseSensitive ? value : value.toLowerCase()));
  const twice = condition.values.find((_, index) => folded.indexOf(folded[index] ?? "") < index);
  if (twice !== undefined) throw new Mistake(`${field.name} names "${twice}" twice. Name each value once.`);
  return condition.values.map((value) => ({ kind: "equals", values: [value] }));
}
