// POST and GET /queries: a query is created once, and found by its id or slug.
import { z } from "zod";
import { findExplore, type Model } from "../../../generator/index.ts";
import { writeQuery } from "../../read-question.ts";
import { modelOf } from "../access/scope.ts";
import { Refusal } from "../looker-error.ts";
import { fieldsByName } from "./explore.ts";
import { readRunQuestion } from "./prepare.ts";
import { describeQuery, querySchema } from "./query-schema.ts";
import type { StoredQuery } from "./query-store.ts";
import { type Api, API, originOf } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";
import type { ApiWorld } from "./world.ts";

/** The same question gives the same query; none ever changes. */
export function routeQueries(api: Api, world: ApiWorld): void {
  const { queries } = world;
  const ask = { config: { needs: "ask" } } as const;
  api.post(
    `${API}/queries`,
    {
      ...ask,
      schema: {
        operationId: "create_query",
        tags: ["Query"],
        summary: "Create a query; the same question gives the same one",
        querystring: z.object({ fields: wantedFields }),
        body: writeQuery,
        response: { 200: querySchema },
      },
    },
    async (request) => {
      // Whether it can be answered is told when it is run; only its form and its explore are looked at now.
      readRunQuestion(modelOf(request), request.body);
      const stored = queries.keep(request.body);
      return pick(describeQuery(stored, originOf(request)), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/queries/:query_id`,
    {
      ...ask,
      schema: {
        operationId: "query",
        tags: ["Query"],
        summary: "One query by its id",
        params: z.object({ query_id: z.string() }),
        querystring: z.object({ fields: wantedFields }),
        response: { 200: querySchema },
      },
    },
    async (request) => {
      const stored = requireQuery(world, request.params.query_id);
      requireSeen(modelOf(request), world.model, stored, request.params.query_id);
      return pick(describeQuery(stored, originOf(request)), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/queries/slug/:slug`,
    {
      ...ask,
      schema: {
        operationId: "query_for_slug",
        tags: ["Query"],
        summary: "One query by its slug",
        params: z.object({ slug: z.string() }),
        querystring: z.object({ fields: wantedFields }),
        response: { 200: querySchema },
      },
    },
    async (request) => {
      const stored = queries.bySlug(request.params.slug);
      if (stored === undefined) throw noQuery(request.params.slug);
      requireSeen(modelOf(request), world.model, stored, request.params.slug);
      return pick(describeQuery(stored, originOf(request)), readWanted(request.query.fields));
    },
  );
}

/** @throws Refusal with status 404 when no such query was created, or it was long ago */
export function requireQuery(world: ApiWorld, id: string): StoredQuery {
  const stored = world.queries.byId(id);
  if (stored === undefined) throw noQuery(id);
  return stored;
}

/**
 * Whoever may not see what a query asks for is not told that there is one.
 * @param whole the model with all that others see
 * @throws Refusal with status 404
 */
export function requireSeen(model: Model, whole: Model, { query }: StoredQuery, name: string): void {
  if (model === whole) return;
  const explore = findExplore(model, query.view);
  const all = findExplore(whole, query.view);
  if (explore === undefined || all === undefined) throw noQuery(name);
  const seen = fieldsByName(model, explore);
  const there = fieldsByName(whole, all);
  const named = [query.fields, query.pivots, Object.keys(query.filters ?? {})].flatMap((one) => one ?? []);
  if (named.some((field) => there.has(field) && !seen.has(field))) throw noQuery(name);
}

function noQuery(name: string): Refusal {
  return new Refusal(
    404,
    `There is no query ${name.slice(0, 200)}. Queries are kept until the server ends; create it again, and it has the same id.`,
  );
}
