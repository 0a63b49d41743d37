// The operations of Looker's API that deploy, drift and parity use: the name of each, its address, and what it does.
import type { Lied, World } from "./double.ts";
import { type Branch, Repository } from "./repository.ts";
import { NOT_FOUND, Refusal } from "./refusal.ts";
import type { Session } from "./sessions.ts";
import { brokenBy } from "./content.ts";
import { readLookml } from "./lookml.ts";

/** A request. */
export interface Asked {
  readonly world: World;
  readonly session: Session;
  /** What stands in the path. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Path and query, as they came. */
  readonly url: string;
}

/** An answer. */
export interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** One operation. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Looker's name for it. */
  readonly operation: string;
  readonly answer: (asked: Asked) => Promise<Told>;
}

const json = (value: unknown, status = 200): Told => ({
  status,
  type: "application/json",
  text: JSON.stringify(value),
});
const done: Told = { status: 204, type: "", text: "" };
const text = (value: string): Told => ({ status: 200, type: "text/plain", text: value });

function repositoryOf({ world, names }: Asked): Repository {
  if (world.repository === undefined || names[0] !== world.project) throw NOT_FOUND();
  return world.repository;
}

function inDev(asked: Asked): Repository {
  if (asked.session.workspace !== "dev") throw new Refusal(400, "This can only be done in development mode.");
  return repositoryOf(asked);
}

async function filesOf(asked: Asked): Promise<NonNullable<Awaited<ReturnType<Repository["files"]>>>> {
  const files = await repositoryOf(asked).files(asked.session.workspace);
  if (files === undefined) throw NOT_FOUND();
  return files;
}

async function branchOf(asked: Asked): Promise<Branch> {
  const branch = await repositoryOf(asked).branch(asked.session.workspace);
  if (branch === undefined) throw NOT_FOUND();
  return branch;
}

function describeProject(world: World): object {
  return {
    id: world.project,
    name: world.project,
    uses_git: world.git !== "none",
    git_remote_url: world.git === "remote" ? (world.repository?.remote ?? null) : null,
    git_service_name: world.git === "bare" ? "bare" : null,
    git_production_branch_name: "main",
    pull_request_mode: world.pullRequests,
    has_production_counterpart: world.repository?.hasProduction ?? false,
  };
}

/** Our own server, for the files of the session's workspace. */
async function proxied(asked: Asked, method: "GET" | "POST"): Promise<Told> {
  const { world, session, url, body } = asked;
  const files = await world.repository?.files(session.workspace);
  const server = files === undefined ? undefined : await world.hosts.server(files);
  if (server === undefined) throw NOT_FOUND();
  const reply = await server.inject({
    method,
    url,
    headers: { host: "127.0.0.1", ...(method === "POST" ? { "content-type": "application/json" } : {}) },
    ...(method === "POST" ? { payload: JSON.stringify(body) } : {}),
  });
  return { status: reply.statusCode, type: String(reply.headers["content-type"] ?? ""), text: reply.payload };
}

/** A model nobody configured does not exist for anybody. */
function requireConfigured(world: World, name: string): void {
  if (!world.models.has(name)) throw NOT_FOUND();
}

function describeModel(world: World, name: string): object {
  const model = world.models.get(name);
  if (model === undefined) throw NOT_FOUND();
  return { name, label: name, has_content: true, unlimited_db_connections: false, ...model };
}

const P = "^/projects/([^/]+)";
const route = (method: string, path: string, operation: string, answer: Route["answer"]): Route => ({
  method,
  path: new RegExp(`${path}$`),
  operation,
  answer,
});

