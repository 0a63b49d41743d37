// What a caller sees: the model without what they may not, and a text that differs wherever their answers may.
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Model } from "../../../generator/index.ts";
import { spokenModel } from "../../spoken.ts";
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
 * The model as whoever sent the request sees it, in their locale where the model has it; every route answers
 * from this one.
 * @throws Refusal with status 401 when nobody is known to have sent it
 */
export function modelOf(request: FastifyRequest): Model {
  const caller = callerOf(request);
  return spokenModel(modelFor(knownModel(request), caller), localesOf(request, caller));
}

/** Looker's user attribute says which words somebody reads; without one their browser does. The best first. */
function localesOf(request: FastifyRequest, caller: Caller): readonly string[] {
  const { locale } = caller.attributes;
  if (locale !== undefined) return [locale];
  const accepted = (request.headers["accept-language"] ?? "").split(",").map((one) => {
    const [name = "", ...rest] = one.split(";").map((part) => part.trim());
    const weight = /^q=([\d.]+)$/.exec(rest.join(";"))?.[1];
    return { name, weight: weight === undefined ? 1 : Number(weight) };
  });
  return accepted
    .filter(({ name, weight }) => name !== "" && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ name }) => name);
}

/**
 * Two callers may be given one answer to one question (from a cache, or from a query under way) only when this
 * is the same for both, and both read the same words. All attributes are in it, since a filter may name any of them.
 * @returns 43 characters that tell nothing of the attributes themselves
 */
export function accessScopeOf(caller: Caller, model: Model): string {
  const attributes = Object.entries(caller.attributes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([model.name, model.locale ?? null, attributes]))
    .digest("base64url");
}
