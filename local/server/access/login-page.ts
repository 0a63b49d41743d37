// The page to log in on, the way to the login service and back, and the way out.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { Mistake, Outage } from "../../../generator/index.ts";
import { Refusal } from "../looker-error.ts";
import { BUILT, builtPage } from "../page-files/built.ts";
import type { Access, Holder } from "./access.ts";
import { noteQuestion } from "./audit.ts";
import { knowCaller, knownModel, maybeCaller } from "./caller.ts";
import { callerFromClaims } from "./claims.ts";
import { clearSession, cookieTerms, sessionCookie, setSession } from "./guard.ts";
import { logIn } from "./log-in.ts";
import type { Oidc } from "./oidc.ts";

const offered = z.object({
  client_id: z.string().min(1).max(200),
  client_secret: z.string().min(1).max(200),
});
/** Where login.html takes what it is drawn from. */
const PLACE = '<script id="login" type="application/json"></script>';
const LOGIN_SECONDS = 600;

/** Adds `/login`, `/login/start`, `/login/callback` and `/logout`. */
export async function routeLoginPage(app: FastifyInstance, access: Access): Promise<void> {
  const html = await readFile(join(await builtPage(), BUILT.login), "utf8");
  const [before, after] = html.split(PLACE);
  if (before === undefined || after === undefined)
    throw new Error("login.html has no place for what it shows");
  const show = async (reply: FastifyReply, status: number, to: string, problem: string | null) => {
    const shown = {
      to,
      problem,
      service: access.oidc?.name ?? null,
      credentials: (await access.credentials.all()).length > 0,
    };
    // Nothing shown may end the script element (HTML, "Restrictions for contents of script elements").
    const json = JSON.stringify(shown).replaceAll("<", String.raw`\u003c`);
    return reply
      .code(status)
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(`${before}${PLACE.replace("><", () => `>${json}<`)}${after}`);
  };
  const config = { needs: "public" } as const;
  app.get("/login", { config }, async (request, reply) => {
    const to = pathOf(request);
    if (maybeCaller(request) !== undefined) return reply.redirect(to, 303);
    return show(reply, 200, to, null);
  });
  app.post("/login", { config }, async (request, reply) => {
    noteQuestion(request, { kind: "login" });
    const body = offered.safeParse(request.body);
    if (!body.success) throw new Refusal(400, "Send client_id and client_secret as JSON.");
    const found = await logIn(access, request, {
      clientId: body.data.client_id,
      secret: body.data.client_secret,
    });
    await enter(request, reply, access, { kind: "credentials", id: found.id, hash: found.secret.hash });
    return reply.header("cache-control", "no-store").code(204).send();
  });
  routeService(app, access, show);
  app.post("/logout", { config: { needs: "known" } }, async (request, reply) => {
    const key = request.cookies[sessionCookie(access)];
    const holder = key === undefined ? undefined : access.sessions.find(key);
    if (key !== undefined) access.sessions.drop(key);
    clearSession(reply, access);
    const out = holder?.kind === "person" ? await endOf(access, originOf(request, access)) : undefined;
    return reply.header("cache-control", "no-store").send({ url: out?.href ?? "/login" });
  });
}

type Show = (reply: FastifyReply, status: number, to: string, problem: string | null) => Promise<unknown>;

function routeService(app: FastifyInstance, access: Access, show: Show): void {
  const config = { needs: "public" } as const;
  app.get("/login/start", { config }, async (request, reply) => {
    const to = pathOf(request);
    return saying(reply, to, show, async () => {
      const { url, underWay } = await service(access).start(
        `${originOf(request, access)}/login/callback`,
        to,
      );
      reply.setCookie(loginCookie(access), access.logins.issue(underWay), {
        ...cookieTerms(access),
        maxAge: LOGIN_SECONDS,
      });
      return reply.header("cache-control", "no-store").redirect(url.href, 303);
    });
  });
  app.get("/login/callback", { config }, async (request, reply) => {
    noteQuestion(request, { kind: "login" });
    const key = request.cookies[loginCookie(access)];
    const underWay = key === undefined ? undefined : access.logins.find(key);
    if (key !== undefined) access.logins.drop(key);
    reply.clearCookie(loginCookie(access), cookieTerms(access));
    const to = underWay?.to ?? "/";
    return saying(reply, to, show, async () => {
      const oidc = service(access);
      if (underWay === undefined)
        throw new Mistake(
          "This login was not begun in this browser, or more than ten minutes ago. Log in again.",
        );
      const came = new URL(underWay.redirectUri);
      came.search = new URL(request.url, came).search;
      const claims = await oidc.finish(came, underWay);
      const caller = callerFromClaims(claims, oidc.rules);
      await enter(request, reply, access, { kind: "person", caller });
      return reply.header("cache-control", "no-store").redirect(to, 303);
    });
  });
}

/** People who visit are told on the page, not in JSON. */
async function saying(
  reply: FastifyReply,
  to: string,
  show: Show,
  work: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return show(reply, error.status, to, error.message);
    if (error instanceof Mistake) return show(reply, 403, to, error.message);
    if (error instanceof Outage) return show(reply, 503, to, error.message);
    throw error;
  }
}

/** Another key for each login, so that nobody can plant one beforehand. */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  holder: Holder,
): Promise<void> {
  const old = request.cookies[sessionCookie(access)];
  if (old !== undefined) access.sessions.drop(old);
  setSession(reply, access, access.sessions.issue(holder));
  knowCaller(request, await access.callerOf(holder), knownModel(request));
}

async function endOf(access: Access, origin: string): Promise<URL | undefined> {
  try {
    return await access.oidc?.endOf(`${origin}/login`);
  } catch (error) {
    // The session here is over; that the login service is away just now keeps nobody in.
    if (error instanceof Outage || error instanceof Mistake) return undefined;
    throw error;
  }
}

function service(access: Access): Oidc {
  if (access.oidc === undefined)
    throw new Refusal(404, "People log in with API credentials here; no login service is set.");
  return access.oidc;
}

function loginCookie(access: Access): string {
  return `${sessionCookie(access)}-login`;
}

/** The server's own address as the browser knows it; the guard has seen to it that the name is ours. */
function originOf(request: FastifyRequest, access: Access): string {
  return access.publicUrl?.origin ?? `http://${request.headers.host ?? ""}`;
}

/** Where somebody wanted to go: a path of ours, whatever else the address says. */
function pathOf(request: FastifyRequest): string {
  const { to } = request.query as { readonly to?: unknown };
  if (typeof to !== "string" || to.length > 8000 || !/^\/(?![/\\])/.test(to)) return "/";
  if (!URL.canParse(to, "http://here.invalid")) return "/";
  const url = new URL(to, "http://here.invalid");
  if (url.host !== "here.invalid" || url.pathname.startsWith("/login")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
