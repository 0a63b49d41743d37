// A field's full name -> the field with its SQL, as one explore reaches it.
import {
  askedNames,
  didYouMean,
  dimensionLanguage,
  type Explore,
  type Expression,
  type FilterLanguage,
  findExplore,
  findField,
  findView,
  type Measure,
  MEASURE_VALUES,
  Mistake,
  type Model,
  RECKONED_TYPES,
  type Selector,
  type View,
} from "../../generator/index.ts";
import { askDimension, askTime } from "./ask-dimension.ts";
import type { AskedDimension, AskedField, AskedMeasure, Compared, Test } from "./asked-field.ts";
import { expand, isPlain, type SqlExpression, type SqlPiece } from "./expand.ts";
import { type Condition, passesUnknown } from "../filter/condition.ts";
import { filterContext } from "../filter/context.ts";
import { readFilter } from "../filter/filter.ts";
import { type Said, saidNothing } from "./liquid.ts";
import { findJoin } from "./paths.ts";
import { placeTest } from "./place-test.ts";

export type {
  AskedDimension,
  AskedField,
  AskedMeasure,
  AskedSelector,
  Compared,
  Test,
} from "./asked-field.ts";

/**
 * @param name full field name as asked
 * @param said what the question says, for Liquid and for the filters of measures; without it, those relative to
 *   the current time are refused
 * @throws Mistake with the nearest name when the explore has no such field
 */
export function resolveField(
  model: Model,
  explore: Explore,
  name: string,
  said: Said = saidNothing(filterContext({})),
): AskedField {
  const [alias = "", fieldName = "", ...rest] = name.split(".");
  if (fieldName === "" || rest.length > 0) throw unknownField(model, explore, name);
  if (alias !== explore.view && findJoin(explore, alias) === undefined)
    throw unknownField(model, explore, name);
  const view = viewOf(model, explore, alias);
  const found = findField(view, fieldName);
  if (found === undefined) throw unknownField(model, explore, name);
  const { field } = found;
  const common = { name, alias, label: field.label };
  switch (field.kind) {
    case "dimension":
      return askDimension(field, view, common, model, said, () =>
        field.orderBy === undefined
          ? undefined
          : orderedBy(model, explore, `${alias}.${field.orderBy}`, said),
      );
    case "dimension_group":
      return askTime(field, "timeframe" in found ? found.timeframe : "raw", view, common, model, said);
    case "measure": {
      const of = field.of === undefined ? undefined : findField(view, field.of)?.field;
      const taken = of?.kind === "dimension" || of?.kind === "dimension_group" ? of : undefined;
      const values = MEASURE_VALUES[field.type] ?? "number";
      const filters = field.filters.map((filter) =>
        measureFilter(model, explore, `${alias}.${filter.dimension}`, filter.value, said),
      );
      return {
        ...common,
        kind: "measure",
        filterLanguage: values,
        type: field.type,
        values,
        pick: field.pick,
        distinctKey: distinctKeyOf(field.distinctKey, view, alias, said),
        percentile: field.percentile,
        dimension: of?.kind === "dimension" ? of : undefined,
        computed:
          field.expression === undefined
            ? undefined
            : computedOf(model, explore, alias, field.expression, said),
        reckoned: reckonedOf(model, explore, alias, field, said),
        compared: comparedOf(model, explore, alias, field, said),
        of: taken && expand(taken.expression, view, alias, said),
        plain: taken === undefined || isPlain(taken.expression),
        filters,
        format: field.format,
      };
    }
    case "selector":
      return {
        ...common,
        kind: "selector",
        filterLanguage: field.keeps === "all" ? "string" : chosenIn(model, field),
        explore: field.explore,
        target: `${field.target.view}.${field.target.field}`,
        keeps: field.keeps,
      };
    case "filter":
      throw new Mistake(
        `${name} can only be filtered on: the SQL of other fields asks for its values. Leave it out of the fields, and give it a value in filters.`,
      );
    case "parameter":
      throw new Mistake(
        `${name} is a parameter and has no rows of its own. Leave it out of the fields, and give it a value in filters, such as ${field.default === "" ? "the one you want" : field.default}.`,
      );
    case "chosen_measure":
      // `chooseParameters` has put the chosen measure in its place before fields are resolved.
      throw new Error(`${name} was not chosen`);
  }
}

function reckonedOf(
  model: Model,
  explore: Explore,
  alias: string,
  field: Measure,
  said: Said,
): AskedMeasure["reckoned"] {
  if (!RECKONED_TYPES.some((type) => type === field.type)) return undefined;
  return { from: otherMeasure(model, explore, alias, field, said), direction: field.direction ?? "row" };
}

function comparedOf(
  model: Model,
  explore: Explore,
  alias: string,
  field: Measure,
  said: Said,
): Compared | undefined {
  const { comparison } = field;
  if (comparison === undefined) return undefined;
  const group = findField(viewOf(model, explore, alias), comparison.time)?.field;
  if (group?.kind !== "dimension_group") throw new Error(`model check let ${comparison.time} through`);
  const { kind, toDate, period } = comparison;
  const from = otherMeasure(model, explore, alias, field, said);
  return { from, kind, toDate, by: { alias, group: group.name, period, datatype: group.datatype } };
}

