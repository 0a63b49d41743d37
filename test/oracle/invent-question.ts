// Dice and a world -> a question: up to three dimensions, measures and filters of any of its views.
import { STRICT, STRICTNESS } from "./always.ts";
import type { Dice } from "./dice.ts";
import type { Filter } from "./filter.ts";
import { inventAttributes } from "./invent-always.ts";
import { inventFilter } from "./invent-filter.ts";
import { reachesSeveral } from "./join.ts";
import {
  type Asked,
  hopsOf,
  named,
  type Timeframe,
  viewAt,
  type World,
  type WorldDimension,
} from "./world.ts";

interface Known {
  readonly name: string;
  readonly type: WorldDimension["type"];
}

/** What filters on a timeframe are written as. */
function timeframeType(timeframe: Timeframe): Known["type"] {
  if (/_num$|_index$|^day_of_month$|^day_of_year$|^week_of_year$|^hour_of_day$/.test(timeframe))
    return "number";
  return /_of_year$|_name$|^day_of_week$|^time_of_day$/.test(timeframe) ? "string" : "time";
}

/**
 * A random question; every one has an answer.
 * @param texts those that rows may hold
 */
export function inventQuestion(dice: Dice, texts: readonly string[], world: World): Asked {
  const aliases = [world.base, ...hopsOf(world).map((hop) => hop.name)];
  const dimensionsAt = (alias: string): readonly Known[] =>
    viewAt(world, alias).dimensions.flatMap(({ name, type, timeframes }): readonly Known[] =>
      type === "time"
        ? timeframes.map((timeframe) => ({
            name: `${alias}.${name}_${timeframe}`,
            type: timeframeType(timeframe),
          }))
        : [{ name: `${alias}.${name}`, type }],
    );
  const measuresAt = (alias: string): readonly Known[] =>
    viewAt(world, alias).measures.map(({ name }) => ({ name: `${alias}.${name}`, type: "number" }));
  // What is reckoned from the answer cannot be filtered on, and neither can a list.
  const aggregatesAt = (alias: string): readonly Known[] =>
    viewAt(world, alias)
      .measures.filter(({ from, type }) => from === undefined && type !== "list")
      .map(({ name, type }) => ({ name: `${alias}.${name}`, type: VALUES[type] ?? "number" }));
  // A view first, then a field of it: otherwise the views with many fields would be asked about most.
  const pick = (
    fieldsAt: (alias: string) => readonly Known[],
    count: number,
    from: readonly string[] = aliases,
  ): readonly Known[] =>
    distinct(
      Array.from({ length: count }, () => fieldsAt(dice.pick(from))).flatMap((fields) =>
        fields.length === 0 ? [] : [dice.pick(fields)],
      ),
    );
  // Filters on views that hang together and are not shown must hold on one and the same row: often asked.
  const below = aliases.length === 1 ? aliases : branchOf(world, dice.pick(aliases.slice(1)));
  const dark = dice.chance(40);
  const lit = dark && aliases.length > 1 ? aliases.filter((alias) => !below.includes(alias)) : aliases;
  const dimensions = pick(dimensionsAt, dice.pick([0, 1, 1, 1, 2, 2, 3]), lit);
  const measures = oneList(pick(measuresAt, dice.pick([0, 1, 1, 2, 2, 3]), lit));
  const answer: readonly Known[] =
    world.metrics.length > 0 && dice.chance(12) ? [{ name: `${world.base}.answer`, type: "number" }] : [];
  const chosen = dice.some([...dimensions, ...measures, ...answer], 7);
  const asked = distinct([...chosen, ...chosen.flatMap((one) => timeFor(dice, world, one.name))]);
  const fields = asked.length > 0 ? asked : dimensionsAt(world.base).slice(0, 1);

  const filtered = distinct([
    ...pick(dimensionsAt, dice.pick(dark ? [1, 2, 2, 3] : [0, 0, 1, 1, 1, 2, 3]), dark ? below : aliases),
    ...pick(aggregatesAt, dice.chance(12) ? 1 : 0),
    ...dice.some(
      world.selectors.flatMap(({ name, view }): readonly Known[] => [
        { name: `${world.base}.${name}`, type: "string" },
        { name: `${world.base}.${name}_excluded`, type: "string" },
        ...(reachesSeveral(world, view)
          ? [{ name: `${world.base}.${name}_all_of`, type: "string" } as const]
          : []),
      ]),
      dice.chance(25) ? dice.pick([1, 1, 2]) : 0,
    ),
  ]);
  return {
    fields: fields.map((field) => field.name),
    filters: filtered.map(({ name, type }): { field: string; filter: Filter } => {
      const filter = inventFilter(dice, type, texts);
      // Any value of a selector could mean that some related row is there, or nothing at all.
      const isSelector = world.selectors.some((one) => name.startsWith(`${world.base}.${one.name}`));
      if (isSelector && name.endsWith("_all_of")) return { field: name, filter: valuesOnly(dice, texts) };
      return { field: name, filter: isSelector ? withoutAny(filter) : filter };
    }),
    parameters: {
      ...(answer.length === 0 ? {} : inventParameters(dice, world)),
      ...(world.always?.switched === true && dice.chance(60)
        ? { [`${world.base}.${STRICTNESS}`]: dice.pick([STRICT, STRICT, "all"]) }
        : {}),
    },
    attributes: inventAttributes(dice, texts, world),
    sorts: dice
      .some(fields, dice.pick([0, 0, 1, 1, 2]))
      .map((field) => ({ field: field.name, descending: dice.chance(50) })),
    limit: dice.chance(20) ? dice.pick([0, 1, 2, 2, 3, 4]) : undefined,
  };
}

