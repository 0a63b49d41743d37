// A Model -> the texts of it that people read, each once, with what it is a text of.
import { dashboardPicture } from "./emit/lookml/dashboard.ts";
import { joinPicture } from "./emit/lookml/explore.ts";
import { fieldPicture } from "./emit/lookml/field.ts";
import type { At } from "./model/at.ts";
import type { ByHand } from "./model/by-hand.ts";
import type { Field } from "./model/field.ts";
import type { Model } from "./model/model.ts";
import type { QuestionForm } from "./model/question-form.ts";
import type { View } from "./model/view.ts";
import { onOneLine, TRANSLATED_BY_HAND } from "./speak.ts";
import { timeframeLabel } from "./timeframe.ts";

/** A text that people read. */
export interface SaidText {
  /** On one line, as LookML has it. */
  readonly text: string;
  /** What it is first used for, e.g. `label of orders.total`. */
  readonly use: string;
  /** Whether it stands in the Looker project; examples of a question are the page's alone. */
  readonly inLooker: boolean;
  readonly at: At;
}

/**
 * Every text that Looker, the server or the page shows people, in the order of looker.yml. What only hidden
 * fields say is left out; the values of data are none of the model's texts.
 */
export function textsOf(model: Model): readonly SaidText[] {
  const all: readonly (SaidText | undefined)[] = [
    said(model.label, "label of the model", []),
    ...model.views.flatMap((view) => textsOfView(view, model)),
    ...model.explores.flatMap((explore) => [
      said(explore.label, `label of explore ${explore.name}`, explore.at),
      said(explore.description, `description of explore ${explore.name}`, explore.at),
      ...textsByHand(explore.lookml, `explore ${explore.name}`, explore.at),
      ...explore.joins.flatMap((join) => [
        said(joinPicture(join, explore, model).viewLabel, `heading of join ${join.name}`, join.at),
        ...textsByHand(join.lookml, `join ${join.name}`, join.at),
      ]),
    ]),
    ...model.questions.flatMap((form) => textsOfForm(form, model)),
    // Last, so that what a title says of a tile as well is told of the tile.
    ...model.questions.flatMap(({ name, at, examples, default: first }) =>
      [first, ...examples].map((one) => said(one.title, `an example of question ${name}`, at, false)),
    ),
  ];
  const seen = new Set<string>();
  return all.filter((one): one is SaidText => {
    if (one === undefined || one.text === "" || seen.has(one.text)) return false;
    return seen.add(one.text) !== undefined;
  });
}

function textsOfView(view: View, model: Model): readonly (SaidText | undefined)[] {
  const shown = view.fields.filter((field) => !field.hidden);
  return [
    shown.length === 0 ? undefined : said(view.label, `label of view ${view.name}`, view.at),
    ...shown.flatMap((field) => textsOfField(field, view, model)),
  ];
}

function textsOfField(field: Field, view: View, model: Model): readonly (SaidText | undefined)[] {
  const name = `${view.name}.${field.name}`;
  const span = field.kind === "dimension" && field.made?.kind === "duration" ? field.made : undefined;
  const { description } = fieldPicture(field, view, model);
  return [
    said(field.label, `label of ${name}`, field.at),
    said(span?.groupLabel, `heading of ${name}`, field.at),
    said(field.groupLabel, `heading of ${name}`, field.at),
    said(typeof description === "string" ? description : undefined, `description of ${name}`, field.at),
    ...(field.kind === "parameter"
      ? field.allowed.map(({ label, value }) => said(label, `label of ${value} of ${name}`, field.at))
      : []),
    ...(field.kind === "dimension_group"
      ? field.timeframes.map((one) => said(timeframeLabel(one), `a timeframe of ${name}`, field.at))
      : []),
    ...textsByHand(field.lookml, name, field.at),
  ];
}

function textsByHand(lookml: ByHand | undefined, noun: string, at: At): readonly (SaidText | undefined)[] {
  return TRANSLATED_BY_HAND.map((key) => {
    const value = lookml?.[key];
    return said(typeof value === "string" ? value : undefined, `${key} of ${noun}`, at);
  });
}

function textsOfForm(form: QuestionForm, model: Model): readonly (SaidText | undefined)[] {
  const of = `question ${form.name}`;
  const picture = dashboardPicture(form, model);
  return [
    said(form.label, `label of ${of}`, form.at),
    ...form.selectors.map((one) => said(one.label, `a selector of ${of}`, one.at)),
    ...form.metrics.map((one) => said(one.label, `a metric of ${of}`, one.at)),
    ...form.groups.map((one) => said(one.label, `a group of ${of}`, form.at)),
    ...picture.elements.flatMap((one) => [
      said(one.title, `a tile of ${of}`, form.at),
      said(one.comparison, `a tile of ${of}`, form.at),
    ]),
    ...picture.filters.map((one) => said(one.title, `a filter of ${of}`, form.at)),
  ];
}

function said(text: string | undefined, use: string, at: At, inLooker = true): SaidText | undefined {
  return text === undefined ? undefined : { text: onOneLine(text), use, inLooker, at };
}
