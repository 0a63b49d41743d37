// A question with what is usual left out -> its answer, in one call.
import type pg from "pg";
import { DIALECTS, type Model } from "../generator/index.ts";
import { type Answer, answer } from "./answer.ts";
import type { FilterContext } from "./filter/context.ts";
import { plan } from "./plan.ts";
import type { Query } from "./query.ts";
import type { Question } from "./question.ts";
import { writeSql } from "./sql.ts";

/** A question; what is left out narrows nothing, sorts as Looker would, and gives all rows. */
export type ShortQuestion = Pick<Question, "view" | "fields"> &
  Partial<Pick<Question, "filters" | "filterExpression" | "sorts" | "limit">>;

/** What an answer may depend on beside the rows. */
export interface Asking extends Partial<FilterContext> {
  /** When it is aborted, the database is told to stop. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The SQL of a question, for Postgres. No database is asked.
 * @throws Mistake for names the model does not have and for what cannot be answered
 */
export function sqlOf(model: Model, question: ShortQuestion, asking: Asking = {}): Query {
  const { filters = {}, sorts = [], limit, ...named } = question;
  const whole = { ...named, model: model.name, filters, sorts, limit };
  return writeSql(plan(model, whole, { now: new Date(), ...asking }), DIALECTS.postgres);
}

/**
 * Asks a question of the tables.
 * @param pool as `openReader` opens it
 * @throws Mistake as `sqlOf`, Outage when the database cannot answer
 */
export async function ask(
  pool: pg.Pool,
  model: Model,
  question: ShortQuestion,
  asking: Asking = {},
): Promise<Answer> {
  return answer(pool, sqlOf(model, question, asking), asking.signal);
}
