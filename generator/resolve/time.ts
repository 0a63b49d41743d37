// A point in time as written -> a dimension group: its timeframes, and how the time lies in its column.
import type { At } from "../model/at.ts";
import type { Expression, Piece } from "../model/expression.ts";
import { type DimensionGroup, STORED_TIMES, type StoredTime } from "../model/field.ts";
import type { Column } from "../model/table.ts";
import { type Timeframe, TIMEFRAMES } from "../model/timeframe.ts";
import type { DimensionDraft } from "../read/shape.ts";
import { isWithinDay, timeframesNamed } from "../timeframe.ts";
import type { Complaints } from "./complaints.ts";

const USUAL_TIMEFRAMES: readonly Timeframe[] = ["raw", "date", "month", "quarter", "year"];
/** Looker's words; `datetime` is what Redshift and Postgres call a timestamp. */
const DATATYPES = ["date", "timestamp", "datetime", ...STORED_TIMES] as const;

/** What is a group's own among all that a dimension may say. */
export type TimeParts = Pick<
  DimensionGroup,
  "datatype" | "stored" | "convertTz" | "timeframes" | "expression"
>;

/**
 * @param column the column it reads; undefined where SQL is
 * @param read the SQL it reads
 */
export function resolveTime(
  name: string,
  draft: DimensionDraft,
  at: At,
  column: Column | undefined,
  read: Expression,
  complaints: Complaints,
): TimeParts {
  const natural = column?.type.kind === "timestamp" ? "timestamp" : "date";
  const said = DATATYPES.find((known) => known === draft.datatype);
  if (draft.datatype !== undefined && said === undefined)
    complaints.unknownWord([...at, "datatype"], "a way to store times", draft.datatype, DATATYPES);
  const stored = STORED_TIMES.find((known) => known === said);
  const kind = column?.type.kind;
  const isNumber = kind === "integer" || kind === "decimal" || kind === "double";
  if (kind !== undefined && isNumber !== (stored !== undefined))
    complaints.add({
      code: "type-clash",
      at: stored === undefined ? [...at, "type"] : [...at, "datatype"],
      message: isNumber
        ? `\`${column?.name}\` is a number, and \`${name}\` does not say how it stands for a time`
        : `\`${column?.name}\` is of type ${kind}, and \`${stored}\` is a number`,
      hint: isNumber
        ? "add `datatype: epoch` for seconds since 1970, or `datatype: yyyymmdd`"
        : "leave `datatype` out",
    });
  const isDay = stored === undefined ? (said ?? natural) === "date" : stored === "yyyymmdd";
  const datatype = isDay ? "date" : "timestamp";
  const timeframes = readTimeframes(draft.timeframes, [...at, "timeframes"], complaints);
  for (const [index, word] of (draft.timeframes ?? []).entries())
    if (isDay && timeframes.some((one) => one === word && isWithinDay(one)))
      complaints.add({
        code: "type-clash",
        at: [...at, "timeframes", index],
        message: `\`${name}\` is a date, and \`${word}\` needs the time of day`,
        hint: "leave it out, or read a column that holds the time",
      });
  if (isDay && draft.convert_tz === true)
    complaints.add({
      code: "type-clash",
      at: [...at, "convert_tz"],
      message: `\`${name}\` is a date, which is the same in every zone`,
      hint: "leave `convert_tz` out",
    });
  return {
    datatype,
    stored: stored === undefined ? undefined : { as: stored, of: read },
    convertTz: draft.convert_tz ?? false,
    timeframes,
    expression: stored === undefined ? read : timeOf(stored, read),
  };
}

/** The SQL that makes a time of a number, as Looker has it on Redshift and Postgres. */
function timeOf(stored: StoredTime, { pieces, unknown }: Expression): Expression {
  const text = (sql: string): Piece => ({ kind: "text", text: sql });
  const number =
    unknown === undefined
      ? [text("("), ...pieces, text(")")]
      : [text("NULLIF("), ...pieces, text(`, ${unknown})`)];
  return {
    pieces:
      stored === "epoch"
        ? [text("(TIMESTAMP 'epoch' + "), ...number, text(" * INTERVAL '1 second')")]
        : [text("TO_DATE(CAST("), ...number, text(" AS VARCHAR(20)), 'YYYYMMDD')")],
    unknown: undefined,
  };
}

function readTimeframes(
  written: readonly string[] | undefined,
  at: At,
  complaints: Complaints,
): readonly Timeframe[] {
  if (written === undefined) return USUAL_TIMEFRAMES;
  for (const [index, word] of written.entries()) {
    if (!TIMEFRAMES.some((known) => known === word))
      complaints.unknownWord([...at, index], "a timeframe", word, TIMEFRAMES);
  }
  const wanted = timeframesNamed(written);
  // `raw` is what other SQL refers to, so it is always there; Looker hides it from the field picker itself.
  return wanted.includes("raw") ? wanted : ["raw", ...wanted];
}
