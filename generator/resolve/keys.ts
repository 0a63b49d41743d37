// A table -> the hidden dimensions its view needs: its key, its links, and what joins compare.
import { askedNames, dimensionOfColumn } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { Piece } from "../model/expression.ts";
import type { Dimension, Field } from "../model/field.ts";
import type { Column, Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import { typeOfDimension } from "./dimension-type.ts";
import { columnExpression, plainColumn } from "./expression.ts";
import { labelOf } from "./label.ts";

/**
 * The hidden dimensions a view needs before anything else: its key, named as Looker's own linter wants it
 * (`pk1_…` first, look-at-me-sideways K1-K4), and each column that refers to another table.
 */
export function keyDimensions(table: Table, declared: readonly Field[], at: At): readonly Dimension[] {
  const base = {
    kind: "dimension" as const,
    groupLabel: undefined,
    hidden: true,
    requiredAccessGrants: [],
    format: undefined,
    at,
  };
  const [only, ...more] = table.key;
  if (only === undefined) return [];
  const key: Dimension =
    more.length === 0
      ? {
          name: `pk1_${only}`,
          label: labelOf(only),
          description: `Identifies one row of ${table.name}`,
          type: dimensionType(columnOf(table, only)),
          primaryKey: true,
          expression: columnExpression(only),
          ...base,
        }
      : {
          name: `pk1_${table.name}_key`,
          label: labelOf(`${table.name}_key`),
          description: `Identifies one row of ${table.name}`,
          type: "string",
          primaryKey: true,
          expression: joinedKey(table),
          ...base,
        };
  const linking = [
    ...(more.length === 0 ? [] : table.key),
    ...table.references.map((reference) => reference.column),
  ];
  const plain = new Set(
    declared.map((field) => (field.kind === "dimension" ? plainColumn(field.expression) : undefined)),
  );
  const links = [...new Set(linking)]
    .filter((column) => !plain.has(column) && (more.length > 0 || column !== only))
    .map((column): Dimension => ({
      name: declared.some((field) => field.name === column) ? `fk_${column}` : column,
      label: labelOf(column),
      description: `Links ${table.name} to another table`,
      type: dimensionType(columnOf(table, column)),
      primaryKey: false,
      expression: columnExpression(column),
      ...base,
    }));
  return [key, ...links];
}

function joinedKey(table: Table): Dimension["expression"] {
  const last = table.key.length - 1;
  const pieces = table.key.flatMap((column, index): readonly Piece[] => {
    const text = columnOf(table, column)?.type.kind === "text";
    return [
      ...(index === 0 ? [] : [{ kind: "text", text: " || '-' || " } as const]),
      // A separator keeps (1, 23) and (12, 3) apart; a text may hold it, so its length goes before it.
      ...(text && index < last ? [...wrapped("CAST(LENGTH(", column, ") AS VARCHAR) || ':' || ")] : []),
      // Cast to VARCHAR, Redshift would cut a text after 256 bytes.
      ...(text ? [{ kind: "column", column } as const] : wrapped("CAST(", column, " AS VARCHAR)")),
    ];
  });
  return { pieces, unknown: undefined };
}

function wrapped(before: string, column: string, after: string): readonly Piece[] {
  return [
    { kind: "text", text: before },
    { kind: "column", column },
    { kind: "text", text: after },
  ];
}

function columnOf(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.name === name);
}

function dimensionType(column: Column | undefined): Dimension["type"] {
  return typeOfDimension(column?.type) ?? "string";
}

/** The columns that joins compare, each once, by the name of the view they are compared in. */
export function comparedColumns(explores: readonly Explore[]): ReadonlyMap<string, ReadonlySet<string>> {
  const compared = new Map<string, Set<string>>();
  const add = (view: string, column: string): void => {
    const columns = compared.get(view);
    if (columns === undefined) compared.set(view, new Set([column]));
    else columns.add(column);
  };
  for (const explore of explores) {
    for (const join of explore.joins) {
      const from = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
      for (const pair of join.on) {
        add(from, pair.fromColumn);
        add(join.view, pair.toColumn);
      }
    }
  }
  return compared;
}

/**
 * Looker joins by dimensions, so each column that a join compares needs one that reads it as it is.
 * @param compared the columns of the view that joins compare
 * @returns the view, with a hidden dimension for each such column that has none
 */
export function withJoinColumns(view: View, compared: Iterable<string>, table: Table | undefined): View {
  const missing = [...compared].filter(
    (column) => dimensionOfColumn(view, column) === undefined && columnOf(table, column) !== undefined,
  );
  if (missing.length === 0) return view;
  const taken = new Set(view.fields.flatMap(askedNames));
  const added = missing.map((column): Dimension => ({
    kind: "dimension",
    name: taken.has(column) ? `fk_${column}` : column,
    label: labelOf(column),
    description: `Links ${view.table} to another table`,
    groupLabel: undefined,
    hidden: true,
    requiredAccessGrants: [],
    type: dimensionType(columnOf(table, column)),
    primaryKey: false,
    expression: columnExpression(column),
    format: undefined,
    at: view.at,
  }));
  return { ...view, fields: [...view.fields, ...added] };
}
