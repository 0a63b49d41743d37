// Dice and tables -> the dimensions, measures and selectors of a world.
import type { Dice } from "./dice.ts";
import { inventFilter } from "./invent-filter.ts";
import { inventMade } from "./invent-made.ts";
import { inventTold } from "./invent-told.ts";
import { POOLS } from "./pools.ts";
import {
  CLOCK_TIMEFRAMES,
  type ColumnKind,
  DAY_TIMEFRAMES,
  hopsOf,
  type MeasureType,
  named,
  type Timeframe,
  viewAt,
  type World,
  type WorldColumn,
  type WorldDimension,
  type WorldMeasure,
  type WorldTable,
  type WorldView,
} from "./world.ts";

/** Mostly the usual ones. */
const USUAL: readonly Timeframe[] = ["raw", "date", "week", "month", "quarter", "year"];

function someTimeframes(dice: Dice, kind: ColumnKind): readonly Timeframe[] {
  const known: readonly Timeframe[] =
    kind === "timestamp" ? [...DAY_TIMEFRAMES, ...CLOCK_TIMEFRAMES] : DAY_TIMEFRAMES;
  const odd = new Set(dice.chance(60) ? dice.some(known, 4) : []);
  return known.filter((one) => one === "raw" || odd.has(one) || (USUAL.includes(one) && dice.chance(60)));
}

const TYPES: Readonly<Record<ColumnKind, WorldDimension["type"]>> = {
  integer: "number",
  decimal: "number",
  double: "number",
  text: "string",
  boolean: "yesno",
  date: "time",
  timestamp: "time",
};

/**
 * @param texts those that rows may hold
 * @param bridges names of views that joins go through, which mostly have nothing to show
 * @returns the whole world
 */
export function inventFields(
  dice: Dice,
  texts: readonly string[],
  site: Pick<World, "tables" | "base" | "joins">,
  views: readonly Pick<WorldView, "name" | "table">[],
  bridges: ReadonlySet<string>,
): World {
  const seen = views.map(({ name, table }): WorldView => {
    const stands = named(site.tables, table);
    const bare = bridges.has(name) && dice.chance(60);
    const dimensions = bare ? [] : inventDimensions(dice, stands);
    return {
      name,
      table,
      dimensions: [...keyDimension(stands), ...dimensions],
      measures: bare ? [] : inventMeasures(dice, texts, dimensions, stands),
    };
  });
  const calendar = dice.chance(40)
    ? { firstDay: dice.between(0, 6), fiscalOffset: dice.between(-11, 11) }
    : undefined;
  const world: World = { ...site, views: seen, selectors: [], metrics: [], calendar };
  if (dice.chance(40)) return world;
  const numbers = viewAt(world, world.base).dimensions.filter((one) => one.type === "number" && !one.given);
  const metrics = dice.some(numbers, dice.between(1, 3)).map((one) => one.name);
  if (metrics.length === 0) return world;
  const targets = [world.base, ...hopsOf(world).map((hop) => hop.name)].flatMap((alias) =>
    viewAt(world, alias)
      .dimensions.filter((one) => one.type === "string" && !one.given)
      .map((one) => ({ view: alias, dimension: one.name })),
  );
  const selectors = dice
    .some(targets, dice.between(1, 2))
    .map((target, index) => ({ ...target, name: `chosen_${index + 1}` }));
  return { ...world, metrics, selectors };
}

/** The dimension that the model makes of a key of one column. */
function keyDimension(table: WorldTable): readonly WorldDimension[] {
  const [only, ...more] = table.key;
  const column = table.columns.find((one) => one.name === only);
  if (column === undefined || more.length > 0) return [];
  return [{ ...plain(column), name: `pk1_${column.name}`, given: true }];
}

function plain(column: WorldColumn): WorldDimension {
  const type = TYPES[column.kind];
  return {
    name: column.name,
    type,
    formula: { kind: "column", column: column.name },
    unknown: undefined,
    timeframes: type === "time" ? USUAL : [],
    given: false,
  };
}

