// Rows that are counted, and how they were asked for -> the reply that is their file.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Model } from "../../../generator/index.ts";
import type { WholeQuestion } from "../../question.ts";
import { noteRows } from "../access/audit.ts";
import { type Published, publishedHeaders } from "../serving/published.ts";
import type { AskedDownload } from "./asked.ts";
import { writeCsv } from "./csv.ts";
import { disposition, fileName, titleOf } from "./file-name.ts";
import { type FormatName, FORMATS } from "./formats.ts";
import { writeJson } from "./json.ts";
import { type ParquetKind, writeParquet } from "./parquet.ts";
import type { DownloadRows } from "./rows.ts";
import { sendFile } from "./send.ts";
import { writeXlsx } from "./xlsx.ts";

/** What is known before the first byte. */
export interface Counted {
  /** Of the file. */
  readonly rows: number;
  /** Of the question without any limit. */
  readonly total: number;
  /** The server cut the file short, nobody else. */
  readonly truncated: boolean;
  readonly published: Published | undefined;
}

/** A file that is ready to be written. */
export interface ReadyFile {
  readonly format: FormatName;
  readonly rows: DownloadRows;
  readonly counted: Counted;
  /** Of the columns, for Parquet. */
  readonly kinds: readonly ParquetKind[];
  /** What was asked, for the file's name. */
  readonly model: Model;
  readonly question: WholeQuestion;
  readonly asked: AskedDownload;
  /** When it was asked. */
  readonly now: Date;
}

/**
 * Sends it, or for HEAD only what stands before it.
 * @returns how much was sent
 * @throws as `sendFile`
 */
export async function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ReadyFile,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  const { raw } = reply;
  const { format, rows, counted, asked } = file;
  const title = titleOf(file.model, file.question, rows.columns, asked.scope);
  const day = file.now.toISOString().slice(0, 10);
  const name = fileName(title, day, { ending: format, incomplete: counted.truncated });
  const packed = format === "xlsx" || format === "parquet";
  const gzip = !packed && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const headers = {
    ...stringHeaders(reply.getHeaders()),
    "content-type": FORMATS[format].type,
    "content-disposition": disposition(name),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-accel-buffering": "no",
    vary: "Accept-Encoding",
    "x-row-count": String(counted.rows),
    "x-total-count": String(counted.total),
    ...(counted.truncated ? { "x-truncated": "true" } : {}),
    ...(counted.published === undefined ? {} : publishedHeaders(counted.published)),
  };
  reply.hijack();
  if (request.method === "HEAD") {
    raw.writeHead(200, headers).end();
    return { rows: 0, bytes: 0 };
  }
  const bytes = await sendFile(raw, { headers, pieces: piecesOf(file, title), gzip, rows: counted.rows });
  noteRows(request, counted.rows);
  return { rows: counted.rows, bytes };
}

function piecesOf(
  { format, rows, kinds, asked }: ReadyFile,
  title: string,
): AsyncIterable<string | Uint8Array> {
  const { heads, separator, mark, raw } = asked;
  switch (format) {
    case "csv":
      return writeCsv(rows, { heads: heads ?? "labels", separator, mark, raw });
    case "json":
    case "ndjson":
      return writeJson(rows, { heads: heads ?? "names", lines: format === "ndjson" });
    case "xlsx":
      return writeXlsx(rows, { heads: heads ?? "labels", title });
    case "parquet":
      return writeParquet(rows, kinds);
  }
}

function stringHeaders(headers: ReturnType<FastifyReply["getHeaders"]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : String(value)]],
    ),
  );
}
