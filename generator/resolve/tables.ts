// Tables as written -> tables whose every column knows its type and where its value comes from.
import type { At } from "../model/at.ts";
import type { ColumnType } from "../model/column-type.ts";
import type { Source, SourceColumn } from "../model/source.ts";
import {
  type Column,
  type ColumnOrigin,
  type Distribution,
  DISTRIBUTIONS,
  type Reference,
  type Table,
  type TableOrigin,
} from "../model/table.ts";
import type { TableDraft } from "../read/shape.ts";
import { didYouMean } from "../read/suggest.ts";
import { readColumnType } from "./column-type.ts";
import type { Complaints } from "./complaints.ts";
import { asList, itemAt } from "./sources.ts";
import { readWarehouseType, WAREHOUSE_TYPES } from "./warehouse-type.ts";

/**
 * @param drafts the model's `tables:`
 * @param sources the sources the tables are filled from
 * @returns the tables in the same order
 */
export function resolveTables(
  drafts: Readonly<Record<string, TableDraft>>,
  sources: readonly Source[],
  complaints: Complaints,
): readonly Table[] {
  const tables = Object.entries(drafts).map(([name, draft]) =>
    resolveTable(name, draft, sources, complaints),
  );
  for (const table of tables) checkReferences(table, tables, complaints);
  return tables;
}

function resolveTable(
  name: string,
  draft: TableDraft,
  sources: readonly Source[],
  complaints: Complaints,
): Table {
  const at: At = ["tables", name];
  const given = draft.from === undefined;
  const from = asList(draft.from ?? []).flatMap((written, index) =>
    resolveOrigin(written, itemAt([...at, "from"], draft.from ?? [], index), sources, complaints),
  );
  if (given && Array.isArray(draft.columns)) {
    complaints.add({
      code: "missing-key",
      at: [...at, "columns"],
      message: `the columns of \`${name}\` have no types: without \`from:\` there is no source to take them from`,
      hint: "write a map such as `{id: integer, name: text}`, or say `from:`",
    });
  }
  const key = asList(draft.key);
  const written: readonly (readonly [string, string, At])[] = Array.isArray(draft.columns)
    ? draft.columns.map((column, index) => [column, column, [...at, "columns", index]] as const)
    : Object.entries(draft.columns).map(
        ([column, value]) => [column, value, [...at, "columns", column]] as const,
      );
  const columns = written.flatMap(([column, value, columnAt]) =>
    given
      ? givenColumn(name, column, Array.isArray(draft.columns) ? "text" : value, columnAt, complaints)
      : resolveColumn(column, value, columnAt, from, sources, complaints),
  );
  const required = columns.map((column) =>
    key.includes(column.name) ? { ...column, required: true } : column,
  );
  for (const [index, column] of key.entries()) {
    if (!written.some(([one]) => one === column))
      complaints.unknownName(
        itemAt([...at, "key"], draft.key, index),
        `column in table \`${name}\` called`,
        column,
        written.map(([one]) => one),
      );
  }
  const references = Object.entries(draft.references ?? {}).map(([column, table]): Reference => ({
    column,
    table,
    at: [...at, "references", column],
  }));
  const sort = asList(draft.sort ?? []);
  const names = written.map(([one]) => one);
  for (const [index, column] of sort.entries()) {
    if (!names.includes(column))
      complaints.unknownName(
        itemAt([...at, "sort"], draft.sort ?? [], index),
        `column in table \`${name}\` called`,
        column,
        names,
      );
  }
  const distribution = readDistribution(name, draft.distribution, names, at, complaints);
  const { description } = draft;
  return { name, description, from, key, columns: required, references, distribution, sort, at };
}

/** A column's name, or a word for a way that needs none. */
function readDistribution(
  table: string,
  written: string | undefined,
  columns: readonly string[],
  at: At,
  complaints: Complaints,
): Distribution | undefined {
  if (written === undefined) return undefined;
  const kind = DISTRIBUTIONS.find((one) => one === written);
  if (kind !== undefined) return { kind };
  if (columns.includes(written)) return { kind: "column", column: written };
  const known = [...columns, ...DISTRIBUTIONS];
  complaints.unknownName([...at, "distribution"], `column in table \`${table}\` called`, written, known);
  return undefined;
}

function resolveOrigin(
  written: string,
  at: At,
  sources: readonly Source[],
  complaints: Complaints,
): readonly TableOrigin[] {
  const [sourceName = "", ...path] = written.split(".");
  const source = sources.find((one) => one.name === sourceName);
  if (source === undefined) {
    complaints.unknownName(
      at,
      "source",
      sourceName,
      sources.map((one) => one.name),
    );
    return [];
  }
  if (path.length === 0) return [{ source: sourceName, list: undefined }];
  const list = path.join(".");
  const column = source.columns.find((one) => one.name === list);
  if (column === undefined) {
    complaints.unknownName(at, `column in source \`${sourceName}\` called`, list, listNames(source));
    return [];
  }
  if (column.shape.kind !== "list") {
    complaints.add({
      code: "type-clash",
      at,
      message: `\`${written}\` is not a list column, so it has no elements to make rows of`,
      hint: `say \`list: {…}\` for \`${list}\` under \`sources.${sourceName}.columns\``,
    });
    return [];
  }
  return [{ source: sourceName, list }];
}

function listNames(source: Source): readonly string[] {
  return source.columns.filter((column) => column.shape.kind === "list").map((column) => column.name);
}

function resolveColumn(
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
  const clash = values.find((value) => JSON.stringify(value.type) !== JSON.stringify(first.type));
  if (clash !== undefined) {
    complaints.add({
      code: "type-clash",
      at,
      message: `\`${name}\` has one type in one source and another in the other: ${sayType(first.type)} and ${sayType(clash.type)}`,
      hint: "give both source columns the same type",
    });
  }
  return [
    { name, type: first.type, origin: first.origin, required: values.every((value) => value.required), at },
  ];
}

function givenColumn(
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

function checkReferences(table: Table, tables: readonly Table[], complaints: Complaints): void {
  for (const reference of table.references) {
    if (!table.columns.some((column) => column.name === reference.column)) {
      const known = table.columns.map((column) => column.name);
      complaints.unknownName(
        reference.at,
        `column in table \`${table.name}\` called`,
        reference.column,
        known,
        true,
      );
    }
    const target = tables.find((one) => one.name === reference.table);
    if (target === undefined) {
      complaints.unknownName(
        reference.at,
        "table",
        reference.table,
        tables.map((one) => one.name),
      );
    } else if (target.key.length !== 1) {
      complaints.add({
        code: "key-clash",
        at: reference.at,
        message: `\`${reference.table}\` has a key of ${target.key.length} columns, so one column cannot refer to it`,
      });
    }
  }
}

/** A type in words, for messages. */
export function sayType(type: ColumnType): string {
  if (type.kind === "decimal") return `decimal(${type.precision}, ${type.scale})`;
  if (type.kind === "text" && type.bytes !== undefined) return `text(${type.bytes})`;
  return type.kind;
}
