// Question forms as written -> forms, and the fields they add to their view so that Looker can ask them too.
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { Field } from "../model/field.ts";
import { AGGREGATIONS, type Aggregation, type QuestionForm } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import type { QuestionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { resolveExample, type Written } from "./examples.ts";
import { chosenMeasure, knownMeasure, parameterFields } from "./form-fields.ts";
import { grantsOf } from "./grants.ts";
import { resolveGroup } from "./groups.ts";
import { countOf, freeAmong, knownOf, metricEntries, resolveMetric } from "./metrics.ts";
import { resolveSelector, selectorFields } from "./selectors.ts";

/** A form, and the fields its view needs for it. */
export interface ResolvedQuestion {
  readonly form: QuestionForm;
  readonly added: readonly Field[];
}

/**
 * @param name the form's name
 * @param prefix put before the names of added fields, empty when the form has its view for itself
 * @param views the views, with what earlier forms added to them
 * @returns nothing after a complaint that leaves nothing to go on with
 */
export function resolveQuestion(
  name: string,
  draft: QuestionDraft,
  prefix: string,
  explores: readonly Explore[],
  views: readonly View[],
  complaints: Complaints,
): ResolvedQuestion | undefined {
  const at: At = ["questions", name];
  const explore = explores.find((one) => one.name === draft.explore);
  if (explore === undefined) {
    complaints.unknownName(
      [...at, "explore"],
      "explore",
      draft.explore,
      explores.map((one) => one.name),
      false,
      ["explores", draft.explore],
    );
    return undefined;
  }
  const view = views.find((one) => one.name === explore.view);
  if (view === undefined) return undefined;
  const aggregations = readAggregations(draft.aggregations, [...at, "aggregations"], complaints);
  const selectors = Object.entries(draft.selectors).flatMap(([selector, target]) =>
    resolveSelector(selector, target, [...at, "selectors", selector], prefix, explore, views, complaints),
  );
  const added: Field[] = [];
  const count = countOf(view, added, at);
  const entries = metricEntries(draft, [...at, "metrics"]);
  const metrics = entries.flatMap(([metric, special, metricAt]) =>
    resolveMetric(metric, special, metricAt, prefix, aggregations, view, added, complaints),
  );
  const groups = (draft.by ?? []).flatMap((written, index) =>
    resolveGroup(written, [...at, "by", index], selectors, explore, views, complaints),
  );
  refuseEmpty(name, "metric", entries, [...at, "metrics"], complaints);
  refuseEmpty(name, "aggregation", draft.aggregations ?? AGGREGATIONS, [...at, "aggregations"], complaints);
  const written: Written = {
    metrics: entries.map(([metric]) => metric),
    aggregations: draft.aggregations ?? AGGREGATIONS,
    groups: draft.by ?? [],
    selectors: Object.keys(draft.selectors),
  };
  const known = metrics.map((metric) => ({ metric, measure: knownOf(metric, view, added, at) }));
  const blanks = { selectors, metrics, aggregations, groups };
  const form: QuestionForm = {
    name,
    label: draft.label ?? explore.label,
    explore: explore.name,
    view: view.name,
    ...blanks,
    count,
    parameters: {
      metric: `${prefix}metric`,
      aggregation: `${prefix}aggregation`,
      answer: `${prefix}answer`,
      known: freeAmong([...view.fields, ...added], `${prefix}known`),
    },
    default: resolveExample(draft.default, [...at, "default"], blanks, written, complaints),
    examples: (draft.examples ?? []).map((example, index) =>
      resolveExample(example, [...at, "examples", index], blanks, written, complaints),
    ),
    at,
  };
  // In Looker a measure that refers to one that cannot be seen cannot be asked, whatever its parameters say.
  const grants = grantsOf(
    undefined,
    explore.requiredAccessGrants,
    ...grantsOfMeasures(measuresOf(form), view, added),
  );
  const counted = known.map((one) => one.measure);
  const grantsOfKnown = grantsOf(undefined, grants, ...grantsOfMeasures(counted, view, added));
  return {
    form,
    added: [
      ...parameterFields(form, grants),
      ...selectorFields(form, explore, views),
      ...added,
      chosenMeasure(form, grants),
      knownMeasure(form, known, view, grantsOfKnown),
    ],
  };
}

function grantsOfMeasures(
  chosen: readonly string[],
  view: View,
  added: readonly Field[],
): readonly (readonly string[])[] {
  return [...view.fields, ...added]
    .filter((field) => chosen.includes(field.name))
    .map((field) => field.requiredAccessGrants);
}

function measuresOf(form: QuestionForm): readonly string[] {
  return form.metrics.flatMap((metric) =>
    metric.by.flatMap((pair) => ("measure" in pair ? [pair.measure] : [])),
  );
}

function readAggregations(
  written: readonly string[] | undefined,
  at: At,
  complaints: Complaints,
): readonly Aggregation[] {
  if (written === undefined) return AGGREGATIONS;
  return written.flatMap((word, index) => {
    const known = AGGREGATIONS.find((one) => one === word);
    if (known === undefined) {
      complaints.unknownWord([...at, index], "an aggregation", word, AGGREGATIONS);
      return [];
    }
    if (written.indexOf(word) < index) {
      complaints.add({
        code: "duplicate-name",
        at: [...at, index],
        message: `\`${word}\` is listed twice`,
        hint: "take one out",
      });
      return [];
    }
    return [known];
  });
}

function refuseEmpty(
  name: string,
  what: string,
  written: readonly unknown[],
  at: At,
  complaints: Complaints,
): void {
  if (written.length > 0) return;
  complaints.add({
    code: "bad-form",
    at,
    message: `question \`${name}\` has no ${what}, so nothing can be asked`,
    hint: `list at least one ${what}`,
  });
}