/** What filters on a measure are written as, where not as those on numbers. */
const VALUES: Readonly<Record<string, Known["type"]>> = { date: "time", string: "string", yesno: "yesno" };

/** Redshift sorts one list in a query. */
function oneList(measures: readonly Known[]): readonly Known[] {
  const lists = measures.filter((one) => one.name.endsWith("_list"));
  return measures.filter((one) => !lists.includes(one) || one === lists[0]);
}

/** A timeframe of which a period is made, for a measure that compares by it; a date and its parts always are. */
function timeFor(dice: Dice, world: World, measure: string): readonly Known[] {
  const [alias = "", name = ""] = measure.split(".");
  const compared = viewAt(world, alias).measures.find((one) => one.name === name)?.compared;
  if (compared === undefined) return [];
  const { timeframes } = named(viewAt(world, alias).dimensions, compared.time);
  const holding: Readonly<Record<string, readonly string[]>> = {
    week: ["week"],
    month: ["month", "quarter", "year"],
    quarter: ["quarter", "year"],
    year: ["year"],
    fiscal_quarter: [],
    fiscal_year: [],
  };
  const fit = timeframes.filter(
    (one) => timeframeType(one) === "time" && (holding[one]?.includes(compared.period) ?? true),
  );
  const timeframe = dice.pick(fit);
  return [{ name: `${alias}.${compared.time}_${timeframe}`, type: timeframeType(timeframe) }];
}

/** A joined view, and all that are joined to it. */
function branchOf(world: World, alias: string): readonly string[] {
  const further = hopsOf(world).filter((hop) => hop.from === alias);
  return [alias, ...further.flatMap((hop) => branchOf(world, hop.name))];
}

/** Texts in full, each once: what a selector of all values takes. */
function valuesOnly(dice: Dice, texts: readonly string[]): Filter {
  const named = [...new Set(Array.from({ length: dice.pick([1, 2, 2, 3]) }, () => dice.pick(texts)))];
  return {
    language: "string",
    terms: named.map((text) => ({ negative: false, kind: "is", text, end: "" })),
  };
}

function withoutAny(filter: Filter): Filter {
  if (filter.language !== "string") return filter;
  return { ...filter, terms: filter.terms.filter((term) => term.kind !== "any") };
}

function inventParameters(dice: Dice, world: World): Readonly<Record<string, string>> {
  const aggregations = ["average", "total", "median", "minimum", "maximum", "count"];
  return {
    ...(dice.chance(80) ? { [`${world.base}.metric`]: dice.pick(world.metrics).replaceAll("_", "") } : {}),
    ...(dice.chance(80) ? { [`${world.base}.aggregation`]: dice.pick(aggregations) } : {}),
  };
}

function distinct(fields: readonly Known[]): readonly Known[] {
  return fields.filter((field, index) => fields.findIndex((one) => one.name === field.name) === index);
}