function inventDimensions(dice: Dice, table: WorldTable): readonly WorldDimension[] {
  const dimensions: WorldDimension[] = [];
  for (const column of table.columns) {
    const links = table.key.includes(column.name) || /_ref|shade|_key_/.test(column.name);
    if (column.name !== "size" && !dice.chance(links ? 30 : 90)) continue;
    const dimension = plain(column);
    const isNumber = dimension.type === "number";
    const unknown = dice.chance(20)
      ? isNumber
        ? "0"
        : dimension.type === "string"
          ? "a"
          : undefined
      : undefined;
    const timeframes = someTimeframes(dice, column.kind);
    dimensions.push({ ...dimension, unknown, timeframes: dimension.type === "time" ? timeframes : [] });
  }
  const simple = [...dimensions];
  const kindOf = (dimension: WorldDimension): string | undefined =>
    dimension.formula.kind === "column" ? columnOf(table, dimension.formula.column).kind : undefined;
  for (let more = dice.between(0, 3); more > 0; more -= 1) {
    const name = `made_${more}`;
    const number = dimensions.filter((one) => one.type === "number");
    const exact = number.filter((one) => kindOf(one) !== "double");
    const made = exact.filter((one) => one.formula.kind === "minus");
    const decimal = number.filter((one) => kindOf(one) === "decimal");
    const base = { name, unknown: undefined, timeframes: [], given: false };
    const over = dice.pick(["0", "1", "2", "0.5"]);
    const of = dice.pick(number).name;
    const kept = simple.filter((one) => one.type !== "yesno");
    switch (dice.pick(["otherwise", "otherwise", "minus", "minus", "times", "sized", "above"] as const)) {
      case "otherwise": {
        const column = dice.pick(kept);
        if (column.formula.kind !== "column") break;
        const { kind } = columnOf(table, column.formula.column);
        if (kind === "boolean") break;
        const formula = {
          kind: "otherwise",
          column: column.formula.column,
          value: dice.pick(POOLS[kind]),
        } as const;
        // SQL says nothing of the time of day.
        const timeframes = column.timeframes.filter((one) => DAY_TIMEFRAMES.some((day) => day === one));
        dimensions.push({ ...base, type: column.type, timeframes, formula });
        break;
      }
      case "minus":
        dimensions.push({
          ...base,
          type: "number",
          unknown: dice.chance(20) ? "0" : undefined,
          // Taken from a difference, a difference needs its brackets.
          formula: {
            kind: "minus",
            left: dice.pick(exact).name,
            right: dice.pick([...exact, ...made, ...made]).name,
          },
        });
        break;
      case "times":
        if (decimal.length === 0) break;
        dimensions.push({
          ...base,
          type: "number",
          formula: { kind: "times", left: dice.pick(decimal).name, right: dice.pick(decimal).name },
        });
        break;
      case "sized":
        dimensions.push({ ...base, type: "string", formula: { kind: "sized", of, over } });
        break;
      case "above":
        dimensions.push({ ...base, type: "yesno", formula: { kind: "above", of, over } });
        break;
    }
  }
  return [...dimensions, ...inventMade(dice, dimensions, table)];
}

function columnOf(table: WorldTable, name: string): WorldColumn {
  return named(table.columns, name);
}

/** Doubles are weighed with quarters only, which keep them exact. */
const QUARTERS = [0, 25, 50, 75, 100];
const PERCENTILES = [0, 1, 5, 12.5, 33.3333, 50, 66.6, 90, 95, 99.9, 100];

/** Whether a dimension is computed from doubles. */
function isDouble(
  { formula }: WorldDimension,
  dimensions: readonly WorldDimension[],
  table: WorldTable,
): boolean {
  switch (formula.kind) {
    case "column":
    case "otherwise":
      return columnOf(table, formula.column).kind === "double";
    case "minus":
    case "times":
      return [formula.left, formula.right].some((name) =>
        isDouble(named(dimensions, name), dimensions, table),
      );
    default:
      return false;
  }
}

function inventMeasures(
  dice: Dice,
  texts: readonly string[],
  dimensions: readonly WorldDimension[],
  table: WorldTable,
): readonly WorldMeasure[] {
  const filterable = dimensions.filter((one) => one.type !== "time");
  const numbers = dimensions.filter((one) => one.type === "number");
  const countable = filterable.filter((one) => one.type !== "yesno" && one.type !== "place");
  const types: readonly MeasureType[] = [
    ...([
      "count",
      "count",
      "count_distinct",
      "sum",
      "sum",
      "average",
      "average",
      "median",
      "percentile",
      "min",
      "max",
      "sum_distinct",
      "average_distinct",
      "median_distinct",
    ] as const),
  ];
  const measures = Array.from({ length: dice.between(1, 4) }, (_, index): WorldMeasure => {
    const type = dice.pick(types);
    const from = type === "count" ? undefined : dice.pick(type === "count_distinct" ? countable : numbers);
    const percentile =
      type === "percentile" && from !== undefined
        ? dice.pick(isDouble(from, dimensions, table) ? QUARTERS : PERCENTILES)
        : undefined;
    // The values of one key must be equal, and so are those that are their own key; now and then they are not.
    const isApart = type.endsWith("_distinct") && type !== "count_distinct";
    const distinctKey = isApart ? (dice.chance(70) ? from : dice.pick(countable))?.name : undefined;
    const filters = dice.some(filterable, dice.chance(30) ? dice.between(1, 2) : 0).map((dimension) => ({
      dimension: dimension.name,
      filter: inventFilter(dice, dimension.type, texts, false),
    }));
    return { name: `m${index + 1}_${type}`, type, of: from?.name, percentile, distinctKey, filters };
  });
  const computed = dice.chance(35)
    ? [{ top: dice.pick(measures).name, bottom: dice.pick(measures).name }].map((share): WorldMeasure => ({
        name: "m9_share",
        type: "number",
        of: undefined,
        share,
        filters: [],
      }))
    : [];
  const reckoned = dice.chance(30)
    ? [dice.pick(["running_total", "percent_of_total", "percent_of_previous"] as const)].map(
        (type): WorldMeasure => ({
          name: `m8_${type}`,
          type,
          of: undefined,
          from: dice.pick([...measures, ...computed]).name,
          filters: [],
        }),
      )
    : [];
  return [...measures, ...computed, ...reckoned, ...inventTold(dice, dimensions, measures, table)];
}
