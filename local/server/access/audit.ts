// Who asked what, when, and what came of it -> a line of JSON for each question and download, kept apart from the log.
import { appendFile, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Outage } from "../../../generator/index.ts";
import { countBody } from "../body-bytes.ts";
import { type Caller, maybeCaller } from "./caller.ts";

/** What was asked; no value of an answer is ever in it. */
export interface NotedQuestion {
  readonly kind: "question" | "download" | "suggestions" | "quarantine" | "login";
  /** The name of the credentials somebody tried to log in with, if there are such. */
  readonly credentials?: string | undefined;
  readonly model?: string | undefined;
  readonly explore?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  /** Filter expressions by full field name. */
  readonly filters?: Readonly<Record<string, string>> | undefined;
  readonly filterExpression?: string | undefined;
  /** E.g. `json`, `csv`. */
  readonly format?: string | undefined;
  /** The most rows that were asked for; null for all. */
  readonly limit?: number | null | undefined;
}

/** What became of it: `left` when the client went away before the answer had been sent whole. */
export type Outcome = "answered" | "refused" | "failed" | "left";

/** One line. */
export interface AuditLine extends NotedQuestion {
  /** When it was asked, ISO 8601 in UTC. */
  readonly time: string;
  readonly request: string;
  /** Null where nobody was known to ask. */
  readonly caller: string | null;
  readonly name: string | null;
  /** The admin who asked as this caller. */
  readonly by?: string | undefined;
  readonly address: string;
  readonly outcome: Outcome;
  readonly status: number;
  /** Null where the answer was not counted. */
  readonly rows: number | null;
  /** What was written of the reply's body. */
  readonly bytes: number;
  readonly ms: number;
}

/** Where lines go. */
export interface Audit {
  write(line: AuditLine): void;
  /** Resolves when everything written so far is in its place. */
  flush(): Promise<void>;
}

/** Lines for the process's own output, where a container's log is collected. */
export function auditTo(write: (text: string) => void): Audit {
  return { write: (line) => write(`${JSON.stringify(line)}\n`), flush: async () => {} };
}

/**
 * Lines at the end of a file, which is opened anew for each batch: it can be moved away at any time.
 * @param log hears when lines could not be written; they are then in what it hears, so that none is lost
 * @throws Outage when the file cannot be written at all
 */
export async function openAuditFile(path: string, log: (line: string) => void): Promise<Audit> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, "a", 0o600)).close();
  } catch (error) {
    throw new Outage(
      `The audit file ${path} cannot be written: ${(error as Error).message}. Choose another with --audit, or - for the command's own output.`,
      { retry: false, cause: error },
    );
  }
  let waiting = "";
  let writing: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (waiting !== "") {
      const batch = waiting;
      waiting = "";
      try {
        await appendFile(path, batch, { mode: 0o600 });
      } catch (error) {
        log(`The audit file ${path} could not be written: ${(error as Error).message}. Its lines:\n${batch}`);
      }
    }
    writing = undefined;
  };
  return {
    write(line) {
      waiting += `${JSON.stringify(line)}\n`;
      writing ??= drain();
    },
    async flush() {
      await nextTurn();
      await writing;
    },
  };
}

interface Noted {
  question: NotedQuestion | undefined;
  rows: number | null;
  failed: boolean;
}

const noted = new WeakMap<FastifyRequest, Noted>();

/** Notes what a request asks; from then on a line is written for it, however it ends. */
export function noteQuestion(request: FastifyRequest, question: NotedQuestion): void {
  notedOf(request).question = question;
}

/**
 * The same for a question that has not been looked at yet, so that one that is refused is written down too.
 * @param query as it came from outside; only texts of it are kept, and not too many
 */
export function noteAsked(
  request: FastifyRequest,
  kind: "question" | "download",
  query: unknown,
  format: string,
): void {
  const { model, view, fields, filters, filter_expression, limit } = Object(query) as Readonly<
    Record<string, unknown>
  >;
  const text = (value: unknown): string | undefined =>
    typeof value === "string" ? value.slice(0, LONGEST_NOTED) : undefined;
  const listed: readonly unknown[] = Array.isArray(fields) ? fields : [];
  noteQuestion(request, {
    kind,
    model: text(model),
    explore: text(view),
    fields: listed.slice(0, MOST_NOTED).flatMap((one) => text(one) ?? []),
    filters: Object.fromEntries(
      Object.entries(Object(filters) as Readonly<Record<string, unknown>>)
        .slice(0, MOST_NOTED)
        .map(([field, value]) => [field.slice(0, LONGEST_NOTED), text(value) ?? ""]),
    ),
    filterExpression: text(filter_expression),
    format: format.slice(0, LONGEST_NOTED),
    limit: typeof limit === "number" || typeof limit === "string" ? Number(limit) : null,
  });
}

const LONGEST_NOTED = 2000;
const MOST_NOTED = 200;

/** Notes how many rows the answer has. */
export function noteRows(request: FastifyRequest, rows: number): void {
  notedOf(request).rows = rows;
}

/** Notes that the answer could not be given whole, though its first part may have been sent as a success. */
export function noteFailure(request: FastifyRequest): void {
  notedOf(request).failed = true;
}

function notedOf(request: FastifyRequest): Noted {
  let found = noted.get(request);
  if (found === undefined) {
    found = { question: undefined, rows: null, failed: false };
    noted.set(request, found);
  }
  return found;
}

/**
 * Writes the line when the reply is sent whole or its connection is lost.
 * @param now in milliseconds since 1970
 */
export function auditReply(
  request: FastifyRequest,
  reply: FastifyReply,
  audit: Audit,
  now: () => number,
): void {
  const started = now();
  const written = countBody(reply.raw);
  const settle = (whole: boolean): void => {
    const found = noted.get(request);
    if (found?.question === undefined) return;
    const caller: Caller | undefined = maybeCaller(request);
    audit.write({
      time: new Date(started).toISOString(),
      request: request.id,
      caller: caller?.id ?? null,
      name: caller?.name ?? null,
      ...(caller?.by === undefined ? {} : { by: caller.by }),
      address: request.ip,
      ...found.question,
      outcome: outcomeOf(reply.raw.statusCode, whole, found.failed),
      status: reply.raw.statusCode,
      rows: found.rows,
      bytes: written(),
      ms: Math.round(now() - started),
    });
  };
  // The route has yet to hear that its last byte went out, and may have something to note then.
  reply.raw.once("close", () => {
    const { writableFinished } = reply.raw;
    setImmediate(() => settle(writableFinished));
  });
}

function outcomeOf(status: number, whole: boolean, failed: boolean): Outcome {
  if (failed || status >= 500) return "failed";
  if (!whole) return "left";
  return status >= 400 ? "refused" : "answered";
}

/** A request's path for a log, without what stands behind the `?`: that may hold values, and codes that log somebody in. */
export function loggedUrl(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "";
}
