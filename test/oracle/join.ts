// A world and its rows -> joined rows, one by one.
import { cellValue, kindOfColumn, valueOf } from "./dimension.ts";
import { identityOf, type Value } from "./value.ts";
import { type Hop, hopsOf, named, type Row, type Rows, viewAt, type World } from "./world.ts";

/** One row of each joined view; `null` is the row that a left join made up. */
export type Joined = Readonly<Record<string, Row | null>>;

/** The most joined rows worth waiting for. */
const MOST = 20_000;

/**
 * Every row of the base view, left joined to every view that is needed and to those on the way.
 * @returns undefined when that makes more rows than are worth waiting for
 */
export function joinAll(world: World, rows: Rows, needed: readonly string[]): readonly Joined[] | undefined {
  const hops = hopsOf(world);
  const wanted = new Set<string>();
  const want = (alias: string): void => {
    const hop = hops.find((one) => one.name === alias);
    if (hop === undefined) return;
    wanted.add(alias);
    want(hop.from);
  };
  for (const alias of needed) want(alias);
  let joined: readonly Joined[] = (rows[viewAt(world, world.base).table] ?? []).map((row) => ({
    [world.base]: row,
  }));
  for (const hop of hops.filter((one) => wanted.has(one.name))) {
    joined = joined.flatMap((left): readonly Joined[] => {
      const partners = partnersOf(world, rows, hop, left[hop.from] ?? null);
      return (partners.length === 0 ? [null] : partners).map((row) => ({ ...left, [hop.name]: row }));
    });
    if (joined.length > MOST) return undefined;
  }
  return joined;
}

/** Rows of the joined view that meet a row of the view joined from; the unknown meets nothing. */
function partnersOf(world: World, rows: Rows, hop: Hop, from: Row | null): readonly Row[] {
  if (from === null) return [];
  const [left, right] = [viewAt(world, hop.from).table, viewAt(world, hop.name).table];
  const cell = (table: string, row: Row, column: string): Value =>
    cellValue(kindOfColumn(world, table, column), row[column] ?? null);
  return (rows[right] ?? []).filter((to) =>
    hop.on.every((pair) => {
      const [one, other] = [cell(left, from, pair.from), cell(right, to, pair.to)];
      return one !== null && other !== null && identityOf(one) === identityOf(other);
    }),
  );
}

/** Whether a row of the base view can reach several rows of a view, by the keys of their tables. */
export function reachesSeveral(world: World, alias: string): boolean {
  const hop = hopsOf(world).find((one) => one.name === alias);
  if (hop === undefined) return false;
  const { key } = named(world.tables, viewAt(world, alias).table);
  const isOne = key.every((column) => hop.on.some((pair) => pair.to === column));
  return !isOne || reachesSeveral(world, hop.from);
}

/** Whether some row reached from the base by inner joins passes. */
export function selects(
  world: World,
  rows: Rows,
  row: Joined,
  selector: { readonly alias: string; readonly dimension: string },
  passes: (value: Value) => boolean,
): boolean {
  const hops = hopsOf(world);
  const reached = (alias: string): readonly Row[] => {
    const hop = hops.find((one) => one.name === alias);
    const base = row[world.base];
    if (hop === undefined) return base === null || base === undefined ? [] : [base];
    return reached(hop.from).flatMap((from) => partnersOf(world, rows, hop, from));
  };
  const view = viewAt(world, selector.alias);
  const dimension = named(view.dimensions, selector.dimension);
  return reached(selector.alias).some((one) => passes(valueOf(world, view, dimension, one, "raw")));
}
