// A prepared question -> its answer in one of Looker's result formats.
import { Mistake } from "../../../generator/index.ts";
import type { Cell } from "../../answer.ts";
import type { QueryColumn } from "../../query.ts";
import { Refusal } from "../looker-error.ts";
import type { Answered, Answering, Asker } from "../serving/answering.ts";
import type { Published } from "../serving/published.ts";
import { writeBi, writeBiError } from "../write-bi.ts";
import { writeCsv } from "../write-csv.ts";
import { writeDetail, writeDetailError } from "../write-detail.ts";
import { inWords, writeJson } from "../write-json.ts";
import { writeHtml, writeMarkdown } from "../write-table.ts";
import { writeXlsx } from "../write-xlsx.ts";
import { layOut } from "./format/lay-out.ts";
import { formatByHand } from "./by-hand.ts";
import { renderCell } from "./format/named-formats.ts";
import { type Prepared, readableSql } from "./prepare.ts";

/** The result formats that are answered, with their media types (API 4.0, `run_query`). */
const RESULT_TYPES = {
  json: "application/json; charset=utf-8",
  json_label: "application/json; charset=utf-8",
  json_bi: "application/json; charset=utf-8",
  json_detail: "application/json; charset=utf-8",
  inline_json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
  md: "text/plain; charset=utf-8",
  sql: "text/plain; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
/** One of the result formats. */
export type ResultFormat = keyof typeof RESULT_TYPES;

/** Formats that leave as a file, which takes the role `download`. */
export const FILE_FORMATS: ReadonlySet<ResultFormat> = new Set(["csv", "txt", "xlsx"]);

/** What is asked of a run beside its question. */
export interface RunWish {
  readonly format: ResultFormat;
  /** The query's id, or the task's. */
  readonly id: string;
  /** Whether values are shown in their formats where the format of the result leaves a choice. */
  readonly formatted: boolean;
  /** False computes the answer anew. */
  readonly cache: boolean;
}

/** An answer, ready to be sent. */
export interface Result {
  readonly status: 200 | 400;
  readonly type: string;
  readonly body: string | Uint8Array;
  /** The same for the same content only; undefined when nothing is kept of it. */
  readonly tag: string | undefined;
  readonly published: Published | undefined;
  /** What went wrong while the database answered, which `json` and its like say in their rows. */
  readonly failure: string | undefined;
  /** How many rows it holds. */
  readonly rows: number;
}

/** @throws Refusal with status 400 for a format that is not answered */
export function readFormat(format: string): ResultFormat {
  if (Object.hasOwn(RESULT_TYPES, format)) return format as ResultFormat;
  throw new Refusal(
    400,
    `Answers come as ${Object.keys(RESULT_TYPES).join(", ")}, not as "${format.slice(0, 100)}".`,
  );
}

/**
 * What the database refuses is told in rows by the formats that have a place for it, with status 200, as Looker
 * does; the others are 400.
 * @throws Outage and Busy, as `Answering.answer`
 */
export async function resultOf(
  answering: Answering,
  prepared: Prepared,
  wish: RunWish,
  asker: Asker,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const { format } = wish;
  const type = RESULT_TYPES[format];
  const plain = {
    status: 200,
    type,
    tag: undefined,
    published: undefined,
    failure: undefined,
    rows: 0,
  } as const;
  if (format === "sql") return { ...plain, body: readableSql(prepared) };
  try {
    const found = await answerFor(answering, prepared, wish, asker, signal);
    return {
      ...plain,
      body: await write(found, prepared, wish),
      tag: found.tag === undefined ? undefined : `${found.tag}-${format}${wish.formatted ? "-f" : ""}`,
      published: found.published,
      rows: found.whole.rows.length,
    };
  } catch (error) {
    if (!(error instanceof Mistake) || error instanceof Refusal) throw error;
    const failed = writeFailure(error.message, prepared, wish);
    if (failed === undefined) throw new Refusal(400, error.message);
    return { ...plain, body: failed, failure: error.message };
  }
}

function answerFor(
  answering: Answering,
  { question, parts, asking }: Prepared,
  { format, cache }: RunWish,
  asker: Asker,
  signal: AbortSignal | undefined,
): Promise<Answered> {
  if (format === "json_detail")
    return answering.answer({ question, parts, coverage: asking, cache }, asker, signal);
  if (format === "json_bi") return answering.answer({ question, parts, cache }, asker, signal);
  // The others have no place for totals of columns and for subtotals, so they are not computed.
  const needed = parts.filter((part) => part.role === "rows" || part.role === "row totals");
  return answering.answer({ question: { ...question, total: false }, parts: needed, cache }, asker, signal);
}

async function write(found: Answered, prepared: Prepared, wish: RunWish): Promise<string | Uint8Array> {
  const { question, explore, fields } = prepared;
  const { whole } = found;
  const labelOf = (column: QueryColumn): string => fields.get(column.name)?.label ?? column.label;
  const cell = (value: Cell, column: QueryColumn): Exclude<Cell, boolean> =>
    wish.formatted ? (renderCell(value, column, formatByHand(fields, column.name)) ?? null) : inWords(value);
  switch (wish.format) {
    case "json":
    case "inline_json":
      return writeJson(whole, (column) => column.name, cell);
    case "json_label":
      return writeJson(whole, distinctLabels(whole.columns, labelOf), cell);
    case "json_bi":
      return writeBi(whole, prepared);
    case "json_detail":
      return writeDetail(whole, { ...prepared, ...found, id: wish.id });
    case "csv":
      return writeCsv(layOut(whole, labelOf), ",", cell);
    case "txt":
      return writeCsv(layOut(whole, labelOf), "\t", cell);
    case "html":
      return writeHtml(layOut(whole, labelOf), explore.label, cell);
    case "md":
      return writeMarkdown(layOut(whole, labelOf), cell);
    case "xlsx":
      return writeXlsx(layOut(whole, labelOf), explore.label, (column) => formatByHand(fields, column.name));
    case "sql":
      return readableSql(prepared);
    default:
      throw new Error(`no writer for ${String(wish.format satisfies never)} of ${question.view}`);
  }
}

/** Two fields of one label would leave one of them out of a row, so the second keeps its name. */
function distinctLabels(
  columns: readonly QueryColumn[],
  labelOf: (column: QueryColumn) => string,
): (column: QueryColumn) => string {
  const taken = new Set<string>();
  const keys = new Map(
    columns.map((column) => {
      const label = labelOf(column);
      const key = taken.has(label) ? column.name : label;
      taken.add(key);
      return [column.name, key];
    }),
  );
  return (column) => keys.get(column.name) ?? column.name;
}

function writeFailure(message: string, prepared: Prepared, wish: RunWish): string | undefined {
  switch (wish.format) {
    case "json":
    case "inline_json":
    case "json_label":
      return JSON.stringify([{ looker_error: message }]);
    case "json_bi":
      return writeBiError(message, prepared);
    case "json_detail":
      return writeDetailError(message, {
        ...prepared,
        id: wish.id,
        fromCache: false,
        ranAt: new Date(),
        published: undefined,
      });
    default:
      return undefined;
  }
}
