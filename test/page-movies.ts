// The sample's three months of movies, hydrated and behind a real server that asks who is there, and a browser to look at it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Client } from "pg";
import { type Model } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import { writeSampleDrops } from "../sample/drops.ts";
import { type GuardedServer, openGuarded } from "./access-server.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay } from "./hydrated.ts";
import { modelOf } from "./library.ts";
import { openChromium } from "./page-browser.ts";

/** Open until it is closed. */
export interface MoviesInBrowser {
  readonly model: Model;
  readonly browser: Browser;
  /** Of the server that lets everybody in. */
  readonly url: string;
  /** One that wants a login of `boss`, an admin. */
  readonly guarded: GuardedServer;
  /** One of a model that has no questions. */
  readonly silent: OpenServer;
  /** Holds the movies so that every question waits; calling the result lets go. */
  hold(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Hydrates the sample, whose first month leaves records in quarantine, and starts the servers and a browser. */
export async function openMovies(): Promise<MoviesInBrowser> {
  const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
  const model = inOwnSchema(modelOf(text), "page_movies");
  const stack = await openTestStack();
  const looker = await openLooker(stack.url);
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-page-"));
  const drops = await writeSampleDrops(folder);
  for (const [month, path] of drops.entries())
    await hydrateAsText(stack.url, model, path, { now: testDay(30 * month), acceptQuarantine: true });
  const pool = openReader(stack.url);
  const freshness = async (): ReturnType<Parameters<typeof openServer>[0]["freshness"]> => ({
    run: "3",
    period: "2026-10",
    at: testDay(60),
  });
  const serve = (served: Model): Promise<OpenServer> =>
    openServer({ model: served, pool, host: "127.0.0.1", port: 0, freshness });
  const open = await serve(model);
  const silent = await serve({ ...model, questions: [] });
  const boss = { roles: ["ask", "download", "admin"] } as const;
  const guarded = await openGuarded(model, { boss }, {}, pool, freshness);
  const browser = await openChromium();
  return {
    model,
    browser,
    url: open.url,
    guarded,
    silent,
    async hold() {
      const client = new Client({ connectionString: stack.url });
      await client.connect();
      await client.query(`BEGIN; LOCK TABLE "${model.schema}".movies IN ACCESS EXCLUSIVE MODE`);
      return () => client.end();
    },
    async close() {
      await browser.close();
      await guarded.close();
      await silent.close();
      await open.close();
      await pool.end();
      await looker.drop(model);
      await looker.close();
      await stack.release();
      await rm(folder, { recursive: true });
    },
  };
}
