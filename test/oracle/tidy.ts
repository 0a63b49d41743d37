// A case with one question -> the same without all that the question does not need.
import { alwaysFields } from "./always.ts";
import { selectorNames } from "./field.ts";
import {
  type Asked,
  type Case,
  hopsOf,
  type World,
  type WorldDimension,
  type WorldJoin,
  type WorldView,
} from "./world.ts";

/** Without all that the question does not need; undefined when it needs everything. */
export function tidied(one: Case, asked: Asked): Case | undefined {
  const { world } = one;
  const named = [
    ...asked.fields,
    ...asked.filters.map((filter) => filter.field),
    ...asked.sorts.map((sort) => sort.field),
    ...alwaysFields(world),
  ];
  const usesForm = named.some((name) => isOfForm(world, name)) || Object.keys(asked.parameters).length > 0;
  const selectors = world.selectors.filter((selector) =>
    named.some((name) => name.startsWith(`${world.base}.${selector.name}`)),
  );
  const aliases = new Set([
    ...named.map((name) => name.split(".")[0] ?? ""),
    ...selectors.map((selector) => selector.view),
  ]);
  const joins = joinsFor(world, aliases);
  const viewNames = new Set([world.base, ...hopsOf({ joins }).map((hop) => hop.view)]);
  const views = world.views
    .filter((view) => viewNames.has(view.name))
    .map((view): WorldView => {
      const called = [
        view.name,
        ...hopsOf({ joins })
          .filter((hop) => hop.view === view.name)
          .map((hop) => hop.name),
      ];
      const asks = (field: string): boolean => called.some((alias) => named.includes(`${alias}.${field}`));
      const shares = view.measures.flatMap((measure) =>
        asks(measure.name)
          ? [measure.share?.top, measure.share?.bottom, measure.from, measure.judged?.of].filter(
              (name) => name !== undefined,
            )
          : [],
      );
      // What a share is reckoned down the rows of is two measures more.
      const further = view.measures.flatMap((measure) =>
        shares.includes(measure.name) && measure.share !== undefined
          ? [measure.share.top, measure.share.bottom]
          : [],
      );
      const measures = view.measures.filter(
        ({ name }) => asks(name) || [...shares, ...further].includes(name),
      );
      const wanted = new Set([
        ...view.dimensions
          .filter(
            ({ name, timeframes }) =>
              asks(name) || timeframes.some((timeframe) => asks(`${name}_${timeframe}`)),
          )
          .map((dimension) => dimension.name),
        ...measures.flatMap((measure) => [
          ...[measure.of, measure.distinctKey, measure.compared?.time].filter((name) => name !== undefined),
          ...measure.filters.map((filter) => filter.dimension),
        ]),
        ...selectors
          .filter((selector) => called.includes(selector.view))
          .map((selector) => selector.dimension),
        ...(usesForm && view.name === world.base ? world.metrics : []),
      ]);
      const dimensions = view.dimensions
        .filter((one) => one.given || needs(view, wanted).has(one.name))
        .map((one) => ({
          ...one,
          timeframes: one.timeframes.filter((frame) => frame === "raw" || asks(`${one.name}_${frame}`)),
        }));
      return { ...view, measures, dimensions };
    });
  const tables = world.tables
    .filter((table) => views.some((view) => view.table === table.name))
    .map((table) => {
      const used = new Set([
        ...table.key,
        ...hopsOf({ joins }).flatMap((hop) => {
          const from = world.views.find(
            (view) => view.name === (hopsOf(world).find((one) => one.name === hop.from)?.view ?? hop.from),
          );
          const to = world.views.find((view) => view.name === hop.view);
          return hop.on.flatMap((pair) => [
            ...(from?.table === table.name ? [pair.from] : []),
            ...(to?.table === table.name ? [pair.to] : []),
          ]);
        }),
        ...views
          .filter((view) => view.table === table.name)
          .flatMap((view) => view.dimensions.flatMap(columnsOf)),
      ]);
      const references = Object.fromEntries(
        Object.entries(table.references).filter(
          ([column, target]) =>
            used.has(column) &&
            world.tables.some((one) => one.name === target) &&
            views.some((view) => view.table === target),
        ),
      );
      return { ...table, references, columns: table.columns.filter((column) => used.has(column.name)) };
    });
  const next: World = { ...world, tables, views, joins, selectors, metrics: usesForm ? world.metrics : [] };
  const size = (all: World): number => JSON.stringify(all).length;
  if (size(next) >= size(world)) return undefined;
  const rows = Object.fromEntries(
    tables.map((table) => [
      table.name,
      (one.rows[table.name] ?? []).map((row) =>
        Object.fromEntries(table.columns.map((column) => [column.name, row[column.name] ?? null])),
      ),
    ]),
  );
  return { ...one, world: next, rows };
}

function isOfForm(world: World, name: string): boolean {
  const [alias, field = ""] = name.split(".");
  return (
    alias === world.base &&
    (field === "answer" || world.selectors.some((one) => selectorNames(one.name).includes(field)))
  );
}

function joinsFor(world: World, aliases: ReadonlySet<string>): readonly WorldJoin[] {
  const wanted = new Set(aliases);
  return world.joins
    .toReversed()
    .filter((join) => {
      const needed = wanted.has(join.name) || (join.bridge !== undefined && wanted.has(join.bridge.name));
      if (needed) wanted.add(join.bridge?.from ?? join.from);
      return needed;
    })
    .reverse();
}

/** The dimensions that these ones are computed from, themselves among them. */
function needs(view: WorldView, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    all.add(name);
    const dimension = view.dimensions.find((one) => one.name === name);
    if (dimension === undefined) return;
    for (const other of operandsOf(dimension.formula)) add(other);
    if (dimension.orderBy !== undefined) add(dimension.orderBy);
  };
  for (const name of wanted) add(name);
  return all;
}

function operandsOf(formula: WorldDimension["formula"]): readonly string[] {
  if (formula.kind === "case") return formula.cases.map((one) => one.of);
  if (formula.kind === "lapse") return [formula.start, formula.end];
  if ("left" in formula) return [formula.left, formula.right];
  return "of" in formula ? [formula.of] : [];
}

function columnsOf(dimension: WorldDimension): readonly string[] {
  const { formula } = dimension;
  if (formula.kind === "place") return [formula.latitude, formula.longitude];
  return "column" in formula ? [formula.column] : [];
}
