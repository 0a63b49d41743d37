// A request for a file -> the file, counted first, read on one state of the tables, whole or broken.
import type { FastifyReply, FastifyRequest } from "fastify";
import type pg from "pg";
import type { Dialect, Model } from "../../../generator/index.ts";
import type { Query } from "../../query.ts";
import type { WholeQuestion } from "../../question.ts";
import { readQuestion } from "../../read-question.ts";
import { partsOf } from "../../whole-answer/parts.ts";
import { noteAsked, noteFailure, noteQuestion } from "../access/audit.ts";
import { type Caller, callerOf } from "../access/caller.ts";
import { accessScopeOf, modelOf } from "../access/scope.ts";
import { goneSignal } from "../gone.ts";
import { refusing } from "../looker-error.ts";
import { type Answering, outcomeOf } from "../serving/answering.ts";
import type { ServingEvent } from "../serving/event.ts";
import type { Gate } from "../serving/gate.ts";
import type { ServingLimits } from "../serving/limits.ts";
import type { Published } from "../serving/published.ts";
import { type AskedDownload, readDownload } from "./asked.ts";
import { parquetKinds, refuseLongTexts } from "./columns.ts";
import { type Counted, deliver } from "./deliver.ts";
import { type FormatName, FORMATS } from "./formats.ts";
import { kindsOfHeld, type ParquetKind } from "./parquet.ts";
import { flatten, type HeldRows } from "./pivoted.ts";
import { planDownload } from "./plan.ts";
import { type DownloadRows, heldBatches, readBatches } from "./rows.ts";
import { onOneState } from "./state.ts";

/** What a download needs. */
export interface DownloadOptions {
  /** Sessions that can only read. */
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
  readonly answering: Answering;
  readonly published: () => Promise<Published | undefined>;
  readonly limits?: Partial<ServingLimits> | undefined;
  /** Hears of every download when it is over. */
  readonly heard?: ((event: ServingEvent) => void) | undefined;
  /** The most rows of a file by format, where fewer than the format can hold are wanted. */
  readonly mostRows?: Partial<Readonly<Record<FormatName, number>>> | undefined;
}

/** A request with the address of a download. */
export type Requested = FastifyRequest<{
  Params: { model: string; explore: string; format: string };
  Querystring: Readonly<Record<string, unknown>>;
}>;

/** Answers that are put together in memory, pivoted or filled in, have an end. */
const MOST_HELD_ROWS = 50_000;

/** The most rows that a file of the format is given. */
export function mostRows(format: FormatName, options: DownloadOptions): number {
  const own = FORMATS[format].mostRows ?? Number.POSITIVE_INFINITY;
  return Math.min(own, options.mostRows?.[format] ?? own);
}

/** One request for a file. */
export class Download {
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #options: DownloadOptions;
  readonly #gate: Gate;
  readonly #caller: Caller;
  readonly #model: Model;
  readonly #asked: AskedDownload;
  readonly #question: WholeQuestion;
  readonly #asking: { readonly now: Date; readonly userAttributes: Readonly<Record<string, string>> };

  constructor(request: Requested, reply: FastifyReply, options: DownloadOptions, gate: Gate) {
    this.#request = request;
    this.#reply = reply;
    this.#options = options;
    this.#gate = gate;
    this.#caller = callerOf(request);
    this.#model = modelOf(request);
    const { model, explore } = request.params;
    this.#asked = readDownload(model, explore, request.query);
    const format = (request.params as { readonly format?: string }).format ?? "count";
    noteAsked(request, "download", this.#asked.query, format);
    const known = model === this.#model.name && this.#model.explores.some((one) => one.name === explore);
    this.#question = refusing(known ? 400 : 404, () => readQuestion(this.#asked.query, this.#model));
    this.#asking = { now: new Date(), userAttributes: this.#caller.attributes };
    const { fields, filters, filterExpression, limit } = this.#question;
    const noted = { model, explore, fields, filters, filterExpression, limit: limit ?? null, format };
    noteQuestion(request, { kind: "download", ...noted });
  }

  /** How many rows there are, without a file. */
  async count(): Promise<Counted> {
    return this.#isHeld()
      ? (await this.#held(Number.POSITIVE_INFINITY)).counted
      : this.#reading((client, run) => this.#counted(client, run, Number.POSITIVE_INFINITY));
  }

  /** Sends the file; when anything fails after its first byte, the connection is broken. */
  async send(format: FormatName): Promise<void> {
    const started = performance.now();
    let rows = 0;
    let bytes = 0;
    const tell = (outcome: ServingEvent["outcome"]): void =>
      this.#options.heard?.({
        kind: "download",
        id: this.#request.id,
        who: this.#caller.name,
        question: this.#question,
        outcome,
        rows,
        bytes,
        ms: performance.now() - started,
      });
    try {
      const sent = this.#isHeld() ? await this.#sendHeld(format) : await this.#sendRows(format);
      ({ rows, bytes } = sent);
      tell("answered");
    } catch (error) {
      tell(outcomeOf(error, this.#reply.raw.destroyed));
      if (!this.#reply.raw.headersSent) throw error;
      if (!this.#reply.raw.destroyed) noteFailure(this.#request);
      this.#reply.raw.socket?.resetAndDestroy();
    }
  }

  async #sendRows(format: FormatName): Promise<{ readonly rows: number; readonly bytes: number }> {
    const planned = refusing(400, () => this.#planned());
    return this.#reading(async (client, published) => {
      const counted = await this.#counted(client, published, mostRows(format, this.#options));
      const query = planned.rows(counted.rows);
      const kinds = await this.#examine(client, query, format);
      // From here on the client's reading sets the pace, which is no fault of the statement's.
      await client.query("SELECT set_config('statement_timeout', '0', true)");
      const rows = { columns: query.columns, batches: readBatches(client, query, counted.rows) };
      return this.#deliver(format, rows, counted, kinds);
    });
  }

  /** Whether the answer's rows are made of what the database gives, rather than being just that. */
  #isHeld(): boolean {
    const { pivots, fillFields } = this.#question;
    return this.#asked.scope === "answer" && (pivots.length > 0 || fillFields.length > 0);
  }

  async #sendHeld(format: FormatName): Promise<{ readonly rows: number; readonly bytes: number }> {
    const { columns, rows, counted } = await this.#held(mostRows(format, this.#options));
    const held = { columns, batches: heldBatches(rows) };
    return this.#deliver(format, held, counted, kindsOfHeld(columns, rows));
  }

