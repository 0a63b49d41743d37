// The API's own description: every route that was registered, from the zod schemas that check it.
import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import { createJsonSchemaTransform, validatorCompiler } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../looker-error.ts";
import { type Api, API, originOf } from "./route.ts";
import { RELEASE } from "./versions.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Looker's own form of the description, which its Ruby client builds its methods from. */
    swagger2(): object;
  }
}

const INFO = {
  title: "Looker API 4.0 as Viewfinder answers it",
  version: "4.0.26.12",
  description: "The part of Looker's API that queries need. What is not here is answered with 404.",
};

/** Before any route: requests are checked, and routes described, by their zod schemas. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  // Replies are typed by their schemas when they are compiled; `fields` then takes members away.
  app.setSerializerCompiler(() => JSON.stringify);
  const info = { ...INFO, "x-looker-release-version": RELEASE };
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: "any" } }),
  });
  await app.register(swagger, {
    decorator: "swagger2",
    swagger: { info, consumes: ["application/json"], produces: ["application/json"] },
    transform: ({ schema, url }) => ({ schema: inDraft4(schema), url }),
  });
}

/** A route's zod schemas in the dialect of JSON Schema that Swagger 2.0 stands on. */
function inDraft4(schema: FastifySchema | undefined): FastifySchema {
  const convert = (one: unknown): unknown =>
    one instanceof z.ZodType ? z.toJSONSchema(one, { target: "draft-4", unrepresentable: "any" }) : one;
  const { params, querystring, body, response, ...rest } = schema ?? {};
  const parts = { params, querystring, body };
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries(parts)
        .filter(([, part]) => part !== undefined)
        .map(([name, part]) => [name, convert(part)]),
    ),
    ...(response === undefined || response === null
      ? {}
      : {
          response: Object.fromEntries(
            Object.entries(response).map(([status, part]) => [status, convert(part as unknown)]),
          ),
        }),
  };
}

/**
 * JSON as it comes from outside, by fastify's own careful reader. Looker's Python client sends the header of JSON
 * without any, even where nothing is to be sent.
 */
export function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") return done(null, undefined);
    void parse(request, String(body), done);
  });
}

/** GET /swagger.json, /openapi.json and /api_spec. */
export function routeSpec(api: Api): void {
  const known = { config: { needs: "known" } } as const;
  const openapi = (origin: string): object => ({
    ...withoutPrefix(api.swagger()),
    servers: [{ url: `${origin}${API}` }],
  });
  const swagger2 = (origin: string): object => ({
    ...withoutPrefix(api.swagger2()),
    host: new URL(origin).host,
    basePath: API,
    schemes: [new URL(origin).protocol.replace(":", "")],
  });
  const form = (name: string, origin: string): object => {
    if (name === "openapi.json") return openapi(origin);
    if (name === "swagger.json") return swagger2(origin);
    throw new Refusal(
      404,
      `There is no description ${name.slice(0, 200)}, only openapi.json and swagger.json.`,
    );
  };
  for (const name of ["swagger.json", "openapi.json"])
    api.get(`${API}/${name}`, { ...known, schema: { hide: true } }, async (request) =>
      form(name, originOf(request)),
    );
  api.get(
    `${API}/api_spec/:api_version/:specification`,
    {
      ...known,
      schema: {
        operationId: "api_spec",
        tags: ["Config"],
        summary: "This description",
        params: z.object({ api_version: z.string(), specification: z.string() }),
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request) => {
      const { api_version, specification } = request.params;
      if (api_version !== "4.0")
        throw new Refusal(404, `There is no API ${api_version.slice(0, 200)}, only 4.0.`);
      return { ...form(specification, originOf(request)) };
    },
  );
}

/** Of all routes those of the API, by their path below it, as Looker lists them. */
function withoutPrefix(described: object): object {
  const { paths = {} } = described as { readonly paths?: Readonly<Record<string, unknown>> };
  const own = Object.entries(paths).flatMap(([path, operations]) =>
    path.startsWith(`${API}/`) ? [[path.slice(API.length), operations] as const] : [],
  );
  return { ...described, paths: Object.fromEntries(own) };
}
