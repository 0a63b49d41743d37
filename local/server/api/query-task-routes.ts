// /query_tasks: queries that are started, looked after and fetched in requests of their own.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { Outage } from "../../../generator/index.ts";
import { noteAsked, noteQuestion } from "../access/audit.ts";
import { type Caller, callerOf, requireRole } from "../access/caller.ts";
import { accessScopeOf, modelOf } from "../access/scope.ts";
import { Refusal } from "../looker-error.ts";
import { isTrue, noted, runParameters, sendResult } from "../run.ts";
import { prepare } from "./prepare.ts";
import { requireQuery } from "./queries.ts";
import { can, describeQuery, querySchema } from "./query-schema.ts";
import type { QueryTask } from "./query-tasks.ts";
import { FILE_FORMATS, readFormat, resultOf } from "./result.ts";
import { type Api, API, originOf } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";
import type { ApiWorld } from "./world.ts";

/** Looker's QueryTask. */
export const queryTaskSchema = z.object({
  can,
  id: z.string(),
  query_id: z.string(),
  query: querySchema,
  generate_links: z.boolean(),
  force_production: z.boolean(),
  path_prefix: z.string().nullable(),
  cache: z.boolean(),
  server_table_calcs: z.boolean(),
  cache_only: z.boolean(),
  cache_key: z.string().nullable(),
  status: z.string(),
  source: z.string().nullable(),
  runtime: z.number().nullable(),
  rebuild_pdts: z.boolean(),
  result_source: z.string().nullable(),
  look_id: z.string().nullable(),
  dashboard_id: z.string().nullable(),
  result_format: z.string(),
});

const writeTask = z.object({
  query_id: z.coerce.string(),
  result_format: z.string(),
  source: z.string().nullish(),
  deferred: z.boolean().nullish(),
  look_id: z.string().nullish(),
  dashboard_id: z.string().nullish(),
});

