// Questions of many people -> their answers: so many at once, equal ones computed once, answers kept until the next run is published.
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { type Dialect, Mistake, type Model, Outage } from "../../../generator/index.ts";
import { coverageOf } from "../../coverage.ts";
import { answerParts } from "../../whole-answer.ts";
import type { Answered, AnsweringState, AskedQuestion, Asker, Named, RunningQuestion } from "./asked.ts";
import { Busy } from "./busy.ts";
import { openCache } from "./cache.ts";
import { openFlights } from "./flights.ts";
import { openGate } from "./gate.ts";
import { cellsOf, keyOf, tagOf } from "./key.ts";
import { type ServingLimits, usualLimits } from "./limits.ts";
import type { Published } from "./published.ts";
import type { Outcome, ServingEvent } from "./event.ts";

export type { Answered, AskedQuestion, Asker } from "./asked.ts";

/** What {@link openAnswering} needs. */
export interface AnsweringOptions {
  readonly model: Model;
  /** Sessions that can only read; left open. */
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
  /** The run that published what the database holds now (`openPublished`); asked before and after each answer. */
  readonly published: () => Promise<Published | undefined>;
  /** What the last look saw, without another; when not given, every question begins with a look of its own. */
  readonly lastPublished?: (() => Published | undefined) | undefined;
  readonly limits?: Partial<ServingLimits> | undefined;
  /** Hears of every question when it is over. */
  readonly heard?: ((event: ServingEvent) => void) | undefined;
}

/** Answers questions until closed. */
export interface Answering {
  /**
   * @param signal when it is aborted, this asker leaves; the database is told to stop when nobody else waits
   * @throws Busy when too many wait; Outage and Mistake as `answerParts`
   */
  answer(asked: AskedQuestion, asker: Asker, signal?: AbortSignal): Promise<Answered>;
  /**
   * Lists other work, such as a download, among the questions under way, so that it is cancelled and waited for
   * like them.
   * @param work gets the signal that stops it, and is to say when its wait is over
   * @throws Outage when the server is closed, and what `work` throws
   */
  during<Result>(
    named: Named,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal, begun: () => void) => Promise<Result>,
  ): Promise<Result>;
  /** Questions under way, the oldest first. */
  running(): readonly RunningQuestion[];
  /** Stops a question. @returns whether one of that id was under way */
  cancel(id: string): boolean;
  /** How much is under way and kept now, for metrics. */
  state(): AnsweringState;
  /** Takes no more questions; those under way may finish within the time, in milliseconds, and are cancelled then. */
  close(graceMs?: number): Promise<void>;
}

interface Entry extends Named {
  readonly id: string;
  readonly since: Date;
  readonly controller: AbortController;
  state: RunningQuestion["state"];
}

/** What is computed once for all that ask the same. */
type Computed = Omit<Answered, "fromCache">;

/** How often a question is asked again because a run was published meanwhile, before it is refused. */
const TRIES = 30;
/** Answers with more values than this are neither kept nor tagged. */
const MOST_CELLS_KEPT = 500_000;

