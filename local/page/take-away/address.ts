// A query, and what is wanted of it -> the address of a file of its rows, or of how many there are.
import type { LookerQuery } from "../props.ts";
import { writeParameters } from "../question/address.ts";

/** The answer's own rows, or the rows of the explore behind it. */
export type Scope = "answer" | "rows";

/** A way to take rows away. */
export interface FileFormat {
  readonly name: string;
  readonly ending: "csv" | "xlsx" | "json" | "parquet";
  /** Excel takes a CSV for text of another alphabet without a byte order mark, which scripts stumble over. */
  readonly mark: boolean;
}

/** The formats in the order in which they are offered. */
export const FILE_FORMATS: readonly FileFormat[] = [
  { name: "CSV", ending: "csv", mark: false },
  { name: "CSV for Excel", ending: "csv", mark: true },
  { name: "XLSX", ending: "xlsx", mark: false },
  { name: "JSON", ending: "json", mark: false },
  { name: "Parquet", ending: "parquet", mark: false },
];

/** The address of a file: all rows, also those that the page does not show. */
export function fileAddress(query: LookerQuery, scope: Scope, { ending, mark }: FileFormat): string {
  return `${explore(query)}.${ending}?${parameters(query, scope)}${mark ? "&bom=1" : ""}`;
}

/** The address that tells how many rows the files will have. */
export function countAddress(query: LookerQuery, scope: Scope): string {
  return `${explore(query)}/count?${parameters(query, scope)}`;
}

function explore({ model, view }: LookerQuery): string {
  return `/download/${encodeURIComponent(model)}/${encodeURIComponent(view)}`;
}

function parameters(query: LookerQuery, scope: Scope): string {
  // Totals have no place in a file, and what is shown is a page of the rows.
  const whole = { ...query, limit: "-1", total: undefined, row_total: undefined };
  const rows = { ...whole, pivots: undefined, fill_fields: undefined, subtotals: undefined };
  return scope === "rows" ? `${writeParameters(rows)}&scope=rows` : writeParameters(whole);
}
