// A question and what is wanted of it -> the query of a download's rows, and the one that counts them.
import {
  type Dialect,
  type Explore,
  findExplore,
  findField,
  findView,
  Mistake,
  type Model,
} from "../../../generator/index.ts";
import type { FilterContext } from "../../filter/context.ts";
import { type Plan, plan } from "../../plan.ts";
import { dimensionsOf } from "../../plan/coarser.ts";
import type { Query } from "../../query.ts";
import type { Question, WholeQuestion } from "../../question.ts";
import { writeSql } from "../../sql.ts";
import { indent } from "../../sql/writer.ts";

/** The answer's own rows, or the rows of the base view that it is computed from. */
export type DownloadScope = "answer" | "rows";

/** A download, ready to be counted and then read. */
export interface PlannedDownload {
  /** At most so many rows. */
  rows(limit: number | undefined): Query;
  /** One row, one column: how many rows there are without any limit. */
  readonly count: Query;
  /** The question whose rows are read. */
  readonly question: Question;
}

/**
 * @param question its limit is left to {@link PlannedDownload.rows}
 * @throws Mistake for what cannot be asked
 */
export function planDownload(
  model: Model,
  question: WholeQuestion,
  scope: DownloadScope,
  dialect: Dialect,
  asking: Partial<FilterContext>,
): PlannedDownload {
  const asked: Question =
    scope === "rows" ? rowsBehind(model, question) : { ...question, wholeFields: undefined };
  const planned = plan(model, { ...asked, limit: undefined }, asking);
  const written = (limit: number | undefined, change: Partial<Plan> = {}): Query =>
    writeSql({ ...planned, ...change, limit }, dialect);
  const all = written(undefined, { sorts: [] });
  return {
    question: asked,
    rows: (limit) => written(limit),
    count: { ...all, text: `SELECT COUNT(*)\nFROM (\n${indent(all.text)}\n) AS counted`, columns: [] },
  };
}

/**
 * The rows that an answer is computed from: the base view's key, the fields the model shows for its rows, and
 * those the question itself groups by, if each row has one value of them. The filters on rows are the
 * question's own.
 * @throws Mistake when the question chooses among its groups, which rows cannot show
 */
function rowsBehind(model: Model, question: WholeQuestion): Question {
  const explore = findExplore(model, question.view);
  const view = explore === undefined ? undefined : findView(model, explore.view);
  if (explore === undefined || view === undefined)
    throw new Mistake(`There is no explore ${question.view} in model ${model.name}.`);
  const measured = Object.entries(question.filters).find(
    ([name, expression]) => expression.trim() !== "" && isMeasure(model, explore, name),
  );
  if (measured !== undefined)
    throw new Mistake(
      `The rows behind this answer cannot be given: its filter on ${measured[0]} chooses among groups, not rows. Leave that filter out.`,
    );
  // Rows that look alike are told apart by their key; without it they would become one.
  const keys = view.fields.filter((field) => field.kind === "dimension" && field.primaryKey);
  const own = [...keys.map((field) => field.name), ...view.detail].map((name) => `${explore.view}.${name}`);
  const grouped = dimensionsOf(model, question).filter((name) => name.startsWith(`${explore.view}.`));
  const fields = [...new Set([...own, ...grouped])];
  if (keys.length === 0)
    throw new Mistake(
      `The rows behind this answer cannot be given: ${view.label} has no key that tells them apart.`,
    );
  const sorts = question.sorts.filter((sort) => fields.includes(sort.field));
  return { ...question, fields, wholeFields: undefined, sorts };
}

function isMeasure(model: Model, explore: Explore, name: string): boolean {
  const [alias = "", fieldName = ""] = name.split(".");
  const viewName = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = viewName === undefined ? undefined : findView(model, viewName);
  const kind = view === undefined ? undefined : findField(view, fieldName)?.field.kind;
  return kind === "measure" || kind === "chosen_measure";
}
