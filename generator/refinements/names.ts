// A model, and the LookML people keep beside it -> the names a reference may use: views with their fields, explores with their views.
import { askedNames } from "../find.ts";
import type { Model } from "../model/model.ts";
import { counterOf } from "../emit/lookml/counter.ts";
import { dataTestsPicture } from "../emit/lookml/data-tests.ts";
import type { Entry } from "./scan.ts";

/** What may be said of a view. */
export interface KnownView {
  /** Fields by the name they are asked for by, with LookML's word for each. */
  readonly fields: Map<string, string>;
  readonly sets: Set<string>;
  /** Dimension groups whose timeframes nobody wrote down: any name that starts, or ends, like this may be theirs. */
  readonly groups: { readonly name: string; readonly duration: boolean }[];
}

/** The names of a project. */
export interface KnownNames {
  readonly views: ReadonlyMap<string, KnownView>;
  /** The views of each explore: from its name in the explore to the view. */
  readonly explores: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The blocks of a view that are fields. */
export const FIELD_BLOCKS: readonly string[] = [
  "dimension",
  "dimension_group",
  "measure",
  "filter",
  "parameter",
];

type Views = Map<string, KnownView>;
type Explores = Map<string, Map<string, string>>;

/** @param files what stands in each file people wrote, in the order Looker reads them */
export function knownNames(model: Model, files: readonly (readonly Entry[])[]): KnownNames {
  const views: Views = new Map();
  const explores: Explores = new Map();
  addModel(model, views, explores);
  const written = files.flat();
  for (const entry of written) if (entry.key === "view" && entry.name !== undefined) addView(entry, views);
  for (const entry of written)
    if (entry.key === "explore" && entry.name !== undefined) addExplore(entry, views, explores);
  for (const entry of written) inheritFrom(entry, views, explores);
  return { views, explores };
}

/** Whether the view has the field; one of a group whose timeframes are not known may be there. */
export function hasField(view: KnownView, name: string): boolean {
  return (
    view.fields.has(name) ||
    view.groups.some((group) =>
      group.duration ? name.endsWith(`s_${group.name}`) : name.startsWith(`${group.name}_`),
    )
  );
}

function addModel(model: Model, views: Views, explores: Explores): void {
  for (const view of model.views) {
    const known = emptyView();
    for (const field of view.fields)
      for (const name of askedNames(field)) known.fields.set(name, wordOf(field.kind));
    known.fields.set(counterOf(view), "measure");
    if (view.detail.length > 0) known.sets.add("detail");
    for (const set of Object.keys((view.lookml?.["set"] as object | undefined) ?? {})) known.sets.add(set);
    views.set(view.name, known);
  }
  for (const explore of model.explores) {
    const joined = new Map([[explore.view, explore.view]]);
    for (const join of explore.joins) joined.set(join.name, join.view);
    explores.set(explore.name, joined);
  }
  for (const explore of model.explores) {
    const tests = dataTestsPicture(explore, model);
    for (const key of tests?.keys ?? []) views.get(key.refined.slice(1))?.fields.set(key.measure, "measure");
    for (const { name, noun } of tests?.alone ?? [])
      explores.set(
        name,
        new Map([[noun.view, noun.view], ...noun.joins.map((join) => [join.name, join.view] as const)]),
      );
    if (tests?.totals === undefined) continue;
    const { totals } = tests;
    const known = emptyView();
    for (const measure of totals.measures) known.fields.set(measure.column, "dimension");
    views.set(totals.view, known);
    explores.set(totals.check, new Map([...(explores.get(explore.name) ?? []), [totals.view, totals.view]]));
  }
}

function wordOf(kind: Model["views"][number]["fields"][number]["kind"]): string {
  if (kind === "selector") return "filter";
  return kind === "chosen_measure" ? "measure" : kind;
}

function addView(entry: Entry, views: Views): void {
  const name = bare(entry.name?.text ?? "");
  const known = views.get(name) ?? (entry.name?.text.startsWith("+") === true ? undefined : emptyView());
  if (known === undefined) return;
  views.set(name, known);
  for (const field of entry.inside) {
    if (field.name === undefined) continue;
    if (field.key === "set") known.sets.add(field.name.text);
    if (!FIELD_BLOCKS.includes(field.key)) continue;
    if (field.key === "dimension_group") addGroup(field, known);
    else if (!known.fields.has(field.name.text)) known.fields.set(field.name.text, field.key);
  }
}

/** A group is asked for by its timeframes (`created_date`), or its intervals (`days_open`). */
function addGroup(group: Entry, known: KnownView): void {
  const name = group.name?.text ?? "";
  const listed = (key: string): readonly string[] | undefined =>
    group.inside.find((entry) => entry.key === key)?.list.map((item) => item.text);
  const timeframes = listed("timeframes");
  const intervals = listed("intervals");
  for (const timeframe of timeframes ?? []) known.fields.set(`${name}_${timeframe}`, "dimension_group");
  for (const interval of intervals ?? []) known.fields.set(`${interval}s_${name}`, "dimension_group");
  if (timeframes !== undefined || intervals !== undefined) return;
  if ([...known.fields].some(([one, word]) => word === "dimension_group" && one.startsWith(`${name}_`)))
    return;
  const duration = group.inside.some((entry) => entry.key === "type" && entry.value?.text === "duration");
  known.groups.push({ name, duration });
}

function addExplore(entry: Entry, views: Views, explores: Explores): void {
  const written = entry.name?.text ?? "";
  const name = bare(written);
  const known = explores.get(name) ?? (written.startsWith("+") ? undefined : new Map<string, string>());
  if (known === undefined) return;
  explores.set(name, known);
  const said = (of: Entry, key: string): string | undefined =>
    of.inside.find((inside) => inside.key === key)?.value?.text;
  if (!written.startsWith("+")) {
    const from = said(entry, "from");
    const viewName = said(entry, "view_name");
    const base = viewName ?? name;
    // An explore that extends another may have its base view from there.
    if (from !== undefined || viewName !== undefined || views.has(base)) known.set(base, from ?? base);
  }
  for (const join of entry.inside) {
    if (join.key !== "join" || join.name === undefined || known.has(join.name.text)) continue;
    known.set(join.name.text, said(join, "from") ?? said(join, "view_name") ?? join.name.text);
  }
}

/** What `extends` brings; a chain of them is followed as far as the files go on. */
function inheritFrom(entry: Entry, views: Views, explores: Explores): void {
  const name = bare(entry.name?.text ?? "");
  const bases = entry.inside.find((inside) => inside.key === "extends")?.list ?? [];
  for (const { text: base } of bases) {
    if (entry.key === "view") {
      const own = views.get(name);
      const from = views.get(base);
      for (const [field, word] of from?.fields ?? []) own?.fields.set(field, word);
      for (const set of from?.sets ?? []) own?.sets.add(set);
      own?.groups.push(...(from?.groups ?? []));
    }
    if (entry.key === "explore")
      for (const [joined, view] of explores.get(base) ?? []) explores.get(name)?.set(joined, view);
  }
}

function bare(name: string): string {
  return name.replace(/^\+/, "");
}

function emptyView(): KnownView {
  return { fields: new Map(), sets: new Set(), groups: [] };
}

/** A view as an explore has it: undefined when the model has none of that name. */
export function viewIn(known: KnownNames, explore: string | undefined, name: string): KnownView | undefined {
  const view = explore === undefined ? undefined : known.explores.get(explore)?.get(name);
  return known.views.get(view ?? name);
}
