// Running queries, by id, as they come in a body, or from an address: a question in Looker's query words -> its answer.
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { WholeQuestion } from "../question.ts";
import { writeQuery } from "../read-question.ts";
import { noteAsked, noteQuestion, type NotedQuestion, noteRows } from "./access/audit.ts";
import { callerOf, requireRole } from "./access/caller.ts";
import { accessScopeOf, modelOf } from "./access/scope.ts";
import { prepare } from "./api/prepare.ts";
import { requireQuery } from "./api/queries.ts";
import { readParameters } from "./api/query-address.ts";
import { FILE_FORMATS, readFormat, type Result, resultOf } from "./api/result.ts";
import { type Api, API } from "./api/route.ts";
import type { ApiWorld } from "./api/world.ts";
import { publishedHeaders } from "./serving/published.ts";
import { goneSignal } from "./gone.ts";

const flag = z.string().optional();

/** Looker's parameters of a run. Those that nothing here depends on are taken and change nothing. */
export const runParameters = z.object({
  limit: z.string().optional().describe("Rows at most, in place of the query's own; -1 for all"),
  apply_formatting: flag.describe("true shows values in their value formats"),
  cache: flag.describe("false computes the answer anew"),
  apply_vis: flag,
  cache_only: flag,
  force_production: flag,
  generate_drill_links: flag,
  image_height: flag,
  image_width: flag,
  path_prefix: flag,
  rebuild_pdts: flag,
  server_table_calcs: flag,
});
/** The same, read. */
export type RunParameters = z.infer<typeof runParameters>;

/** Answers questions with rows or with their SQL. */
export function routeRun(api: Api, world: ApiWorld): void {
  const format = z.object({ result_format: z.string() });
  const said = { tags: ["Query"], response: { 200: z.unknown() } };
  const ask = { config: { needs: "ask" } } as const;
  api.get(
    `${API}/queries/:query_id/run/:result_format`,
    {
      ...ask,
      schema: {
        ...said,
        operationId: "run_query",
        summary: "Run a query by its id",
        params: z.object({ query_id: z.string(), ...format.shape }),
        querystring: runParameters,
      },
    },
    async (request, reply) => {
      const { query_id, result_format } = request.params;
      const { query } = requireQuery(world, query_id);
      return run(world, request, reply, { query, format: result_format, parameters: request.query });
    },
  );
  api.post(
    `${API}/queries/run/:result_format`,
    {
      ...ask,
      schema: {
        ...said,
        operationId: "run_inline_query",
        summary: "Run a query that is in the body",
        params: format,
        querystring: runParameters,
        body: writeQuery,
      },
    },
    async (request, reply) =>
      run(world, request, reply, {
        query: request.body,
        format: request.params.result_format,
        parameters: request.query,
      }),
  );
  api.post(
    `${API}/queries/run_inline`,
    {
      ...ask,
      schema: {
        ...said,
        hide: true,
        querystring: runParameters,
        // As Google's agents send it: the query, or a query inside, and the format beside it.
        body: z.looseObject({ result_format: z.string().optional(), query: writeQuery.optional() }),
      },
    },
    async (request, reply) => {
      const { result_format = "json", query, ...own } = request.body;
      return run(world, request, reply, {
        query: query ?? own,
        format: result_format,
        parameters: request.query,
      });
    },
  );
  api.get(
    `${API}/queries/models/:model_name/views/:view_name/run/:result_format`,
    {
      ...ask,
      schema: {
        ...said,
        operationId: "run_url_encoded_query",
        summary: "Run a query that is in the address",
        params: z.object({ model_name: z.string(), view_name: z.string(), ...format.shape }),
        querystring: z.looseObject({ ...runParameters.shape, limit: z.unknown().optional() }),
      },
    },
    async (request, reply) => {
      const { model_name, view_name, result_format } = request.params;
      const query = readParameters(model_name, view_name, request.query);
      const parameters = { ...request.query, limit: undefined };
      return run(world, request, reply, { query, format: result_format, parameters });
    },
  );
}

interface Asked {
  readonly query: unknown;
  readonly format: string;
  readonly parameters: RunParameters;
}

async function run(
  world: ApiWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  { query, format: named, parameters }: Asked,
): Promise<FastifyReply> {
  noteAsked(request, "question", withLimit(query, parameters.limit), named);
  const format = readFormat(named);
  const caller = FILE_FORMATS.has(format) ? requireRole(request, "download") : callerOf(request);
  const model = modelOf(request);
  const prepared = prepare(model, withLimit(query, parameters.limit), caller);
  noteQuestion(request, noted(prepared.question, format));
  const stored = world.queries.keep(writeQuery.parse(query));
  const result = await world.runs.during(
    { caller, queryId: stored.id, query: stored.query, sql: prepared.sql, source: "api4" },
    goneSignal(reply.raw),
    (signal) =>
      resultOf(
        world.answering,
        prepared,
        {
          format,
          id: stored.id,
          formatted: isTrue(parameters.apply_formatting),
          cache: parameters.cache !== "false",
        },
        { name: caller.name, scope: accessScopeOf(caller, model), request: request.id },
        signal,
      ),
  );
  noteRows(request, result.rows);
  return sendResult(request, reply, result);
}

/** What is written down of a question: never a value of its answer. */
export function noted(question: WholeQuestion, format: string): NotedQuestion {
  return {
    kind: "question",
    model: question.model,
    explore: question.view,
    fields: question.fields,
    filters: question.filters,
    filterExpression: question.filterExpression,
    format,
    limit: question.limit ?? null,
  };
}

/** Sends a result with what is known of its data; to a client that has it already, only that nothing changed. */
export function sendResult(request: FastifyRequest, reply: FastifyReply, result: Result): FastifyReply {
  const { published, tag } = result;
  if (published !== undefined) reply.headers(publishedHeaders(published));
  reply.header("cache-control", tag === undefined ? "no-store" : "private, no-cache");
  if (tag !== undefined) {
    const etag = `W/"${tag}"`;
    reply.header("etag", etag);
    const known = (request.headers["if-none-match"] ?? "").split(",").map((one) => one.trim());
    if (request.method === "GET" && known.includes(etag)) return reply.code(304).send();
  }
  return reply.code(result.status).type(result.type).send(result.body);
}

/** Whether a flag of Looker's clients is on. */
export function isTrue(flagged: string | undefined): boolean {
  return /^(true|1|yes|on)$/i.test(flagged ?? "");
}

/** Looker lets a `limit` beside the question overrule the one in it. */
function withLimit(query: unknown, limit: string | undefined): unknown {
  return limit === undefined || typeof query !== "object" || query === null ? query : { ...query, limit };
}
