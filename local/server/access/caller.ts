// Who asks: an id, a name, what they may do, and the user attributes that decide which rows and fields they see.
import type { FastifyRequest } from "fastify";
import type { Model } from "../../../generator/index.ts";
import { Refusal } from "../looker-error.ts";

/** What a caller may do: ask questions, download answers, see to the server and act as others. */
export const ROLES = ["ask", "download", "admin"] as const;
/** One of the roles. No role contains another. */
export type Role = (typeof ROLES)[number];

/** Whoever a request comes from. */
export interface Caller {
  /** Never changes for one caller: the client id of API credentials, or the issuer's own name for a person. */
  readonly id: string;
  /** What people call the caller, e.g. `Nightly report`. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** By name; each is a Looker filter expression, so `EU,US` is two values. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The id of the admin who asks in this caller's place. */
  readonly by?: string | undefined;
}

/** Anyone, where nobody is asked who they are: on this machine, before there are any credentials. */
export const ANYONE: Caller = {
  id: "anyone",
  name: "Anyone on this machine",
  roles: new Set(ROLES),
  attributes: {},
};

interface Known {
  readonly caller: Caller | undefined;
  readonly model: Model;
}

const known = new WeakMap<FastifyRequest, Known>();

/**
 * Notes who a request comes from, once it has been found out.
 * @param caller undefined for a request without credentials, which only public routes answer
 * @param model the whole model the server answers for
 */
export function knowCaller(request: FastifyRequest, caller: Caller | undefined, model: Model): void {
  known.set(request, { caller, model });
}

/** Who a request comes from; undefined for one without credentials. */
export function maybeCaller(request: FastifyRequest): Caller | undefined {
  return known.get(request)?.caller;
}

/**
 * Who a request comes from.
 * @throws Refusal with status 401 when nobody is known to have sent it, in Looker's words
 */
export function callerOf(request: FastifyRequest): Caller {
  const caller = maybeCaller(request);
  if (caller === undefined) throw new Refusal(401, "Requires authentication.");
  return caller;
}

/** The whole model the server answers for. Routes answer from `modelOf`, which leaves out what the caller may not see. */
export function knownModel(request: FastifyRequest): Model {
  const found = known.get(request);
  if (found === undefined) throw new Error("a route was asked before the guard had seen the request");
  return found.model;
}

/**
 * The caller, who must have the role. Routes declare theirs (`config: { needs: "ask" }`), which is checked
 * before they run; this is for what a route finds out only while it runs.
 * @throws Refusal with status 401 when nobody has been found out, with 403 when the caller lacks the role
 */
export function requireRole(request: FastifyRequest, role: Role): Caller {
  const caller = callerOf(request);
  requireHeld(caller, role);
  return caller;
}

/** Looker shows so many rows of an explore at most (`download_without_limit` is a permission of its own there). */
const MOST_ASKED_ROWS = 5000;

/**
 * Whole answers are for those who may take them away, whatever the format.
 * @param limit the most rows that are asked for; undefined for all
 * @throws Refusal with status 403 when they are more than whoever only asks is shown
 */
export function requireRows(caller: Caller, limit: number | undefined): void {
  if (limit !== undefined && limit <= MOST_ASKED_ROWS) return;
  if (caller.roles.has("download")) return;
  throw new Refusal(
    403,
    `More than ${MOST_ASKED_ROWS.toLocaleString("en-US")} rows at once takes the role download, and ${caller.name} does not have it. Ask for ${MOST_ASKED_ROWS.toLocaleString("en-US")} at most, or narrow the question with a filter.`,
  );
}

/**
 * @throws Refusal with status 403 that says which role is missing and who can give it
 */
export function requireHeld(caller: Caller, role: Role): void {
  if (caller.roles.has(role)) return;
  const held = ROLES.filter((one) => caller.roles.has(one));
  throw new Refusal(
    403,
    `This takes the role ${role}, and ${caller.name} has ${held.length === 0 ? "none" : `only ${held.join(" and ")}`}. Whoever looks after this server can give it.`,
  );
}
