// Dice and a world -> rows: few, alike, full of unknowns, with links that lead nowhere.
import type { Dice } from "./dice.ts";
import { LINKS, POOLS } from "./pools.ts";
import {
  type Cell,
  type ColumnKind,
  hopsOf,
  type Row,
  type Rows,
  viewAt,
  type World,
  type WorldTable,
} from "./world.ts";

/** What a column does in its table. */
type Role = "key" | "link" | "value";

/**
 * At most eight rows in each table.
 * @param texts those that they may hold
 */
export function inventRows(dice: Dice, texts: readonly string[], world: World): Rows {
  const links = linksOf(world);
  const numbers = dice.chance(15) ? 7 : 5;
  // Keys are of many values and links of few, so that several rows link to one.
  const near = dice.between(2, 5);
  const pool = (kind: ColumnKind, role: Role): readonly Cell[] => {
    if (kind === "boolean") return [true, false];
    if (role !== "value" && (kind === "integer" || kind === "text"))
      return role === "key" ? LINKS[kind] : LINKS[kind].slice(0, near);
    return kind === "text" ? texts : POOLS[kind].slice(0, numbers);
  };
  return Object.fromEntries(
    world.tables.map((table) => {
      const size = dice.chance(6) ? 0 : dice.between(2, 8);
      const rows = Array.from({ length: size }, () => inventRow(dice, table, links, pool));
      return [table.name, distinctByKey(rows, table)];
    }),
  );
}

/** `table.column` of every column that a join compares, and of every key. */
function linksOf(world: World): ReadonlySet<string> {
  return new Set([
    ...world.tables.flatMap((table) => table.key.map((column) => `${table.name}.${column}`)),
    ...hopsOf(world).flatMap((hop) =>
      hop.on.flatMap((pair) => [
        `${viewAt(world, hop.from).table}.${pair.from}`,
        `${viewAt(world, hop.name).table}.${pair.to}`,
      ]),
    ),
  ]);
}

function inventRow(
  dice: Dice,
  table: WorldTable,
  links: ReadonlySet<string>,
  pool: (kind: ColumnKind, role: Role) => readonly Cell[],
): Row {
  return Object.fromEntries(
    table.columns.map(({ name, kind }) => {
      const role =
        table.key.length === 1 && table.key.includes(name)
          ? "key"
          : links.has(`${table.name}.${name}`)
            ? "link"
            : "value";
      const unknown = !table.key.includes(name) && dice.chance(20);
      return [name, unknown ? null : dice.pick(pool(kind, role))];
    }),
  );
}

function distinctByKey(rows: readonly Row[], table: WorldTable): readonly Row[] {
  const identity = (row: Row): string => JSON.stringify(table.key.map((column) => row[column]));
  return rows.filter((row, index) => rows.findIndex((one) => identity(one) === identity(row)) === index);
}
