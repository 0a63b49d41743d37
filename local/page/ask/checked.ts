// A question from a link -> the values in it that the data does not have.
import type { Question } from "../props.ts";
import { knownValues } from "../server/values.ts";
import type { Unknown } from "./chips.tsx";

/**
 * @param model the model's name
 * @returns by selector, the value and what is most like it; empty when all are known
 * @throws Failure
 */
export async function findUnknown(question: Question, model: string, signal: AbortSignal): Promise<Unknown> {
  const found = await Promise.all(
    question.form.selectors.map(async (selector) => {
      const chosen = question.chosen[selector.name];
      const values = [...(chosen?.included ?? []), ...(chosen?.excluded ?? [])];
      if (values.length === 0) return [];
      const of = { model, explore: question.form.explore, field: selector.field };
      const known = await knownValues(of, values, signal);
      const exact = new Set(
        known.found.filter(({ asked, value }) => asked === value).map(({ asked }) => asked),
      );
      const missing = values.flatMap((value): readonly [string, string | null][] => {
        if (exact.has(value)) return [];
        // The same but for capital letters or accents is another text to the database.
        const near = known.found.find(({ asked }) => asked === value)?.value;
        return [[value, near ?? known.notFound.find(({ asked }) => asked === value)?.near ?? null]];
      });
      return missing.length === 0 ? [] : [[selector.name, Object.fromEntries(missing)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** How many values are unknown. */
export function countUnknown(unknown: Unknown): number {
  return Object.values(unknown).reduce((sum, values) => sum + Object.keys(values).length, 0);
}

/** Those of them that are still chosen. */
export function stillUnknown(unknown: Unknown, question: Question): Unknown {
  const left = Object.entries(unknown).flatMap(([name, values]) => {
    const chosen = question.chosen[name];
    const now = new Set([...(chosen?.included ?? []), ...(chosen?.excluded ?? [])]);
    const kept = Object.entries(values).filter(([value]) => now.has(value));
    return kept.length === 0 ? [] : [[name, Object.fromEntries(kept)] as const];
  });
  return Object.fromEntries(left);
}

/** The question without them. */
export function withoutUnknown(unknown: Unknown, question: Question): Question {
  const chosen = Object.entries(question.chosen).flatMap(([name, one]) => {
    const gone = unknown[name] ?? {};
    const left = (values: readonly string[]): readonly string[] =>
      values.filter((value) => !Object.hasOwn(gone, value));
    const kept = { ...one, included: left(one.included), excluded: left(one.excluded) };
    return kept.included.length + kept.excluded.length === 0 ? [] : [[name, kept] as const];
  });
  return { ...question, chosen: Object.fromEntries(chosen) };
}
