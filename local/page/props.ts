// What goes between the page's rooms: the question with its blanks filled in, its answer, and what a chart is drawn from.
//
// A room's stylesheet is named in `style/page.css` (`@import "../chart/chart.css"`), never imported by a component: the
// page is drawn by the server too, and its colours and sizes are the variables of `style/tokens.css`.
import type { SheetForm, SheetFreshness, SheetGroup, SheetMetric, SheetTime } from "../server/sheet.ts";

export type {
  Sheet,
  SheetExample,
  SheetForm,
  SheetFreshness,
  SheetGroup,
  SheetMetric,
  SheetPair,
  SheetSelector,
  SheetTime,
} from "../server/sheet.ts";

/** Who has logged in, as the page is told; nobody has where everybody is let in. */
export interface CallerShown {
  readonly name: string;
  /** Whether somebody logged in, who can log out; not so on a machine of one's own. */
  readonly known: boolean;
  readonly roles: readonly ("ask" | "download" | "admin")[];
}

/** Where the page is: the address bar without its origin. */
export interface Place {
  readonly pathname: string;
  /** With its `?`; empty without one. */
  readonly search: string;
}

/** Looker's timeframes that a group can have. */
export type Timeframe = NonNullable<SheetGroup["timeframe"]>;

/** The values chosen in one selector. */
export interface Chosen {
  /** Wanted, in the order of choosing. */
  readonly included: readonly string[];
  /** Whether one of the wanted values is enough or each must be there. */
  readonly match: "any" | "all";
  /** Unwanted: what has one of them is left out. */
  readonly excluded: readonly string[];
}

