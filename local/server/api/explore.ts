// An explore of the model -> Looker's description of it (API 4.0, LookmlModelExplore).
import {
  type Explore,
  explorePath,
  findTable,
  findView,
  joinPicture,
  type Model,
  say,
  tableName,
  type View,
  viewPath,
} from "../../../generator/index.ts";
import { describeFields, type ViewThere } from "./explore-field.ts";
import { handFlag, handText, handTexts } from "./by-hand.ts";
import type { ExploreField, LookerExplore } from "./explore-schema.ts";
import { lookmlPlaces } from "./lookml-place.ts";

/** What Looker calls the warehouses answers come from here. */
export const DIALECT_NAME = "postgres";

interface Described {
  readonly explore: LookerExplore;
  readonly fields: ReadonlyMap<string, ExploreField>;
}

/** By model, since callers who see less of a view see less of the same explore. */
const described = new WeakMap<Model, Map<string, Described>>();

/** The description of an explore of a model; made once. */
export function describeExplore(model: Model, explore: Explore): LookerExplore {
  return describedOf(model, explore).explore;
}

/** The fields of an explore by full name, as Looker describes them. */
export function fieldsByName(model: Model, explore: Explore): ReadonlyMap<string, ExploreField> {
  return describedOf(model, explore).fields;
}

function describedOf(model: Model, explore: Explore): Described {
  const known = described.get(model) ?? new Map<string, Described>();
  described.set(model, known);
  let one = known.get(explore.name);
  if (one === undefined) {
    const told = describe(model, explore);
    const all = Object.values(told.fields).flat();
    one = { explore: told, fields: new Map(all.map((field) => [field.name, field])) };
    known.set(explore.name, one);
  }
  return one;
}

function describe(model: Model, explore: Explore): LookerExplore {
  const there = viewsThere(model, explore);
  const fields = there.flatMap((one) => describeFields(model, one));
  const places = lookmlPlaces(model);
  const place = places.place(explorePath(explore.name), explore.name);
  const base = viewOf(model, explore.view);
  const ofCategory = (category: ExploreField["category"]): ExploreField[] =>
    fields.filter((field) => field.category === category);
  const views = [...new Set([explore.view, ...explore.joins.map((join) => join.view)])];
  return {
    id: `${model.name}::${explore.name}`,
    name: explore.name,
    description: explore.description ?? null,
    label: explore.label,
    title: explore.label,
    scopes: there.map((one) => one.alias),
    can_total: true,
    can_develop: false,
    can_see_lookml: true,
    can_save: false,
    can_explain: false,
    can_pivot_in_db: true,
    can_subtotal: true,
    has_timezone_support: false,
    supports_cost_estimate: false,
    connection_name: model.connection,
    dialect_name: DIALECT_NAME,
    null_sort_treatment: "last",
    files: [place.path, ...views.map(viewPath)],
    source_file: place.path,
    project_name: model.name,
    model_name: model.name,
    view_name: explore.view,
    hidden: handFlag(explore.lookml, "hidden") ?? false,
    sql_table_name: tableOf(model, base),
    access_filters: explore.accessFilters.map(({ field, userAttribute }) => ({
      field,
      user_attribute: userAttribute,
    })),
    access_filter_fields: explore.accessFilters.map(({ field }) => field),
    aliases: [],
    always_filter: explore.alwaysFilter.map(namedFilter),
    conditionally_filter: (explore.conditionallyFilter?.filters ?? []).map(namedFilter),
    index_fields: [],
    sets: there
      .filter((one) => one.view.detail.length > 0)
      .map(({ alias, view }) => ({
        name: `${alias}.detail`,
        value: view.detail.map((field) => `${alias}.${field}`),
      })),
    tags: handTexts(explore.lookml, "tags") ?? [],
    errors: null,
    fields: {
      dimensions: ofCategory("dimension"),
      measures: ofCategory("measure"),
      filters: ofCategory("filter"),
      parameters: ofCategory("parameter"),
    },
    joins: explore.joins.map((join) => {
      const picture = joinPicture(join, explore, model);
      return {
        name: picture.name,
        from: picture.from ?? null,
        type: "left_outer",
        relationship: picture.relationship,
        sql_on: picture.sqlOn,
        sql_table_name: tableOf(model, viewOf(model, join.view)),
        foreign_key: null,
        sql_foreign_key: null,
        required_joins: join.from === explore.view ? [] : [join.from],
        dependent_fields: dependentFields(model, explore, join),
        fields: picture.fields === undefined ? null : [...picture.fields],
        outer_only: handFlag(join.lookml, "outer_only") ?? null,
        view_label: viewLabelOf(model, explore, join) ?? null,
      };
    }),
    group_label: handText(explore.lookml, "group_label") ?? model.label,
    // Custom measures cannot be answered, so none is offered.
    supported_measure_types: [],
    always_join: [],
    lookml_link: places.link(place),
  };
}

/** The views people see in an explore: the base view and every join that is no bridge. */
function viewsThere(model: Model, explore: Explore): readonly ViewThere[] {
  const base = viewOf(model, explore.view);
  return [
    { explore, alias: explore.view, label: handText(explore.lookml, "view_label") ?? base.label, view: base },
    ...explore.joins
      .filter((join) => !join.bridge)
      .map((join) => {
        const view = viewOf(model, join.view);
        const label = viewLabelOf(model, explore, join) ?? view.label;
        return { explore, alias: join.name, label, view };
      }),
  ];
}

function viewLabelOf(model: Model, explore: Explore, join: Explore["joins"][number]): string | undefined {
  const { viewLabel } = joinPicture(join, explore, model);
  return handText(join.lookml, "view_label") ?? (viewLabel === undefined ? undefined : say(model, viewLabel));
}

/** The fields a join compares, by full name. */
function dependentFields(model: Model, explore: Explore, join: Explore["joins"][number]): string[] {
  const { sqlOn } = joinPicture(join, explore, model);
  return [...new Set([...sqlOn.matchAll(/\$\{([\w.]+)\}/g)].map(([, name = ""]) => name))];
}

function namedFilter(filter: { readonly field: string; readonly expression: string }): {
  name: string;
  value: string;
} {
  return { name: filter.field, value: filter.expression };
}

function tableOf(model: Model, view: View): string | null {
  // A table that is a query has no name in the warehouse.
  if (findTable(model, view.table)?.derived !== undefined) return null;
  return tableName(view.table).replace("@{SCHEMA}", model.schema);
}

function viewOf(model: Model, name: string): View {
  const view = findView(model, name);
  if (view === undefined) throw new Error(`the model has no view ${name}`);
  return view;
}
