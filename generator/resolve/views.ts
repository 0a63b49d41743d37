// Views as written -> views whose fields know their type, label and SQL.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import { type Dimension, type Field, type Measure, MEASURE_TYPES } from "../model/field.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { MeasureDraft, ViewDraft } from "../read/shape.ts";
import { isPercentile } from "../read/percentile.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Complaints } from "./complaints.ts";
import { resolveDimension } from "./dimensions.ts";
import { readExpression } from "./expression.ts";
import { grantsOf } from "./grants.ts";
import { keyDimensions } from "./keys.ts";
import { labelOf, singularOf } from "./label.ts";
import { resolveParameters } from "./parameters.ts";

/**
 * @param drafts the model's `views:`
 * @param tables the tables views stand on
 * @param bridges tables that joins go through and that may have no view of their own: they get a hidden one
 * @returns declared views in order, then bridges
 */
export function resolveViews(
  drafts: Readonly<Record<string, ViewDraft | null>>,
  tables: readonly Table[],
  bridges: readonly string[],
  complaints: Complaints,
): readonly View[] {
  const declared = Object.entries(drafts).flatMap(([name, draft]) =>
    resolveView(name, draft ?? {}, tables, complaints),
  );
  const missing = bridges.filter((name) => !Object.hasOwn(drafts, name));
  return [...declared, ...missing.flatMap((name) => bridgeView(name, tables))];
}

function resolveView(
  name: string,
  draft: ViewDraft,
  tables: readonly Table[],
  complaints: Complaints,
): readonly View[] {
  const at: At = ["views", name];
  const tableName = draft.table ?? name;
  const table = tables.find((one) => one.name === tableName);
  if (table === undefined) {
    const known = tables.map((one) => one.name);
    if (draft.table === undefined)
      complaints.add({
        code: "unknown-name",
        at,
        onKey: true,
        message: `view \`${name}\` has no table of its name`,
        hint: `add \`table:\` with the table it stands on; ${didYouMean(name, known) ?? "there is none yet"}`,
      });
    else complaints.unknownName([...at, "table"], "table", tableName, known);
    return [];
  }
  const many = draft.many ?? labelOf(name).toLowerCase();
  const declared = draft.dimensions ?? everyColumn(table);
  const dimensions = Object.entries(declared).flatMap(([field, written]) =>
    resolveDimension(field, written ?? {}, [...at, "dimensions", field], name, table, complaints),
  );
  const measures = Object.entries(draft.measures ?? {}).flatMap(([field, written]) =>
    resolveMeasure(field, name, written, [...at, "measures", field], dimensions, complaints),
  );
  return [
    {
      name,
      label: draft.label ?? labelOf(name),
      description: draft.description ?? table.description,
      noun: { one: draft.one ?? singularOf(many), many },
      table: table.name,
      fields: [
        ...keyDimensions(table, dimensions, at),
        ...resolveParameters(draft, at, complaints),
        ...dimensions,
        ...measures,
      ],
      requiredAccessGrants: grantsOf(draft.required_access_grants),
      lookml: draft.lookml,
      detail:
        draft.detail ??
        dimensions
          .filter((field) => !field.hidden)
          .slice(0, 6)
          .flatMap(firstAsked),
      at,
    },
  ];
}

function firstAsked(field: Field): readonly string[] {
  if (field.kind !== "dimension_group") return [field.name];
  const timeframe = field.timeframes.find((one) => one !== "raw");
  return timeframe === undefined ? [] : [`${field.name}_${timeframe}`];
}

function everyColumn(table: Table): Readonly<Record<string, null>> {
  const linked = new Set([...table.key, ...table.references.map((reference) => reference.column)]);
  return Object.fromEntries(
    table.columns.filter((column) => !linked.has(column.name)).map((column) => [column.name, null]),
  );
}

function bridgeView(name: string, tables: readonly Table[]): readonly View[] {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) return [];
  const many = labelOf(name).toLowerCase();
  return [
    {
      name,
      label: labelOf(name),
      description: table.description,
      noun: { one: singularOf(many), many },
      table: name,
      fields: keyDimensions(table, [], table.at),
      requiredAccessGrants: [],
      detail: [],
      at: table.at,
    },
  ];
}

