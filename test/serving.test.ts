// Answers for many at once: cancel, queue, cache, coalescing and outages, against a real Postgres.
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, Mistake, Outage } from "../generator/index.ts";
import { answer, answerTogether } from "../local/answer.ts";
import { openReader } from "../local/pool.ts";
import type { Query } from "../local/query.ts";
import { readQuestion } from "../local/read-question.ts";
import {
  type Answered,
  type Answering,
  type AskedQuestion,
  openAnswering,
} from "../local/server/serving/answering.ts";
import { Busy } from "../local/server/serving/busy.ts";
import { openCache } from "../local/server/serving/cache.ts";
import type { ServingEvent } from "../local/server/serving/event.ts";
import { openGate } from "../local/server/serving/gate.ts";
import type { ServingLimits } from "../local/server/serving/limits.ts";
import { openPublished, type PublishedReader, sharingLooks } from "../local/server/serving/published.ts";
import type { Stack } from "../local/stack.ts";
import { partsOf } from "../local/whole-answer/parts.ts";
import { fillTables, openTestStack } from "./database.ts";
import { countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS } from "./library.ts";

let stack: Stack;
let pool: pg.Pool;
let ledger: PublishedReader;
const events: ServingEvent[] = [];
const LEDGER = `"${library.schema}_hydrate"`;

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  // What of hydrate's ledger is read here.
  await execute(
    `CREATE SCHEMA ${LEDGER};
     CREATE TABLE ${LEDGER}.runs (id bigint PRIMARY KEY, period text, state text NOT NULL, started timestamptz NOT NULL, finished timestamptz)`,
  );
  pool = openReader(stack.url, { size: 6 });
  ledger = openPublished(pool, library, DIALECTS.postgres);
});

afterAll(async () => {
  await ledger.close();
  await pool.end();
  await dropTables(stack.url, library);
  await execute(`DROP SCHEMA IF EXISTS ${LEDGER} CASCADE`);
  await stack.release();
});

let answering: Answering | undefined;
/** At the ledger. */
let looks = 0;

afterEach(async () => {
  await answering?.close();
  answering = undefined;
  events.length = 0;
});

function open(limits: Partial<ServingLimits> = {}): Answering {
  answering = openAnswering({
    model: library,
    pool,
    dialect: DIALECTS.postgres,
    published: () => {
      looks += 1;
      return ledger.read();
    },
    lastPublished: () => ledger.last(),
    limits,
    heard: (event) => void events.push(event),
  });
  return answering;
}

