// A query about to be downloaded -> what its format must know of the values: Parquet types, and texts too long for Excel.
import type pg from "pg";
import { type Dialect, Mistake } from "../../../generator/index.ts";
import type { Query, QueryColumn } from "../../query.ts";
import { indent } from "../../sql/writer.ts";
import { MOST_DIGITS, type ParquetKind } from "./parquet.ts";
import { LONGEST_CELL } from "./xlsx.ts";

/** The numbers of Postgres's types (pg_type.dat). */
const TYPE = { bool: 16, int8: 20, int2: 21, int4: 23, float4: 700, float8: 701, date: 1082, numeric: 1700 };

/**
 * Excel would cut the text off or call the file broken.
 * @throws Mistake when a text is longer than a cell
 */
export async function refuseLongTexts(client: pg.ClientBase, query: Query, dialect: Dialect): Promise<void> {
  const texts = query.columns.filter((column) => column.type === "string");
  if (texts.length === 0) return;
  const longest = await statistics(
    client,
    query,
    texts.map((column) => `MAX(LENGTH(${dialect.identifier(column.name)}))`),
  );
  const index = longest.findIndex((length) => Number(length ?? 0) > LONGEST_CELL);
  const column = texts[index];
  if (column === undefined) return;
  throw new Mistake(
    `${column.label} has a text of ${Number(longest[index]).toLocaleString("en-US")} characters, and a cell of Excel holds ${LONGEST_CELL.toLocaleString("en-US")}. Download it as CSV, JSON or Parquet, or leave ${column.name} out.`,
  );
}

/** Whole numbers stay whole and decimals keep every digit; what fits no such type is text. */
export async function parquetKinds(
  client: pg.ClientBase,
  query: Query,
  dialect: Dialect,
): Promise<readonly ParquetKind[]> {
  const described = await client.query<unknown[]>({
    text: `SELECT * FROM (\n${indent(query.text)}\n) AS described LIMIT 0`,
    values: [...query.values],
    rowMode: "array",
  });
  const types = described.fields.map((field) => field.dataTypeID);
  const asks = query.columns.flatMap((column, index) => questionsOf(column, types[index], dialect));
  const found = asks.length === 0 ? [] : await statistics(client, query, asks);
  let next = 0;
  return query.columns.map((column, index) => {
    const count = questionsOf(column, types[index], dialect).length;
    const answers = found.slice(next, next + count);
    next += count;
    return kindOf(column, types[index], answers);
  });
}

/** What has to be asked of a column's values before its type is known. */
function questionsOf(column: QueryColumn, type: number | undefined, dialect: Dialect): readonly string[] {
  const name = dialect.identifier(column.name);
  if (type === TYPE.numeric && column.exact) return [`MAX(SCALE(${name}))`, `MAX(TRUNC(ABS(${name})))`];
  // A day without end, or before the year 1, is no day that Parquet's readers know.
  if (type === TYPE.date) return [`BOOL_AND(${name} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')`];
  return [];
}

function kindOf(column: QueryColumn, type: number | undefined, answers: readonly unknown[]): ParquetKind {
  switch (type) {
    case TYPE.bool:
      return { kind: "yesno" };
    case TYPE.int2:
    case TYPE.int4:
    case TYPE.int8:
      return { kind: "whole" };
    case TYPE.float4:
    case TYPE.float8:
      return { kind: "double" };
    case TYPE.date:
      return { kind: answers[0] === false ? "text" : "date" };
    case TYPE.numeric: {
      if (!column.exact) return { kind: "double" };
      const scale = Number(answers[0] ?? 0);
      const largest = typeof answers[1] === "string" ? answers[1] : "";
      const whole = /^\d*$/.test(largest) ? largest.length : Number.POSITIVE_INFINITY;
      return whole + scale <= MOST_DIGITS ? { kind: "decimal", scale } : { kind: "text" };
    }
    default:
      return { kind: "text" };
  }
}

async function statistics(
  client: pg.ClientBase,
  query: Query,
  expressions: readonly string[],
): Promise<readonly unknown[]> {
  const found = await client.query<unknown[]>({
    text: `SELECT\n${indent(expressions.join(",\n"))}\nFROM (\n${indent(query.text)}\n) AS measured`,
    values: [...query.values],
    rowMode: "array",
  });
  return found.rows[0] ?? [];
}
