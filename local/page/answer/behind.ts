// An answer and one point of it -> the query of the rows behind that point, and what they are, in words.
import type { Answer, AnswerColumn, LookerQuery } from "../props.ts";
import { writeFilter } from "../question/filter.ts";
import { nameGroup } from "../words/group-name.ts";

/** A point of an answer, by the values of its groups. */
export type Picked = readonly { readonly column: AnswerColumn; readonly value: string | null }[];

/** The answer's query, narrowed to the point. */
export function queryBehind(answer: Answer, picked: Picked): LookerQuery {
  const { query } = answer;
  const filters = picked.map(({ column, value }): readonly [string, string] => [
    column.field,
    filterFor(column, value),
  ]);
  return { ...query, filters: { ...query.filters, ...Object.fromEntries(filters) } };
}

/** @returns e.g. `Genre: Action, Released Year: 1999`; undefined when nothing was picked */
export function sayPicked(picked: Picked): string | undefined {
  if (picked.length === 0) return undefined;
  return picked.map(({ column, value }) => `${column.label}: ${nameGroup(value, column)}`).join(", ");
}

/** The expression of Looker's language that matches the group's rows and no others. */
function filterFor(column: AnswerColumn, value: string | null): string {
  if (value === null) return "NULL";
  switch (column.timeframe) {
    case undefined:
      return writeFilter([value], column.type);
    case "quarter":
      return value.replace(/-(\d\d)$/, (_, month: string) => `-Q${Math.ceil(Number(month) / 3)}`);
    case "week":
      return `${value} for 7 days`;
    default:
      return value;
  }
}
