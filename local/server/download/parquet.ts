// Rows -> the pieces of a Parquet file whose columns hold what the database holds, digit for digit.
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { ByteWriter, parquetWriteRows } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet-writer";
import type { QueryColumn } from "../../query.ts";
import type { Batch, DownloadRows } from "./rows.ts";

/** What a column of a Parquet file holds. */
export type ParquetKind =
  | { readonly kind: "text" | "yesno" | "date" | "whole" | "double" }
  | { readonly kind: "decimal"; readonly scale: number };

/** The most digits of a DECIMAL that readers take (Parquet, "Logical Types": 16 bytes hold 38). */
export const MOST_DIGITS = 38;
const DECIMAL_BYTES = 16;
/** Rows that are compressed together; as many are held at once. */
const ROWS_IN_GROUP = 20_000;

/**
 * @param kinds of the columns, in their order
 * @throws Error from the stream when a value is not of its column's kind
 */
export async function* writeParquet(
  rows: DownloadRows,
  kinds: readonly ParquetKind[],
): AsyncGenerator<Uint8Array> {
  const out = new PassThrough({ highWaterMark: 1 << 20 });
  const writer = new ByteWriter();
  const flush = async (): Promise<void> => {
    const piece = writer.getBytes().slice();
    writer.index = 0;
    // Whoever reads may have gone, and then nothing drains any more.
    if (!out.write(piece)) await Promise.race([once(out, "drain"), once(out, "close")]);
    if (out.destroyed) throw new Error("nobody reads the file any more");
  };
  Object.assign(writer, { flush, finish: flush });
  const write = async (): Promise<void> => {
    await parquetWriteRows({
      writer,
      columns: rows.columns.map(({ name }) => ({ name })),
      schema: [
        { name: "root", num_children: rows.columns.length },
        ...rows.columns.map((column, index) => schemaOf(column, kinds[index])),
      ],
      rows: recordsOf(rows, kinds),
      rowGroupSize: ROWS_IN_GROUP,
      createdBy: "viewfinder",
    });
    out.end();
  };
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  yield* out as AsyncIterable<Uint8Array>;
}

async function* recordsOf(
  rows: DownloadRows,
  kinds: readonly ParquetKind[],
): AsyncGenerator<Record<string, unknown>> {
  for await (const batch of rows.batches)
    for (const row of batch)
      yield Object.fromEntries(
        rows.columns.map((column, index) => [column.name, parquetValue(row[index], kinds[index])]),
      );
}

function schemaOf(column: QueryColumn, kind: ParquetKind | undefined): SchemaElement {
  const common = { name: column.name, repetition_type: "OPTIONAL" as const };
  switch (kind?.kind) {
    case "yesno":
      return { ...common, type: "BOOLEAN" };
    case "date":
      return { ...common, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } };
    case "whole":
      return { ...common, type: "INT64" };
    case "double":
      return { ...common, type: "DOUBLE" };
    case "decimal":
      return {
        ...common,
        type: "FIXED_LEN_BYTE_ARRAY",
        type_length: DECIMAL_BYTES,
        converted_type: "DECIMAL",
        scale: kind.scale,
        precision: MOST_DIGITS,
        logical_type: { type: "DECIMAL", precision: MOST_DIGITS, scale: kind.scale },
      };
    default:
      return { ...common, type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
  }
}

function parquetValue(value: unknown, kind: ParquetKind | undefined): unknown {
  if (value === null || value === undefined) return null;
  const text = textOf(value);
  switch (kind?.kind) {
    case "yesno":
      return value === true;
    case "whole":
      return BigInt(text);
    case "double":
      return Number(text);
    case "date":
      return Math.round(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
    case "decimal":
      return unscaled(text, kind.scale);
    default:
      return text;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `-1.5` with a scale of 3 is -1500. */
function unscaled(text: string, scale: number): bigint {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === "" || fraction.length > scale) throw new Error(`${text} is no decimal of scale ${scale}`);
  const digits = BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
  return sign === "-" ? -digits : digits;
}

/** The kinds of columns whose rows are all held already. */
export function kindsOfHeld(columns: readonly QueryColumn[], rows: Batch): readonly ParquetKind[] {
  return columns.map((column, index): ParquetKind => {
    const texts = rows.flatMap((row) => {
      const value = row[index];
      return value === null || value === undefined ? [] : [textOf(value)];
    });
    if (column.type === "yesno") return { kind: "yesno" };
    if (column.type === "date")
      return { kind: texts.every((text) => /^\d{4}-\d\d-\d\d$/.test(text)) ? "date" : "text" };
    if (column.type === "string") return { kind: "text" };
    if (!column.exact) return { kind: "double" };
    if (texts.every((text) => /^-?\d{1,18}$/.test(text))) return { kind: "whole" };
    if (!texts.every((text) => /^-?\d+(\.\d+)?$/.test(text))) return { kind: "text" };
    const scale = Math.max(...texts.map((text) => text.split(".")[1]?.length ?? 0));
    const whole = Math.max(...texts.map((text) => text.replace("-", "").split(".")[0]?.length ?? 0));
    return whole + scale <= MOST_DIGITS ? { kind: "decimal", scale } : { kind: "text" };
  });
}
