// Collects the problems of a stage, so that it reports everything and refuses once.
import type { At } from "../model/at.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";

/** How a stage says what is wrong. */
export interface Complaints {
  readonly list: readonly Problem[];
  add(problem: Problem): void;
  /** A name that refers to nothing, with the names that exist; `onKey` when the name is itself a key. */
  unknownName(at: At, what: string, name: string, known: readonly string[], onKey?: boolean): void;
  /** A word outside a closed vocabulary. */
  unknownWord(at: At, what: string, word: string, known: readonly string[]): void;
}

/** An empty collection. */
export function complaints(): Complaints {
  const list: Problem[] = [];
  return {
    list,
    add: (problem) => {
      list.push(problem);
    },
    unknownName: (at, what, name, known, onKey = false) => {
      list.push({
        code: "unknown-name",
        at,
        onKey,
        message: `there is no ${what} \`${name}\``,
        hint: didYouMean(name, known),
      });
    },
    unknownWord: (at, what, word, known) => {
      list.push({
        code: "unknown-word",
        at,
        message: `\`${word}\` is not ${what}`,
        hint: didYouMean(word, known),
      });
    },
  };
}
