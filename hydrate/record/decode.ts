// The text of a cell x its source column -> its values in canonical spelling, or how it breaks its contract.
import type { ColumnType, SourceColumn, SourceField } from "../../generator/index.ts";
import { readLiteral, type Literal } from "./literal.ts";
import { readScalar, type Coercion, type Unfit } from "./scalar.ts";
import { count, shown } from "../words.ts";

/** One value in the spelling warehouses load; null when there is none. */
export type Value = string | null;

/** A decoded cell, as its column's shape says: one value; an object's fields; a list's elements with their fields. */
export type Cell =
  | { readonly kind: "scalar"; readonly value: Value }
  | { readonly kind: "object"; readonly fields: readonly Value[] | undefined }
  | { readonly kind: "list"; readonly elements: readonly (readonly Value[])[] };

/** One way in which a record breaks its contract. */
export interface Fault {
  /** A word for machines and for counting, e.g. `not_a_date`. */
  readonly code: FaultCode;
  /** The column, or the place in it (`genres.id`); undefined when the record as a whole is meant. */
  readonly column: string | undefined;
  /** A sentence for people, without its full stop. */
  readonly reason: string;
}

/** Why records go to quarantine, each with what it means. */
export const FAULT_CODES = {
  nul: "a NUL byte stands in the record",
  not_utf8: "the record's bytes are not text in UTF-8",
  bare_quote: "a quote stands in the middle of a cell that is not quoted",
  after_quote: "something follows a closing quote",
  too_few_cells: "the record has fewer cells than the header",
  too_many_cells: "the record has more cells than the header",
  empty: "a cell that must hold a value is empty",
  pattern: "a cell does not match its pattern",
  type: "a value is not of its type",
  key_too_long: "a key is longer than a warehouse can index",
  literal: "a list or object cannot be read",
  shape: "a list or object does not hold what it should",
  new_column: "a value stands in a column that the model does not name",
  missing_column: "the file lacks a column that the model reads",
  duplicate: "another record with the same key stays instead",
  gave_way: "a record of another source of the same drop has the same key, and stays instead",
  superseded: "a later delivery has brought another record with the same key",
} as const;

/** One of the reasons for quarantine. */
export type FaultCode = keyof typeof FAULT_CODES;

/** Hears of every coercion, with the column (or `list.field`) it happened in. */
export type HearCoercion = (column: string, coercion: Coercion) => void;

/**
 * Decodes the texts of one column's cells.
 * @param text the cell as it came, its CSV quotes removed
 * @returns the decoded cell, or the first way in which it breaks its contract
 */
export type DecodeCell = (text: string) => Cell | Fault;

/** Opens the decoder of one column. @param coerced hears of what is changed in its cells */
export function createDecoder(column: SourceColumn, coerced: HearCoercion): DecodeCell {
  const { name, shape, matches } = column;
  const pattern = matches === undefined ? undefined : new RegExp(`^(?:${matches})$`, "u");
  const hear = (coercion: Coercion): void => coerced(name, coercion);
  const decode: DecodeCell =
    shape.kind === "scalar"
      ? (text) => {
          const value = readScalar(text, shape.type, hear);
          if (isUnfit(value)) return fault("type", name, `\`${name}\` ${value.unfit}`);
          if (value === null && column.required) return fault("empty", name, `\`${name}\` is empty`);
          return { kind: "scalar", value };
        }
      : (text) => decodeLiteral(text, column, shape, coerced);
  if (pattern === undefined) return decode;
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === "" || pattern.test(trimmed)) return decode(text);
    return fault("pattern", name, `\`${name}\` is ${shown(trimmed)}, which does not match \`${matches}\``);
  };
}

