// Looker's routes for who asks: login, login as another, logout, the user, the session.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { pick, readWanted } from "../api/wanted.ts";
import { Refusal } from "../looker-error.ts";
import { type Access, type Holder, TOKEN_SECONDS } from "./access.ts";
import { noteQuestion } from "./audit.ts";
import { type Caller, callerOf, knowCaller, knownModel } from "./caller.ts";
import { tokenHeldBy, tokenOf } from "./guard.ts";
import { logIn } from "./log-in.ts";

/** Looker's `AccessToken`; clients choke on a member more or less. */
interface AccessToken {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly refresh_token: null;
}

const loginBody = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) });
const workspaceBody = z.object({ workspace_id: z.enum(["production", "dev"]).optional() });
const fieldsAsked = z.object({ fields: z.string().max(10_000).optional() });

/** Adds them (Looker API 4.0, `login`, `login_user`, `logout`, `me`, `session`, `update_session`). */
export async function routeAccess(app: FastifyInstance, access: Access, model: Model): Promise<void> {
  await app.register(async (inner) => {
    // Forms are read here only: everywhere else JSON is asked for, which no other site's page can send.
    inner.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 10_000 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    // Looker's clients send the header of JSON without any.
    inner.removeContentTypeParser("application/json");
    inner.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
      if (body === "") return done(null, undefined);
      try {
        done(null, JSON.parse(String(body)) as unknown);
      } catch {
        done(new Refusal(400, "The body is not JSON that can be read."), undefined);
      }
    });
    routeLogin(inner, access);
    routeLogout(inner, access);
    routeUser(inner, access, model);
  });
}

function routeLogin(app: FastifyInstance, access: Access): void {
  app.post("/api/4.0/login", { config: { needs: "public" } }, async (request, reply) => {
    noteQuestion(request, { kind: "login" });
    refuseInUrl(request);
    reply.header("cache-control", "no-store");
    const body = loginBody.safeParse(request.body);
    if (!body.success)
      throw new Refusal(
        400,
        "Send client_id and client_secret in the body, as application/x-www-form-urlencoded.",
      );
    if (await access.isOpen()) return tokenFor(request, access, { kind: "anyone" });
    const { client_id: clientId, client_secret: secret } = body.data;
    const found = await logIn(access, request, { clientId, secret });
    return tokenFor(request, access, { kind: "credentials", id: found.id, hash: found.secret.hash });
  });
  app.post<{ Params: { user_id: string } }>(
    "/api/4.0/login/:user_id",
    { config: { needs: "admin" } },
    async (request, reply) => {
      noteQuestion(request, { kind: "login" });
      reply.header("cache-control", "no-store");
      const caller = callerOf(request);
      const admin = caller.by ?? caller.id;
      const found = await access.credentials.find(request.params.user_id);
      const own = await access.credentials.find(admin);
      if (found === undefined)
        throw new Refusal(
          404,
          `Not found: there are no API credentials with the id ${request.params.user_id}, and only as those can an admin log in.`,
        );
      const by = own === undefined ? undefined : { id: own.id, hash: own.secret.hash };
      if (by === undefined && !(await access.isOpen()))
        throw new Refusal(403, "Only API credentials with the role admin can log in as others.");
      return tokenFor(request, access, { kind: "credentials", id: found.id, hash: found.secret.hash, by });
    },
  );
}

function routeLogout(app: FastifyInstance, access: Access): void {
  // The Python SDK logs out at the address without a version.
  for (const url of ["/api/4.0/logout", "/api/logout"]) {
    app.delete(url, { config: { needs: "known" } }, async (request, reply) => {
      const token = tokenOf(request);
      if (token !== undefined) access.tokens.drop(token);
      return reply.code(204).send();
    });
  }
}

function routeUser(app: FastifyInstance, access: Access, model: Model): void {
  const asked = (request: FastifyRequest): ReturnType<typeof readWanted> => {
    const query = fieldsAsked.safeParse(request.query);
    if (!query.success) throw new Refusal(400, "The parameter fields takes one text.");
    return readWanted(query.data.fields);
  };
  app.get("/api/4.0/user", { config: { needs: "known" } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return pick(userOf(callerOf(request), model), asked(request));
  });
  const session = (request: FastifyRequest): object => ({
    can: {},
    workspace_id: tokenHeldBy(access, request)?.workspace ?? "production",
    sudo_user_id: callerOf(request).by === undefined ? null : callerOf(request).id,
  });
  app.get("/api/4.0/session", { config: { needs: "known" } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return pick(session(request), asked(request));
  });
  app.patch("/api/4.0/session", { config: { needs: "known" } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    const body = workspaceBody.safeParse(request.body ?? {});
    if (!body.success)
      throw new Refusal(422, "workspace_id is production or dev.", {
        field: "workspace_id",
        code: "invalid",
      });
    const held = tokenHeldBy(access, request);
    if (held !== undefined && body.data.workspace_id !== undefined) held.workspace = body.data.workspace_id;
    return session(request);
  });
}

async function tokenFor(request: FastifyRequest, access: Access, holder: Holder): Promise<AccessToken> {
  // From here on the request is known to be theirs, also for the audit.
  knowCaller(request, await access.callerOf(holder), knownModel(request));
  return {
    access_token: access.tokens.issue({ holder, workspace: "production" }),
    token_type: "Bearer",
    expires_in: TOKEN_SECONDS,
    refresh_token: null,
  };
}

/** Looker takes them there too; an address is kept in logs and histories, so we do not. */
function refuseInUrl(request: FastifyRequest): void {
  const given = Object.keys(request.query as object);
  if (!given.includes("client_id") && !given.includes("client_secret")) return;
  throw new Refusal(
    400,
    "client_id and client_secret belong in the body, not in the address, which proxies and logs keep. Take this secret for known: make a new one with `viewfinder access rotate`.",
  );
}

/** Looker's `User`, with every member that its clients rely on. */
function userOf(caller: Caller, model: Model): object {
  const [first = caller.name, ...rest] = caller.name.trim().split(/\s+/);
  return {
    can: { show: true },
    id: caller.id,
    first_name: first,
    // Clients take both names for granted (MCP Toolbox).
    last_name: rest.join(" "),
    display_name: caller.name,
    email: "",
    locale: caller.attributes["locale"] ?? model.locale ?? "en",
    is_disabled: false,
    verified_looker_employee: false,
    presumed_looker_employee: false,
    roles_externally_managed: true,
    embed_group_space_id: null,
    home_folder_id: model.name,
    personal_folder_id: model.name,
    group_ids: [],
    role_ids: [...caller.roles],
    models_dir_validated: null,
    looker_versions: [],
    sessions: [],
    credentials_api3: [],
    credentials_embed: [],
    ui_state: {},
    avatar_url: "",
    avatar_url_without_sizing: "",
    url: `/users/${encodeURIComponent(caller.id)}`,
  };
}
