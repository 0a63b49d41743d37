// A model and a pool -> everything that stands between requests and the database, and the routes of it that are our own.
import { writtenModel } from "../../spoken.ts";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import type { Dialect, Model } from "../../../generator/index.ts";
import { routeAdmin } from "../admin/route.ts";
import { routeDownloads } from "../download/download.ts";
import { openValues, type Values } from "../suggest.ts";
import { routeValues } from "../suggest/route.ts";
import { type Answering, openAnswering } from "./answering.ts";
import type { ServingEvent } from "./event.ts";
import type { ServingLimits } from "./limits.ts";
import { routeLineage } from "./lineage.ts";
import { logJson, type LogKind, logLine } from "./log.ts";
import { openMetrics } from "./metrics.ts";
import { openPublished, type Published } from "./published.ts";

/** What {@link openServing} needs. */
export interface ServingOptions {
  /** The whole model; callers may see less of it. */
  readonly model: Model;
  /** Sessions that can only read; left open. */
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
  readonly limits?: Partial<ServingLimits> | undefined;
  /** How questions and downloads are logged; not at all when left out. */
  readonly logs?: LogKind | undefined;
  /** Hears lines of words. */
  readonly say: (line: string) => void;
}

/** Open until it is closed. */
export interface Serving {
  readonly answering: Answering;
  /** The run that published what the database holds; shared by all that ask at once. */
  readonly published: () => Promise<Published | undefined>;
  /** Values to choose from, of the model as a caller sees it. */
  values(model: Model): Values;
  /** Adds downloads, values, lineage, the ledger for admins, metrics and readiness. */
  route(app: FastifyInstance): void;
  /** Questions under way may finish within the time, in milliseconds, and are cancelled then. */
  close(graceMs?: number): Promise<void>;
}

/** @param app writes the lines of JSON, by its own logger */
export function openServing(app: FastifyInstance, options: ServingOptions): Serving {
  const { model, pool, dialect, limits, logs = "none", say } = options;
  const reader = openPublished(pool, model, dialect);
  const published = (): Promise<Published | undefined> => reader.read();
  const heard = (event: ServingEvent): void => {
    metrics.heard(event);
    if (logs === "json") logJson(app.log, event);
    if (logs === "lines") say(logLine(event, new Date()));
  };
  const answering = openAnswering({
    model,
    pool,
    dialect,
    published,
    lastPublished: () => reader.last(),
    limits,
    heard,
  });
  const metrics = openMetrics({ pool, answering: () => answering.state() });
  const valuesOf = new WeakMap<Model, Values>();
  const values = (model: Model): Values => {
    // Values are the same in every language.
    const seen = writtenModel(model);
    const known = valuesOf.get(seen) ?? openValues(seen, pool, published);
    valuesOf.set(seen, known);
    return known;
  };
  return {
    answering,
    published,
    values,
    route: (to) => {
      // What the log calls the request, so that whoever is told an error can say which.
      to.addHook("onRequest", async (request, reply) => void reply.header("x-request-id", request.id));
      metrics.route(to);
      routeReady(to, published, answering);
      routeValues(to, values);
      routeLineage(to, { pool, dialect, published });
      routeAdmin(to, { pool, dialect });
      const { mostRows } = limits ?? {};
      routeDownloads(to, { pool, dialect, answering, published, limits, heard, mostRows });
    },
    close: async (graceMs) => {
      await answering.close(graceMs);
      await reader.close();
    },
  };
}

/** Whether requests would be answered: the database is asked; nothing of what it holds is told. */
function routeReady(
  app: FastifyInstance,
  published: () => Promise<Published | undefined>,
  answering: Answering,
): void {
  app.get("/ready", { config: { needs: "public" } }, async (_request, reply) => {
    const ready = !answering.state().closed && (await answers(published));
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .type("text/plain; charset=utf-8")
      .send(ready ? "ready\n" : "the database does not answer\n");
  });
}

async function answers(published: () => Promise<unknown>): Promise<boolean> {
  try {
    await published();
    return true;
  } catch {
    // What it is that failed is told to those who ask questions; this one only balances load.
    return false;
  }
}
