// What a caller sees: the model without what they may not, and a text that differs wherever their answers may.
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Model } from "../../../generator/index.ts";
import { visibleModel } from "../../visible.ts";
import { type Caller, callerOf, knownModel } from "./caller.ts";

/**
 * The model as the caller sees it: explores, joins, views and fields whose access grants they lack do not
 * exist. Worked out once for all who hold the same grants; a model without grants is given back as it is.
 */
export function modelFor(model: Model, caller: Caller): Model {
  return visibleModel(model, caller.attributes);
}

/**
 * The model as whoever sent the request sees it; every route answers from this one.
 * @throws Refusal with status 401 when nobody is known to have sent it
 */
export function modelOf(request: FastifyRequest): Model {
  return modelFor(knownModel(request), callerOf(request));
}

/**
 * Two callers may be given one answer to one question (from a cache, or from a query under way) only when this
 * is the same for both. All attributes are in it, since a filter may name any of them.
 * @returns 43 characters that tell nothing of the attributes themselves
 */
export function accessScopeOf(caller: Caller, model: Model): string {
  const attributes = Object.entries(caller.attributes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([model.name, attributes]))
    .digest("base64url");
}