  /** Asked without the question's own limit, by which nobody could tell how many rows there are. */
  async #held(most: number): Promise<HeldRows & { readonly counted: Counted }> {
    const question = { ...this.#question, limit: MOST_HELD_ROWS + 1, total: false };
    const parts = refusing(400, () =>
      partsOf(this.#model, question, this.#options.dialect, this.#asking),
    ).filter((part) => part.role === "rows" || part.role === "row totals");
    const scope = accessScopeOf(this.#caller, this.#model);
    const asker = { name: this.#caller.name, scope, request: this.#request.id };
    const gone = goneSignal(this.#reply.raw);
    const { whole, published } = await this.#options.answering.answer({ question, parts }, asker, gone);
    const { columns, rows } = flatten(whole, question.pivots);
    const total = Math.min(rows.length, MOST_HELD_ROWS);
    const wanted = Math.min(total, this.#question.limit ?? total);
    const kept = Math.min(wanted, most);
    const cut = rows.length > MOST_HELD_ROWS && (this.#question.limit ?? Infinity) > MOST_HELD_ROWS;
    const truncated = cut || wanted > most || whole.columnsTruncated;
    return { columns, rows: rows.slice(0, kept), counted: { rows: kept, total, truncated, published } };
  }

  /** Everything is read on one state of the tables, whose run is known. */
  async #reading<Result>(
    work: (client: pg.ClientBase, published: Published | undefined) => Promise<Result>,
  ): Promise<Result> {
    const { answering, pool, published } = this.#options;
    const gone = goneSignal(this.#reply.raw);
    const named = { id: this.#request.id, who: this.#caller.name, question: this.#question };
    return answering.during(named, gone, (signal, begun) =>
      this.#gate.through(signal, () => onOneState(pool, signal, published, work), begun),
    );
  }

  async #counted(client: pg.ClientBase, published: Published | undefined, most: number): Promise<Counted> {
    const { count } = refusing(400, () => this.#planned());
    const found = await client.query<{ count: string }>({ text: count.text, values: [...count.values] });
    const total = Number(found.rows[0]?.count);
    const wanted = Math.min(total, this.#question.limit ?? total);
    return { rows: Math.min(wanted, most), total, truncated: wanted > most, published };
  }

  #planned(): ReturnType<typeof planDownload> {
    return planDownload(this.#model, this.#question, this.#asked.scope, this.#options.dialect, this.#asking);
  }

  async #examine(client: pg.ClientBase, query: Query, format: FormatName): Promise<readonly ParquetKind[]> {
    if (format === "xlsx") await refuseLongTexts(client, query, this.#options.dialect);
    return format === "parquet" ? parquetKinds(client, query, this.#options.dialect) : [];
  }

  #deliver(
    format: FormatName,
    rows: DownloadRows,
    counted: Counted,
    kinds: readonly ParquetKind[],
  ): Promise<{ readonly rows: number; readonly bytes: number }> {
    const { now } = this.#asking;
    const what = { model: this.#model, question: this.#question, asked: this.#asked, now };
    return deliver(this.#request, this.#reply, { format, rows, counted, kinds, ...what });
  }
}