/** Nothing is asked yet. */
export function openAnswering(options: AnsweringOptions): Answering {
  const { pool, model, dialect, published } = options;
  const limits = { ...usualLimits(pool.options.max ?? 1), ...options.limits };
  const cache = openCache<Computed>(
    { entries: limits.keptAnswers, bytes: limits.keptBytes, ms: limits.keptMs },
    () => performance.now(),
  );
  const flights = openFlights<Computed>();
  const gate = openGate({ what: "questions", atOnce: limits.questions, waiting: limits.waiting });
  const entries = new Map<string, Entry>();
  const settled = new Set<() => void>();
  let closed = false;

  /** Asks until no run was published between the first look at the ledger and the last. */
  const compute = async (
    asked: AskedQuestion,
    key: (run: Published | undefined) => string,
    first: Published | undefined,
    signal: AbortSignal,
  ): Promise<Computed> => {
    let before = first;
    for (let tries = 1; ; tries += 1) {
      const whole = await answerParts(pool, asked.question, asked.parts, signal);
      const coverage =
        asked.coverage === undefined
          ? undefined
          : await coverageOf(pool, model, asked.question, dialect, asked.coverage, signal);
      const after = await published();
      if (before?.run !== after?.run) {
        if (tries === TRIES)
          throw new Outage(
            "New data is published faster than this question can be answered, so no answer would be of one state. Ask again when it is calmer.",
            { retry: true },
          );
        before = after;
        continue;
      }
      const computed = { whole, coverage, published: after, ranAt: new Date() };
      // Without a run nobody could tell when what is kept is out of date.
      if (after === undefined || cellsOf(whole) > MOST_CELLS_KEPT) return { ...computed, tag: undefined };
      const text = JSON.stringify([key(after), { ...whole, ms: 0 }, coverage]);
      const told = { ...computed, tag: tagOf(text) };
      cache.set(key(after), told, text.length);
      return told;
    }
  };

  const find = async (asked: AskedQuestion, asker: Asker, entry: Entry): Promise<[Answered, Outcome]> => {
    const { signal } = entry.controller;
    const key = keyOf(asked, asker.scope);
    // What is neither kept nor under way is asked of the database in any case, and the look behind its answer
    // tells whether the run that was seen last still stood: then no look is needed before.
    const last = options.lastPublished?.();
    const isNew = last !== undefined && !cache.has(key(last)) && !flights.has(key(last));
    const run = isNew ? last : await published();
    const kept = run === undefined || asked.cache === false ? undefined : cache.get(key(run));
    if (kept !== undefined) return [{ ...kept, fromCache: true }, "kept"];
    const begun = (): void => {
      entry.state = "running";
    };
    const work = (stop: AbortSignal): Promise<Computed> =>
      gate.through(stop, () => compute(asked, key, run, stop), begun);
    // Without a run nobody could tell whether work that began earlier still sees what the database holds.
    if (run === undefined || asked.cache === false) {
      const computed = await openFlights<Computed>().join("", signal, work);
      return [{ ...computed.result, fromCache: false }, "answered"];
    }
    const { result, joined } = await flights.join(key(run), signal, work);
    return [{ ...result, fromCache: false }, joined ? "joined" : "answered"];
  };

  const during = async <Result>(
    named: Named,
    signal: AbortSignal | undefined,
    work: (entry: Entry) => Promise<Result>,
  ): Promise<Result> => {
    if (closed) throw new Outage("The server is being stopped. Ask again when it runs.", { retry: true });
    const controller = new AbortController();
    const id = named.id ?? randomUUID();
    const entry: Entry = { ...named, id, since: new Date(), controller, state: "waiting" };
    const leave = (): void => controller.abort();
    signal?.addEventListener("abort", leave, { once: true });
    if (signal?.aborted === true) leave();
    entries.set(id, entry);
    try {
      return await work(entry);
    } finally {
      signal?.removeEventListener("abort", leave);
      if (entries.get(id) === entry) entries.delete(id);
      if (entries.size === 0) for (const empty of settled) empty();
    }
  };

  return {
    answer: (asked, asker, signal) => {
      const { question, id } = asked;
      return during({ id, who: asker.name, question }, signal, async (entry) => {
        const started = performance.now();
        const tell = (outcome: Outcome, rows: number): void =>
          options.heard?.({
            kind: "question",
            id: asker.request ?? entry.id,
            who: asker.name,
            question,
            outcome,
            rows,
            bytes: undefined,
            ms: performance.now() - started,
          });
        try {
          const [answered, outcome] = await find(asked, asker, entry);
          tell(outcome, answered.whole.rows.length);
          return answered;
        } catch (error) {
          tell(outcomeOf(error, entry.controller.signal.aborted), 0);
          throw error;
        }
      });
    },
    during: (named, signal, work) =>
      during(named, signal, (entry) =>
        work(entry.controller.signal, () => {
          entry.state = "running";
        }),
      ),
    running: () => [...entries.values()],
    cancel: (id) => {
      const entry = entries.get(id);
      entry?.controller.abort();
      return entry !== undefined;
    },
    state: () => ({
      ...gate.state,
      keptAnswers: cache.state.entries,
      keptBytes: cache.state.bytes,
      closed,
    }),
    close: async (graceMs = 0) => {
      closed = true;
      const empty = new Promise<void>((resolve) => {
        settled.add(resolve);
        if (entries.size === 0) resolve();
      });
      const timer = setTimeout(() => {
        for (const entry of entries.values()) entry.controller.abort();
      }, graceMs);
      await empty;
      clearTimeout(timer);
      cache.clear();
    },
  };
}

/** What to call a failure. @param left whether whoever asked had gone */
export function outcomeOf(error: unknown, left: boolean): Outcome {
  if (left) return "cancelled";
  if (error instanceof Busy) return "busy";
  if (error instanceof Mistake) return "mistaken";
  return error instanceof Outage ? "outage" : "failed";
}