/** Everybody sees their own tasks; admins see all. */
export function routeQueryTasks(api: Api, world: ApiWorld): void {
  const ask = { config: { needs: "ask" } } as const;
  const ids = z.object({ query_task_id: z.string() });
  api.post(
    `${API}/query_tasks`,
    {
      ...ask,
      schema: {
        operationId: "create_query_task",
        tags: ["Query"],
        summary: "Start a query in the background",
        querystring: runParameters.extend({ fields: wantedFields }),
        body: writeTask,
        response: { 200: queryTaskSchema },
      },
    },
    async (request) => {
      const { query_id, result_format, source } = request.body;
      const stored = requireQuery(world, query_id);
      noteAsked(request, "question", stored.query, result_format);
      const format = readFormat(result_format);
      const caller = FILE_FORMATS.has(format) ? requireRole(request, "download") : callerOf(request);
      const { limit, apply_formatting, cache } = request.query;
      const query = limit === undefined ? stored.query : { ...stored.query, limit };
      const model = modelOf(request);
      const prepared = prepare(model, query, caller);
      noteQuestion(request, noted(prepared.question, format));
      const asker = { name: caller.name, scope: accessScopeOf(caller, model), request: request.id };
      const start = { caller, stored, format, source: source ?? "api4" };
      const run = {
        caller,
        queryId: stored.id,
        query: stored.query,
        sql: prepared.sql,
        source: start.source,
      };
      const task = world.tasks.start(start, (id) => {
        const wish = { format, id, formatted: isTrue(apply_formatting), cache: cache !== "false" };
        return world.runs.during({ ...run, id }, undefined, (signal) =>
          resultOf(world.answering, prepared, wish, asker, signal),
        );
      });
      return pick(describeTask(task, originOf(request)), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/query_tasks/multi_results`,
    {
      ...ask,
      schema: {
        operationId: "query_task_multi_results",
        tags: ["Query"],
        summary: "What became of several background queries",
        querystring: z.object({ query_task_ids: z.string().max(100_000) }),
        response: { 200: z.record(z.string(), z.object({ status: z.string(), data: z.unknown() })) },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const ids = request.query.query_task_ids.split(",").map((id) => id.trim());
      const wanted = [...new Set(ids.filter((id) => id !== ""))];
      reply.header("cache-control", "no-store");
      return Object.fromEntries(
        wanted.map((id) => [id, toldOf(visibleTask(world, id, caller), id, request)]),
      );
    },
  );
  api.get(
    `${API}/query_tasks/:query_task_id`,
    {
      ...ask,
      schema: {
        operationId: "query_task",
        tags: ["Query"],
        summary: "How far a background query has come",
        params: ids,
        querystring: z.object({ fields: wantedFields }),
        response: { 200: queryTaskSchema },
      },
    },
    async (request) => {
      const task = requireTask(world, request);
      return pick(describeTask(task, originOf(request)), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/query_tasks/:query_task_id/results`,
    {
      ...ask,
      schema: {
        operationId: "query_task_results",
        tags: ["Query"],
        summary: "The result of a background query; 202 until there is one",
        params: ids,
        response: { 200: z.unknown(), 202: z.unknown() },
      },
    },
    async (request, reply) => {
      const task = requireTask(world, request);
      switch (task.status) {
        case "added":
        case "running":
          return reply.code(202).header("cache-control", "no-store").send({});
        case "expired":
          throw new Refusal(404, "The result of this task is no longer kept. Create the task again.");
        case "killed":
          throw new Refusal(400, "The question was cancelled.");
        case "complete":
        case "error":
          if (task.result === undefined) throw task.failure;
          return sendResult(request, reply, task.result);
      }
    },
  );
}

function visibleTask(world: ApiWorld, id: string, caller: Caller): QueryTask | undefined {
  const task = world.tasks.find(id);
  return task === undefined || task.caller.id === caller.id || caller.roles.has("admin") ? task : undefined;
}

function requireTask(
  world: ApiWorld,
  request: FastifyRequest<{ Params: { query_task_id: string } }>,
): QueryTask {
  const id = request.params.query_task_id;
  const task = visibleTask(world, id, callerOf(request));
  if (task === undefined)
    throw new Refusal(
      404,
      `There is no query task ${id.slice(0, 200)}, or it was forgotten. Create it again.`,
    );
  return task;
}

/** A task among several: its result, or why it has none, as Looker tells it there. */
function toldOf(
  task: QueryTask | undefined,
  id: string,
  request: FastifyRequest,
): { status: string; data: unknown } {
  if (task === undefined) return { status: "missing", data: { id, error: "There is no such query task." } };
  const runtime = task.runtime ?? 0;
  if (task.result !== undefined) {
    const { body, type } = task.result;
    if (type.startsWith("application/json")) return { status: task.status, data: JSON.parse(String(body)) };
    return {
      status: task.status,
      data: typeof body === "string" ? body : Buffer.from(body).toString("base64"),
    };
  }
  if (task.status === "error")
    return { status: "error", data: { id, runtime, error: sayFailure(task.failure, request) } };
  if (task.status === "killed")
    return { status: "killed", data: { id, runtime, error: "The question was cancelled." } };
  return { status: task.status, data: { id, runtime } };
}

/** A failure in words; what is our own bug keeps its details to the log. */
function sayFailure(failure: unknown, request: FastifyRequest): string {
  if (failure instanceof Refusal || failure instanceof Outage) return failure.message;
  request.log.error(failure);
  return "Something went wrong inside Viewfinder, not in your question.";
}

function describeTask(task: QueryTask, origin: string): z.infer<typeof queryTaskSchema> {
  return {
    can: { show: true },
    id: task.id,
    query_id: task.stored.id,
    query: describeQuery(task.stored, origin),
    generate_links: false,
    force_production: false,
    path_prefix: null,
    cache: true,
    server_table_calcs: false,
    cache_only: false,
    cache_key: null,
    status: task.status,
    source: task.source,
    runtime: task.runtime,
    rebuild_pdts: false,
    result_source: task.status === "complete" ? "query" : null,
    look_id: null,
    dashboard_id: null,
    result_format: task.format,
  };
}
