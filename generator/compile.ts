// The compiler as one sentence: read the text, resolve its names, check its rules; what passes is a Model.
import { check, warn } from "./check/check.ts";
import type { Kept } from "./kept.ts";
import type { Model } from "./model/model.ts";
import { placeOf, type Place, type Problem, printProblem } from "./problem.ts";
import { merge } from "./read/include.ts";
import { read } from "./read/read.ts";
import { inEnvironment } from "./resolve/environment.ts";
import { isInherited } from "./resolve/extends.ts";
import { resolve } from "./resolve/resolve.ts";

/** A problem with its place in the file, and as people read it. */
export interface LocatedProblem extends Problem {
  readonly file: string;
  readonly place: Place;
  readonly printed: string;
}

/** Either a model with what deserves a second look in it, or what is wrong with it; in the file's order. */
export type Compiled =
  | { readonly model: Model; readonly problems: readonly []; readonly warnings: readonly LocatedProblem[] }
  | {
      readonly model: undefined;
      readonly problems: readonly LocatedProblem[];
      readonly warnings: readonly [];
    };

/** A file of a model that is split over several. */
export interface Part {
  /** Its name, as problems are to print it. */
  readonly file: string;
  readonly text: string;
}

/**
 * @param written the content of looker.yml
 * @param file its name, as problems are to print it
 * @param included the files that its `include:` names, in order
 * @param environment which of its `environments:` it is wanted for; undefined for none
 * @param kept what an earlier call left, for models that are compiled again and again
 */
export function compile(
  written: string,
  file: string,
  included: readonly Part[] = [],
  environment?: string,
  kept?: Kept,
): Compiled {
  const files = [{ file, text: written }, ...included].map((one, index) => {
    const text = one.text.replace(/^\uFEFF/, "");
    return { file: one.file, text, reading: read(text, index > 0, kept?.pieces) };
  });
  const readings = files.map((one) => one.reading);
  const { draft: plain, problems: twice, ownerOf } = merge(readings);
  const placed = plain === undefined ? undefined : inEnvironment(plain, environment);
  const draft = placed?.draft;
  const resolved = draft === undefined ? undefined : resolve(draft);
  const ruleProblems = resolved === undefined ? [] : check(resolved.model);
  const left = readings.flatMap((reading) => reading.left);
  const misshapen = readings.flatMap((reading) => reading.problems);
  const later = [...(placed?.problems ?? []), ...(resolved?.problems ?? []), ...ruleProblems].filter(
    (problem) => !looksFor(problem, left) && !lacks(problem, misshapen),
  );
  const said: readonly Found[] = [
    ...readings.flatMap((reading, index) => reading.problems.map((problem): Found => [problem, index])),
    ...twice,
    ...later.map((problem): Found => [problem, ownerOf(problem)]),
  ];
  const everything = said.map(([problem]) => problem);
  const own = said.filter(([problem]) => !isInherited(problem, everything, draft?.explores ?? {}));
  const all = distinct(own);
  const locate = (list: readonly Found[]): readonly LocatedProblem[] =>
    list
      .flatMap(([problem, index]): readonly (readonly [LocatedProblem, number])[] => {
        const one = files[index];
        if (one === undefined) return [];
        const place = placeOf(problem, one.reading.document, one.reading.lines);
        const printed = printProblem(problem, place, one.file, one.text);
        return [[{ ...problem, file: one.file, place, printed }, index]];
      })
      .toSorted(
        ([a, one], [b, other]) =>
          one - other || a.place.line - b.place.line || a.place.column - b.place.column,
      )
      .map(([problem]) => problem);
  if (resolved !== undefined && all.length === 0) {
    const second = warn(resolved.model);
    const warnings = second
      .filter((problem) => !isInherited(problem, second, draft?.explores ?? {}))
      .map((problem): Found => [problem, ownerOf(problem)]);
    return { model: freeze(resolved.model), problems: [], warnings: locate(warnings) };
  }
  return { model: undefined, problems: locate(all), warnings: [] };
}

/** A problem, and the place in the list of the file it is in. */
type Found = readonly [problem: Problem, file: number];

/** True of a complaint that something is missing which was left out because of an earlier one. */
function looksFor(problem: Problem, left: readonly string[]): boolean {
  return problem.code === "unknown-name" && left.some((name) => problem.message.includes(`\`${name}\``));
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
    const key = JSON.stringify([file, problem.at, problem.offset, problem.message]);
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
