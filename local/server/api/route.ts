// What every route of the API shares: its types, where the server is reached, and a thing that is not there.
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Explore, findExplore, type Model } from "../../../generator/index.ts";
import { Refusal } from "../looker-error.ts";

/** The server, with requests and replies typed by their zod schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The version of Looker's API that is spoken. */
export const API = "/api/4.0";

/** Where the caller reaches the server, e.g. `http://127.0.0.1:4600`. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

/** @throws Refusal with status 404 for another model's name */
export function requireModel(model: Model, name: string): void {
  if (name === model.name) return;
  throw new Refusal(404, `There is no model ${name.slice(0, 200)} on this server, only ${model.name}.`);
}

/** @throws Refusal with status 404 when there is no such explore, or the caller may not see it */
export function requireExplore(model: Model, modelName: string, exploreName: string): Explore {
  requireModel(model, modelName);
  const explore = findExplore(model, exploreName);
  if (explore !== undefined) return explore;
  throw new Refusal(404, `There is no explore ${exploreName.slice(0, 200)} in model ${model.name}.`);
}
