// @ts-check
// The server's Looker-shaped API as functions: questions, their SQL, and values to choose from.
/** @import { WriteQuery } from "./question.js" */

/** A row of an answer by full field name; numbers are decimal text with all their digits. @typedef {Record<string, string | null>} Row */

/** A request that failed, in words for people. */
export class Trouble extends Error {}

/**
 * @param {WriteQuery} query
 * @param {AbortSignal} signal
 * @returns {Promise<Row[]>}
 * @throws {Trouble}
 */
export async function ask(query, signal) {
  const text = await post("json", query, signal);
  return /** @type {Row[]} */ (parseExactly(text));
}

/**
 * @param {WriteQuery} query
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the SQL with its bound values
 * @throws {Trouble}
 */
export function askSql(query, signal) {
  return post("sql", query, signal);
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
  const text = await read(
    fetch(`/api/4.0/models/${path}/suggestions?term=${encodeURIComponent(term)}`, { signal }),
    signal,
  );
  return JSON.parse(text);
}

/**
 * @param {"json" | "sql"} format
 * @param {WriteQuery} query
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
 * @returns {Promise<string>}
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
  if (response.ok) return text;
  let message;
  try {
    message = JSON.parse(text).message;
  } catch {
    // Not from our server but from something in between; its status is all there is.
  }
  throw new Trouble(
    typeof message === "string" ? message : `The server answered with status ${response.status}.`,
  );
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
