// A COPY from a manifest -> rows in Postgres, or the complaint and the line in SYS_LOAD_ERROR_DETAIL that Redshift would give.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { markBytes } from "./bytes.ts";
import type { Copy } from "./copy-statement.ts";
import type { Refusal } from "./refusal.ts";
import { SYSTEM } from "./rewrite.ts";
import { recordLoadError } from "./system.ts";
import type { OwnResult, Upstream } from "./upstream.ts";
import type { ErrorFields } from "./wire.ts";

/** What a COPY is run with. */
export interface CopyMeans {
  readonly upstream: Upstream;
  readonly postgresUrl: string;
  readonly s3: S3Client;
  /** Where the cluster is. */
  readonly region: string;
  /** The roles the cluster has. */
  readonly roles: readonly string[];
  /** The session's number. */
  readonly session: number;
  /** Is called when the first file was read; the connection may be cut then. */
  readonly firstFile: () => void;
}

interface Entry {
  readonly url?: unknown;
  readonly mandatory?: unknown;
  readonly meta?: { readonly content_length?: unknown };
}

const expand = promisify(gunzip);
let latestQuery = 1_000;

/** @returns how many rows were loaded, or why none was. Call it inside a transaction */
export async function runCopy(copy: Copy, means: CopyMeans): Promise<number | Refusal> {
  const query = (latestQuery += 1);
  const denied = copy.role.split(/,(?=arn:)/).find((role) => !means.roles.includes(role));
  if (denied !== undefined) {
    const who = "arn:aws:redshift:us-east-1:123456789012:dbuser:double/admin";
    return failure(`User ${who} is not authorized to assume IAM Role ${denied}`);
  }
  if (copy.region !== undefined && copy.region !== means.region) {
    return failure(
      "S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.,Status 301,Error PermanentRedirect",
    );
  }
  try {
    const rows = await load(copy, means, query);
    if (typeof rows !== "number") return rows;
    await means.upstream.run(
      `SELECT set_config('${SYSTEM}.last_copy_id', '${query}', false), set_config('${SYSTEM}.last_copy_count', '${rows}', false)`,
    );
    return rows;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return failure(
      `S3ServiceException:${error.message},Status ${error.$metadata.httpStatusCode},Error ${error.name},Rid ${error.$metadata.requestId ?? ""}`,
    );
  }
}

async function load(copy: Copy, means: CopyMeans, query: number): Promise<number | Refusal> {
  const { upstream, s3, firstFile } = means;
  const entries = await readManifest(copy.manifest, s3);
  if (entries === undefined)
    return failure(`The manifest file ${copy.manifest} is not valid JSON in the form of a manifest`);
  const bytes = await bytesColumns(copy, upstream);
  const columns = copy.columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(", ");
  const command = `COPY ${copy.table}${columns === "" ? "" : ` (${columns})`} FROM STDIN (FORMAT csv, NULL '${copy.nullAs.replaceAll("'", "''")}')`;
  let rows = 0;
  for (const [at, entry] of entries.entries()) {
    const url = String(entry.url);
    let body: Buffer;
    try {
      body = await getObject(url, s3);
    } catch (error) {
      const missing = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
      if (missing && entry.mandatory !== true) continue;
      throw error;
    }
    if (at === 0) firstFile();
    const wanted = entry.meta?.content_length;
    if (wanted !== undefined && wanted !== body.length)
      return failure(
        `The content length of ${url} is ${body.length}, and the manifest says ${JSON.stringify(wanted)}`,
      );
    const csv = await expand(body);
    const fed = await upstream.feed(command, markBytes(csv, bytes));
    if (fed.error !== undefined) return loadError(fed.error, url, csv, query, means);
    rows += fed.rowCount;
  }
  return rows;
}

/** Anything that is no row's fault. */
function failure(message: string): Refusal {
  return { code: "XX000", message };
}

async function loadError(
  error: ErrorFields,
  file: string,
  csv: Buffer,
  query: number,
  { postgresUrl, session }: CopyMeans,
): Promise<Refusal> {
  const context = /line (\d+)(?:, column ([^:]+))?/.exec(error["W"] ?? "");
  const said = complaint(error);
  // Not the row's doing: a table or a column that is not there.
  if (context === null || said === undefined)
    return { code: error["C"] ?? "XX000", message: error["M"] ?? "" };
  const checked = /^bytes_(.+)$/.exec(error["n"] ?? "")?.[1];
  await recordLoadError(postgresUrl, {
    query,
    session,
    file,
    line: lineOf(csv, Number(context[1])),
    column: context[2] ?? checked ?? error["c"] ?? "",
    ...said,
  });
  return failure("Load into table failed.  Check 'sys_load_error_detail' system table for details.");
}

/**
 * The line of the file on which a row begins.
 * @param counted the row's last line as Postgres counts lines: without the line ends inside the very first row
 */
function lineOf(csv: Buffer, counted: number): number {
  let [line, begins, counting, first, quoted] = [1, 1, 1, true, false];
  for (const byte of csv) {
    if (byte === 0x22) quoted = !quoted;
    if (byte !== 0x0a) continue;
    line += 1;
    if (quoted) {
      if (!first) counting += 1;
      continue;
    }
    if (counting === counted) return begins;
    counting += 1;
    begins = line;
    first = false;
  }
  return begins;
}

/** Redshift's numbers and words (Redshift, "Load error reference"). */
function complaint(error: ErrorFields): { readonly code: number; readonly message: string } | undefined {
  const message = error["M"] ?? "";
  switch (error["C"]) {
    case "23514":
    case "22001":
      return { code: 1204, message: "String length exceeds DDL length" };
    case "23502":
      return { code: 1213, message: "Missing data for not-null field" };
    case "22007":
    case "22008":
      return message.includes("timestamp")
        ? { code: 1206, message: "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]" }
        : { code: 1205, message: "Invalid Date Format - length must be 10 or more" };
    case "22003":
      return { code: 1204, message: "Overflow for NUMERIC or INTEGER" };
    case "22P02":
      return { code: 1207, message: "Invalid digit, Value 'x', Pos 0, Type: Long" };
    case "22021":
      return { code: 1220, message: "String contains invalid or unsupported UTF8 codepoints" };
    case "22P04":
      return message.startsWith("missing data")
        ? { code: 1201, message: "Delimiter not found" }
        : { code: 1202, message: "Extra column(s) found" };
    default:
      return undefined;
  }
}

/** The places of the columns that hold bytes. */
async function bytesColumns(copy: Copy, upstream: Upstream): Promise<ReadonlySet<number>> {
  const found: OwnResult = await upstream.run(
    `SELECT attname FROM pg_attribute WHERE attrelid = '${copy.table.replaceAll("'", "''")}'::regclass AND attnum > 0 AND NOT attisdropped AND atttypid = 17`,
  );
  return new Set(copy.columns.flatMap((column, at) => (found.rows.includes(column) ? [at] : [])));
}

async function readManifest(uri: string, s3: S3Client): Promise<readonly Entry[] | undefined> {
  try {
    const read = JSON.parse((await getObject(uri, s3)).toString()) as { readonly entries?: unknown };
    return Array.isArray(read.entries) ? (read.entries as Entry[]) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function getObject(uri: string, s3: S3Client): Promise<Buffer> {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
}
