// The plain values of a model's files -> the model they make, and every complaint about it.
import { check } from "./check/check.ts";
import type { Kept } from "./kept.ts";
import type { Model } from "./model/model.ts";
import type { Problem } from "./problem.ts";
import { merge } from "./read/include.ts";
import type { Shaped } from "./read/read.ts";
import type { Draft } from "./read/shape.ts";
import { inEnvironment } from "./resolve/environment.ts";
import { isInherited } from "./resolve/extends.ts";
import { resolve } from "./resolve/resolve.ts";

/** A problem, and the place in the list of the file it is in. */
export type Found = readonly [problem: Problem, file: number];

/** What comes of judging. */
export interface Judged {
  /** Undefined when too little could be read; with problems it lacks what they name. */
  readonly model: Model | undefined;
  /** Each once, those of reading first. */
  readonly found: readonly Found[];
  /** What the same model deserves a second look for, each with its file. */
  readonly placed: (problems: readonly Problem[]) => readonly Found[];
}

/**
 * @param files the file that includes the others first
 * @param environment which of the model's `environments:` it is wanted for; undefined for none
 * @param kept what an earlier call left; the judgement is the same without
 */
export function judge(files: readonly Shaped[], environment: string | undefined, kept?: Kept): Judged {
  const { draft: plain, problems: twice, ownerOf } = merge(files);
  const placed = plain === undefined ? undefined : inEnvironment(plain, environment);
  const draft: Draft | undefined = placed?.draft;
  const resolved = draft === undefined ? undefined : resolve(draft, kept);
  const ruleProblems = resolved === undefined ? [] : check(resolved.model);
  const misshapen = files.flatMap((one) => one.problems);
  const later = [...(placed?.problems ?? []), ...(resolved?.problems ?? []), ...ruleProblems].filter(
    (problem) => !lacks(problem, misshapen),
  );
  const ownOnes = (problems: readonly Found[]): readonly Found[] => {
    const everything = problems.map(([problem]) => problem);
    return problems.filter(([problem]) => !isInherited(problem, everything, draft?.explores ?? {}));
  };
  const said: readonly Found[] = [
    ...files.flatMap((one, index) => one.problems.map((problem): Found => [problem, index])),
    ...twice,
    ...later.map((problem): Found => [problem, ownerOf(problem)]),
  ];
  return {
    model: resolved?.model,
    found: distinct(ownOnes(said)),
    placed: (problems) => ownOnes(problems.map((problem): Found => [problem, ownerOf(problem)])),
  };
}

/** True of a complaint that a field does not say what it says wrongly. */
function lacks(problem: Problem, misshapen: readonly Problem[]): boolean {
  const [room, , kind] = problem.at;
  const ofField = room === "views" && kind === "dimensions" && problem.at.length === 4;
  if (!ofField || problem.onKey !== true) return false;
  if (problem.code !== "missing-key" && problem.code !== "unknown-name") return false;
  return misshapen.some(
    ({ at }) => MAKE.has(String(at[4])) && problem.at.every((step, index) => at[index] === step),
  );
}

/** The keys that say what a dimension is made of. */
const MAKE: ReadonlySet<string> = new Set(["type", "column", "sql", "case", "tiers", "bins"]);

/** Two stages may see one mistake; the first to see it says it. */
function distinct(found: readonly Found[]): readonly Found[] {
  const seen = new Set<string>();
  return found.filter(([problem, file]) => {
    const key = sayFound([problem, file]);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

/** What tells one complaint from another. */
export function sayFound([problem, file]: Found): string {
  return JSON.stringify([file, problem.at, problem.offset, problem.message]);
}
