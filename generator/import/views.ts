// A LookML view -> a table that is there already, and the view over it as looker.yml says it.
import { type Columns, columnsIn, openColumns, plainColumn } from "./columns.ts";
import { importDerived } from "./derived-table.ts";
import { importDimension, importGroup } from "./dimension.ts";
import { type FieldSurroundings, passedThrough, words, type Written } from "./field.ts";
import { importFilter, importParameter } from "./given.ts";
import { importMeasure } from "./measure.ts";
import type { Whole } from "./assemble.ts";
import type { FormFields } from "./forms.ts";
import { type Block, blocksOf, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** A view, imported. */
export interface ImportedView {
  readonly name: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: Columns;
  readonly description: string | undefined;
  /** What its table says besides when it is a query. */
  readonly derived: Written | undefined;
  readonly written: Written;
  /** The column that each dimension reads as it is, hidden ones that need no writing down among them. */
  readonly columnOf: ReadonlyMap<string, string>;
  /** Columns that only reach their table by a join's condition, not by a reference. */
  readonly compared: ReadonlySet<string>;
  /** Links that the printer makes, by their columns: only a join brings them back, so without one they are written down. */
  readonly links: ReadonlyMap<string, readonly [field: string, written: Written]>;
  /** Whether people have fields of it. */
  readonly shown: boolean;
}

/**
 * @param schema the schema that `@{…}` or the plain name stands for
 * @param form fields that the project's question forms make, and that are therefore not written down
 * @returns undefined when it is left out
 */
export function importView(
  { name, block, comment }: Whole,
  schema: string,
  form: FormFields,
  report: Report,
): ImportedView | undefined {
  const what = `view ${name}`;
  const derived = importDerived(name, block, report);
  const table = derived === undefined ? tableOf(block, name, schema) : name;
  if (table === undefined) {
    const why =
      block["derived_table"] === undefined
        ? `its table lies in another schema than ${schema}`
        : "its derived table is neither SQL nor a question to an explore; make it a view of the warehouse, and import again";
    report.leftOut(
      what,
      block,
      why,
      block["derived_table"] === undefined ? "sql_table_name" : "derived_table",
    );
    return undefined;
  }
  const columns = openColumns();
  const around: FieldSurroundings = {
    view: name,
    measures: new Set(blocksOf(block, "measure").map(([field]) => field)),
    columns,
    report,
  };
  const keyed = keyOf(block);
  if (keyed === undefined) {
    report.leftOut(
      what,
      block,
      "no dimension of it is its primary_key, and rows that cannot be told apart cannot be joined",
    );
    return undefined;
  }
  for (const [column, type] of keyed.columns) columns.see(column, type);
  const columnOf = new Map<string, string>();
  const compared = new Set<string>();
  const links = new Map<string, readonly [string, Written]>();
  let others = false;
  const dimensions: Record<string, Written> = {};
  for (const [field, one] of blocksOf(block, "dimension")) {
    const column = plainColumn(textOf(one, "sql") ?? `\${TABLE}.${field}`);
    if (column !== undefined) columnOf.set(field, column);
    if (column !== undefined && isMade(field, one))
      columns.see(column, textOf(one, "type") === "number" ? "integer" : "text");
    // Links of references are printed before everything people wrote, those of conditions after it.
    if (isMade(field, one)) {
      if (others && column !== undefined) compared.add(column);
      const link = one["primary_key"] === true ? undefined : importDimension(field, one, around);
      if (link !== undefined && column !== undefined) links.set(column, [field, link]);
      continue;
    }
    others = others || one["hidden"] === true;
    const written = importDimension(field, one, around);
    if (written !== undefined) dimensions[field] = written;
  }
  for (const [field, one] of blocksOf(block, "dimension_group")) {
    const written = importGroup(field, one, around);
    if (written !== undefined) dimensions[field] = written;
  }
  const only = <Noun>(entries: readonly (readonly [string, Noun | undefined])[]): Record<string, Noun> =>
    Object.fromEntries(entries.filter((entry): entry is [string, Noun] => entry[1] !== undefined));
  const measures = only(
    blocksOf(block, "measure")
      .filter(([field, one]) => !form.has(name, field) && !isMadeCount(one))
      .map(([field, one]) => [field, importMeasure(field, one, keyed.name, dimensions, around)]),
  );
  const parameters = only(
    blocksOf(block, "parameter")
      .filter(([field]) => !form.has(name, field))
      .map(([field, one]) => [field, importParameter(field, one, around)]),
  );
  const filters = only(
    blocksOf(block, "filter")
      .filter(([field]) => !form.has(name, field))
      .map(([field, one]) => [field, importFilter(field, one, around)]),
  );
  const detail = blocksOf(block, "set").find(([set]) => set === "detail")?.[1]["fields"];
  const rest = passedThrough(withoutDetail(block), "view", SAID, what, report);
  report.carried(what, block);
  const shown = [dimensions, measures, parameters, filters].some((fields) => Object.keys(fields).length > 0);
  return {
    name,
    table,
    key: keyed.columns.map(([column]) => column),
    columns,
    description: comment ?? textOf(block, "description"),
    derived,
    columnOf,
    compared,
    links,
    shown,
    written: {
      ...(table === name ? {} : { table }),
      ...words(name, { ...block, description: undefined }),
      ...section("parameters", parameters),
      ...section("filters", filters),
      ...section("dimensions", dimensions),
      ...section("measures", measures),
      ...(Array.isArray(detail) ? { detail } : {}),
      ...(rest === undefined ? {} : { lookml: rest }),
    },
  };
}

function section(name: string, fields: Record<string, Written>): Written {
  return Object.keys(fields).length === 0 ? {} : { [name]: fields };
}

const SAID = new Set([
  "label",
  "description",
  "required_access_grants",
  "sql_table_name",
  "derived_table",
  "drill_fields",
  "extends",
  "extension",
  "extends__all",
  "dimension",
  "dimension_group",
  "measure",
  "parameter",
  "filter",
]);

/** The set `detail` is looker.yml's own word; the other sets are passed through. */
function withoutDetail(block: Block): Block {
  const sets = Object.fromEntries(blocksOf(block, "set").filter(([name]) => name !== "detail"));
  const { set: _all, ...rest } = block;
  return Object.keys(sets).length === 0 ? rest : { ...rest, set: sets };
}

/** Only tables of the one schema can be the model's; a constant of the project stands for it. */
function tableOf(block: Block, view: string, schema: string): string | undefined {
  if (block["derived_table"] !== undefined) return undefined;
  const written = (textOf(block, "sql_table_name") ?? view).replaceAll('"', "");
  const found = /^(?:(@\{\w+\}|[a-z]\w*)\.)?([a-z][a-z0-9_]*)$/.exec(written);
  const table = found?.[2];
  const of = found?.[1];
  return table !== undefined && (of === undefined || of.startsWith("@") || of === schema) ? table : undefined;
}

interface Key {
  readonly name: string;
  readonly columns: readonly (readonly [column: string, type: string])[];
}

function keyOf(block: Block): Key | undefined {
  const found = blocksOf(block, "dimension").find(([, one]) => one["primary_key"] === true);
  if (found === undefined) return undefined;
  const [name, one] = found;
  const sql = textOf(one, "sql") ?? `\${TABLE}.${name}`;
  const column = plainColumn(sql);
  if (column !== undefined)
    return { name, columns: [[column, textOf(one, "type") === "number" ? "integer" : "text"]] };
  const columns = [...new Set(columnsIn(sql))].map((part) => {
    // What is cast to text on its way into the key was none.
    const cast = new RegExp(`CAST\\(\\$\\{TABLE\\}\\."?${part}"? AS`, "i").test(sql);
    return [part, cast ? "integer" : "text"] as const;
  });
  return columns.length === 0 ? undefined : { name, columns };
}

/** Keys and links that the generator makes again by itself. */
function isMade(name: string, block: Block): boolean {
  if (block["hidden"] !== true) return false;
  const description = textOf(block, "description") ?? "";
  if (block["primary_key"] === true) return name.startsWith("pk1_");
  return /^Links \w+ to another table$/.test(description);
}

/** The hidden count of a view that offers none. */
function isMadeCount(block: Block): boolean {
  return (
    block["hidden"] === true &&
    textOf(block, "type") === "count" &&
    (textOf(block, "description") ?? "").startsWith("How many ") &&
    block["label"] === undefined
  );
}
