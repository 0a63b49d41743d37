// Records that passed -> counts of what was changed or folded together inside them.
import type { Source } from "../../generator/index.ts";
import type { CoercionReport } from "../outcome.ts";
import type { Passed } from "../record/screen.ts";
import type { Task } from "../tasks.ts";
import { count } from "../words.ts";

/** Counts while records go by. */
export interface Tally {
  add(source: Source, record: Pick<Passed, "coercions" | "rows">): void;
  /** A record of which there is nothing else to count. */
  heard(source: Source, coercions: Passed["coercions"]): void;
  /** In the order they were first seen. */
  coercions(): readonly CoercionReport[];
  /** Sentences about elements that gave no row of their own. */
  notes(): readonly string[];
}

type Counted = { -readonly [Key in keyof CoercionReport]: CoercionReport[Key] };

/** @param tasks those of the run, for the tables' names */
export function createTally(tasks: readonly Task[]): Tally {
  const coerced = new Map<string, Counted>();
  // Those who read give the same pair each time, which is found without spelling a key.
  const counted = new WeakMap<Passed["coercions"][number], Counted>();
  const repeated = new Map<number, number>();
  const conflicts = new Map<number, { readonly times: number; readonly example: string }>();
  const nameOf = (task: number): string => tasks.find((one) => one.number === task)?.table.name ?? "";
  const countedOf = (source: Source, pair: Passed["coercions"][number]): Counted => {
    const [column, coercion] = pair;
    const key = `${source.name} ${column} ${coercion}`;
    const found = coerced.get(key) ?? { source: source.name, column, coercion, cells: 0 };
    coerced.set(key, found);
    counted.set(pair, found);
    return found;
  };
  const heard: Tally["heard"] = (source, coercions) => {
    for (const pair of coercions) (counted.get(pair) ?? countedOf(source, pair)).cells += 1;
  };
  return {
    heard,
    add(source, record) {
      heard(source, record.coercions);
      for (const one of record.rows) {
        if (one.repeated > 0) repeated.set(one.task, (repeated.get(one.task) ?? 0) + one.repeated);
        for (const example of one.conflicts) {
          const found = conflicts.get(one.task);
          conflicts.set(one.task, { times: (found?.times ?? 0) + 1, example: found?.example ?? example });
        }
      }
    },
    coercions: () => [...coerced.values()],
    notes: () => [
      ...[...repeated].map(
        ([task, times]) =>
          `table ${nameOf(task)}: ${count(times, "element")} stood in a record that already had the same one, and gave no second row`,
      ),
      ...[...conflicts].map(
        ([task, { times, example }]) =>
          `table ${nameOf(task)}: ${count(times, "element")} had the key of another one in the same record and other values (the first: key ${example}); the later element stays`,
      ),
    ],
  };
}
