// A field's full name -> the field with its SQL, as one explore reaches it.
import {
  askedNames,
  didYouMean,
  type Dimension,
  type Explore,
  type Expression,
  type FilterLanguage,
  findField,
  findView,
  type MeasureType,
  Mistake,
  type Model,
  type Timeframe,
  type View,
} from "../../generator/index.ts";
import { expand, isPlain, type SqlExpression, type SqlPiece } from "./expand.ts";
import { type Condition, passesUnknown } from "../filter/condition.ts";
import { filterContext } from "../filter/context.ts";
import { readFilter } from "../filter/filter.ts";
import { type Said, saidNothing } from "./liquid.ts";
import { findJoin } from "./paths.ts";
import type { QueryColumn } from "../query.ts";

interface Common {
  /** Full name, e.g. `genres.name`. */
  readonly name: string;
  /** The view's name in the explore. */
  readonly alias: string;
  readonly label: string;
  readonly filterLanguage: FilterLanguage;
}

/** A value of each row. */
export interface AskedDimension extends Common {
  readonly kind: "dimension";
  /** What is shown and grouped by. */
  readonly shownSql: SqlExpression;
  /** What filters test: for a time, the point in time itself. */
  readonly sql: SqlExpression;
  readonly type: QueryColumn["type"];
  readonly format: string | undefined;
  readonly isTime: boolean;
  /** Unknown whenever its column is: the SQL makes no value out of nothing. */
  readonly plain: boolean;
  /** Whether filters tell capital letters from small ones. */
  readonly caseSensitive: boolean;
}

/** A condition on one value of a row. */
export interface Test {
  readonly alias: string;
  readonly sql: SqlExpression;
  readonly language: FilterLanguage;
  /** Undefined where the SQL is itself the condition, as the model writes one. */
  readonly condition: Condition | undefined;
  readonly caseSensitive: boolean;
  /** Cannot hold on a row that a left join made up out of nothing. */
  readonly strict: boolean;
}

/** An aggregate over rows of one view. */
export interface AskedMeasure extends Common {
  readonly kind: "measure";
  readonly type: MeasureType;
  /** What is aggregated; undefined counts rows. */
  readonly of: SqlExpression | undefined;
  /** Of type `percentile`: which one, from 0 to 100. */
  readonly percentile: number | undefined;
  /** The dimension that holds it. */
  readonly dimension: Dimension | undefined;
  /** Of a measure computed from others (type `number`): its SQL, with their full names in it; `of` is undefined then. */
  readonly computed: { readonly sql: SqlExpression; readonly from: readonly AskedMeasure[] } | undefined;
  /** Nothing comes of nothing: `of` is unknown on a row that a left join made up. */
  readonly plain: boolean;
  /** Only rows that meet all of them count. */
  readonly filters: readonly Test[];
  readonly format: string | undefined;
}

/** A field only filters can use. */
export interface AskedSelector extends Common {
  readonly kind: "selector";
  /** The explore whose joins lead to the target. */
  readonly explore: string;
  /** Full name of the dimension whose values are chosen. */
  readonly target: string;
  readonly excluded: boolean;
}

/** A field as a question uses it. */
export type AskedField = AskedDimension | AskedMeasure | AskedSelector;

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
    case "dimension": {
      const sql = expand(field.expression, view, alias, said);
      const plain = isPlain(field.expression);
      return {
        ...common,
        kind: "dimension",
        filterLanguage: field.type,
        // Looker's yesno is CASE WHEN … THEN 'Yes' ELSE 'No' END: what is not known to be a yes is a no.
        shownSql:
          field.type === "yesno"
            ? { pieces: ["COALESCE(", ...sql.pieces, ", FALSE)"], timeframe: undefined }
            : sql,
        sql,
        type: field.type,
        format: field.format,
        isTime: false,
        plain,
        caseSensitive: model.caseSensitive,
      };
    }
    case "dimension_group": {
      const timeframe: Timeframe = "timeframe" in found ? found.timeframe : "raw";
      return {
        ...common,
        kind: "dimension",
        label:
          timeframe === "raw"
            ? field.label
            : `${field.label} ${timeframe.charAt(0).toUpperCase()}${timeframe.slice(1)}`,
        filterLanguage: field.datatype === "timestamp" ? "date_time" : "date",
        shownSql: expand(field.expression, view, alias, said, timeframe),
        sql: expand(field.expression, view, alias, said),
        type:
          timeframe === "year" ? "number" : timeframe === "date" || timeframe === "raw" ? "date" : "string",
        format: undefined,
        isTime: true,
        plain: isPlain(field.expression),
        caseSensitive: model.caseSensitive,
      };
    }
    case "measure": {
      const of = view.fields.find((one) => one.kind === "dimension" && one.name === field.of);
      const filters = field.filters.map((filter) =>
        measureFilter(model, explore, `${alias}.${filter.dimension}`, filter.value, said),
      );
      return {
        ...common,
        kind: "measure",
        filterLanguage: "number",
        type: field.type,
        percentile: field.percentile,
        dimension: of?.kind === "dimension" ? of : undefined,
        computed:
          field.expression === undefined
            ? undefined
            : computedOf(model, explore, alias, field.expression, said),
        of: of?.kind === "dimension" ? expand(of.expression, view, alias, said) : undefined,
        plain: of?.kind !== "dimension" || isPlain(of.expression),
        filters,
        format: field.format,
      };
    }
    case "selector":
      return {
        ...common,
        kind: "selector",
        filterLanguage: "string",
        explore: field.explore,
        target: `${field.target.view}.${field.target.field}`,
        excluded: field.excluded,
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

/** The measures that rows are aggregated for: those that a computed one is made of, and any other itself. */
export function aggregatesOf(measure: AskedMeasure): readonly AskedMeasure[] {
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
