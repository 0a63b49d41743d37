// A column of a table as written -> a column that knows its type and where its value comes from.
import type { At } from "../model/at.ts";
import type { ColumnType } from "../model/column-type.ts";
import type { Source, SourceColumn } from "../model/source.ts";
import type { Column, ColumnOrigin, TableOrigin } from "../model/table.ts";
import { didYouMean } from "../read/suggest.ts";
import { readColumnType, sayType } from "./column-type.ts";
import type { Complaints } from "./complaints.ts";
import { readWarehouseType, WAREHOUSE_TYPES } from "./warehouse-type.ts";

/**
 * A column that is filled from sources.
 * @param written the value of the origin that it holds, e.g. `id` or `parent.id`
 * @param from the origins of the table's rows; the value must be in each
 * @returns the column, as text after a complaint; the rest of the model goes on with it
 */
export function resolveColumn(
  name: string,
  written: string,
  at: At,
  from: readonly TableOrigin[],
  sources: readonly Source[],
  complaints: Complaints,
): readonly Column[] {
  const found = from.map((origin) => ({ origin, value: findValue(origin, written, sources) }));
  let ok = true;
  for (const { origin, value } of found) {
    if ("missing" in value) {
      ok = false;
      const where = `${origin.source}${origin.list === undefined ? "" : `.${origin.list}`}`;
      complaints.unknownName(at, `value in \`${where}\` called`, written, value.known);
    }
  }
  const values = found.flatMap(({ value }) => ("missing" in value ? [] : [value]));
  const first = values[0];
  if (!ok || first === undefined) {
    // Without an origin the column still exists for the rest of the model: one mistake, one complaint.
    return [
      {
        name,
        type: readColumnType("text", at, complaints),
        origin: { kind: "record", column: written },
        required: false,
        at,
      },
    ];
  }
  // A column whose type could not be read was told where it stands, and says nothing here.
  const doubtful = from.some((origin) =>
    complaints.has(["sources", origin.source, "columns", columnOf(origin, written)]),
  );
  const clash = doubtful
    ? undefined
    : values.find((value) => JSON.stringify(value.type) !== JSON.stringify(first.type));
  if (clash !== undefined) {
    complaints.add({
      code: "type-clash",
      at,
      message: `\`${name}\` has one type in one source and another in the other: ${sayType(first.type)} and ${sayType(clash.type)}`,
      hint: "give both source columns the same type",
    });
  }
  // After a complaint the rest of the model goes on with what is not merely a text.
  const type = values.find((value) => value.type.kind !== "text")?.type ?? first.type;
  return [{ name, type, origin: first.origin, required: values.every((value) => value.required), at }];
}

/** The column of a source that a value of one of its records stands in. */
function columnOf(origin: TableOrigin, written: string): string {
  const ofRecord = origin.list === undefined || written.startsWith("parent.");
  const path = ofRecord ? written.replace(/^parent\./, "").split(".")[0] : origin.list;
  return path ?? written;
}

/**
 * A column of a table that somebody else fills.
 * @param written its type, as looker.yml or the warehouse spells it
 * @returns the column, as text after a complaint
 */
export function givenColumn(
  table: string,
  name: string,
  written: string,
  at: At,
  complaints: Complaints,
): readonly Column[] {
  const type = readWarehouseType(written);
  if (type !== undefined) return [{ name, type, origin: { kind: "given" }, required: false, at }];
  complaints.add({
    code: "unknown-word",
    at,
    message: `column \`${table}.${name}\` is of type \`${written}\`, which no dimension can read`,
    hint:
      didYouMean(written, WAREHOUSE_TYPES) ??
      "leave the column out, or read it through a view of the warehouse that casts it",
  });
  return [{ name, type: { kind: "text", bytes: undefined }, origin: { kind: "given" }, required: false, at }];
}

type Value = { readonly type: ColumnType; readonly origin: ColumnOrigin; readonly required: boolean };

function findValue(
  origin: TableOrigin,
  written: string,
  sources: readonly Source[],
): Value | { readonly missing: true; readonly known: readonly string[] } {
  const source = sources.find((one) => one.name === origin.source);
  const columns = source?.columns ?? [];
  if (origin.list === undefined)
    return fromRecord(columns, written) ?? { missing: true, known: recordNames(columns) };
  const list = columns.find((column) => column.name === origin.list);
  const fields = list?.shape.kind === "list" ? list.shape.fields : [];
  if (written.startsWith("parent.")) {
    const found = fromRecord(columns, written.slice("parent.".length));
    return found ?? { missing: true, known: recordNames(columns).map((name) => `parent.${name}`) };
  }
  const field = fields.find((one) => one.name === written);
  if (field !== undefined)
    return { type: field.type, origin: { kind: "element", field: written }, required: false };
  return {
    missing: true,
    known: [...fields.map((one) => one.name), ...recordNames(columns).map((name) => `parent.${name}`)],
  };
}

function fromRecord(columns: readonly SourceColumn[], written: string): Value | undefined {
  for (const column of columns) {
    if (column.shape.kind === "scalar" && column.name === written)
      return {
        type: column.shape.type,
        origin: { kind: "record", column: written },
        required: column.required,
      };
    if (column.shape.kind !== "object") continue;
    const field = column.shape.fields.find((one) => `${column.name}.${one.name}` === written);
    if (field !== undefined)
      return {
        type: field.type,
        origin: { kind: "object", column: column.name, field: field.name },
        required: false,
      };
  }
  return undefined;
}

function recordNames(columns: readonly SourceColumn[]): readonly string[] {
  return columns.flatMap((column) => {
    if (column.shape.kind === "scalar") return [column.name];
    return column.shape.kind === "object"
      ? column.shape.fields.map((field) => `${column.name}.${field.name}`)
      : [];
  });
}
