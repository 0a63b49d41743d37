// A question -> what the planner answers from the model, beside what the interpreter answers from the printed LookML.
import { DIALECTS, emitLookml, Mistake, type Model } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import type { Query } from "../../local/query.ts";
import { writeSql } from "../../local/sql.ts";
import { differenceOf } from "../oracle/compare.ts";
import type { Session, Spelled } from "../oracle/session.ts";
import { interpret } from "./interpreter/answer.ts";
import { type Project, readProject } from "./interpreter/project.ts";
import type { LookerQuestion } from "./interpreter/scope.ts";

/** A model, and the LookML printed from it, read back. */
export interface Hosts {
  readonly model: Model;
  readonly project: Project;
}

/** Prints the model's LookML and reads it back. */
export function hostsOf(model: Model): Hosts {
  return { model, project: readProject(emitLookml(model)) };
}

/** What became of one question. */
export type Verdict =
  | { readonly kind: "same"; readonly rows: readonly (readonly Spelled[])[] }
  /** Different only in what Looker counts of rows that a left join made up. */
  | { readonly kind: "made up"; readonly how: string; readonly sql: string }
  | { readonly kind: "different"; readonly how: string; readonly sql: string }
  /** The planner said that it cannot answer. */
  | { readonly kind: "refused"; readonly how: string }
  /** The joins make too many rows to go through one by one. */
  | { readonly kind: "too many" };

/** Asks both; the session holds the model's tables. */
export async function askBoth(
  { model, project }: Hosts,
  question: LookerQuestion,
  session: Session,
): Promise<Verdict> {
  const query = plannedQuery(model, question);
  if (query instanceof Mistake) return { kind: "refused", how: query.message };
  const rows = await session.ask(query.text, query.values);
  try {
    const expected = await interpret(project, question, session.ask);
    if (expected === undefined) return { kind: "too many" };
    const how = differenceOf(expected, rows);
    if (how === undefined) return { kind: "same", rows };
    const skipped = await interpret(project, question, session.ask, "skipped");
    const only = skipped !== undefined && differenceOf(skipped, rows) === undefined;
    return { kind: only ? "made up" : "different", how, sql: query.text };
  } catch (error) {
    const how = error instanceof Error ? error.message : String(error);
    return { kind: "different", how: `the printed LookML cannot be followed: ${how}`, sql: query.text };
  }
}

/** The planner's SQL on Postgres, or why it refuses. */
export function plannedQuery(model: Model, question: LookerQuestion): Query | Mistake {
  try {
    const context = { userAttributes: question.attributes ?? {} };
    return writeSql(plan(model, plannerQuestion(model, question), context), DIALECTS.postgres);
  } catch (error) {
    if (error instanceof Mistake) return error;
    throw error;
  }
}

/** The same words, as the planner takes them. */
export function plannerQuestion(model: Model, question: LookerQuestion): Parameters<typeof plan>[1] {
  return {
    ...question,
    model: model.name,
    sorts: question.sorts.map((sort) => {
      const [field = "", direction] = sort.split(" ");
      return { field, descending: direction === "desc" };
    }),
  };
}
