// /running_queries: what runs now, and stopping it.
import { z } from "zod";
import { type Caller, callerOf } from "../access/caller.ts";
import { Refusal } from "../looker-error.ts";
import { DIALECT_NAME } from "./explore.ts";
import { can, describeQuery, querySchema } from "./query-schema.ts";
import { type Api, API, originOf } from "./route.ts";
import type { Run } from "./runs.ts";
import type { ApiWorld } from "./world.ts";

/** Looker's RunningQueries. */
export const runningQuerySchema = z.object({
  can,
  id: z.string(),
  user: z.object({ id: z.string(), display_name: z.string() }),
  query: querySchema,
  created_at: z.string(),
  completed_at: z.string().nullable(),
  query_id: z.string(),
  source: z.string(),
  node_id: z.string().nullable(),
  slug: z.string(),
  query_task_id: z.string(),
  cache_key: z.string().nullable(),
  connection_name: z.string(),
  dialect: z.string(),
  connection_id: z.string(),
  message: z.string().nullable(),
  status: z.string(),
  runtime: z.number(),
  sql: z.string(),
});

/** Everybody sees and stops their own; admins all. */
export function routeRunningQueries(api: Api, world: ApiWorld): void {
  const { runs, model } = world;
  api.get(
    `${API}/running_queries`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "all_running_queries",
        tags: ["Query"],
        summary: "Queries that run now",
        response: { 200: z.array(runningQuerySchema) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const origin = originOf(request);
      return runs
        .list()
        .filter((run) => maySee(run, caller))
        .map((run) => ({
          can: { kill: true },
          id: run.id,
          user: { id: run.caller.id, display_name: run.caller.name },
          query: describeQuery(world.queries.keep(run.query), origin),
          created_at: run.since.toISOString(),
          completed_at: null,
          query_id: run.queryId,
          source: run.source,
          node_id: null,
          slug: world.queries.byId(run.queryId)?.slug ?? run.queryId,
          query_task_id: run.id,
          cache_key: null,
          connection_name: model.connection,
          dialect: DIALECT_NAME,
          connection_id: model.connection,
          message: null,
          status: "running",
          runtime: (Date.now() - run.since.getTime()) / 1000,
          sql: run.sql,
        }));
    },
  );
  api.delete(
    `${API}/running_queries/:query_task_id`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "kill_query",
        tags: ["Query"],
        summary: "Stop a query; the database is told",
        params: z.object({ query_task_id: z.string() }),
        response: { 204: z.undefined().describe("It is stopped") },
      },
    },
    async (request, reply) => {
      const { query_task_id: id } = request.params;
      const run = runs.list().find((one) => one.id === id);
      if (run === undefined || !maySee(run, callerOf(request)))
        throw new Refusal(404, `No query ${id.slice(0, 200)} is running.`);
      world.tasks.kill(id);
      runs.stop(id);
      return reply.code(204).send();
    },
  );
}

function maySee(run: Run, caller: Caller): boolean {
  return run.caller.id === caller.id || caller.roles.has("admin");
}
