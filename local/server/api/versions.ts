// GET /versions, also without /api/4.0 before it: which version of Looker's API is spoken, and where.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type Api, API, originOf } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";

/** The release of Looker whose API this follows; clients compare its first two numbers. */
export const RELEASE = "26.12.0";

const version = z.object({
  version: z.string(),
  full_version: z.string(),
  status: z.string(),
  swagger_url: z.string(),
});

/** Looker's ApiVersion. */
export const versionsSchema = z.object({
  looker_release_version: z.string(),
  current_version: version,
  supported_versions: z.array(version),
  api_server_url: z.string(),
  web_server_url: z.string(),
});

/** Answers before anybody logs in. */
export function routeVersions(api: Api): void {
  for (const url of [`${API}/versions`, "/versions"]) {
    api.route({
      method: "GET",
      url,
      config: { needs: "public" },
      schema: {
        ...(url === "/versions" ? { hide: true } : { operationId: "versions" }),
        tags: ["Config"],
        summary: "Which version of the API is spoken",
        querystring: z.object({ fields: wantedFields }),
        response: { 200: versionsSchema },
      },
      handler: async (request) => pick(versionsOf(request), readWanted(request.query.fields)),
    });
  }
}

function versionsOf(request: FastifyRequest): z.infer<typeof versionsSchema> {
  const origin = originOf(request);
  const current = {
    version: "4.0",
    full_version: "4.0.26.12",
    status: "current",
    swagger_url: `${origin}${API}/swagger.json`,
  };
  return {
    looker_release_version: RELEASE,
    current_version: current,
    supported_versions: [current],
    api_server_url: origin,
    web_server_url: origin,
  };
}
