// A field of an explore as a question uses it: its SQL, and what its values are.
import type {
  Dimension,
  FilterLanguage,
  MeasureType,
  PeriodComparison,
  SelectorForm,
} from "../../generator/index.ts";
import type { Condition } from "../filter/condition.ts";
import type { QueryColumn } from "../query.ts";
import type { SqlExpression } from "./expand.ts";
import type { MovedTime } from "./liquid.ts";
import type { AskedPlace } from "./place-test.ts";

/** What every field has. */
export interface AskedBase {
  /** Full name, e.g. `genres.name`. */
  readonly name: string;
  /** The view's name in the explore. */
  readonly alias: string;
  readonly label: string;
  readonly filterLanguage: FilterLanguage;
}

/** A value of each row. */
export interface AskedDimension extends AskedBase {
  readonly kind: "dimension";
  /** What is shown and grouped by. */
  readonly shownSql: SqlExpression;
  /** What its values are sorted by, where that is not what they are. */
  readonly order: SqlExpression | undefined;
  /** Of a column that only keeps another dimension's values in order: that one's full name. */
  readonly orders: string | undefined;
  /** Of a place: its coordinates, which its filters test. */
  readonly place: AskedPlace | undefined;
  /** Its values in order, where the model knows them all. */
  readonly values: readonly (string | number)[] | undefined;
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
export interface AskedMeasure extends AskedBase {
  readonly kind: "measure";
  readonly type: MeasureType;
  /** What is aggregated; undefined counts rows. */
  readonly of: SqlExpression | undefined;
  /** What its values are. */
  readonly values: QueryColumn["type"];
  /** Of types `date` and `string`: the smallest or largest value. */
  readonly pick: "MIN" | "MAX" | undefined;
  /** Of types on `_distinct`: what tells values apart, and the name of the dimension that holds it. */
  readonly distinctKey: { readonly name: string; readonly sql: SqlExpression } | undefined;
  /** Of types `percentile` and `percentile_distinct`: which one, from 0 to 100. */
  readonly percentile: number | undefined;
  /** The dimension that holds it. */
  readonly dimension: Dimension | undefined;
  /** Of a measure computed from others (types `number`, `string` and `yesno`): its SQL, with their full names in it; `of` is undefined then. */
  readonly computed: { readonly sql: SqlExpression; readonly from: readonly AskedMeasure[] } | undefined;
  /** What is reckoned row by row from the values of another measure in the answer, and which way over pivoted columns. */
  readonly reckoned: { readonly from: AskedMeasure; readonly direction: "row" | "column" } | undefined;
  /** What is compared with its own value some time before. */
  readonly compared: Compared | undefined;
  /** Nothing comes of nothing: `of` is unknown on a row that a left join made up. */
  readonly plain: boolean;
  /** Only rows that meet all of them count. */
  readonly filters: readonly Test[];
  readonly format: string | undefined;
}

/** A measure beside its own value a period before. */
export interface Compared {
  readonly from: AskedMeasure;
  readonly kind: PeriodComparison["kind"];
  readonly toDate: boolean;
  /** By which time, and how far it is moved. */
  readonly by: MovedTime;
}

/** A field only filters can use. */
export interface AskedSelector extends AskedBase {
  readonly kind: "selector";
  /** The explore whose joins lead to the target. */
  readonly explore: string;
  /** Full name of the dimension whose values are chosen. */
  readonly target: string;
  readonly keeps: SelectorForm;
}

/** A field as a question uses it. */
export type AskedField = AskedDimension | AskedMeasure | AskedSelector;
