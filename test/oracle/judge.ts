// A case -> a verdict on each question: the planner's answer beside the oracle's.
import { compile, DIALECTS, Mistake, type Model } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import { writeSql } from "../../local/sql.ts";
import { onPostgres } from "../redshift-on-postgres.ts";
import { attributesOf } from "./always.ts";
import { differenceOf } from "./compare.ts";
import { evaluate, type Expected } from "./evaluate.ts";
import type { Session } from "./session.ts";
import { type Case, questionOf } from "./world.ts";
import { writeModel } from "./write.ts";

/** What became of one question. */
export type Verdict =
  | { readonly kind: "same"; readonly rows: number }
  | { readonly kind: "different"; readonly how: string; readonly sql: string; readonly expected: Expected }
  /** The planner said that it cannot answer. */
  | { readonly kind: "refused"; readonly why: string }
  /** The compiler found something wrong with the model. */
  | { readonly kind: "no model"; readonly why: string }
  /** The joins make too many rows to go through one by one. */
  | { readonly kind: "too many" };

/** Asks every question of the case, of the planner and of the oracle. */
export async function judge(one: Case, session: Session): Promise<readonly Verdict[]> {
  const compiled = compile(writeModel(one.world), "looker.yml");
  const model = compiled.model;
  if (model === undefined) {
    const why = compiled.problems.map((problem) => problem.message).join("; ");
    return one.questions.map(() => ({ kind: "no model", why }));
  }
  await session.fill(model, one.rows);
  const verdicts: Verdict[] = [];
  for (const asked of one.questions) {
    const expected = evaluate(one.world, one.rows, asked);
    verdicts.push(
      expected === undefined ? { kind: "too many" } : await answered(model, asked, expected, session),
    );
  }
  return verdicts;
}

async function answered(
  model: Model,
  asked: Case["questions"][number],
  expected: Expected,
  session: Session,
): Promise<Verdict> {
  let sql = "";
  try {
    const planned = plan(model, questionOf(asked), { userAttributes: attributesOf(asked) });
    // Postgres understands what is written for Redshift, and gives the same.
    for (const dialect of Object.values(DIALECTS)) {
      const query = writeSql(planned, dialect);
      sql = query.text;
      const text = dialect.name === "redshift" ? onPostgres(query.text) : query.text;
      const rows = await session.ask(text, query.values).catch((error: unknown) => {
        // Redshift's decimals end at 38 digits: a larger number is an error there, which is no wrong number.
        if (dialect.name === "redshift" && isTooLarge(error)) return undefined;
        throw error;
      });
      if (rows === undefined) continue;
      const how = differenceOf(expected, rows);
      if (how !== undefined) return { kind: "different", how: `${dialect.name}: ${how}`, sql, expected };
    }
    return { kind: "same", rows: expected.rows.length };
  } catch (error) {
    if (error instanceof Mistake) return { kind: "refused", why: error.message };
    const how = error instanceof Error ? error.message : String(error);
    return { kind: "different", how, sql, expected };
  }
}

/** PostgreSQL's code for a number that its type cannot hold. */
function isTooLarge(error: unknown): boolean {
  return Reflect.get(Object(error), "code") === "22003";
}
