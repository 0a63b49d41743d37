// A catalog's tables -> their keys and references, where the database does not say them taken from their names.
import type { Catalog, CatalogTable } from "./catalog.ts";

/** A reference, and whether the database says so or only the column's name does. */
export interface FoundReference {
  readonly column: string;
  readonly table: string;
  readonly guessed: boolean;
}

/** A table with what tells its rows apart and what it refers to. */
export interface FoundTable {
  readonly table: CatalogTable;
  readonly key: readonly string[];
  readonly keyGuessed: boolean;
  readonly references: readonly FoundReference[];
}

/**
 * Warehouses often hold no keys (Redshift does not enforce them), and names then are all there is.
 * @returns the tables that have a key or look like it; the others cannot be joined without counting rows twice
 */
export function findLinks(catalog: Catalog): readonly FoundTable[] {
  const keyed = catalog.tables.flatMap((table): readonly FoundTable[] => {
    if (table.key.length > 0) return [{ table, key: table.key, keyGuessed: false, references: [] }];
    const own = table.columns
      .map(({ name }) => name)
      .find(
        (name) => name === "id" || (name.endsWith("_id") && manyOf(name.slice(0, -3)).includes(table.name)),
      );
    return own === undefined ? [] : [{ table, key: [own], keyGuessed: true, references: [] }];
  });
  return keyed.map((one) => ({ ...one, references: referencesOf(one, keyed) }));
}

function referencesOf(one: FoundTable, all: readonly FoundTable[]): readonly FoundReference[] {
  const { table } = one;
  const known = table.references.filter((reference) =>
    all.some((other) => other.table.name === reference.table && other.key.length === 1),
  );
  const said = new Set(known.map((reference) => reference.column));
  const guessed = table.columns.flatMap(({ name }): readonly FoundReference[] => {
    if (said.has(name) || !name.endsWith("_id")) return [];
    // Its own key is no reference, unless the key is made of several.
    if (one.key.length === 1 && one.key[0] === name) return [];
    const target = all.find(
      (other) =>
        other.key.length === 1 &&
        other.table !== table &&
        manyOf(name.slice(0, -3)).includes(other.table.name),
    );
    return target === undefined ? [] : [{ column: name, table: target.table.name, guessed: true }];
  });
  return [...known.map((reference) => ({ ...reference, guessed: false })), ...guessed];
}

/** A table whose whole key refers to others. */
export function isBridge({ key, references }: FoundTable): boolean {
  return key.length > 1 && key.every((column) => references.some((one) => one.column === column));
}

/** What a table of these may be called: `company` -> `company`, `companys`, `companyes`, `companies`. */
function manyOf(one: string): readonly string[] {
  return [one, `${one}s`, `${one}es`, one.replace(/y$/, "ies")];
}
