// Seeds -> what so many random questions found: differences shrunk to their smallest, and counts of everything else.
import { check, asyncProperty } from "fast-check";
import { cases, QUESTIONS_EACH } from "./arbitrary.ts";
import { judge, type Verdict } from "./judge.ts";
import { type Kept, keptOf } from "./keep.ts";
import type { Session } from "./session.ts";

/** One difference, shrunk. */
export interface Finding {
  readonly seed: number;
  readonly kept: Kept;
  readonly how: string;
  readonly sql: string;
}

/** What a campaign saw. */
export interface Campaign {
  readonly asked: number;
  /** Of those that were answered alike: how many answers had at least one row. */
  readonly same: number;
  readonly withRows: number;
  readonly different: number;
  readonly tooMany: number;
  /** How often, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly noModel: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** Cases judged before the next look around. */
const BATCH = 25;

/**
 * Asks random questions until enough are asked, or enough is found.
 * @param seed the same seed asks the same questions
 * @param say hears after each batch what was seen so far
 * @param most findings after which it stops
 */
export async function campaign(
  session: Session,
  { questions, seed, most }: { readonly questions: number; readonly seed: number; readonly most: number },
  say: (sofar: Campaign) => void = () => {},
): Promise<Campaign> {
  let sofar: Campaign = {
    asked: 0,
    same: 0,
    withRows: 0,
    different: 0,
    tooMany: 0,
    refused: {},
    noModel: {},
    findings: [],
  };
  const kinds = new Set<string>();
  for (let batch = 0; sofar.asked < questions && sofar.findings.length < most; batch += 1) {
    const numRuns = Math.min(BATCH, Math.ceil((questions - sofar.asked) / QUESTIONS_EACH));
    const batchSeed = seed + batch;
    let shrinking = false;
    const property = asyncProperty(cases, async (one) => {
      const verdicts = await judge(one, session);
      if (!shrinking) for (const verdict of verdicts) sofar = counted(sofar, verdict);
      shrinking ||= verdicts.some((verdict) => verdict.kind === "different");
      return verdicts.every((verdict) => verdict.kind !== "different");
    });
    const run = await check(property, { seed: batchSeed, numRuns });
    if (run.counterexample !== null) {
      const [one] = run.counterexample;
      const [verdict] = await judge(one, session);
      if (verdict?.kind !== "different")
        throw new Error(`seed ${batchSeed}: the difference went away by itself`);
      const shape = shapeOf(verdict.sql);
      if (!kinds.has(shape)) {
        kinds.add(shape);
        const finding = {
          seed: batchSeed,
          kept: keptOf(one, verdict.expected),
          how: verdict.how,
          sql: verdict.sql,
        };
        sofar = { ...sofar, findings: [...sofar.findings, finding] };
      }
    }
    say(sofar);
  }
  return sofar;
}

function counted(sofar: Campaign, verdict: Verdict): Campaign {
  const next = { ...sofar, asked: sofar.asked + 1 };
  const more = (counts: Readonly<Record<string, number>>, why: string): Readonly<Record<string, number>> => {
    // One reason, whatever it is said about.
    const reason = why.replaceAll(/"[^"]*"|`[^`]*`|\b\w+\.\w+\b/g, "…");
    return { ...counts, [reason]: (counts[reason] ?? 0) + 1 };
  };
  switch (verdict.kind) {
    case "same":
      return { ...next, same: next.same + 1, withRows: next.withRows + (verdict.rows > 0 ? 1 : 0) };
    case "different":
      return { ...next, different: next.different + 1 };
    case "too many":
      return { ...next, tooMany: next.tooMany + 1 };
    case "refused":
      return { ...next, refused: more(next.refused, verdict.why) };
    case "no model":
      return { ...next, noModel: more(next.noModel, verdict.why) };
  }
}

/** The SQL with names left out: two findings of one shape are most likely one mistake. */
function shapeOf(sql: string): string {
  const names = new Map<string, string>();
  return sql.replaceAll(/"[\w.]+"|\b[a-z_][a-z0-9_]*\b/g, (name) => {
    const known = names.get(name) ?? `n${names.size}`;
    names.set(name, known);
    return known;
  });
}
