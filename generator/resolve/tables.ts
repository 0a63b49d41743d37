// Tables as written -> tables whose every column knows its type and where its value comes from.
import type { Kept } from "../kept.ts";
import type { At } from "../model/at.ts";
import type { Source } from "../model/source.ts";
import type { Reference, Table, TableOrigin } from "../model/table.ts";
import type { TableDraft, ViewDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { resolveDerived } from "./derived.ts";
import type { ExploreDrafts } from "./explore-source.ts";
import { columnsNamed, type KeptTable, readDistribution } from "./persistence.ts";
import { checkReferences } from "./references.ts";
import { remembered } from "./remembered.ts";
import { asList, itemAt } from "./sources.ts";
import { givenColumn, resolveColumn } from "./table-columns.ts";

/**
 * @param drafts the model's `tables:`
 * @param sources the sources the tables are filled from
 * @param views the model's `views:`, one of which a table that is a query belongs to
 * @param explores the model's `explores:`, which a table can be a question to
 * @param kept what an earlier call left
 * @returns the tables in the same order
 */
export function resolveTables(
  drafts: Readonly<Record<string, TableDraft>>,
  sources: readonly Source[],
  views: Readonly<Record<string, ViewDraft | null>>,
  explores: ExploreDrafts,
  complaints: Complaints,
  kept?: Kept,
): readonly Table[] {
  const tables = Object.entries(drafts).map(([name, draft]): Table => {
    const table = remembered(kept?.tables, name, [draft, sources], complaints, () =>
      resolveTable(name, draft, sources, complaints),
    );
    // A query follows from more than its table.
    const { derived } = resolveDerived(name, draft, { views, explores, complaints });
    return derived === undefined ? table : { ...table, derived };
  });
  const byName = new Map(tables.map((table) => [table.name, table]));
  for (const table of tables) checkReferences(table, byName, complaints);
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
  const kept: KeptTable = { name, what: "table", at, columns: written.map(([one]) => one) };
  const sort = columnsNamed("sort", draft.sort, kept, complaints);
  const distribution = readDistribution(draft.distribution, kept, complaints);
  const { description } = draft;
  return { name, description, from, key, columns: required, references, distribution, sort, at };
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
      false,
      ["sources", sourceName],
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
