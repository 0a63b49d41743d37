// A database's catalog, or nothing -> a looker.yml to begin with, as a person would have written it.
import { RESERVED } from "../check/reserved.ts";
import { readWarehouseType } from "../resolve/warehouse-type.ts";
import { sayType } from "../resolve/column-type.ts";
import type { Catalog, CatalogColumn, CatalogTable } from "./catalog.ts";
import { findLinks, type FoundReference, type FoundTable, isBridge } from "./links.ts";

const FIRST_LINE = "# yaml-language-server: $schema=looker.schema.json";

/**
 * @param name the model's name
 * @returns a small model of files to be delivered, with a comment at each part that is to be changed
 */
export function starterModel(name: string): string {
  return `${FIRST_LINE}
# The one model. Say here what your files hold; \`viewfinder check\` tells what is missing.
model: ${name}
connection: warehouse   # the connection's name in Looker
unsigned: folders       # drops in folders of this machine load without a signature; from S3 they must be signed

# What is delivered: one CSV file a month, say.
sources:
  orders:
    files: orders*.csv
    key: id
    columns:
      id: integer
      ordered: date
      country: text
      amount: decimal(12, 2)
      tags: {list: {id: integer, name: text}}   # a cell such as [{"id": 1, "name": "gift"}]

# What the warehouse holds.
tables:
  orders:
    from: orders
    key: id
    columns: [id, ordered, country, amount]
  tags:
    from: orders.tags
    key: id
    columns: [id, name]
  order_tags:
    from: orders.tags
    key: [order_id, tag_id]
    columns: {order_id: parent.id, tag_id: id}
    references: {order_id: orders, tag_id: tags}

# The tables as people see them.
views:
  orders:
    dimensions:
      ordered: {type: time, timeframes: [date, month, quarter, year], description: Day of the order}
      country: {description: Country the order came from}
      amount: {format: decimal_2, description: What was paid}
    measures:
      count: {type: count, label: Orders, description: How many orders}
      total_amount: {type: sum, of: amount, description: All that was paid}
  tags:
    dimensions:
      name: {label: Tag, description: What the order was marked with}

# What analysts open.
explores:
  orders:
    joins:
      tags: {through: order_tags}

# The question they ask most: what narrows it, what is measured, and how.
questions:
  orders:
    explore: orders
    selectors: {tag: tags.name}
    metrics: [amount]
    by: [tag, country, ordered_month]
    default: {metric: amount, aggregation: total, by: tag}
`;
}

/**
 * @param catalog what the database says of one schema
 * @param name the model's name
 * @returns a model of its tables, with a comment at everything that was guessed or left out
 */
export function modelOfCatalog(catalog: Catalog, name: string): string {
  const usable = catalog.tables.filter((table) => isName(table.name));
  const found = findLinks({
    ...catalog,
    tables: usable.map((table) => ({
      ...table,
      columns: table.columns.filter((column) => isReadable(column)),
    })),
  }).filter((one) => one.key.every((column) => one.table.columns.some((known) => known.name === column)));
  const people = found.filter((one) => !isBridge(one));
  const left = catalog.tables.filter((table) => !found.some((one) => one.table.name === table.name));
  return [
    FIRST_LINE,
    `# Written from the tables of schema ${catalog.schema}. Read it through: what was guessed is marked.`,
    `model: ${name}`,
    "connection: warehouse   # the connection's name in Looker",
    `schema: ${catalog.schema}`,
    "",
    "# What the warehouse holds. These tables are filled by others, so they name no sources.",
    "tables:",
    ...found.flatMap((one) => tableLines(one, catalog)),
    ...left.map(
      (table) =>
        `  # ${table.name} is left out: ${isName(table.name) ? "nothing tells its rows apart (no primary key)" : "LookML takes no such name"}`,
    ),
    "",
    "# The tables as people see them.",
    "views:",
    ...people.flatMap(viewLines),
    "",
    "# What analysts open.",
    "explores:",
    ...exploreLines(found),
    "",
  ].join("\n");
}

function tableLines(one: FoundTable, catalog: Catalog): readonly string[] {
  const { table, key, keyGuessed, references } = one;
  const columns = table.columns.map(({ name, type }) => `      ${name}: ${typeOf(type)}`);
  const whole = catalog.tables.find((known) => known.name === table.name);
  const dropped = (whole?.columns ?? [])
    .filter((column) => !table.columns.some((kept) => kept.name === column.name))
    .map((column) =>
      isName(column.name)
        ? `      # ${column.name} is left out: no dimension reads ${column.type}`
        : `      # "${column.name}" is left out: LookML takes no such name`,
    );
  return [
    `  ${table.name}:`,
    ...(table.comment === undefined ? [] : [`    description: ${quote(table.comment)}`]),
    `    key: ${key.length === 1 ? key[0] : `[${key.join(", ")}]`}${keyGuessed ? "   # guessed by its name: the database says no key" : ""}`,
    "    columns:",
    ...columns,
    ...dropped,
    ...referenceLines(references),
    ...(table.distribution === undefined ? [] : [`    distribution: ${table.distribution}`]),
    ...sortLines(table),
  ];
}

