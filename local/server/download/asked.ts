// The address of a download -> what is asked for: the query, the format, and how the file is to be written.
import { Refusal } from "../looker-error.ts";
import { readParameters } from "../api/query-address.ts";
import { type FormatName, FORMATS, isFormat } from "./formats.ts";
import type { HeadKind } from "./heads.ts";
import type { DownloadScope } from "./plan.ts";

/** A download as its address says it. */
export interface AskedDownload {
  /** A WriteQuery that is not checked any further. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly scope: DownloadScope;
  readonly heads: HeadKind | undefined;
  readonly separator: "," | ";" | "\t";
  readonly mark: boolean;
  readonly raw: boolean;
}

/** Parameters of Looker's explore address that have no part in a file's rows. */
const HARMLESS = new Set(["vis", "toggle", "origin", "qid", "total", "apply_formatting"]);
const OURS = new Set(["scope", "header", "sep", "bom", "raw"]);
const OF_A_QUERY =
  /^(fields|pivots|fill_fields|sorts|subtotals|limit|column_limit|filter_expression|query_timezone|dynamic_fields|row_total|f\[.+\])$/;

/**
 * Without a limit all rows are meant: a download is not a page.
 * @param parameters of the address, as the server parsed them
 * @throws Refusal with status 400 for what is not understood; a filter that is overlooked would be a wrong file
 */
export function readDownload(
  model: string,
  explore: string,
  parameters: Readonly<Record<string, unknown>>,
): AskedDownload {
  for (const name of Object.keys(parameters))
    if (!OURS.has(name) && !HARMLESS.has(name) && !OF_A_QUERY.test(name))
      throw new Refusal(
        400,
        `The parameter ${name.slice(0, 100)} is not understood. Filters are written as f[view.field]=expression.`,
      );
  const query = readParameters(model, explore, parameters);
  return {
    query: { ...query, limit: query["limit"] ?? "-1" },
    scope: oneOf(parameters, "scope", { answer: "answer", rows: "rows" }) ?? "answer",
    heads: oneOf(parameters, "header", { labels: "labels", names: "names" }),
    separator: oneOf(parameters, "sep", { ",": ",", ";": ";", tab: "\t", "\t": "\t" }) ?? ",",
    mark: oneOf(parameters, "bom", { "1": true, "0": false }) ?? false,
    raw: oneOf(parameters, "raw", { "1": true, "0": false }) ?? false,
  };
}

/** @throws Refusal with status 404 for an ending that is none of ours */
export function readFormat(ending: string): FormatName {
  if (isFormat(ending)) return ending;
  throw new Refusal(
    404,
    `Files come as ${Object.keys(FORMATS).join(", ")}, not as "${ending.slice(0, 20)}".`,
  );
}

function oneOf<Value>(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  meanings: Readonly<Record<string, Value>>,
): Value | undefined {
  const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (given === undefined) return undefined;
  if (typeof given === "string" && Object.hasOwn(meanings, given)) return meanings[given];
  const words = Object.keys(meanings).filter((word) => word !== "\t");
  throw new Refusal(400, `The parameter ${name} is one of: ${words.join("  ")}.`);
}
