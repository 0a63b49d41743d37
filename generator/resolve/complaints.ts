// Collects the problems of a stage, so that it reports everything and refuses once.
import type { At } from "../model/at.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";

/** How a stage says what is wrong. */
export interface Complaints {
  readonly list: readonly Problem[];
  add(problem: Problem): void;
  /**
   * A name that refers to nothing, with the names that exist.
   * @param onKey the name is itself a key
   * @param seeks where what is named would stand
   */
  unknownName(
    at: At,
    what: string,
    name: string,
    known: readonly string[],
    onKey?: boolean,
    seeks?: At,
  ): void;
  /** Whether something at that place, or inside of what stands there, was complained about. */
  has(at: At): boolean;
  /** A word outside a closed vocabulary. */
  unknownWord(at: At, what: string, word: string, known: readonly string[], onKey?: boolean): void;
}

/** An empty collection. */
export function complaints(): Complaints {
  const list: Problem[] = [];
  return {
    list,
    add: (problem) => {
      list.push(problem);
    },
    has: (at) => list.some((problem) => at.every((step, index) => problem.at[index] === step)),
    unknownName: (at, what, name, known, onKey = false, seeks) => {
      list.push({
        code: "unknown-name",
        at,
        onKey,
        ...(seeks === undefined ? {} : { seeks: [seeks] }),
        message: `there is no ${what} \`${name}\``,
        hint: didYouMean(name, known),
      });
    },
    unknownWord: (at, what, word, known, onKey = false) => {
      list.push({
        code: "unknown-word",
        at,
        onKey,
        message: `\`${word}\` is not ${what}`,
        hint: didYouMean(word, known),
      });
    },
  };
}