function resolveMeasure(
  name: string,
  view: string,
  draft: MeasureDraft,
  at: At,
  dimensions: readonly Field[],
  complaints: Complaints,
): readonly Measure[] {
  const type = MEASURE_TYPES.find((known) => known === draft.type);
  if (type === undefined) {
    complaints.unknownWord([...at, "type"], "a measure type", draft.type, MEASURE_TYPES);
    return [];
  }
  const common = {
    kind: "measure",
    name,
    label: draft.label ?? labelOf(name),
    description: draft.description,
    groupLabel: draft.group,
    hidden: draft.hidden ?? false,
    requiredAccessGrants: grantsOf(draft.required_access_grants),
    lookml: draft.lookml,
    type,
    at,
  } as const;
  if (type !== "percentile" && draft.percentile !== undefined)
    complaints.add({
      code: "type-clash",
      at: [...at, "percentile"],
      message: `only a measure of type percentile has a percentile; \`${name}\` is of type ${type}`,
      hint: "write `type: percentile`, or leave `percentile:` out",
    });
  if (type === "number") return computedMeasure(common, view, draft, complaints);
  if (draft.sql !== undefined)
    complaints.add({
      code: "type-clash",
      at: [...at, "sql"],
      message: `only a measure of type number has SQL of its own; \`${name}\` is the ${type} of a dimension`,
      hint: "give the SQL to a dimension, and name that under `of:`",
    });
  const names = dimensions.filter((field) => field.kind === "dimension").map((field) => field.name);
  const of = dimensions.find(
    (field): field is Dimension => field.kind === "dimension" && field.name === draft.of,
  );
  const group = dimensions.find(
    (field) =>
      field.kind === "dimension_group" && [field.name, ...askedNames(field)].includes(draft.of ?? ""),
  );
  if (group !== undefined)
    complaints.add({
      code: "type-clash",
      at: [...at, "of"],
      message: `\`${draft.of}\` is a point in time, so it has no ${draft.type}`,
    });
  else if (draft.of !== undefined && of === undefined)
    complaints.unknownName([...at, "of"], "dimension in this view called", draft.of, names);
  if (type === "count" && draft.of !== undefined) {
    complaints.add({
      code: "type-clash",
      at: [...at, "of"],
      message: "`count` counts rows, so it takes no `of`",
      hint: `to count only rows that have it, write \`filters: {${draft.of}: ${of?.type === "string" ? '"-NULL"' : "NOT NULL"}}\`; to count its different values, \`type: count_distinct\``,
    });
  }
  if (type !== "count" && draft.of === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say what it is the ${type} of`,
      hint: "add `of:` with a dimension of this view",
    });
  }
  if (of !== undefined && of.type !== "number" && type !== "count_distinct" && type !== "count") {
    complaints.add({
      code: "type-clash",
      at: [...at, "of"],
      message: `\`${of.name}\` is a ${of.type}, so it has no ${type}`,
    });
  }
  if (type === "percentile" && draft.percentile === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say which percentile it is`,
      hint: "add `percentile:` with a number from 0 to 100, such as 90",
    });
  }
  if (type === "percentile" && draft.percentile !== undefined && !isPercentile(draft.percentile)) {
    complaints.add({
      code: "shape",
      at: [...at, "percentile"],
      message: `there is no percentile ${draft.percentile}`,
      hint: "write a number from 0 to 100 with at most four decimals, such as 90 or 99.9",
    });
  }
  const filters = Object.entries(draft.filters ?? {}).map(([dimension, value]) => {
    if (!names.includes(dimension))
      complaints.unknownName(
        [...at, "filters", dimension],
        "dimension in this view called",
        dimension,
        names,
        true,
      );
    return { dimension, value };
  });
  return [
    {
      ...common,
      of: type === "count" ? undefined : draft.of,
      ...(type === "percentile" ? { percentile: draft.percentile } : {}),
      filters,
      format: draft.format ?? (type === "count" || type === "count_distinct" ? "decimal_0" : of?.format),
    },
  ];
}

/** A measure that is computed from others of its view, such as a share of one in another. */
function computedMeasure(
  common: Omit<Measure, "of" | "filters" | "format">,
  view: string,
  draft: MeasureDraft,
  complaints: Complaints,
): readonly Measure[] {
  const { name, at } = common;
  for (const key of ["of", "filters"] as const)
    if (draft[key] !== undefined)
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${name}\` is computed from other measures, so it takes no \`${key}\``,
        hint: "give it to those measures",
      });
  if (draft.sql === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say what it is computed from`,
      hint: "add `sql:` with other measures in it, such as `${total} / NULLIF(${count}, 0)`",
    });
    return [];
  }
  const expression = readExpression(draft.sql, view, [...at, "sql"], complaints);
  return [{ ...common, of: undefined, expression, filters: [], format: draft.format }];
}