function decodeLiteral(
  text: string,
  { name, required }: SourceColumn,
  shape: Exclude<SourceColumn["shape"], { readonly kind: "scalar" }>,
  coerced: HearCoercion,
): Cell | Fault {
  const nothing: Cell =
    shape.kind === "list" ? { kind: "list", elements: [] } : { kind: "object", fields: undefined };
  if (text.trim() === "") {
    coerced(name, text === "" ? "empty" : "blank");
    return required ? fault("empty", name, `\`${name}\` is empty`) : nothing;
  }
  const literal = readLiteral(text);
  if (literal.kind === "unreadable") {
    return fault("literal", name, `\`${name}\`, character ${literal.at}: ${literal.reason}`);
  }
  if (literal.kind === "none" && !required) return nothing;
  if (shape.kind === "object") {
    const fields = readFields(literal, name, shape.fields, coerced);
    return Array.isArray(fields) ? { kind: "object", fields } : fields;
  }
  if (literal.kind !== "list") return wrongKind(name, literal, "a list");
  const elements: (readonly Value[])[] = [];
  for (const item of literal.items) {
    const fields = readFields(item, name, shape.fields, coerced);
    if (!Array.isArray(fields)) return fields;
    elements.push(fields);
  }
  if (elements.length === 0 && required) return fault("empty", name, `\`${name}\` is an empty list`);
  return { kind: "list", elements };
}

/** Whether decoding a cell ended in a fault. */
export function isFault(decoded: Cell | Fault): decoded is Fault {
  return "code" in decoded;
}

function readFields(
  literal: Literal,
  column: string,
  fields: readonly SourceField[],
  coerced: HearCoercion,
): Value[] | Fault {
  if (literal.kind !== "dict") return wrongKind(column, literal, `a dict with ${fieldNames(fields)}`);
  const values: Value[] = [];
  for (const field of fields) {
    const written = literal.entries.get(field.name);
    if (written === undefined) {
      return fault(
        "shape",
        `${column}.${field.name}`,
        `\`${column}\`, character ${literal.at}: this element has no \`${field.name}\``,
      );
    }
    const value = readValue(written, field.type, (coercion) => coerced(`${column}.${field.name}`, coercion));
    if (isUnfit(value)) {
      return fault(
        "type",
        `${column}.${field.name}`,
        `\`${column}\`, character ${written.at}: \`${field.name}\` ${value.unfit}`,
      );
    }
    values.push(value);
  }
  return values;
}

/** A text may stand for dates and times only; a number must be a number: nothing is converted on a guess. */
function readValue(literal: Literal, type: ColumnType, coerced: (coercion: Coercion) => void): Value | Unfit {
  if (literal.kind === "none") return null;
  const wanted = LITERAL_OF[type.kind];
  if (literal.kind !== wanted) return { unfit: `is ${sayLiteral(literal)}, not ${A_LITERAL[wanted]}` };
  return readScalar(literal.value, type, coerced);
}

const LITERAL_OF = {
  text: "text",
  date: "text",
  timestamp: "text",
  integer: "number",
  decimal: "number",
  double: "number",
  boolean: "boolean",
} as const satisfies Record<ColumnType["kind"], Literal["kind"]>;

const A_LITERAL = { text: "a text in quotes", number: "a number", boolean: "True or False" } as const;

function sayLiteral(literal: Literal): string {
  switch (literal.kind) {
    case "text":
      return `the text ${shown(literal.value)}`;
    case "number":
      return `the number ${shown(literal.value)}`;
    case "boolean":
      return literal.value === "true" ? "True" : "False";
    case "none":
      return "None";
    case "list":
      return "a list";
    case "dict":
      return "a dict";
  }
}

function wrongKind(column: string, literal: Literal, wanted: string): Fault {
  return fault(
    "shape",
    column,
    `\`${column}\`, character ${literal.at}: ${sayLiteral(literal)} stands where ${wanted} belongs`,
  );
}

function fieldNames(fields: readonly SourceField[]): string {
  return fields.length === 1
    ? `\`${fields[0]?.name}\``
    : count(fields.length, "key") + ` (${fields.map((field) => field.name).join(", ")})`;
}

function fault(code: FaultCode, column: string | undefined, reason: string): Fault {
  return { code, column, reason };
}

function isUnfit(value: Value | Unfit): value is Unfit {
  return typeof value === "object" && value !== null;
}