/** As far as its columns are in the model. */
function sortLines({ sort = [], columns }: CatalogTable): readonly string[] {
  const known = sort.filter((name) => columns.some((column) => column.name === name));
  if (known.length === 0) return [];
  return [`    sort: ${known.length === 1 ? known[0] : `[${known.join(", ")}]`}`];
}

function referenceLines(references: readonly FoundReference[]): readonly string[] {
  if (references.length === 0) return [];
  return [
    "    references:",
    ...references.map(
      ({ column, table, guessed }) => `      ${column}: ${table}${guessed ? "   # guessed by its name" : ""}`,
    ),
  ];
}

function viewLines(one: FoundTable): readonly string[] {
  const { table, key, references } = one;
  const linked = new Set([...key, ...references.map((reference) => reference.column)]);
  const shown = table.columns.filter(({ name }) => !linked.has(name));
  const name = viewName(table.name);
  return [
    `  ${name}:`,
    ...(name === table.name ? [] : [`    table: ${table.name}`]),
    ...(shown.length === 0
      ? []
      : ["    dimensions:", ...shown.map((column) => dimensionLine(column, shown))]),
    "    measures:",
    "      count: {type: count}",
  ];
}

function dimensionLine({ name, type, comment }: CatalogColumn, all: readonly CatalogColumn[]): string {
  const said = comment === undefined ? [] : [`description: ${quote(comment)}`];
  const kind = readWarehouseType(type)?.kind;
  if (kind === "date" || kind === "timestamp") {
    const bare = name.replace(/_(?:at|on|date|time|ts)$/, "");
    const group = bare === "" || (bare !== name && all.some((one) => one.name === bare)) ? name : bare;
    const column = group === name ? [] : [`column: ${name}`];
    return `      ${group}: {${["type: time", ...column, "timeframes: [date, month, quarter, year]", ...said].join(", ")}}`;
  }
  return said.length === 0 ? `      ${name}:` : `      ${name}: {${said.join(", ")}}`;
}

/** An explore for each table that refers to others, that owns a bridge, or that nothing refers to. */
function exploreLines(found: readonly FoundTable[]): readonly string[] {
  const bridges = found.filter(isBridge);
  const starts = found.filter((one) => {
    if (isBridge(one)) return false;
    const referring = found.filter((other) => other !== one && refersTo(other, one.table.name));
    // A bridge names first whose rows it spreads: `movie_genres` belongs to the movies.
    const owns = bridges.some(
      (bridge) => bridge.references.find(({ column }) => column === bridge.key[0])?.table === one.table.name,
    );
    return one.references.length > 0 || owns || referring.length === 0;
  });
  const lines = starts.flatMap((one) => {
    const joins = [...ownJoins(one, found), ...bridgeJoins(one, bridges)];
    return [`  ${viewName(one.table.name)}:`, ...(joins.length === 0 ? [] : ["    joins:", ...joins])];
  });
  return lines.length === 0 ? ["  {}"] : lines;
}

function ownJoins(one: FoundTable, found: readonly FoundTable[]): readonly string[] {
  const taken = new Set([one.table.name]);
  return one.references.map(({ column, table }) => {
    const view = viewName(table);
    const alone = one.references.filter((other) => other.table === table).length === 1 && !taken.has(table);
    const name = alone ? view : column.replace(/_id$/, "");
    taken.add(name);
    return name === view
      ? `      ${view}:`
      : `      ${name}: {view: ${view}, on: {${column}: ${keyOf(table, found)}}}`;
  });
}

function keyOf(table: string, found: readonly FoundTable[]): string {
  return found.find((one) => one.table.name === table)?.key[0] ?? "id";
}

function bridgeJoins(one: FoundTable, bridges: readonly FoundTable[]): readonly string[] {
  return bridges
    .filter((bridge) => refersTo(bridge, one.table.name))
    .flatMap((bridge) =>
      bridge.references
        .filter(({ table, column }) => table !== one.table.name && bridge.key.includes(column))
        .map(({ table }) => `      ${viewName(table)}: {through: ${bridge.table.name}}`),
    );
}

function refersTo(one: FoundTable, table: string): boolean {
  return one.references.some((reference) => reference.table === table);
}

function viewName(table: string): string {
  return RESERVED.has(table) ? `${table}s` : table;
}

function typeOf(type: string): string {
  const read = readWarehouseType(type);
  return read === undefined ? "text" : sayType(read);
}

function isReadable({ name, type }: CatalogColumn): boolean {
  return isName(name) && readWarehouseType(type) !== undefined;
}

function isName(name: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(name);
}

/** YAML's quotes where a text needs them inside a flow map. */
function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return /^[\p{L}\p{N}][\p{L}\p{N} ._()/-]*$/u.test(line) &&
    !/^(?:true|false|yes|no|null|[\d.]+)$/i.test(line)
    ? line
    : `'${line.replaceAll("'", "''")}'`;
}
