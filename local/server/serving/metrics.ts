// What the server does -> numbers for a monitoring system, in the OpenMetrics format.
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from "prom-client";
import type { AnsweringState } from "./asked.ts";
import type { ServingEvent } from "./event.ts";

/** Counts; nothing anybody asked or is called ever becomes a label. */
export interface Metrics {
  /** Counts a question or a download that is over. */
  heard(event: ServingEvent): void;
  /** Counts every request, and answers `GET /metrics`. */
  route(app: FastifyInstance): void;
}

/** What the gauges look at, each time somebody reads them. */
export interface Gauged {
  readonly pool: pg.Pool;
  readonly answering: () => AnsweringState;
}

/** Upper bounds of the histograms, in seconds: from a kept answer to the statement timeout. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts from nothing. */
export function openMetrics(gauged: Gauged): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "viewfinder_" });
  const requests = new Counter({
    name: "viewfinder_requests",
    help: "Requests answered, by route and status",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const questions = new Counter({
    name: "viewfinder_questions",
    help: "Questions over, by what became of them",
    labelNames: ["outcome"],
    registers,
  });
  const downloads = new Counter({
    name: "viewfinder_downloads",
    help: "Downloads over, by what became of them",
    labelNames: ["outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "viewfinder_question_seconds",
    help: "Time from a question to its answer, waiting included",
    buckets: SECONDS,
    registers,
  });
  const rows = new Counter({
    name: "viewfinder_rows",
    help: "Rows given in answers and downloads",
    labelNames: ["kind"],
    registers,
  });
  const bytes = new Counter({ name: "viewfinder_sent_bytes", help: "Bytes of replies", registers });
  const kept = new Counter({
    name: "viewfinder_kept_answers_used",
    help: "Questions answered without asking the database",
    registers,
  });
  const { answering, pool } = gauged;
  const gauge = (name: string, help: string, look: () => number): void => {
    const made: Gauge = new Gauge({
      name: `viewfinder_${name}`,
      help,
      registers,
      collect: () => made.set(look()),
    });
  };
  gauge("questions_under_way", "Questions in the database now", () => answering().underWay);
  gauge("questions_waiting", "Questions that wait for their turn now", () => answering().waiting);
  gauge("kept_answers", "Answers kept now", () => answering().keptAnswers);
  gauge("kept_answers_bytes", "Size of the answers kept now", () => answering().keptBytes);
  gauge("sessions", "Sessions with the database", () => pool.totalCount);
  gauge("sessions_idle", "Sessions with the database that nobody uses", () => pool.idleCount);
  gauge("sessions_wanted", "Work that waits for a session", () => pool.waitingCount);
  return {
    heard: (event) => {
      (event.kind === "question" ? questions : downloads).inc({ outcome: event.outcome });
      if (event.kind === "question") seconds.observe(event.ms / 1000);
      if (event.outcome === "kept") kept.inc();
      rows.inc({ kind: event.kind }, event.rows);
      if (event.bytes !== undefined) bytes.inc(event.bytes);
    },
    route: (app) => {
      app.addHook("onResponse", async (request, reply) => {
        const route = request.routeOptions.url ?? "none";
        requests.inc({ method: request.method, route, status: reply.statusCode });
        const length = Number(reply.getHeader("content-length"));
        if (Number.isFinite(length)) bytes.inc(length);
      });
      app.get("/metrics", { config: { needs: "admin" } }, async (_request, reply) =>
        reply
          .header("cache-control", "no-store")
          .type(registry.contentType)
          .send(await registry.metrics()),
      );
    },
  };
}
