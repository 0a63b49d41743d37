// A whole question -> its queries: one for the rows, and one of its own for each kind of total.
import { type Dialect, findExplore, Mistake, type Model } from "../../generator/index.ts";
import { dimensionsOf, measuresOf, planCoarser } from "../plan/coarser.ts";
import type { FilterContext } from "../filter/context.ts";
import { type Fill, fillOf } from "./fill.ts";
import { pivotQuery } from "./pivot.ts";
import { type Plan, plan } from "../plan.ts";
import { orOf } from "../plan/nearest.ts";
import { withOrders } from "../plan/order.ts";
import type { Query } from "../query.ts";
import type { WholeQuestion } from "../question.ts";
import { writeSql } from "../sql.ts";
import { isReckoned } from "../sql/write-reckoned.ts";

/** One query of a whole question. */
export interface Part {
  /** `total` is over everything, `column totals` over each pivoted value, `row totals` over each row's pivoted values. */
  readonly role: "rows" | "total" | "column totals" | "row totals" | "subtotals";
  /** What it groups by, by full name. */
  readonly dimensions: readonly string[];
  readonly query: Query;
  /** What is filled in when the rows have come; the query then gives all groups. */
  readonly fill: Fill | undefined;
}

/**
 * No total adds anything up: each is the question by fewer dimensions, over every row that the filters on
 * rows let through, whatever the limit cut off and filters on measures left out of sight.
 * @returns the rows' query first
 * @throws Mistake for what cannot be answered
 */
export function partsOf(
  model: Model,
  question: WholeQuestion,
  dialect: Dialect,
  asking: Partial<FilterContext>,
): readonly Part[] {
  const { pivots } = question;
  checkZone(model, question, asking);
  const planned = plan(model, question, asking);
  const fill = fillOf(model, question, planned);
  const rows =
    pivots.length === 0
      ? writeSql(fill === undefined ? planned : { ...planned, limit: undefined }, dialect)
      : pivotQuery(model, question, dialect, asking);
  const dimensions = dimensionsOf(model, question);
  const levels = subtotalsOf(question, dimensions);
  refuseToReckon(planned, question);
  const coarse = (role: Part["role"], kept: readonly string[]): Part => {
    const whole = planCoarser(model, question, kept, asking);
    const columns = whole.columns.filter(
      (one) => one.kind === "dimension" || question.fields.includes(one.name),
    );
    // Of comparisons with a time before there is no total, and a query needs a column.
    const asked = columns.length === 0 ? whole : { ...whole, columns };
    const query = writeSql(asked, dialect);
    return {
      role,
      dimensions: kept,
      query: pivots.length === 0 ? query : withOrders(query, asked),
      fill: undefined,
    };
  };
  const parts: Part[] = [{ role: "rows", dimensions, query: rows, fill }];
  // Without a measure there is nothing to total; Looker shows an empty total as well.
  if (measuresOf(model, question).length === 0) return parts;
  if (question.total) parts.push(coarse("total", []));
  if (question.total && pivots.length > 0) parts.push(coarse("column totals", pivots));
  if (question.rowTotal !== undefined) {
    const kept = dimensions.filter((name) => !pivots.includes(name));
    parts.push(coarse("row totals", kept));
  }
  return [...parts, ...levels.map((level) => coarse("subtotals", level))];
}

/**
 * Generated LookML says `convert_tz: no` of every time that the model says nothing of, so Looker shows and filters times as they are stored,
 * UTC, whatever the zone; only what "today" is could differ.
 */
function checkZone(model: Model, question: WholeQuestion, asking: Partial<FilterContext>): void {
  if (question.timeZone === "UTC") return;
  const zoned = zonedTime(model, question);
  if (zoned !== undefined)
    throw new Mistake(
      `The query is asked in ${question.timeZone}, and explore ${question.view} has times that are shown in the zone of whoever asks (convert_tz of ${zoned}), which cannot be answered yet. Leave query_timezone out for UTC.`,
    );
  // What else is wrong with the question is told first.
  plan(model, question, asking);
  try {
    plan(model, question, { ...asking, now: undefined });
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const relative = Object.keys(question.filters).filter((name) => {
      const { [name]: one = "" } = question.filters;
      return isRelative(
        model,
        { ...question, filters: { [name]: one }, filterExpression: undefined },
        asking,
      );
    });
    const filter = relative.length === 0 ? "a filter of it" : `the filter on ${relative.join(" and ")}`;
    throw new Mistake(
      `The query is asked in ${question.timeZone}, and ${filter} is relative to today: when days begin there cannot be answered yet. Leave query_timezone out for UTC, or name the days, such as 2024-01-01 to 2024-02-01.`,
    );
  }
}

/** A time of the explore that Looker would show in another zone; whatever stands on it would change as well. */
function zonedTime(model: Model, question: WholeQuestion): string | undefined {
  const explore = findExplore(model, question.view);
  const views = [explore?.view, ...(explore?.joins ?? []).map((join) => join.view)];
  for (const view of model.views.filter((one) => views.includes(one.name)))
    for (const field of view.fields)
      if (field.kind === "dimension_group" && field.convertTz) return `${view.name}.${field.name}`;
  return undefined;
}

/** Whether the question needs the time to be answered. */
function isRelative(model: Model, question: WholeQuestion, asking: Partial<FilterContext>): boolean {
  try {
    plan(model, question, { ...asking, now: undefined });
    return false;
  } catch (error) {
    if (error instanceof Mistake) return true;
    throw error;
  }
}

/** What is reckoned from the rows people see cannot be reckoned from other rows. */
function refuseToReckon(planned: Plan, question: WholeQuestion): void {
  const [reckoned] = planned.columns.filter(isReckoned);
  if (reckoned === undefined) return;
  const name = reckoned.name;
  if (question.subtotals.length > 0)
    throw new Mistake(
      `The query asks for subtotals and for ${name}, which is reckoned from one row to the next: subtotals of it cannot be answered. Leave subtotals or ${name} out.`,
    );
  if (question.pivots.length > 0 && (question.total || question.rowTotal !== undefined))
    throw new Mistake(
      `The query pivots, asks for totals and for ${name}, which is reckoned from one cell to the next: totals of it cannot be answered yet. Leave total and row_total, or ${name}, out.`,
    );
}

/** What can be asked for in place of a subtotal that cannot. */
function instead(dimensions: readonly string[]): string {
  const possible = dimensions.slice(0, -1);
  return possible.length === 0
    ? "Ask for total, which is over all rows."
    : `Ask for subtotals by ${orOf(possible)}.`;
}

/** What each subtotal groups by: the dimension it is asked for, and all before it. */
function subtotalsOf(question: WholeQuestion, dimensions: readonly string[]): readonly (readonly string[])[] {
  if (question.subtotals.length === 0) return [];
  if (question.pivots.length > 0)
    throw new Mistake(
      "The query asks for subtotals and pivots: subtotals of pivoted values cannot be answered yet. Leave pivots out to have the subtotals, or leave subtotals out and ask for total.",
    );
  return [...new Set(question.subtotals)].map((field) => {
    const at = dimensions.indexOf(field);
    if (at < 0)
      throw new Mistake(
        `The query cannot have subtotals by ${field}: it is a measure. ${instead(dimensions)}`,
      );
    if (at === dimensions.length - 1)
      throw new Mistake(
        `The query cannot have subtotals by ${field}: it is the last dimension, so each row is its own subtotal already. ${instead(dimensions)}`,
      );
    return dimensions.slice(0, at + 1);
  });
}
