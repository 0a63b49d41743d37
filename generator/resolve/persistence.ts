// How a kept table is laid out and made anew, as written -> its distribution, its sort key and its persistence.
import type { At } from "../model/at.ts";
import {
  type Distribution,
  DISTRIBUTIONS,
  type Persistence,
  type Renewal,
  RENEWALS,
} from "../model/persistence.ts";
import type { TableDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { asList, itemAt } from "./sources.ts";

/** The words for what Looker keeps; derived and aggregate tables have the same. */
export type KeptDraft = Pick<
  TableDraft,
  Renewal | "distribution" | "sort" | "indexes" | "increment_key" | "increment_offset"
>;

/** The table that is kept. */
export interface KeptTable {
  readonly name: string;
  /** What sentences call it: `table` or `aggregate table`. */
  readonly what: string;
  readonly at: At;
  readonly columns: readonly string[];
}

/** What kept rows can be renewed by, for a sentence. */
export const RENEWED_BY =
  "`datagroup_trigger:` with a datagroup, `sql_trigger_value:` with a query, or `persist_for:` with an age";

/** @returns undefined when nothing says when its rows are made anew */
export function resolvePersistence(
  table: KeptTable,
  draft: KeptDraft,
  complaints: Complaints,
): Persistence | undefined {
  const { name, what, at } = table;
  const renewed = renewedBy(table, draft, complaints);
  if (renewed === undefined) return undefined;
  const indexes = columnsNamed("indexes", draft.indexes, table, complaints);
  if (draft.sort !== undefined && draft.indexes !== undefined)
    complaints.add({
      code: "shape",
      at: [...at, "indexes"],
      message: `\`${name}\` has both \`sort\` and \`indexes\`, and Redshift sorts a table in one way`,
      hint: "keep `sort:` for a key read from its first column on, or `indexes:` for an interleaved one",
    });
  const { increment_key: key, increment_offset: offset } = draft;
  if (offset !== undefined && (key === undefined || !Number.isInteger(offset) || offset < 0))
    complaints.add({
      code: key === undefined ? "missing-key" : "shape",
      at: [...at, "increment_offset"],
      message:
        key === undefined
          ? `\`${name}\` says how far back it is made again, and not by what it grows`
          : `\`increment_offset\` counts timeframes, and there are not ${offset} of them`,
      hint:
        key !== undefined
          ? "write 0, 1, 2, …"
          : `add \`increment_key:\` with ${what === "table" ? "a timeframe of its view" : "a timeframe among its dimensions"}`,
    });
  if (key !== undefined && renewed.by === "persist_for")
    complaints.add({
      code: "looker",
      at: [...at, "increment_key"],
      message: `\`${name}\` is thrown away when it is ${renewed.value} old, so Looker has nothing to add new rows to`,
      hint: "keep it by `datagroup_trigger:` or `sql_trigger_value:`, or leave `increment_key` out",
    });
  return { renewed, indexes, increment: key === undefined ? undefined : { key, offset } };
}

function renewedBy(
  { name, at }: KeptTable,
  draft: KeptDraft,
  complaints: Complaints,
): Persistence["renewed"] | undefined {
  const said = RENEWALS.flatMap((by) => {
    const value = draft[by]?.trim();
    return value === undefined ? [] : [{ by, value }];
  });
  const [first, second] = said;
  if (first === undefined) return undefined;
  if (second !== undefined)
    complaints.add({
      code: "shape",
      at: [...at, second.by],
      message: `\`${name}\` is made anew by both \`${first.by}\` and \`${second.by}\`, and Looker takes one`,
      hint: `keep \`${first.by}:\` or \`${second.by}:\``,
    });
  for (const { by, value } of said) {
    if (by === "sql_trigger_value" && (!/^\s*(?:select|with)\b/i.test(value) || value.includes(";")))
      complaints.add({
        code: "bad-sql",
        at: [...at, by],
        message: value.includes(";")
          ? "the SQL holds a `;`, which would end it early"
          : "`sql_trigger_value` is no query",
        hint: value.includes(";")
          ? "write one query without a semicolon"
          : "write a query for one value, such as `SELECT MAX(id) FROM …`",
      });
    if (by === "sql_trigger_value" && /\{%-?\s*incrementcondition/.test(value))
      complaints.add({
        code: "looker",
        at: [...at, by],
        message:
          "`{% incrementcondition %}` says something only in the SQL of a table that Looker adds rows to",
        hint: "take it out; it belongs into `sql:` of a table that has `increment_key:`",
      });
    if (by === "persist_for" && !/^[1-9]\d* (?:second|minute|hour)s?$/.test(value))
      complaints.add({
        code: "unknown-word",
        at: [...at, by],
        message: `\`${value}\` is no age that Looker knows`,
        hint: "write seconds, minutes or hours, such as `24 hours`",
      });
  }
  return first;
}

/**
 * Columns of the table that a key names.
 * @param written one, or a list of them
 */
export function columnsNamed(
  key: string,
  written: string | readonly string[] | undefined,
  { name, what, at, columns }: KeptTable,
  complaints: Complaints,
): readonly string[] {
  const named = asList(written ?? []);
  for (const [index, column] of named.entries()) {
    if (!columns.includes(column))
      complaints.unknownName(
        itemAt([...at, key], written ?? [], index),
        `column in ${what} \`${name}\` called`,
        column,
        columns,
      );
  }
  return named;
}

/** A column's name, or a word for a way that needs none. */
export function readDistribution(
  written: string | undefined,
  { name, what, at, columns }: KeptTable,
  complaints: Complaints,
): Distribution | undefined {
  if (written === undefined) return undefined;
  const kind = DISTRIBUTIONS.find((one) => one === written);
  if (kind !== undefined) return { kind };
  if (columns.includes(written)) return { kind: "column", column: written };
  const known = [...columns, ...DISTRIBUTIONS];
  complaints.unknownName([...at, "distribution"], `column in ${what} \`${name}\` called`, written, known);
  return undefined;
}
