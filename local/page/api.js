// @ts-check
// The server's Looker-shaped API as functions: questions, their SQL, and values to choose from.
/** @import { SheetFreshness } from "../server/sheet.ts" */
/** @import { WriteQuery } from "./question.js" */

/** A row of an answer by full field name; numbers are decimal text with all their digits. @typedef {Record<string, string | null>} Row */

/** A request that failed, in words for people. */
export class Trouble extends Error {}

/** Rows, and the run they come from, if it is known. @typedef {{rows: Row[], freshness: SheetFreshness | undefined}} Answer */

/**
 * @param {WriteQuery} query
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 * @throws {Trouble}
 */
export async function ask(query, signal) {
  const { text, freshness } = await post("json", query, signal);
  const rows = /** @type {Row[]} */ (parseExactly(text));
  // What the database refuses comes as a row, with status 200, as Looker has it.
  const refused = rows[0]?.["looker_error"];
  if (typeof refused === "string") throw new Trouble(refused);
  return { rows, freshness };
}

/** How often questions are asked again because a run was published between their answers. */
const TRIES = 4;

/**
 * Answers that stand on one page must be of one run: figures of two would not fit together.
 * @param {readonly WriteQuery[]} queries
 * @param {AbortSignal} signal
 * @returns {Promise<Answer[]>} in the same order
 * @throws {Trouble}
 */
export async function askTogether(queries, signal) {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answers = await Promise.all(queries.map((query) => ask(query, signal)));
    const runs = new Set(answers.map(({ freshness }) => JSON.stringify(freshness)));
    if (runs.size < 2) return answers;
  }
  throw new Trouble("New data is being published right now. Press Run again in a moment.");
}

/** A cell of an answer in detail; what people are shown is in `rendered`, where that is not the value itself. @typedef {{value: string | null, rendered?: string}} Cell */

/**
 * @typedef {object} Detail
 * @property {{dimensions: DetailField[], measures: DetailField[], pivots: DetailField[]}} fields
 * @property {Record<string, Cell | Record<string, Cell>>[]} data
 * @property {Record<string, Cell | Record<string, Cell>>} [totals_data]
 * @property {{key: string, labels: Record<string, string>, is_total: boolean}[]} [pivots]
 * @property {string} sql
 * @property {{message_details: string}[]} [errors]
 */

/** @typedef {{name: string, label_short: string, view_label: string, is_numeric: boolean, align: "left" | "right"}} DetailField */

/**
 * @param {object} query
 * @param {AbortSignal} signal
 * @returns {Promise<Detail>} an answer with what its columns mean
 * @throws {Trouble}
 */
export async function askDetail(query, signal) {
  const { text } = await post("json_detail", query, signal);
  const detail = /** @type {Detail} */ (parseExactly(text));
  const [error] = detail.errors ?? [];
  if (error !== undefined) throw new Trouble(error.message_details);
  return detail;
}

/**
 * @param {WriteQuery} query
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the SQL with its bound values
 * @throws {Trouble}
 */
export async function askSql(query, signal) {
  return (await post("sql", query, signal)).text;
}

/**
 * @param {string} model
 * @param {string} explore
 * @param {string} field
 * @param {string} term what the values must contain
 * @param {AbortSignal} signal
 * @returns {Promise<{suggestions: string[], hit_limit: boolean}>}
 * @throws {Trouble}
 */
export async function suggest(model, explore, field, term, signal) {
  const path = [model, "views", explore, "fields", field].map(encodeURIComponent).join("/");
  const { text } = await read(
    fetch(`/api/4.0/models/${path}/suggestions?term=${encodeURIComponent(term)}`, { signal }),
    signal,
  );
  return JSON.parse(text);
}

/**
 * @param {"json" | "json_detail" | "sql"} format
 * @param {object} query a WriteQuery
 * @param {AbortSignal} signal
 */
function post(format, query, signal) {
  return read(
    fetch(`/api/4.0/queries/run/${format}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(query),
      signal,
    }),
    signal,
  );
}

/**
 * @param {Promise<Response>} request
 * @param {AbortSignal} signal the request's own; its abort is passed on as it is
 * @returns {Promise<{text: string, freshness: SheetFreshness | undefined}>}
 */
async function read(request, signal) {
  let response;
  let text;
  try {
    response = await request;
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Trouble("The server does not answer. See whether it is still running, then press Run again.");
  }
  if (response.ok) return { text, freshness: freshnessOf(response.headers) };
  let message;
  try {
    const body = JSON.parse(text);
    message = body.errors?.[0]?.message ?? body.message;
  } catch {
    // Not from our server but from something in between; its status is all there is.
  }
  if (response.status === 401) throw new Trouble("You are logged out. Reload the page to log in again.");
  throw new Trouble(
    typeof message === "string" ? message : `The server answered with status ${response.status}.`,
  );
}

/** @param {Headers} headers @returns {SheetFreshness | undefined} undefined where no run is known */
function freshnessOf(headers) {
  const run = headers.get("x-published-run");
  const at = headers.get("x-published-at");
  if (run === null || at === null) return undefined;
  const period = headers.get("x-published-period");
  return { kind: "run", run, period: period === null ? undefined : decodeURIComponent(period), at };
}

/**
 * JSON in which numbers stay text, so that none is rounded (ECMAScript, "JSON.parse source text access").
 * @param {string} text
 * @returns {unknown}
 */
function parseExactly(text) {
  const parse =
    /** @type {(text: string, revive: (key: string, value: unknown, context?: {source?: string}) => unknown) => unknown} */ (
      JSON.parse
    );
  return parse(text, (_key, value, context) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value,
  );
}
