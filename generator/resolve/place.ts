// A point on the earth as written -> what a dimension is made of.
import { madeExpression } from "../made.ts";
import type { At } from "../model/at.ts";
import type { Expression } from "../model/expression.ts";
import type { Table } from "../model/table.ts";
import type { DimensionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { typeOfDimension } from "./dimension-type.ts";
import { plainColumn } from "./expression.ts";
import { type MadeParts, saysNothing } from "./made.ts";

/**
 * @param read reads the SQL of one coordinate
 * @returns nothing after a complaint
 */
export function resolvePlace(
  name: string,
  draft: DimensionDraft,
  at: At,
  table: Table,
  read: (sql: string, at: At) => Expression,
  complaints: Complaints,
): MadeParts | undefined {
  saysNothing(
    name,
    draft,
    at,
    ["column", "sql", "unknown", "format"],
    "is a place",
    "say it of `sql_latitude` and `sql_longitude`",
    complaints,
  );
  const [latitude, longitude] = (["sql_latitude", "sql_longitude"] as const).map((key) => {
    const sql = draft[key];
    if (sql === undefined) {
      complaints.add({
        code: "missing-key",
        at,
        onKey: true,
        message: `\`${name}\` does not say its ${key.slice("sql_".length)}`,
        hint: `add \`${key}:\` with a number of degrees, such as \`\${TABLE}.${key.slice("sql_".length)}\``,
      });
      return undefined;
    }
    const expression = read(sql, [...at, key]);
    const plain = plainColumn(expression);
    const column = table.columns.find((one) => one.name === plain);
    if (column !== undefined && typeOfDimension(column.type) !== "number")
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${plain}\` is no number, and a ${key.slice("sql_".length)} is one of degrees`,
      });
    return expression;
  });
  if (latitude === undefined || longitude === undefined) return undefined;
  const made = { kind: "location", latitude, longitude } as const;
  return { type: "string", expression: madeExpression(made), made };
}
