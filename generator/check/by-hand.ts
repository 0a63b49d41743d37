// Rules about LookML written by hand: only what LookML takes at its place, and only names that exist.
import { type Misfit, kindOf, misfits } from "../emit/lookml/by-hand.ts";
import type { ByHandPlace } from "../emit/lookml/parameters.ts";
import { askedNames, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { ByHand } from "../model/by-hand.ts";
import type { Explore } from "../model/explore.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";

interface Written {
  readonly place: ByHandPlace;
  readonly at: At;
  readonly lookml: ByHand;
  /** The names that fields may be called by here; undefined where no field is named. */
  readonly fields: readonly string[] | undefined;
}

/** The rules about LookML written by hand. */
export const byHandRules: readonly Rule[] = [
  {
    sentence:
      "LookML written by hand stands where LookML takes it, in the form it takes, and says nothing that looker.yml says itself",
    check: (model) =>
      everything(model).flatMap(({ place, at, lookml }) =>
        misfits(place, lookml).map((misfit): Problem => complaint(misfit, place, at)),
      ),
  },
  {
    sentence: "A set written by hand is not called `detail`, which is the view's own",
    check: (model) =>
      model.views.flatMap((view): readonly Problem[] =>
        Object.hasOwn((view.lookml?.["set"] as object | undefined) ?? {}, "detail")
          ? [
              {
                code: "duplicate-name",
                at: [...view.at, "lookml", "set", "detail"],
                onKey: true,
                message: `view \`${view.name}\` has a set \`detail\` already`,
                hint: "say its fields under `detail:` of the view",
              },
            ]
          : [],
      ),
  },
  {
    sentence: "A field named in LookML written by hand exists",
    check: (model) =>
      everything(model).flatMap(({ at, lookml, fields }): readonly Problem[] =>
        fields === undefined ? [] : unknownFields(lookml, [...at, "lookml"], fields),
      ),
  },
];

/** What looker.yml calls what people look for under `lookml:`. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  sql: "say `sql:` beside `lookml:`",
  type: "say `type:` beside `lookml:`",
  label: "say `label:` beside `lookml:`",
  description: "say `description:` beside `lookml:`",
  hidden: "say `hidden:` beside `lookml:`",
  filters: "say `filters:` beside `lookml:`",
  value_format_name: "say `format:` beside `lookml:`",
  group_label: "say `group:` beside `lookml:`",
  primary_key: "say `key:` of the table",
  sql_table_name: "say `table:` of the view",
  relationship: "say `relationship:` beside `lookml:`",
  order_by_field: "say `order_by_field:` beside `lookml:`",
  aggregate_table: "say `aggregate_tables:` beside `lookml:`",
  alpha_sort: "say `alpha_sort:` beside `lookml:`",
  case: "say `case:` beside `lookml:`",
  tiers: "say `tiers:` beside `lookml:`",
  bins: "say `bins:` beside `lookml:`",
  style: "say `style:` beside `lookml:`",
  timeframes: "say `timeframes:` beside `lookml:`",
  intervals: "say `intervals:` beside `lookml:`",
  datatype: "say `datatype:` beside `lookml:`",
  convert_tz: "say `convert_tz:` beside `lookml:`",
  sql_start: "say `sql_start:` beside `lookml:`",
  sql_end: "say `sql_end:` beside `lookml:`",
  sql_latitude: "say `sql_latitude:` beside `lookml:`",
  sql_longitude: "say `sql_longitude:` beside `lookml:`",
  week_start_day: "say `week_start_day:` beside `lookml:`",
  fiscal_month_offset: "say `fiscal_month_offset:` beside `lookml:`",
  list_field: "say `of:` beside `lookml:`",
  sql_distinct_key: "say `distinct_key:` beside `lookml:`",
  percentile: "say `percentile:` beside `lookml:`",
  direction: "say `direction:` beside `lookml:`",
  based_on: "say `of:` beside `lookml:`",
  based_on_time: "say `based_on_time:` beside `lookml:`",
  period: "say `period:` beside `lookml:`",
  kind: "say `kind:` beside `lookml:`",
  value_to_date: "say `value_to_date:` beside `lookml:`",
  approximate: "leave it out: Looker alone would count roughly, and the other hosts exactly",
  approximate_threshold: "leave it out: Looker alone would count roughly, and the other hosts exactly",
  allow_approximate_optimization:
    "leave it out: Looker alone would count roughly, and the other hosts exactly",
};

function complaint({ path, message, known, wanted }: Misfit, place: ByHandPlace, at: At): Problem {
  const name = path.at(-1) ?? "lookml";
  const isUnknown = known !== undefined;
  const own = isUnknown && path.length === 1 ? OWN_WORDS[name] : undefined;
  return {
    code: isUnknown ? "unknown-key" : "shape",
    at: [...at, "lookml", ...path],
    onKey: isUnknown,
    message: isUnknown
      ? `\`${name}\` cannot be written by hand ${path.length === 1 ? `on ${place === "explore" ? "an" : "a"} ${place.replace("_", " ")}` : `in \`${path.at(-2)}\``}`
      : `\`${name}\` ${message}`,
    hint: own ?? wanted ?? didYouMean(name, known ?? []) ?? `one of: ${(known ?? []).join(", ")}`,
  };
}

function everything(model: Model): readonly Written[] {
  const of = (
    place: ByHandPlace,
    at: At,
    lookml: ByHand | undefined,
    fields: readonly string[] | undefined,
  ): readonly Written[] => (lookml === undefined ? [] : [{ place, at, lookml, fields }]);
  return [
    ...of("model", [], model.lookml, undefined),
    ...model.views.flatMap((view) => {
      // Few views have any, and the names of all fields of all views are many.
      if (!saysAny(view)) return [];
      const names = namesOf(view);
      return [
        ...of("view", view.at, view.lookml, names),
        ...view.fields.flatMap((field) => of(placeOf(field), field.at, field.lookml, names)),
      ];
    }),
    ...model.explores.flatMap((explore) => [
      ...(explore.lookml === undefined
        ? []
        : of("explore", explore.at, explore.lookml, namesIn(explore, model))),
      ...explore.joins.flatMap((join) => of("join", join.at, join.lookml, undefined)),
    ]),
  ];
}

const saysAny = once(
  (view: View) => view.lookml !== undefined || view.fields.some(({ lookml }) => lookml !== undefined),
);

function placeOf(field: Field): ByHandPlace {
  if (field.kind === "chosen_measure") return "measure";
  if (field.kind === "dimension" && field.made?.kind === "duration") return "dimension_group";
  return field.kind === "selector" ? "filter" : field.kind;
}

function namesOf(view: View): readonly string[] {
  const fields = view.fields.flatMap(askedNames);
  const sets = Object.keys((view.lookml?.["set"] as object | undefined) ?? {});
  return [...fields, ...["detail", ...sets].map((name) => `${name}*`)];
}

function namesIn(explore: Explore, model: Model): readonly string[] {
  const views = [{ name: explore.view, view: explore.view }, ...explore.joins];
  return [
    "ALL_FIELDS*",
    ...views.flatMap(({ name, view }) => {
      const found = findView(model, view);
      return found === undefined ? [] : namesOf(found).map((field) => `${name}.${field}`);
    }),
  ];
}

/** Fields of another view carry its name and are looked up by Looker; those of this one must exist. */
function unknownFields(written: unknown, at: At, known: readonly string[]): readonly Problem[] {
  if (written === null || typeof written !== "object" || Array.isArray(written)) return [];
  return Object.entries(written).flatMap(([name, value]): readonly Problem[] => {
    const here = [...at, name];
    const kind = kindOf(name);
    if (kind === "field" && typeof value === "string")
      return isKnown(value, known) ? [] : [missing(value, here, known)];
    if (kind === "fields" && Array.isArray(value))
      return value.flatMap((one: unknown, index) =>
        typeof one !== "string" || isKnown(one.replace(/^-/, ""), known)
          ? []
          : [missing(one, [...here, index], known)],
      );
    if (kind === "filters" || kind === "sorts")
      return Object.keys((value as object | null) ?? {}).flatMap((one) =>
        isKnown(one, known) ? [] : [{ ...missing(one, [...here, one], known), onKey: true }],
      );
    return kind === undefined ? unknownFields(value, here, known) : [];
  });
}

function isKnown(name: string, known: readonly string[]): boolean {
  const qualified = known.some((one) => one.includes("."));
  return known.includes(name) || (!qualified && name.includes("."));
}

function missing(name: string, at: At, known: readonly string[]): Problem {
  return {
    code: "unknown-name",
    at,
    message: `there is no field \`${name}\` here`,
    hint: didYouMean(name, known),
  };
}
