// Selectors as written -> the blanks of a form that narrow it, and the filter-only fields that Looker needs for them.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { Dimension, Selector } from "../model/field.ts";
import type { FormSelector, QuestionForm } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Complaints } from "./complaints.ts";
import { headingOf, labelFor } from "./form-fields.ts";
import { grantsOf } from "./grants.ts";
import { labelOf } from "./label.ts";

/**
 * @param target the dimension whose values are offered, e.g. `tags.name`
 * @param prefix put before the names of the filter-only fields
 * @returns nothing after a complaint
 */
export function resolveSelector(
  name: string,
  target: string,
  at: At,
  prefix: string,
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): readonly FormSelector[] {
  const field = dimensionNamed(target, at, explore, views, complaints);
  if (field === undefined) return [];
  // A selector often has the name of the dimension it chooses from, which may be one of the same view.
  const base = views.find((view) => view.name === explore.view);
  const taken = base?.fields.some((one) => askedNames(one).includes(`${prefix}${name}`)) ?? false;
  return [
    {
      name,
      label: labelOf(name),
      field,
      filter: taken ? `${prefix}${name}_chosen` : `${prefix}${name}`,
      excludedFilter: `${prefix}${name}_excluded`,
      allOfFilter: reachesSeveral(explore, field.view) ? `${prefix}${name}_all_of` : undefined,
      at,
    },
  ];
}

/** Whether a row of the base view can have several rows of the joined one. */
function reachesSeveral(explore: Explore, name: string): boolean {
  const join = explore.joins.find((one) => one.name === name);
  if (join === undefined) return false;
  const repeats = join.relationship === "one_to_many" || join.relationship === "many_to_many";
  return repeats || reachesSeveral(explore, join.from);
}

function dimensionNamed(
  target: string,
  at: At,
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): { readonly view: string; readonly field: string } | undefined {
  const [viewName = "", fieldName = ""] = target.includes(".") ? target.split(".") : [explore.view, target];
  const joined = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
  const real =
    viewName === explore.view ? viewName : explore.joins.find((join) => join.name === viewName)?.view;
  const view = views.find((one) => one.name === real);
  if (view === undefined) {
    complaints.unknownName(at, `view in explore \`${explore.name}\` called`, viewName, joined, false, [
      "explores",
      explore.name,
      "joins",
      viewName,
    ]);
    return undefined;
  }
  const dimensions = view.fields.filter((field): field is Dimension => field.kind === "dimension");
  if (!dimensions.some((field) => field.name === fieldName)) {
    const known = dimensions.filter((field) => !field.hidden).map((field) => `${viewName}.${field.name}`);
    const group = view.fields.find((field) => askedNames(field).includes(fieldName));
    if (group === undefined) complaints.unknownName(at, "dimension", `${viewName}.${fieldName}`, known);
    else
      complaints.add({
        code: "type-clash",
        at,
        message: `\`${target}\` is ${group.kind === "dimension_group" ? "a point in time" : `a ${group.kind.replaceAll("_", " ")}`}; a selector offers the values of a dimension`,
        hint: didYouMean(fieldName, known),
      });
    return undefined;
  }
  return { view: viewName, field: fieldName };
}

/** The filter-only fields of a form: for each selector one for any of the values, for all and for none. */
export function selectorFields(
  form: QuestionForm,
  explore: Explore,
  views: readonly View[],
): readonly Selector[] {
  return form.selectors.flatMap((selector): readonly Selector[] => {
    const join = explore.joins.find((one) => one.name === selector.field.view);
    const target = views
      .find((view) => view.name === (join?.view ?? explore.view))
      ?.fields.find((field) => field.name === selector.field.field);
    const base = {
      kind: "selector" as const,
      groupLabel: headingOf(form),
      hidden: false,
      requiredAccessGrants: grantsOf(
        undefined,
        explore.requiredAccessGrants,
        join?.requiredAccessGrants ?? [],
        target?.requiredAccessGrants ?? [],
      ),
      explore: form.explore,
      target: selector.field,
      at: selector.at,
    };
    const label = selector.label.toLowerCase();
    return [
      {
        ...base,
        name: selector.filter,
        label: labelFor(form, selector.label),
        description: `Keeps rows with any of the chosen values of ${label}`,
        keeps: "any",
      },
      ...(selector.allOfFilter === undefined
        ? []
        : [
            {
              ...base,
              name: selector.allOfFilter,
              label: labelFor(form, `${selector.label} All Of`),
              description: `Keeps rows with every one of the chosen values of ${label}, each written in full`,
              keeps: "all" as const,
            },
          ]),
      {
        ...base,
        name: selector.excludedFilter,
        label: labelFor(form, `${selector.label} Excluded`),
        description: `Drops rows with any of the chosen values of ${label}`,
        keeps: "none",
      },
    ];
  });
}