/** All of them. */
export const ROUTES: readonly Route[] = [
  route("POST", "^/login", "login", async ({ world, body }) => {
    if (body["client_id"] !== world.client.id || body["client_secret"] !== world.client.secret)
      throw NOT_FOUND();
    const { token } = world.sessions.open(world.tokenSeconds);
    return json({
      access_token: token,
      token_type: "Bearer",
      expires_in: world.tokenSeconds,
      refresh_token: null,
    });
  }),
  route("DELETE", "^/logout", "logout", async ({ world, session }) => {
    world.sessions.close(session.token);
    return done;
  }),
  route("GET", "^/user", "me", async () =>
    json({
      id: "7",
      display_name: "Deploy Bot",
      email: "deploy@example.com",
      first_name: "Deploy",
      last_name: "Bot",
    }),
  ),
  route("GET", "^/session", "session", async ({ session }) => json({ workspace_id: session.workspace })),
  route("PATCH", "^/session", "update_session", async ({ session, body }) => {
    session.workspace = body["workspace_id"] === "dev" ? "dev" : "production";
    return json({ workspace_id: session.workspace });
  }),
  route("POST", "^/projects", "create_project", async (asked) => {
    const { world, session, body } = asked;
    if (session.workspace !== "dev") throw new Refusal(400, "This can only be done in development mode.");
    if (world.repository !== undefined || body["name"] !== world.project)
      throw new Refusal(409, "It exists already.");
    world.repository = await Repository.make(world.folder, undefined);
    return json(describeProject(world));
  }),
  route("GET", P, "project", async (asked) => {
    const repository = repositoryOf(asked);
    if (asked.session.workspace === "production" && !repository.hasProduction) throw NOT_FOUND();
    return json(describeProject(asked.world));
  }),
  route("PATCH", P, "update_project", async (asked) => {
    inDev(asked);
    if (asked.body["git_service_name"] === "bare") asked.world.git = "bare";
    return json(describeProject(asked.world));
  }),
  route("GET", `${P}/current_workspace`, "project_workspace", async (asked) =>
    json({
      project_id: asked.world.project,
      workspace_id: asked.session.workspace,
      git_head: (await branchOf(asked)).ref,
    }),
  ),
  route("GET", `${P}/files`, "all_project_files", async (asked) => {
    const changed = await repositoryOf(asked).changed(asked.session.workspace);
    const files = await filesOf(asked);
    return json(
      files.map(({ path }) => ({ id: path, path, git_status: { action: changed.get(path) ?? null } })),
    );
  }),
  route("GET", `${P}/file/content`, "file_content", async (asked) => {
    const file = (await filesOf(asked)).find(({ path }) => path === asked.query.get("file_path"));
    if (file === undefined) throw NOT_FOUND();
    return text(file.text);
  }),
  route("GET", `${P}/directories`, "all_directories", async (asked) => {
    if (!asked.world.writesFiles) throw NOT_FOUND();
    inDev(asked);
    const folders = (await filesOf(asked)).flatMap(({ path }) =>
      path.includes("/") ? [path.slice(0, path.lastIndexOf("/"))] : [],
    );
    return json([...new Set([...folders, ...(FOLDERS.get(asked.world) ?? [])])]);
  }),
  route("POST", `${P}/directories`, "create_directory", async (asked) => {
    inDev(asked);
    // Git keeps no empty folder; Looker does.
    FOLDERS.set(asked.world, [...(FOLDERS.get(asked.world) ?? []), String(asked.body["path"])]);
    return json({});
  }),
  route("POST", `${P}/files`, "create_file", async (asked) => {
    const path = String(asked.body["path"]);
    const repository = inDev(asked);
    if ((await filesOf(asked)).some((file) => file.path === path))
      throw new Refusal(409, `${path} exists already.`);
    await repository.write(path, String(asked.body["content"]));
    return json({});
  }),
  route("PUT", `${P}/files`, "update_file", async (asked) => {
    const path = String(asked.body["path"]);
    const repository = inDev(asked);
    if (!(await filesOf(asked)).some((file) => file.path === path)) throw NOT_FOUND();
    await repository.write(path, String(asked.body["content"]));
    return json({});
  }),
  route("DELETE", `${P}/files`, "delete_file", async (asked) => {
    await inDev(asked).erase(asked.query.get("file_path") ?? "");
    return done;
  }),
  route("POST", `${P}/commit`, "commit", async (asked) => {
    await inDev(asked).commit(String(asked.body["message"]));
    return json({});
  }),
  route("GET", `${P}/git_branch`, "git_branch", async (asked) => json(await branchOf(asked))),
  route("GET", `${P}/git_branches`, "all_git_branches", async (asked) =>
    json(await repositoryOf(asked).branches()),
  ),
  route("GET", `${P}/git_branch/([^/]+)`, "find_git_branch", async (asked) => {
    const found = (await repositoryOf(asked).branches()).find((one) => one.name === asked.names[1]);
    if (found === undefined) throw NOT_FOUND();
    return json(found);
  }),
  route("POST", `${P}/git_branch`, "create_git_branch", async (asked) => {
    await inDev(asked).create(String(asked.body["name"]), asked.body["ref"] as string | undefined);
    return json(await branchOf(asked));
  }),
  route("PUT", `${P}/git_branch`, "update_git_branch", async (asked) => {
    await inDev(asked).update(String(asked.body["name"]), asked.body["ref"] as string | undefined);
    return json(await branchOf(asked));
  }),
  route("DELETE", `${P}/git_branch/([^/]+)`, "delete_git_branch", async (asked) => {
    await inDev(asked).remove(asked.names[1] ?? "");
    return done;
  }),
  route("POST", `${P}/deploy_ref_to_production`, "deploy_ref_to_production", async (asked) => {
    await repositoryOf(asked).deployRef(asked.query.get("ref") ?? "");
    return done;
  }),
  route("POST", `${P}/deploy_to_production`, "deploy_to_production", async (asked) => {
    if (asked.world.pullRequests === "required")
      throw new Refusal(400, "A pull request is required to deploy changes to production.");
    await inDev(asked).deployOwn();
    return done;
  }),
  route("POST", `${P}/reset_to_production`, "reset_project_to_production", async (asked) => {
    await inDev(asked).resetToProduction();
    return done;
  }),
  route("POST", `${P}/validate`, "validate_project", async (asked) => {
    const { errors } = readLookml(await filesOf(asked), asked.world.project);
    return json({
      errors: [
        ...errors,
        ...asked.world.planted.filter(
          ({ inProduction }) => asked.session.workspace === "dev" || inProduction === true,
        ),
      ],
      project_digest: "",
      models_not_validated: asked.world.unlooked.map((name) => ({ name, project_file_id: null })),
      computation_time: 0,
    });
  }),
  route("GET", `${P}/lookml_tests`, "all_lookml_tests", (asked) => proxied(asked, "GET")),
  route("GET", `${P}/lookml_tests/run`, "run_lookml_test", (asked) => proxied(asked, "GET")),
  route("GET", "^/content_validation", "content_validation", async ({ world, session }) => {
    const files = (await world.repository?.files(session.workspace)) ?? [];
    return json({
      content_with_errors: brokenBy(world.content, world.hosts.read(files).model),
      computation_time: 0,
    });
  }),
  route("GET", "^/connections/([^/]+)", "connection", async ({ world, names: [name = ""] }) => {
    if (world.connections?.includes(name) === false) throw NOT_FOUND();
    return json({ name });
  }),
  route("GET", "^/lookml_models", "all_lookml_models", async ({ world }) =>
    json([...world.models.keys()].map((name) => describeModel(world, name))),
  ),
  route("GET", "^/lookml_models/([^/]+)", "lookml_model", async ({ world, names }) =>
    json(describeModel(world, names[0] ?? "")),
  ),
  route("POST", "^/lookml_models", "create_lookml_model", async ({ world, body }) => {
    const name = String(body["name"]);
    if (world.models.has(name)) throw new Refusal(409, `${name} is configured already.`);
    world.models.set(name, {
      project_name: String(body["project_name"]),
      allowed_db_connection_names: (body["allowed_db_connection_names"] ?? []) as string[],
    });
    return json(describeModel(world, name));
  }),
  route("PATCH", "^/lookml_models/([^/]+)", "update_lookml_model", async ({ world, names, body }) => {
    const model = world.models.get(names[0] ?? "");
    if (model === undefined) throw NOT_FOUND();
    model.allowed_db_connection_names = (body["allowed_db_connection_names"] ?? []) as string[];
    return json(describeModel(world, names[0] ?? ""));
  }),
  route("DELETE", "^/lookml_models/([^/]+)", "delete_lookml_model", async ({ world, names }) => {
    if (!world.models.delete(names[0] ?? "")) throw NOT_FOUND();
    return done;
  }),
  route("GET", "^/lookml_models/([^/]+)/explores/([^/]+)", "lookml_model_explore", (asked) => {
    requireConfigured(asked.world, asked.names[0] ?? "");
    return proxied(asked, "GET");
  }),
  route("POST", "^/queries/run/([^/]+)", "run_inline_query", async (asked) => {
    requireConfigured(asked.world, String(asked.body["model"]));
    const told = await proxied(asked, "POST");
    const { lie } = asked.world;
    return lie === undefined || told.status !== 200 ? told : json(lie(JSON.parse(told.text) as Lied[]));
  }),
];

const FOLDERS = new WeakMap<World, readonly string[]>();