async function execute(text: string, values: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  try {
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}

let run = 0;

/** Publishes another run, and a change of the books inside the same transaction. */
async function publish(change = ""): Promise<string> {
  run += 1;
  await execute(
    `BEGIN; ${change};
     INSERT INTO ${LEDGER}.runs VALUES (${run}, '2026-0${(run % 9) + 1}', 'published', now(), now()); COMMIT`,
  );
  return String(run);
}

function asked(fields: readonly string[] = ["books.count"], more: object = {}): AskedQuestion {
  const question = readQuestion({ model: "library", view: "books", fields, ...more }, library);
  return { question, parts: partsOf(library, question, DIALECTS.postgres, {}) };
}

/** Does the work while every question on books waits; they are let go at its end at the latest. */
async function held(work: (letGo: () => Promise<void>) => Promise<void>): Promise<void> {
  const letGo = await holdBooks(stack.url);
  let free: Promise<void> | undefined;
  const once = (): Promise<void> => (free ??= letGo());
  try {
    await work(once);
  } finally {
    await once();
  }
}

const inDatabase = (count: number): Promise<void> => expect.poll(() => countWaiting(stack.url)).toBe(count);

const anna = { name: "Anna", scope: "everything" };
const count = (answered: Answered): unknown => answered.whole.rows[0]?.["books.count"];
const raw = (text: string): Query => ({ text, values: [], columns: [] });

describe("cancel", () => {
  test("a cancel never hits the next query on the same session", async () => {
    const one = openReader(stack.url, { size: 1 });
    try {
      const pidOf = async (): Promise<unknown> => {
        const client = await one.connect();
        const found = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        client.release();
        return found.rows[0]?.pid;
      };
      const pid = await pidOf();
      const outcomes: string[] = [];
      const wasCancelled = (outcome: string): boolean => outcome === "Mistake: The question was cancelled.";
      // On a machine that is busy, more of them end before their cancel comes.
      for (let round = 0; round < 60 || outcomes.filter(wasCancelled).length <= 10; round += 1) {
        const controller = new AbortController();
        const slow = answer(one, raw("SELECT pg_sleep(0.012)"), controller.signal).then(
          () => "ended",
          (error: unknown) => String(error),
        );
        // From before the query is sent to after it has ended.
        await setTimeout((round % 20) * 0.9);
        controller.abort();
        const next = answer(one, raw("SELECT pg_sleep(0.002)"));
        outcomes.push(await slow);
        await next;
      }
      expect(outcomes.filter((outcome) => outcome !== "ended" && !wasCancelled(outcome))).toEqual([]);
      expect(await pidOf()).toBe(pid);
    } finally {
      await one.end();
    }
  });

  test("a cancel in the middle of several queries leaves a session without a transaction", async () => {
    const one = openReader(stack.url, { size: 1 });
    try {
      const controller = new AbortController();
      const both = answerTogether(one, [raw("SELECT 1"), raw("SELECT pg_sleep(20)")], controller.signal);
      await setTimeout(50);
      controller.abort();
      await expect(both).rejects.toEqual(new Mistake("The question was cancelled."));
      const client = await one.connect();
      const found = await client.query("SELECT now() = statement_timestamp() AS alone");
      client.release();
      expect(found.rows).toEqual([{ alone: true }]);
    } finally {
      await one.end();
    }
  });

  test("a question is listed while it runs, and its id cancels it in the database", async () => {
    const serving = open();
    const letGo = await holdBooks(stack.url);
    try {
      const waiting = serving.answer({ ...asked(), id: "one" }, anna);
      await inDatabase(1);
      expect(serving.running()).toMatchObject([{ id: "one", who: "Anna", state: "running" }]);
      expect(serving.cancel("another")).toBe(false);
      expect(serving.cancel("one")).toBe(true);
      await expect(waiting).rejects.toEqual(new Mistake("The question was cancelled."));
      await inDatabase(0);
      expect(serving.running()).toEqual([]);
      expect(events).toMatchObject([{ id: "one", outcome: "cancelled" }]);
    } finally {
      await letGo();
    }
  });

  test("closing lets questions finish within the grace time, cancels those that do not, and takes no more", async () => {
    const first = open();
    await held(async (letGo) => {
      const finishing = first.answer(asked(), anna);
      await inDatabase(1);
      const closed = first.close(10_000);
      await expect(first.answer(asked(), anna)).rejects.toThrow(Outage);
      await letGo();
      expect(count(await finishing)).toBe(5);
      await closed;
    });
    const second = open();
    const letGo = await holdBooks(stack.url);
    try {
      const stuck = second.answer(asked(), anna);
      await inDatabase(1);
      const refused = stuck.catch((error: unknown) => error);
      await second.close(10);
      expect(await refused).toEqual(new Mistake("The question was cancelled."));
      expect(await countWaiting(stack.url)).toBe(0);
    } finally {
      await letGo();
    }
  });

  test("the database gives up a statement after the time that was set", async () => {
    const hasty = openReader(stack.url, { statementTimeoutMs: 30 });
    try {
      await expect(answer(hasty, raw("SELECT pg_sleep(20)"))).rejects.toThrow(/took too long/);
    } finally {
      await hasty.end();
    }
  });
});

describe("cache", () => {
  test("an answer is kept until the next run, which is seen at once", async () => {
    const serving = open();
    const first = await publish();
    const one = await serving.answer(asked(), anna);
    expect([count(one), one.fromCache, one.published?.run]).toEqual([5, false, first]);
    const two = await serving.answer(asked(), anna);
    expect([count(two), two.fromCache, two.tag === one.tag, two.ranAt]).toEqual([5, true, true, one.ranAt]);
    const second = await publish(`UPDATE "${library.schema}".books SET title = 'Oceans' WHERE id = 2`);
    const three = await serving.answer(asked(), anna);
    expect([three.fromCache, three.published?.run, three.tag === one.tag]).toEqual([false, second, false]);
    const anew = await serving.answer({ ...asked(), cache: false }, anna);
    expect([anew.fromCache, anew.tag]).toEqual([false, three.tag]);
    expect(events.map((event) => event.outcome)).toEqual(["answered", "kept", "answered", "answered"]);
  });

  test("an answer costs one look at the ledger, kept or not, and is of the run that it names", async () => {
    const serving = open();
    await publish();
    await serving.answer(asked(["books.count"]), anna);
    const costs = async (question: AskedQuestion): Promise<readonly [number, string | undefined]> => {
      looks = 0;
      const { published } = await serving.answer(question, anna);
      return [looks, published?.run];
    };
    const seen = String(run);
    expect(await costs(asked(["books.title"]))).toEqual([1, seen]);
    expect(await costs(asked(["books.title"]))).toEqual([1, seen]);
    const next = await publish();
    // The run that was seen last no longer stands: asked again, with a look behind each.
    expect(await costs(asked(["books.on_loan"]))).toEqual([2, next]);
  });

  test("never shared between scopes, nor between questions that only look alike", async () => {
    const serving = open();
    await publish();
    await serving.answer(asked(), anna);
    const other = await serving.answer(asked(), { name: "Ben", scope: "region EU" });
    expect(other.fromCache).toBe(false);
    expect((await serving.answer(asked(), { name: "Cleo", scope: "everything" })).fromCache).toBe(true);
    expect((await serving.answer(asked(["books.count"], { limit: 7 }), anna)).fromCache).toBe(false);
    const filtered = await serving.answer(
      asked(["books.count"], { filters: { "books.title": "Stars" } }),
      anna,
    );
    expect([count(filtered), filtered.fromCache]).toEqual([1, false]);
    const covered = await serving.answer({ ...asked(), coverage: {} }, anna);
    expect([covered.fromCache, covered.coverage?.measures[0]?.matching]).toEqual([false, 5]);
  });

  test("errors are not kept, and without a run nothing is", async () => {
    const serving = open();
    await publish();
    const broken: AskedQuestion = {
      ...asked(),
      parts: [{ role: "rows", dimensions: [], fill: undefined, query: raw("SELECT 1/0") }],
    };
    await expect(serving.answer(broken, anna)).rejects.toThrow(/division by zero/);
    await expect(serving.answer(broken, anna)).rejects.toThrow(/division by zero/);
    expect(events.map((event) => event.outcome)).toEqual(["mistaken", "mistaken"]);
    const unledgered = openAnswering({
      model: library,
      pool,
      dialect: DIALECTS.postgres,
      published: async () => undefined,
    });
    await unledgered.answer(asked(), anna);
    expect(await unledgered.answer(asked(), anna)).toMatchObject({ fromCache: false, tag: undefined });
  });

  test("an answer that a run overtakes is asked again, and belongs to that run", async () => {
    const serving = open();
    await publish();
    await held(async (letGo) => {
      const slow = serving.answer(asked(["books.title"], { filters: { "books.code": "4" } }), anna);
      await inDatabase(1);
      await execute(`INSERT INTO ${LEDGER}.runs VALUES (${(run += 1)}, NULL, 'published', now())`);
      await letGo();
      expect((await slow).published?.run).toBe(String(run));
    });
  });

  test("no answer mixes two runs, and none is older than its run, however the runs fall", async () => {
    const serving = open();
    const set = (value: number): string =>
      `UPDATE "${library.schema}".books SET pages = ${value} WHERE id IN (1, 2)`;
    /** What a run leaves behind, said before it is published. */
    const known = new Map<string, number>();
    const publishPages = async (pages: number): Promise<void> => {
      known.set(String(run + 1), pages);
      await publish(set(pages));
    };
    await publishPages(1_000);
    const publishing = new AbortController();
    const publisher = (async () => {
      for (let pages = 1_001; pages < 1_025; pages += 1) await publishPages(pages);
      publishing.abort();
    })();
    const question = asked(["books.average_pages"], { filters: { "books.title": "Stars,Oceans" } });
    let looked = 0;
    while (!publishing.signal.aborted) {
      const answered = await Promise.all(Array.from({ length: 4 }, () => serving.answer(question, anna)));
      for (const one of answered) {
        expect(one.whole.rows[0]?.["books.average_pages"]).toBe(known.get(one.published?.run ?? ""));
        looked += 1;
      }
    }
    await publisher;
    expect(looked).toBeGreaterThan(20);
    await execute(`UPDATE "${library.schema}".books SET pages = id * 100 WHERE id IN (1, 2)`);
  });

  test("keeps what was asked for last, within its bounds", () => {
    let now = 0;
    const cache = openCache<string>({ entries: 3, bytes: 100, ms: 50 }, () => now);
    cache.set("a", "A", 10);
    cache.set("b", "B", 10);
    cache.set("c", "C", 10);
    expect(cache.get("a")).toBe("A");
    cache.set("d", "D", 10);
    expect([cache.get("b"), cache.get("a"), cache.state]).toEqual([
      undefined,
      "A",
      { entries: 3, bytes: 30 },
    ]);
    cache.set("huge", "H", 13);
    expect(cache.get("huge")).toBeUndefined();
    now = 51;
    expect([cache.get("a"), cache.state.entries]).toEqual([undefined, 2]);
  });
});

describe("coalescing", () => {
  test("equal questions are asked once; one who leaves cancels nobody else", async () => {
    const serving = open();
    await publish();
    await ledger.read();
    await held(async (letGo) => {
      const leaving = new AbortController();
      const first = serving.answer(asked(), anna, leaving.signal);
      await inDatabase(1);
      const more = Array.from({ length: 5 }, () => serving.answer(asked(), anna));
      const other = serving.answer(asked(), { name: "Ben", scope: "region EU" });
      await inDatabase(2);
      leaving.abort();
      await expect(first).rejects.toEqual(new Mistake("The question was cancelled."));
      expect(await countWaiting(stack.url)).toBe(2);
      await letGo();
      expect((await Promise.all([...more, other])).map(count)).toEqual([5, 5, 5, 5, 5, 5]);
      expect(events.filter((event) => event.outcome === "joined")).toHaveLength(5);
    });
  });

  test("the last one who leaves stops it, and whoever comes then asks anew", async () => {
    const serving = open();
    await publish();
    await ledger.read();
    await held(async (letGo) => {
      const leaving = new AbortController();
      const both = [1, 2].map(() => serving.answer(asked(), anna, leaving.signal));
      await inDatabase(1);
      leaving.abort();
      const late = serving.answer(asked(), anna);
      for (const one of both) await expect(one).rejects.toThrow(/cancelled/);
      await letGo();
      expect(count(await late)).toBe(5);
    });
  });
});

describe("queue", () => {
  test("is bounded: one too many is told when to come again, and nobody else is disturbed", async () => {
    const serving = open({ questions: 2, waiting: 3 });
    await held(async (letGo) => {
      const taken = [1, 2, 3, 4, 5].map((limit) => serving.answer(asked(["books.count"], { limit }), anna));
      await expect.poll(() => serving.state().waiting).toBe(3);
      const refused = await serving
        .answer(asked(["books.count"], { limit: 6 }), anna)
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Busy);
      expect(refused).toMatchObject({
        seconds: 2,
        message: expect.stringMatching(/^As many questions wait .* which is 3\./),
      });
      await letGo();
      expect((await Promise.all(taken)).map(count)).toEqual([5, 5, 5, 5, 5]);
      expect(serving.state()).toMatchObject({ underWay: 0, waiting: 0 });
    });
  });

  test("whoever leaves the queue gives up the place", async () => {
    const gate = openGate({ what: "questions", atOnce: 1, waiting: 1 });
    const never = new AbortController();
    let finish = (): void => {};
    const first = gate.through(never.signal, () => new Promise<void>((resolve) => (finish = resolve)));
    const leaving = new AbortController();
    const second = gate.through(leaving.signal, async () => "second");
    leaving.abort();
    await expect(second).rejects.toThrow(/cancelled/);
    const third = gate.through(never.signal, async () => "third");
    finish();
    await first;
    expect(await third).toBe("third");
    expect(gate.state).toEqual({ underWay: 0, waiting: 0 });
  });

  test("a look that began before a call came is not its answer", async () => {
    const begun: ((value: number) => void)[] = [];
    const look = sharingLooks(() => new Promise<number>((resolve) => void begun.push(resolve)));
    const first = look();
    const [second, third] = [look(), look()];
    begun[0]?.(1);
    expect(await first).toBe(1);
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.(2);
    expect(await Promise.all([second, third])).toEqual([2, 2]);
    expect(begun).toHaveLength(2);
  });
});
