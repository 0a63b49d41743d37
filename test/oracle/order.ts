// The rows of an answer -> the same in the order they are asked for, or Looker's usual one.
import type { Field } from "./field.ts";
import { inOrder, type Value } from "./value.ts";
import type { Asked } from "./world.ts";

/** Timeframes that are no stretch of time. */
const COMES_AGAIN = /_of_(?:day|week|month|year)|_num$|_name$/;

/**
 * As asked; else Looker's usual order: the first time, latest first, else the first measure, largest first,
 * else the first dimension. The unknown is last either way; equal rows follow their dimensions.
 */
export function sorted(
  rows: readonly (readonly Value[])[],
  asked: Asked,
  fields: readonly Field[],
  rankAt: (column: number) => number | undefined,
): readonly (readonly Value[])[] {
  const at = (name: string): number => asked.fields.indexOf(name);
  const first = (test: (field: Field) => boolean): number => fields.findIndex(test);
  const time = first(
    (field) =>
      field.kind === "dimension" && field.dimension.type === "time" && !COMES_AGAIN.test(field.timeframe),
  );
  const number = first((field) => field.kind === "measure");
  const usual =
    time >= 0 ? { at: time, down: true } : number >= 0 ? { at: number, down: true } : { at: 0, down: false };
  const chosen = asked.sorts.map((sort) => ({ at: at(sort.field), down: sort.descending }));
  const order = [
    ...(chosen.length > 0 ? chosen : [usual]),
    ...fields.flatMap((field, index) => (field.kind === "dimension" ? [{ at: index, down: false }] : [])),
  ];
  const ranked = order.flatMap((by) => {
    const rank = rankAt(by.at);
    return rank === undefined ? [by] : [{ ...by, at: rank }, by];
  });
  return rows.toSorted((one, other) => {
    for (const { at, down } of ranked) {
      const [a, b] = [one[at] ?? null, other[at] ?? null];
      if (a === null || b === null) {
        if (a !== b) return a === null ? 1 : -1;
        continue;
      }
      const difference = inOrder(a, b);
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  });
}
