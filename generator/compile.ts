// The compiler as one sentence: read the text, judge what it says, find the mistakes at the root of what is wrong; what passes is a Model.
import { warn } from "./check/check.ts";
import { type Found, judge, type Judged } from "./judge.ts";
import { type Kept, openKept } from "./kept.ts";
import type { Model } from "./model/model.ts";
import { placeOf, type Place, type Problem, printProblem } from "./problem.ts";
import { read, shaped } from "./read/read.ts";
import { rootsOf } from "./root/roots.ts";

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
      /** How many complaints more there were, which are gone once these are put right. */
      readonly following: number;
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
    return { file: one.file, text, reading: read(text, index > 0, kept) };
  });
  const judged = judge(
    files.map((one) => one.reading),
    environment,
    kept,
  );
  const locate = (list: readonly Found[]): readonly LocatedProblem[] =>
    list
      .flatMap(([problem, index]): readonly (readonly [LocatedProblem, number])[] => {
        const one = files[index];
        if (one === undefined) return [];
        const place = placeOf(problem, one.reading.document, one.reading.lines, one.text);
        const printed = printProblem(problem, place, one.file, one.text);
        return [[{ ...problem, file: one.file, place, printed }, index]];
      })
      .toSorted(
        ([a, one], [b, other]) =>
          one - other || a.place.line - b.place.line || a.place.column - b.place.column,
      )
      .map(([problem]) => problem);
  const { model, found } = judged;
  if (model !== undefined && found.length === 0)
    return { model: freeze(model), problems: [], warnings: locate(judged.placed(warn(model))) };
  const values = files.map((one) => one.reading.value);
  const session = openKept();
  const again = (mended: readonly unknown[]): Judged =>
    judge(
      mended.map(
        (value, index) =>
          (value === values[index] ? files[index]?.reading : undefined) ??
          shaped(value, index > 0, session.nouns),
      ),
      environment,
      session,
    );
  const roots = rootsOf(values, judged, again, triesFor(files));
  return { model: undefined, problems: locate(roots.found), warnings: [], following: roots.following };
}

/** A large model takes its time to judge; mistakes in it are told all the same, with what follows from some of them. */
function triesFor(files: readonly { readonly text: string }[]): number {
  const size = files.reduce((sum, one) => sum + one.text.length, 0);
  return Math.min(200, Math.ceil(TRIED_SIZE / Math.max(1, size)));
}

/** How many characters of a model are judged again at most, all tries together. */
const TRIED_SIZE = 3_000_000;

function freeze<Value>(value: Value): Value {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inside of Object.values(value)) freeze(inside);
  }
  return value;
}
