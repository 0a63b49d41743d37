// A query in Looker's words -> its answer in detail, as the server gives it.
import type { LookerQuery, SheetFreshness } from "../props.ts";
import { Failure } from "./failure.ts";
import { isTimeout, parseExactly, postJson } from "./request.ts";

/** A cell; what people are shown is in `rendered`, where that is not the value itself. */
export interface DetailCell {
  readonly value: string | null;
  readonly rendered?: string | undefined;
}

/** A row by full field name; a pivoted measure has a cell for each pivoted value's key. */
export type DetailRow = Readonly<Record<string, DetailCell | Readonly<Record<string, DetailCell>>>>;

/** What is used of Looker's field in an answer. */
export interface DetailField {
  readonly name: string;
  readonly label_short: string;
  readonly align: "left" | "right";
  readonly is_numeric: boolean;
  readonly is_timeframe: boolean;
  readonly type: string;
  readonly value_format_name: string | null;
}

/** What is used of Looker's `json_detail` (API 4.0); `coverage` is the server's own. Numbers are text here. */
export interface Detail {
  readonly fields: {
    readonly dimensions: readonly DetailField[];
    readonly measures: readonly DetailField[];
    readonly pivots: readonly DetailField[];
  };
  readonly data: readonly DetailRow[];
  readonly totals_data?: DetailRow | undefined;
  readonly pivots?:
    | readonly {
        readonly key: string;
        readonly data: Readonly<Record<string, string | null>>;
        readonly labels: Readonly<Record<string, string>>;
        readonly is_total: boolean;
      }[]
    | undefined;
  readonly coverage?:
    | {
        readonly measures: readonly {
          readonly measure: string;
          readonly matching: string;
          readonly known: string;
          readonly leftOut?: string | undefined;
        }[];
        readonly overlapping: readonly string[];
        readonly tables: readonly string[];
      }
    | undefined;
  readonly columns_truncated?: boolean | undefined;
  readonly sql: string;
  readonly from_cache: boolean;
  readonly ran_at?: string | undefined;
  readonly published?: { readonly run: string; readonly period: string | null; readonly at: string } | null;
  readonly errors?: readonly { readonly message_details: string }[] | undefined;
}

/**
 * @param signal stops the database, too
 * @throws Failure
 */
export async function runDetail(query: LookerQuery, signal: AbortSignal): Promise<Detail> {
  const { text } = await postJson("/api/4.0/queries/run/json_detail", query, signal);
  const detail = parseExactly(text) as Detail;
  const [error] = detail.errors ?? [];
  // What the database refuses comes with status 200, as Looker has it.
  if (error !== undefined)
    throw new Failure(isTimeout(error.message_details) ? "timeout" : "refused", error.message_details);
  return detail;
}

/** One number of a query that asks for one. @throws Failure */
export async function runCount(query: LookerQuery, measure: string, signal: AbortSignal): Promise<number> {
  const { text } = await postJson("/api/4.0/queries/run/json", query, signal);
  const rows = parseExactly(text) as readonly Readonly<Record<string, string | null>>[];
  const refused = rows[0]?.["looker_error"];
  if (typeof refused === "string") throw new Failure("refused", refused);
  return Number(rows[0]?.[measure] ?? 0);
}

/** How fresh an answer is; undefined where no run is known. */
export function freshnessOf(detail: Detail): SheetFreshness | undefined {
  const { published } = detail;
  if (published === null || published === undefined) return undefined;
  return { kind: "run", run: published.run, period: published.period ?? undefined, at: published.at };
}
