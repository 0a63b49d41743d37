// The compiler as one sentence: read the text, resolve its names, check its rules; what passes is a Model.
import { check } from "./check/check.ts";
import type { Model } from "./model/model.ts";
import { placeOf, type Place, type Problem, printProblem } from "./problem.ts";
import { read } from "./read/read.ts";
import { resolve } from "./resolve/resolve.ts";

/** A problem with its place in the file, and as people read it. */
export interface LocatedProblem extends Problem {
  readonly file: string;
  readonly place: Place;
  readonly printed: string;
}

/** Either a model, or what is wrong with it, in the file's order. */
export type Compiled =
  | { readonly model: Model; readonly problems: readonly [] }
  | { readonly model: undefined; readonly problems: readonly LocatedProblem[] };

/**
 * @param written the content of looker.yml
 * @param file its name, as problems are to print it
 */
export function compile(written: string, file: string): Compiled {
  const text = written.replace(/^\uFEFF/, "");
  const { draft, problems: shapeProblems, document, lines, left } = read(text);
  const resolved = draft === undefined ? undefined : resolve(draft);
  const ruleProblems = resolved === undefined ? [] : check(resolved.model);
  const later = [...(resolved?.problems ?? []), ...ruleProblems].filter(
    (problem) => !looksFor(problem, left),
  );
  const all = distinct([...shapeProblems, ...later]);
  if (resolved !== undefined && all.length === 0) return { model: freeze(resolved.model), problems: [] };
  const located = all.map((problem): LocatedProblem => {
    const place = placeOf(problem, document, lines);
    return { ...problem, file, place, printed: printProblem(problem, place, file, text) };
  });
  return {
    model: undefined,
    problems: located.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column),
  };
}

/** True of a complaint that something is missing which was left out because of an earlier one. */
function looksFor(problem: Problem, left: readonly string[]): boolean {
  return problem.code === "unknown-name" && left.some((name) => problem.message.includes(`\`${name}\``));
}

/** Two stages may see one mistake; the first to see it says it. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify([problem.at, problem.offset, problem.message]);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function freeze<Value>(value: Value): Value {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inside of Object.values(value)) freeze(inside);
  }
  return value;
}
