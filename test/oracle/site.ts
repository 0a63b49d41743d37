// The building site of a random world: its tables and joins so far, and what can be added to them.
import type { Dice } from "./dice.ts";
import { type ColumnKind, hopsOf, type WorldColumn, type WorldJoin } from "./world.ts";

/** A table while columns are added to it. */
export interface Draft {
  readonly name: string;
  readonly key: string[];
  readonly columns: WorldColumn[];
  readonly references: Record<string, string>;
}

/** The world while it is made. */
export interface Site {
  readonly dice: Dice;
  readonly names: string[];
  readonly tables: Draft[];
  /** Table by view. */
  readonly views: Map<string, string>;
  readonly base: string;
  readonly joins: WorldJoin[];
}

const COLUMNS: readonly WorldColumn[] = [
  { name: "amount", kind: "decimal" },
  { name: "price", kind: "decimal" },
  { name: "order", kind: "integer" },
  { name: "grade", kind: "integer" },
  { name: "weight", kind: "double" },
  { name: "title", kind: "text" },
  { name: "group", kind: "text" },
  { name: "active", kind: "boolean" },
  { name: "day", kind: "date" },
  { name: "moment", kind: "timestamp" },
];

/** What the columns of a key hold. */
export type Keyed = readonly Exclude<ColumnKind, "boolean" | "date" | "timestamp" | "double" | "decimal">[];

/** A random key. */
export function inventKey(dice: Dice): Keyed {
  return dice.pick<Keyed>([
    ["integer"],
    ["integer"],
    ["integer"],
    ["text"],
    ["integer", "integer"],
    ["text", "integer"],
  ]);
}

/** A new table with its own view, which is mostly called like it. */
export function addTable(site: Site, key: Keyed, columns = 4): Draft {
  const { dice } = site;
  const name = site.names.pop() ?? `more_${site.tables.length}`;
  const keys = key.map((kind, index): WorldColumn => ({
    name: key.length === 1 ? "id" : `key_${index + 1}`,
    kind,
  }));
  // Every table has a number, so that every view can be the one that a question form measures.
  const rest = [{ name: "size", kind: "integer" } as const, ...dice.some(COLUMNS, dice.between(0, columns))];
  const table = { name, key: keys.map((column) => column.name), columns: [...keys, ...rest], references: {} };
  site.tables.push(table);
  const plain = site.tables.length === 1 || dice.chance(85);
  site.views.set(plain ? name : `${name}_seen`, name);
  return table;
}

/** The view that shows a table. */
export function viewOf(site: Site, table: Draft): string {
  return [...site.views].find(([, name]) => name === table.name)?.[0] ?? table.name;
}

/** The table behind a name of the explore. */
export function tableAt(site: Site, alias: string): Draft {
  const view = alias === site.base ? alias : hopsOf(site).find((hop) => hop.name === alias)?.view;
  const table = site.tables.find((one) => one.name === site.views.get(view ?? ""));
  if (table === undefined) throw new Error(`${alias} is not joined`);
  return table;
}

/** One more column, called as wished or almost so. */
export function addColumn(table: Draft, wish: string, kind: ColumnKind): string {
  let name = wish;
  for (let more = 2; table.columns.some((column) => column.name === name); more += 1)
    name = `${wish}_${more}`;
  table.columns.push({ name, kind });
  return name;
}

/** What a key of one column holds; undefined for a longer key. */
export function keyKind(table: Draft): ColumnKind | undefined {
  return table.key.length === 1
    ? table.columns.find((column) => column.name === table.key[0])?.kind
    : undefined;
}

/** A table to join that has a key of one column: mostly a new one. */
export function singleKeyed(site: Site): Draft {
  const there = site.tables.filter((table) => keyKind(table) !== undefined);
  if (there.length > 0 && site.dice.chance(25)) return site.dice.pick(there);
  return addTable(site, site.dice.pick<Keyed>([["integer"], ["integer"], ["text"]]));
}

/** Declares a link, where it would be the only one between the two tables. */
export function declare(site: Site, table: Draft, column: string, target: Draft): boolean {
  const linked =
    table === target ||
    Object.values(table.references).includes(target.name) ||
    Object.values(target.references).includes(table.name);
  if (linked || site.dice.chance(20)) return false;
  table.references[column] = target.name;
  return site.dice.chance(70);
}

/** A name in the explore for one more join of a table's view: the view's own while it is free. */
export function aliasOf(site: Site, table: Draft): string {
  const taken = [site.base, ...hopsOf(site).map((hop) => hop.name)];
  const words = ["", "other_", "second_", "third_", "fourth_", "fifth_", "sixth_"];
  const view = viewOf(site, table);
  const free = words.find((word) => !taken.includes(`${word}${view}`));
  if (free === undefined) throw new Error("too many joins");
  return `${free}${view}`;
}
