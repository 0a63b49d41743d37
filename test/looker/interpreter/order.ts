// Rows of an answer -> the same in Looker's order.
import { inOrder, type Value } from "../../oracle/value.ts";
import type { LookerQuestion } from "./scope.ts";

/** What the order must know of a column. */
export interface OrderedColumn {
  readonly kind: "dimension" | "measure";
  readonly isTime: boolean;
}

/**
 * As asked; else the first time, latest first; else the first measure, largest first; else the first field.
 * Then by the dimensions, so that a limit has one meaning. The unknown is last.
 * @param ranks for a column that is put in order by another, the place of that one
 */
export function inLookersOrder(
  rows: readonly (readonly Value[])[],
  question: LookerQuestion,
  columns: readonly OrderedColumn[],
  ranks: ReadonlyMap<number, number> = new Map(),
): readonly (readonly Value[])[] {
  const time = columns.findIndex((column) => column.kind === "dimension" && column.isTime);
  const measure = columns.findIndex((column) => column.kind === "measure");
  const asked = question.sorts.map((sort) => {
    const [name = "", direction = ""] = sort.split(" ");
    return { at: question.fields.indexOf(name.replace(/__sort_$/, "")), down: direction === "desc" };
  });
  const usual = time >= 0 ? time : measure;
  const order = [
    ...(asked.length > 0 ? asked : [{ at: Math.max(usual, 0), down: usual >= 0 }]),
    ...columns.flatMap((column, at) => (column.kind === "dimension" ? [{ at, down: false }] : [])),
  ];
  const ranked = order.flatMap((by) => {
    const rank = ranks.get(by.at);
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
