// A grouping as written -> the blank of a form that says what the answer has a row for.
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { FormGroup, FormSelector } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import type { Complaints } from "./complaints.ts";
import { labelOf } from "./label.ts";

/**
 * @param written name of a selector, or a dimension or timeframe of the explore
 * @returns nothing after a complaint
 */
export function resolveGroup(
  written: string,
  at: At,
  selectors: readonly FormSelector[],
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): readonly FormGroup[] {
  const selector = selectors.find((one) => one.name === written);
  if (selector !== undefined)
    return [
      { name: written, label: selector.label, field: `${selector.field.view}.${selector.field.field}` },
    ];
  const [viewName = "", fieldName = ""] = written.includes(".")
    ? written.split(".")
    : [explore.view, written];
  const real =
    viewName === explore.view ? viewName : explore.joins.find((join) => join.name === viewName)?.view;
  const view = views.find((one) => one.name === real);
  if (view === undefined) {
    const joined = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
    complaints.unknownName(at, `view in explore \`${explore.name}\` called`, viewName, joined, false, [
      "explores",
      explore.name,
      "joins",
      viewName,
    ]);
    return [];
  }
  const offered = view.fields.flatMap((field): readonly (readonly [string, string])[] => {
    if (field.kind === "dimension") return [[field.name, field.label]];
    if (field.kind !== "dimension_group") return [];
    return field.timeframes.map(
      (timeframe) => [`${field.name}_${timeframe}`, `${field.label} ${labelOf(timeframe)}`] as const,
    );
  });
  const found = offered.find(([name]) => name === fieldName);
  if (found === undefined) {
    const known = [
      ...selectors.map((one) => one.name),
      ...offered.map(([name]) => name).filter((name) => !name.endsWith("_raw")),
    ];
    const selectorAt = [...at.slice(0, 2), "selectors", written];
    complaints.unknownName(at, "selector or dimension", written, known, false, selectorAt);
    return [];
  }
  return [{ name: written, label: found[1], field: `${viewName}.${fieldName}` }];
}
