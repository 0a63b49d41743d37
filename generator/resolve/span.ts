// A span of time as written -> a dimension for each interval it is counted in.
import { madeExpression } from "../made.ts";
import type { At } from "../model/at.ts";
import type { Expression } from "../model/expression.ts";
import type { Dimension } from "../model/field.ts";
import { type Interval, INTERVALS } from "../model/interval.ts";
import type { DimensionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { saysNothing } from "./made.ts";

/** What Looker calls the dimension of one interval: `days_open` for the group `open`. */
function spanName(group: string, interval: Interval): string {
  return `${interval}s_${group}`;
}

/**
 * @param common what the group says of all its dimensions; its name and label are the group's
 * @param read reads the SQL of one end
 * @returns nothing after a complaint
 */
export function resolveSpan(
  common: Omit<Dimension, "kind" | "type" | "primaryKey" | "expression" | "made" | "format">,
  draft: DimensionDraft,
  at: At,
  read: (sql: string, at: At) => Expression,
  complaints: Complaints,
): readonly Dimension[] {
  const { name, label } = common;
  saysNothing(
    name,
    draft,
    at,
    ["column", "sql", "unknown", "format", "timeframes", "datatype", "convert_tz"],
    "is a span of time",
    "say it of `sql_start` and `sql_end`",
    complaints,
  );
  for (const key of ["sql_start", "sql_end"] as const)
    if (draft[key] === undefined)
      complaints.add({
        code: "missing-key",
        at,
        onKey: true,
        message: `\`${name}\` does not say when it ${key === "sql_start" ? "starts" : "ends"}`,
        hint: `add \`${key}:\` with a time, such as \`\${sent_raw}\``,
      });
  for (const [index, word] of (draft.intervals ?? []).entries())
    if (!INTERVALS.some((known) => known === word))
      complaints.unknownWord([...at, "intervals", index], "an interval", word, INTERVALS);
  if (draft.intervals?.length === 0)
    complaints.add({
      code: "shape",
      at: [...at, "intervals"],
      message: `\`${name}\` is counted in no interval`,
      hint: "write some, such as `[hour, day]`, or leave `intervals` out for all of them",
    });
  if (draft.sql_start === undefined || draft.sql_end === undefined) return [];
  const start = read(draft.sql_start, [...at, "sql_start"]);
  const end = read(draft.sql_end, [...at, "sql_end"]);
  const intervals = INTERVALS.filter((known) => draft.intervals?.includes(known) ?? true);
  return intervals.map((interval): Dimension => {
    const made = { kind: "duration", group: name, groupLabel: label, interval, start, end } as const;
    return {
      ...common,
      kind: "dimension",
      name: spanName(name, interval),
      label: `${interval.charAt(0).toUpperCase()}${interval.slice(1)}s ${label}`,
      type: "number",
      primaryKey: false,
      expression: madeExpression(made),
      made,
      format: undefined,
    };
  });
}