/** Days as `2019-12-31`, both inclusive; undefined is open. */
export interface Period {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** One order of rows. */
export interface Sort {
  /** Full field name. */
  readonly field: string;
  readonly descending: boolean;
}

/** A form with its blanks filled in; always a pair of metric and aggregation that can be asked. */
export interface Question {
  readonly form: SheetForm;
  /** Name of one of the form's metrics. */
  readonly metric: string;
  readonly aggregation: string;
  /** Name of one of the form's groups; undefined asks for one number. */
  readonly by: string | undefined;
  /** How fine the group is, when it is a time; undefined is the group's own. */
  readonly grain: Timeframe | undefined;
  /** Name of a second group, whose values stand side by side; only with a first. */
  readonly split: string | undefined;
  /** By selector name; a selector in which nothing is chosen is left out. */
  readonly chosen: Readonly<Record<string, Chosen>>;
  /** Where the groups are of a selector's own field: the chosen values alone, not all values of the matching rows. */
  readonly onlyChosen: boolean;
  /** By name of the form's time; a time without a bound is left out. */
  readonly periods: Readonly<Record<string, Period>>;
  /** Undefined is Looker's own: a time latest first, anything else with the largest measure first. */
  readonly sort: Sort | undefined;
  /** The most rows that are shown. */
  readonly limit: number;
}

/** A question in Looker's query words (API 4.0, WriteQuery): what the server is asked and what the address says. */
export interface LookerQuery {
  readonly model: string;
  /** The explore. */
  readonly view: string;
  readonly fields: readonly string[];
  /** Looker filter expressions by full field name. */
  readonly filters: Readonly<Record<string, string>>;
  readonly sorts: readonly string[];
  readonly limit: string;
  readonly pivots?: readonly string[] | undefined;
  readonly fill_fields?: readonly string[] | undefined;
  readonly subtotals?: readonly string[] | undefined;
  readonly column_limit?: string | undefined;
  readonly filter_expression?: string | undefined;
  readonly query_timezone?: string | undefined;
  readonly dynamic_fields?: string | undefined;
  readonly total?: boolean | undefined;
  readonly row_total?: "left" | "right" | undefined;
}

/** What a column of an answer is for: `known` and `count` tell on how many rows the figure beside them stands. */
export type ColumnRole = "group" | "split" | "measure" | "known" | "count" | "other";

/** A column of an answer. */
export interface AnswerColumn {
  /** Full field name, e.g. `movies.average_budget`. */
  readonly field: string;
  /** As its head says, e.g. `Average budget`. */
  readonly label: string;
  readonly role: ColumnRole;
  readonly type: SheetGroup["type"];
  /** One of Looker's value format names, e.g. `usd_0`. */
  readonly format: string | undefined;
  /** When the column is a time. */
  readonly timeframe: Timeframe | undefined;
}

/**
 * A row by full field name. Numbers are decimal text with all their digits, days and months ISO text, null is a
 * value that is not known. An answer that is split has a row for each pair of its groups.
 */
export type AnswerRow = Readonly<Record<string, string | null>>;

/** On how many rows one measure stands. */
export interface Coverage {
  readonly measure: string;
  readonly matching: number;
  readonly known: number;
  /** What holds of the others, in words, e.g. `budget is not known`; undefined where there are none. */
  readonly leftOut: string | undefined;
}

/** What the server says of the tables an answer was read from. */
export interface ReadDrop {
  readonly run: string;
  readonly drop: string;
  readonly period: string | undefined;
}

/** The answer to a question, whole: everything that is shown below the form comes from it. */
export interface Answer {
  /** The question as it was asked, in Looker's words; a file of the answer asks the same. */
  readonly query: LookerQuery;
  /** The question as a sentence: h1, the page's title, the files' names. */
  readonly title: string;
  /** What one row of the explore is called. */
  readonly noun: { readonly one: string; readonly many: string };
  /** In the order in which they are shown; the first is the group, where there is one. */
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
  /** The question without its groups, from a query of its own and no sum of the rows; undefined when not asked for. */
  readonly overall: AnswerRow | undefined;
  /** Each group's figure over all values of the split, by the group's value; empty when the answer is not split. */
  readonly rowTotals: readonly AnswerRow[];
  /** Each value of the split over all groups, with the split's value; empty when the answer is not split. */
  readonly splitTotals: readonly AnswerRow[];
  /** There are more rows than are here. */
  readonly cut: boolean;
  readonly coverage: readonly Coverage[];
  /** The sentence to say when one row can stand in several groups and does. */
  readonly overlap: string | undefined;
  /** Every table the answer was read from, as `schema.table`. */
  readonly tables: readonly string[];
  /** The SQL of all its queries as it was run. */
  readonly sql: string;
  /** Kept from before rather than computed now. */
  readonly fromCache: boolean;
  /** From asking to having, in milliseconds. */
  readonly ms: number;
  readonly freshness: SheetFreshness | undefined;
}

/** One of the axes of a chart. */
export interface ChartAxis {
  /** e.g. `Genre`. */
  readonly label: string;
  /** Full field name. */
  readonly field: string;
  readonly type: SheetGroup["type"];
  readonly format: string | undefined;
  readonly timeframe: Timeframe | undefined;
}

/** One figure of a chart, and where it stands. */
export interface ChartPoint {
  /** The group's value; null for rows without one; undefined when there is one number only. */
  readonly key: string | null | undefined;
  /** The value of the split; undefined when the answer is not split. */
  readonly split: string | null | undefined;
  /** Decimal text; null is not known and never drawn as 0. */
  readonly value: string | null;
}

/** What a chart is drawn from. */
export interface ChartData {
  /** The question as a sentence. */
  readonly title: string;
  readonly measure: { readonly label: string; readonly format: string | undefined };
  /** Undefined when the answer is one number. */
  readonly group: ChartAxis | undefined;
  readonly split: ChartAxis | undefined;
  /** In the answer's order. */
  readonly points: readonly ChartPoint[];
  /** Over everything, from a query of its own. */
  readonly overall: string | null;
  /** There are more groups than points. */
  readonly cut: boolean;
}

/** The shapes a chart can have. */
export type ChartKind = "number" | "bars" | "line" | "grouped bars" | "heat table";

/** A metric and a time as components get them. */
export type { SheetMetric as Metric, SheetTime as Time };

/** `chart/chart.tsx` exports `Chart`, drawn at its own measured width; `chart/kinds.ts` exports `kindsFor(data)`, the best first. */
export interface ChartProps {
  readonly data: ChartData;
  readonly kind: ChartKind;
  /** Somebody pressed a bar, a point or a cell, by mouse or keyboard: the rows behind it are wanted. */
  readonly onPick?: ((point: ChartPoint) => void) | undefined;
}

/** `take-away/take-away.tsx` exports `TakeAway`: downloads with their counts, the link, the chart as SVG and PNG. */
export interface TakeAwayProps {
  readonly answer: Answer;
  /** The whole address of the question, as it stands in the address bar. */
  readonly link: string;
  /** The chart's drawing, when one is in sight. */
  readonly chart: () => SVGSVGElement | null;
  /** Whether the caller may take files away (the role `download`). */
  readonly mayDownload: boolean;
}

/** `explain/sql.tsx` exports `Sql`; `explain/lineage.tsx` exports `HowComputed`. */
export interface ExplainProps {
  readonly answer: Answer;
}

/** `explain/rows.tsx` exports `UnderlyingRows`: the rows of the explore behind an answer, or behind one point of it. */
export interface UnderlyingRowsProps {
  /** The answer's query, with filters for the point that was picked. */
  readonly query: LookerQuery;
  /** e.g. `Genre: Action`; undefined for all rows behind the answer. */
  readonly about: string | undefined;
  readonly noun: { readonly one: string; readonly many: string };
  /** Leads back to the whole; undefined when nothing was picked. */
  readonly onBack?: (() => void) | undefined;
  readonly mayDownload: boolean;
}

/** `history/history.tsx` exports `History`: what was asked in this browser, and what was saved. */
export interface HistoryProps {
  /** What is on the page now; undefined before there is an answer. A new one is remembered. */
  readonly current: { readonly title: string; readonly address: string } | undefined;
  /** Which model the questions belong to. */
  readonly model: string;
  /** Opens a question by its address, e.g. `/explore/movies/movies?fields=…`. */
  readonly onOpen: (address: string) => void;
}

/** `admin/admin.tsx` exports `Admin`, the whole of the page at `/admin`. */
export interface AdminProps {
  readonly model: string;
}
