// An explore as the model says it and as Looker has it -> what differs.
import { findExplore, findField, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { Model } from "../model/model.ts";
import type { ByHand } from "./by-hand-names.ts";
import { type ExploreShape, FIELD_KINDS, type FieldShape } from "./explore-shape.ts";

/** One thing that is not the same in the model and in Looker. */
export interface Difference {
  readonly kind: "missing in Looker" | "only in Looker" | "different";
  /** E.g. `measure orders.total of explore sales`. */
  readonly what: string;
  /** What of it, e.g. `label`; undefined when it is there or not as a whole. */
  readonly property: string | undefined;
  readonly model: string | undefined;
  readonly looker: string | undefined;
  /** Where the model says it. */
  readonly at: At | undefined;
}

const OF_FIELD = [
  "type",
  "label",
  "description",
  "field_group_label",
  "hidden",
  "primary_key",
  "value_format_name",
] as const;
const OF_EXPLORE = ["label", "description", "view_name", "connection_name", "hidden"] as const;
const OF_JOIN = ["type", "relationship", "sql_on"] as const;

/**
 * @param expected as the model says it
 * @param found as Looker has it; undefined when Looker has no such explore, or does not show it
 * @param byHand what refinements decide: that may differ, and nothing else of the same noun
 * @returns what differs, in the model's order; what an access grant may hide is not missed
 */
export function compareExplore(
  model: Model,
  expected: ExploreShape,
  found: ExploreShape | undefined,
  byHand: ByHand = new Map(),
): readonly Difference[] {
  const name = expected.name ?? "";
  const explore = findExplore(model, name);
  if (explore === undefined) throw new Error(`the model has no explore ${name}`);
  const what = `explore ${name}`;
  if (found === undefined)
    return explore.requiredAccessGrants.length > 0
      ? []
      : [
          {
            kind: "missing in Looker",
            what,
            property: undefined,
            model: name,
            looker: undefined,
            at: explore.at,
          },
        ];
  const broken = (found.errors ?? []).map(({ message }): Difference => ({
    kind: "different",
    what,
    property: "errors",
    model: undefined,
    looker: message ?? "an error without words",
    at: explore.at,
  }));
  return [
    ...broken,
    ...differing(what, OF_EXPLORE, expected, found, explore.at, byHand.get(`explore ${name}`)),
    ...joins(explore, expected, found, byHand),
    ...Object.entries(FIELD_KINDS).flatMap(([kind, word]) =>
      fields(
        model,
        explore,
        word,
        expected.fields?.[kind as keyof typeof FIELD_KINDS] ?? [],
        found.fields?.[kind as keyof typeof FIELD_KINDS] ?? [],
        byHand,
      ),
    ),
  ];
}

function joins(
  explore: Explore,
  expected: ExploreShape,
  found: ExploreShape,
  byHand: ByHand,
): readonly Difference[] {
  const there = new Map((found.joins ?? []).map((join) => [join.name, join]));
  const wanted = new Set((expected.joins ?? []).map((join) => join.name));
  const named = (name: string | null | undefined): string => `join ${name ?? ""} of explore ${explore.name}`;
  return [
    ...(expected.joins ?? []).flatMap((join) => {
      const own = explore.joins.find((one) => one.name === join.name);
      const other = there.get(join.name);
      const hand = byHand.get(`join ${explore.name}.${join.name ?? ""}`);
      if (other !== undefined) return differing(named(join.name), OF_JOIN, join, other, own?.at, hand);
      return (own?.requiredAccessGrants.length ?? 0) > 0
        ? []
        : [absent("missing in Looker", named(join.name), join.name, own?.at)];
    }),
    ...[...there.keys()]
      .filter((name) => !wanted.has(name) && !byHand.has(`join ${explore.name}.${name ?? ""}`))
      .map((name) => absent("only in Looker", named(name), name, undefined)),
  ];
}

function fields(
  model: Model,
  explore: Explore,
  word: string,
  expected: readonly FieldShape[],
  found: readonly FieldShape[],
  byHand: ByHand,
): readonly Difference[] {
  const there = new Map(found.map((field) => [field.name, field]));
  const wanted = new Set(expected.map((field) => field.name));
  const named = (name: string | null | undefined): string =>
    `${word} ${name ?? ""} of explore ${explore.name}`;
  // An explore can show fewer fields than its views have.
  const isNarrowed = byHand.get(`explore ${explore.name}`)?.has("fields") === true;
  return [
    ...expected.flatMap((field): readonly Difference[] => {
      const name = field.name ?? "";
      const { at, guarded, group } = originOf(model, explore, name);
      const other = there.get(name);
      if (other !== undefined)
        return differing(named(name), OF_FIELD, field, other, at, decidedOf(explore, name, group, byHand));
      return guarded || isNarrowed ? [] : [absent("missing in Looker", named(name), name, at)];
    }),
    ...found.flatMap((field): readonly Difference[] => {
      const name = field.name ?? "";
      if (wanted.has(name) || isByHand(explore, name, byHand)) return [];
      // What stands in refinements/ is there because somebody wants it, and counts that only data tests need are ours.
      if (/(^|\/)(refinements|tests)\//.test(field.source_file ?? "") || isOfTests(name)) return [];
      return [absent("only in Looker", named(name), name, undefined)];
    }),
  ];
}

/** What people decide of a field by hand: of it, of the group it is a timeframe of, of its view or of all of the explore's base. */
function decidedOf(
  explore: Explore,
  name: string,
  group: string | undefined,
  byHand: ByHand,
): ReadonlySet<string> {
  const [alias = ""] = name.split(".");
  const decided = new Set(byHand.get(`field ${name}`));
  for (const one of byHand.get(`field ${group ?? ""}`) ?? []) decided.add(one);
  const around = byHand.get(`view ${alias}`);
  const above = byHand.get(
    alias === explore.view ? `explore ${explore.name}` : `join ${explore.name}.${alias}`,
  );
  // A view's label stands before each of its fields', and a view can hide what does not say that it is shown.
  if (around?.has("label") === true) decided.add("label");
  if (around?.has("fields_hidden_by_default") === true) decided.add("hidden");
  if (above?.has("view_label") === true) decided.add("label");
  return decided;
}

/** Whether a field of Looker's comes of LookML by hand: itself, the group it is a timeframe of, or the join that brings it in. */
function isByHand(explore: Explore, name: string, byHand: ByHand): boolean {
  const [alias = ""] = name.split(".");
  if (byHand.has(`field ${name}`) || byHand.has(`join ${explore.name}.${alias}`)) return true;
  const parts = name.split("_");
  return parts.some((_, index) => byHand.has(`field ${parts.slice(0, index).join("_")}`));
}

/** What the printer adds to a view for its data tests. */
function isOfTests(name: string): boolean {
  return /\.rows_without_key\d*$/.test(name);
}

/** Where a field comes from, whether it takes a grant to see it, and the dimension group it is a timeframe of. */
function originOf(
  model: Model,
  explore: Explore,
  name: string,
): { readonly at: At | undefined; readonly guarded: boolean; readonly group: string | undefined } {
  const [alias = "", short = ""] = name.split(".");
  const join = explore.joins.find((one) => one.name === alias);
  const view = findView(model, join?.view ?? explore.view);
  const field = view === undefined ? undefined : findField(view, short)?.field;
  const grants = [join, view, field].flatMap((noun) => noun?.requiredAccessGrants ?? []);
  const group = field?.kind === "dimension_group" ? `${alias}.${field.name}` : undefined;
  return { at: field?.at ?? view?.at, guarded: grants.length > 0, group };
}

function absent(
  kind: "missing in Looker" | "only in Looker",
  what: string,
  name: string | null | undefined,
  at: At | undefined,
): Difference {
  const [model, looker] = kind === "missing in Looker" ? [name ?? "", undefined] : [undefined, name ?? ""];
  return { kind, what, property: undefined, model, looker, at };
}

function differing<Shape extends object>(
  what: string,
  properties: readonly (keyof Shape & string)[],
  expected: Shape,
  found: Shape,
  at: At | undefined,
  decided: ReadonlySet<string> = new Set(),
): readonly Difference[] {
  return properties.flatMap((property): readonly Difference[] => {
    // What was not told cannot be compared.
    if (!Object.hasOwn(found, property) || decided.has(property)) return [];
    const [model, looker] = [plain(expected[property]), plain(found[property])];
    if (model === looker) return [];
    return [{ kind: "different", what, property, model, looker, at }];
  });
}

/** Nothing, the empty text and `no` are one to Looker, as is any number of blanks. */
function plain(value: unknown): string {
  if (value === null || value === undefined || value === false) return "";
  if (value === true) return "yes";
  return `${value as string | number}`.replaceAll(/\s+/g, " ").trim();
}
