// A question with its blanks filled in, as written -> an example whose every word the form offers.
import type { At } from "../model/at.ts";
import type { FormExample, QuestionForm } from "../model/question-form.ts";
import type { ExampleDraft } from "../read/shape.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Complaints } from "./complaints.ts";
import { labelOf } from "./label.ts";
import { asList } from "./sources.ts";

type Blanks = Pick<QuestionForm, "selectors" | "metrics" | "aggregations" | "groups">;

/** The names of a form's blanks as written, those included that were complained about. */
export interface Written {
  readonly metrics: readonly string[];
  readonly aggregations: readonly string[];
  readonly groups: readonly string[];
  readonly selectors: readonly string[];
}

/**
 * @param blanks what the form offers
 * @param written what it would offer without its mistakes; each is complained about once, where it is
 */
export function resolveExample(
  draft: ExampleDraft,
  at: At,
  blanks: Blanks,
  written: Written,
  complaints: Complaints,
): FormExample {
  const expect = (key: string, what: string, name: string, known: readonly string[], list: string): void => {
    if (known.includes(name)) return;
    complaints.add({
      code: "unknown-name",
      at: [...at, ...key.split(".")],
      onKey: key.startsWith("where."),
      message: `there is no ${what} \`${name}\` in this question`,
      hint: didYouMean(name, known) ?? `list it under \`${list}:\` first`,
      ...(list === "selectors" ? { seeks: [[...at.slice(0, 2), "selectors", name]] } : {}),
    });
  };
  expect("metric", "metric", draft.metric, written.metrics, "metrics");
  expect("aggregation", "aggregation", draft.aggregation, written.aggregations, "aggregations");
  if (draft.by !== undefined) expect("by", "group", draft.by, written.groups, "by");
  for (const selector of Object.keys(draft.where ?? {}))
    expect(`where.${selector}`, "selector", selector, written.selectors, "selectors");

  const metric = blanks.metrics.find((one) => one.name === draft.metric);
  const aggregation = blanks.aggregations.find((one) => one === draft.aggregation);
  const pair = metric?.by.find((one) => one.aggregation === aggregation);
  if (pair !== undefined && "impossible" in pair) {
    complaints.add({
      code: "bad-form",
      at,
      message: `${draft.aggregation} of ${draft.metric} cannot be asked: ${pair.impossible}`,
      hint: "choose another aggregation, or take it out of `except`",
    });
  }
  const by = blanks.groups.find((group) => group.name === draft.by);
  const title = `${labelOf(draft.aggregation)} ${(metric?.label ?? draft.metric).toLowerCase()}${by === undefined ? "" : ` by ${by.label.toLowerCase()}`}`;
  return {
    title: draft.title ?? title,
    metric: draft.metric,
    aggregation: aggregation ?? "average",
    by: draft.by,
    selected: Object.entries(draft.where ?? {}).map(([selector, values]) => ({
      selector,
      values: asList(values),
    })),
  };
}