function otherMeasure(
  model: Model,
  explore: Explore,
  alias: string,
  field: Measure,
  said: Said,
): AskedMeasure {
  const measure = resolveField(model, explore, `${alias}.${field.of}`, said);
  if (measure.kind !== "measure") throw new Error(`model check let ${measure.name} through`);
  return measure;
}

function distinctKeyOf(
  name: string | undefined,
  view: View,
  alias: string,
  said: Said,
): AskedMeasure["distinctKey"] {
  const key = name === undefined ? undefined : findField(view, name)?.field;
  if (name === undefined || key?.kind !== "dimension") return undefined;
  return { name, sql: expand(key.expression, view, alias, said) };
}

/** The language of what a selector chooses by, as Looker has it by the target's type. */
function chosenIn(model: Model, { explore: name, target }: Selector): FilterLanguage {
  const explore = findExplore(model, name);
  const reached = explore?.view === target.view || (explore !== undefined && findJoin(explore, target.view));
  const view = explore !== undefined && reached ? viewOf(model, explore, target.view) : undefined;
  const field = view && findField(view, target.field)?.field;
  return field?.kind === "dimension" ? dimensionLanguage(field) : "string";
}

/** What another dimension shows, for the order of one that it orders. */
function orderedBy(model: Model, explore: Explore, name: string, said: Said): SqlExpression {
  const field = resolveField(model, explore, name, said);
  if (field.kind !== "dimension") throw new Error(`model check let the order by ${name} through`);
  return field.shownSql;
}

/** Other measures of the view, and the SQL between them: no row gives it anything but through them. */
function computedOf(
  model: Model,
  explore: Explore,
  alias: string,
  expression: Expression,
  said: Said,
): AskedMeasure["computed"] {
  const from = new Map<string, AskedMeasure>();
  const pieces = expression.pieces.map((piece): SqlPiece => {
    if (piece.kind === "text") return piece.text;
    if (piece.kind !== "field") throw new Error("model check let more than measures through");
    const measure = resolveField(model, explore, `${alias}.${piece.field}`, said);
    if (measure.kind !== "measure") throw new Error(`model check let \${${measure.name}} through`);
    from.set(measure.name, measure);
    return { measure: measure.name };
  });
  return { sql: { pieces, timeframe: undefined }, from: [...from.values()] };
}

/** The measure whose values are asked of the database: what another is reckoned from or compared with, or itself. */
export function baseOf(measure: AskedMeasure): AskedMeasure {
  return measure.reckoned?.from ?? measure.compared?.from ?? measure;
}

/** The measures that rows are aggregated for: those that a computed one is made of, and any other itself. */
export function aggregatesOf(asked: AskedMeasure): readonly AskedMeasure[] {
  const measure = baseOf(asked);
  return measure.computed === undefined ? [measure] : measure.computed.from.flatMap(aggregatesOf);
}

/** The view behind a name of the explore; the name must be one of the explore's. */
export function viewOf(model: Model, explore: Explore, alias: string): View {
  const name = alias === explore.view ? alias : findJoin(explore, alias)?.view;
  const view = name === undefined ? undefined : findView(model, name);
  if (view === undefined) throw new Error(`explore ${explore.name} has no view ${alias}`);
  return view;
}

function measureFilter(model: Model, explore: Explore, name: string, value: string, said: Said): Test {
  const field = resolveField(model, explore, name, said);
  if (field.kind !== "dimension") throw new Error(`a measure is filtered on ${name}, which is no dimension`);
  return testOf(field, readFilter(value, field.filterLanguage, name, said.context));
}

/** A condition on a dimension. */
export function testOf(field: AskedDimension, condition: Condition): Test {
  if (condition.kind === "place") {
    if (field.place === undefined) throw new Error(`${field.name} is no place`);
    const sql = placeTest(field.place, condition.term);
    return {
      alias: field.alias,
      sql,
      language: "yesno",
      condition: undefined,
      caseSensitive: true,
      strict: false,
    };
  }
  return {
    alias: field.alias,
    sql: field.sql,
    language: field.filterLanguage,
    condition,
    caseSensitive: field.caseSensitive,
    strict: field.plain && !passesUnknown(condition),
  };
}

function unknownField(model: Model, explore: Explore, name: string): Mistake {
  const aliases = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
  const known = aliases.flatMap((alias) =>
    viewOf(model, explore, alias)
      .fields.filter((field) => !field.hidden || field.kind === "measure")
      .flatMap((field) => askedNames(field).map((one) => `${alias}.${one}`)),
  );
  const hint = didYouMean(name, known);
  return new Mistake(
    `There is no field ${name} in explore ${explore.name}${hint === undefined ? "." : `; ${hint}`}`,
  );
}
