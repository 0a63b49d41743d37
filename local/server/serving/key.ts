// A planned question and who may see its answer -> the key under which the answer is kept.
import { createHash } from "node:crypto";
import type { FilterContext } from "../../filter/context.ts";
import type { WholeAnswer } from "../../whole-answer.ts";
import type { AskedQuestion } from "./asked.ts";
import type { Published } from "./published.ts";

/**
 * What makes two answers the same: every query with its bound values (the access filters and the days that
 * are meant are in them), what becomes of the rows, who may see them, and the run they come from.
 * @returns the key of the answer that a run has
 */
export function keyOf(asked: AskedQuestion, scope: string): (run: Published | undefined) => string {
  const said = JSON.stringify([
    scope,
    asked.question,
    asked.parts,
    asked.coverage === undefined ? null : coverageKey(asked.coverage),
  ]);
  const hashed = createHash("sha256").update(said).digest("base64url");
  return (run) => `${run?.run ?? ""} ${hashed}`;
}

/** Of the context only the time goes on by itself, and its part in the answer is bound in the queries. */
function coverageKey(context: Partial<FilterContext>): unknown {
  return { ...context, now: undefined };
}

/** 22 characters that stand for a content. */
export function tagOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}

/** How many values an answer has. */
export function cellsOf(whole: WholeAnswer): number {
  return whole.rows.length * (whole.columns.length + (whole.pivots?.length ?? 0) * whole.columns.length);
}
