// Views as written -> views whose fields know their type, label and SQL.
import type { Kept } from "../kept.ts";
import type { At } from "../model/at.ts";
import type { Field } from "../model/field.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { ViewDraft } from "../read/shape.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Complaints } from "./complaints.ts";
import { resolveDimension } from "./dimensions.ts";
import { grantsOf } from "./grants.ts";
import { keyDimensions } from "./keys.ts";
import { labelOf, singularOf } from "./label.ts";
import { resolveMeasure } from "./measures.ts";
import { withFormats } from "./reckoned-measure.ts";
import { resolveParameters } from "./parameters.ts";
import { remembered } from "./remembered.ts";

/**
 * @param drafts the model's `views:`
 * @param tables the tables views stand on
 * @param bridges tables that joins go through and that may have no view of their own: they get a hidden one
 * @param kept what an earlier call left
 * @returns declared views in order, then bridges
 */
export function resolveViews(
  drafts: Readonly<Record<string, ViewDraft | null>>,
  tables: readonly Table[],
  bridges: readonly string[],
  complaints: Complaints,
  kept?: Kept,
): readonly View[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const declared = Object.entries(drafts).flatMap(([name, draft]) => {
    const table = byName.get(draft?.table ?? name);
    const of = [draft, table];
    return remembered(kept?.views, name, of, complaints, () =>
      resolveView(name, draft ?? {}, table, tables, complaints),
    );
  });
  const missing = bridges.filter((name) => !Object.hasOwn(drafts, name));
  return [
    ...declared,
    ...missing.flatMap((name) => {
      const table = byName.get(name);
      return remembered(kept?.views, name, ["bridge", table], complaints, () => bridgeView(name, table));
    }),
  ];
}

function resolveView(
  name: string,
  draft: ViewDraft,
  table: Table | undefined,
  tables: readonly Table[],
  complaints: Complaints,
): readonly View[] {
  const at: At = ["views", name];
  const tableName = draft.table ?? name;
  if (table === undefined) {
    const known = tables.map((one) => one.name);
    if (draft.table === undefined)
      complaints.add({
        code: "unknown-name",
        at,
        onKey: true,
        seeks: [["tables", name]],
        message: `view \`${name}\` has no table of its name`,
        hint: `add \`table:\` with the table it stands on; ${didYouMean(name, known) ?? "there is none yet"}`,
      });
    else complaints.unknownName([...at, "table"], "table", tableName, known, false, ["tables", tableName]);
    return [];
  }
  const many = draft.many ?? labelOf(name).toLowerCase();
  const declared = draft.dimensions ?? everyColumn(table);
  const dimensions = Object.entries(declared).flatMap(([field, written]) =>
    resolveDimension(field, written ?? {}, [...at, "dimensions", field], name, table, complaints),
  );
  const measures = withFormats(
    Object.entries(draft.measures ?? {}).flatMap(([field, written]) =>
      resolveMeasure(field, name, written, [...at, "measures", field], dimensions, complaints),
    ),
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

function bridgeView(name: string, table: Table | undefined): readonly View[] {
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
