// A request -> who it comes from and whether they may, before any route sees it.
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Model } from "../../../generator/index.ts";
import { requireKnownHost } from "../host.ts";
import { Refusal } from "../looker-error.ts";
import type { Access, Needs, TokenHeld } from "./access.ts";
import { auditReply } from "./audit.ts";
import { ANYONE, type Caller, callerOf, knowCaller, maybeCaller, requireHeld } from "./caller.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route asks of its callers. A route that does not say is for admins. */
    needs?: Needs;
  }
}

/** What a request is known by. */
interface Proof {
  readonly caller: Caller | undefined;
  /** With an access token of the API. */
  readonly token: string | undefined;
  /** With a cookie, which a browser sends whoever made it ask. */
  readonly byCookie: boolean;
}

const proofs = new WeakMap<FastifyRequest, Proof>();

/** The cookie that holds a person's session. */
export function sessionCookie(access: Access): string {
  // Browsers take a name with this beginning only by https, for this host alone (RFC 6265bis, "__Host-").
  return access.isSecure ? "__Host-viewfinder" : "viewfinder";
}

/** The access token a request came with, whether or not it stands for anybody. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return proofs.get(request)?.token;
}

/** What stands behind the request's access token; undefined without one. */
export function tokenHeldBy(access: Access, request: FastifyRequest): TokenHeld | undefined {
  const token = tokenOf(request);
  return token === undefined ? undefined : access.tokens.find(token);
}

/**
 * Guards every route that is added afterwards, and has a line written for each question.
 * @param host the address the server listens on
 */
export async function guard(app: FastifyInstance, model: Model, access: Access, host: string): Promise<void> {
  await app.register(cookie);
  app.addHook("onRoute", (route) => {
    const methods = typeof route.method === "string" ? [route.method] : route.method;
    for (const method of methods)
      access.routes.push({ method, url: route.url, needs: () => route.config?.needs });
  });
  app.addHook("onRequest", async (request, reply) => {
    auditReply(request, reply, access.audit, access.now);
    const isOpen = await access.isOpen();
    const proof = await proofOf(request, access, isOpen);
    proofs.set(request, proof);
    knowCaller(request, proof.caller, model);
    // Somebody's own program proves itself; anything else may be a page from elsewhere that a browser showed.
    if (proof.token === undefined || isOpen) requireOwnPage(request, access, host, isOpen);
    requireSlower(request, access, isOpen);
    if (request.is404) return undefined;
    const needs = request.routeOptions.config.needs ?? "admin";
    if (needs === "public") return undefined;
    if (proof.caller === undefined && isVisit(request)) {
      const to = encodeURIComponent(request.url);
      return reply.header("cache-control", "no-store").redirect(`/login?to=${to}`, 303);
    }
    if (proof.caller === undefined) reply.header("www-authenticate", "Bearer");
    const caller = callerOf(request);
    if (needs !== "known") requireHeld(caller, needs);
    return undefined;
  });
}

async function proofOf(request: FastifyRequest, access: Access, isOpen: boolean): Promise<Proof> {
  // Looker's clients say `Bearer` or `token`.
  const [, token] = /^(?:Bearer|token) +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  if (isOpen) return { caller: ANYONE, token, byCookie: false };
  if (request.headers.authorization !== undefined) {
    const held = token === undefined ? undefined : access.tokens.find(token);
    const caller = held === undefined ? undefined : await access.callerOf(held.holder);
    return { caller, token, byCookie: false };
  }
  const key = request.cookies[sessionCookie(access)];
  const holder = key === undefined ? undefined : access.sessions.find(key);
  const caller = holder === undefined ? undefined : await access.callerOf(holder);
  return { caller, token: undefined, byCookie: caller !== undefined };
}

/**
 * @throws Refusal with status 403 for a request that calls the server by another's name, that came through a
 *   proxy nobody told us of, or that another site's page makes a browser send
 */
function requireOwnPage(request: FastifyRequest, access: Access, host: string, isOpen: boolean): void {
  requireKnownHost(request.headers.host, host, access.publicUrl);
  const { headers } = request;
  if (isOpen && (headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined))
    throw new Refusal(
      403,
      "This request came through a proxy, and the server is open to its own machine only. To serve others, make credentials with `viewfinder access add` and start it with --public-url.",
    );
  if (request.method === "GET" || request.method === "HEAD") return;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const own = access.publicUrl?.origin ?? `http://${headers.host ?? ""}`;
  const foreign = origin === undefined ? site === "cross-site" || site === "same-site" : origin !== own;
  if (foreign)
    throw new Refusal(
      403,
      `A page at ${origin ?? "another address"} may not ask in your name. Open ${own} itself, or send an access token.`,
    );
}

/** @throws Refusal with status 429 for one request too many */
function requireSlower(request: FastifyRequest, access: Access, isOpen: boolean): void {
  if (isOpen) return;
  const caller = maybeCaller(request);
  const seconds =
    caller === undefined
      ? access.paces.stranger.take(request.ip)
      : access.paces.caller.take(caller.by ?? caller.id);
  if (seconds === 0) return;
  throw new Refusal(
    429,
    `Too many requests. The next one is answered in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
    { retryAfter: seconds },
  );
}

/** Whether somebody opens a page, rather than a program asking for data. */
function isVisit(request: FastifyRequest): boolean {
  return (
    request.method === "GET" &&
    !request.url.startsWith("/api/") &&
    (request.headers.accept ?? "").includes("text/html")
  );
}

/** Sets the cookie of a session. */
export function setSession(reply: FastifyReply, access: Access, key: string): void {
  void reply.setCookie(sessionCookie(access), key, cookieTerms(access));
}

/** Takes it away. */
export function clearSession(reply: FastifyReply, access: Access): void {
  void reply.clearCookie(sessionCookie(access), cookieTerms(access));
}

/** Cookies no script reads, that other sites' pages cannot send along but by leading here. */
export function cookieTerms(access: Access): {
  readonly path: "/";
  readonly httpOnly: true;
  readonly sameSite: "lax";
  readonly secure: boolean;
} {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: access.isSecure };
}
