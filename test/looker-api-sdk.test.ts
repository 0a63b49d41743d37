// Looker's own SDK for Node, as published, and the traffic of other clients of Looker, against a live server.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Looker40SDK, type IWriteQuery, ResultFormat } from "@looker/sdk";
import { LookerNodeSDK, NodeSettings } from "@looker/sdk-node";
import { DelimArray, LookerSDKError } from "@looker/sdk-rtl";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openReader } from "../local/pool.ts";
import { openAccess } from "../local/server/access/access.ts";
import { addCredentials, type ShownOnce } from "../local/server/access/credentials.ts";
import { openCredentials } from "../local/server/access/known.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS } from "./library.ts";

/** Books of 2019 are for those whose attribute says so. */
const model = {
  ...library,
  explores: library.explores.map((explore) => ({
    ...explore,
    accessFilters: [{ field: "books.bought_year", userAttribute: "years", at: [] }],
  })),
};

let stack: Stack;
let pool: pg.Pool;
let server: OpenServer;
let folder: string;
let everything: ShownOnce;
let narrow: ShownOnce;
let sdk: Looker40SDK;

beforeAll(async () => {
  // The SDK writes a line to the standard output for every request.
  vi.spyOn(console, "debug").mockImplementation(() => {});
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-sdk-"));
  const file = join(folder, "access.json");
  everything = await addCredentials(file, {
    name: "Notebook",
    roles: ["ask", "download"],
    attributes: { years: "NOT NULL,NULL" },
  });
  narrow = await addCredentials(file, { name: "Agent", roles: ["ask"], attributes: { years: "2019" } });
  const credentials = await openCredentials(file, Date.now, () => {});
  server = await openServer({
    model,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    access: await openAccess({ credentials }, "127.0.0.1"),
    log: () => {},
  });
  sdk = clientOf(everything);
});

afterAll(async () => {
  vi.restoreAllMocks();
  await server.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
  await rm(folder, { recursive: true });
});

/** Secrets handed over as the SDK's documentation says for those that lie in no file. */
class Settings extends NodeSettings {
  readonly #credentials: ShownOnce;

  constructor(credentials: ShownOnce) {
    // An empty prefix keeps it from reading the environment.
    super("", `[Looker]\nbase_url=${server.url}\nverify_ssl=false\ntimeout=30\n`);
    this.#credentials = credentials;
  }

  override readConfig(): Record<string, string> {
    return {
      base_url: server.url,
      client_id: this.#credentials.id,
      client_secret: this.#credentials.secret,
    };
  }
}

function clientOf(credentials: ShownOnce): Looker40SDK {
  return LookerNodeSDK.init40(new Settings(credentials));
}

const query: IWriteQuery = {
  model: "library",
  view: "books",
  fields: ["topics.name", "books.count"],
  sorts: ["topics.name"],
  limit: "500",
};

describe("Looker's SDK for Node", () => {
  test("logs in, says who it is, and finds models, explores, fields and values", async () => {
    const me = await sdk.ok(sdk.me());
    expect([typeof me.first_name, typeof me.last_name]).toEqual(["string", "string"]);
    expect((await sdk.ok(sdk.versions())).current_version?.version).toBe("4.0");
    const models = await sdk.ok(sdk.all_lookml_models({ fields: "name,explores(name)" }));
    expect(models).toEqual([{ name: "library", explores: [{ name: "books" }] }]);
    expect((await sdk.ok(sdk.lookml_model("library"))).project_name).toBe("library");
    const explore = await sdk.ok(
      sdk.lookml_model_explore({ lookml_model_name: "library", explore_name: "books" }),
    );
    expect(explore.fields?.dimensions?.map((field) => field.name)).toContain("topics.name");
    expect(explore.access_filters).toEqual([{ field: "books.bought_year", user_attribute: "years" }]);
    const found = await sdk.ok(
      sdk.model_fieldname_suggestions({
        model_name: "library",
        view_name: "books",
        field_name: "topics.name",
        term: "spa",
      }),
    );
    expect(found.suggestions).toEqual(["Space"]);
  });

  test("creates queries and runs them by id, inline and from an address, in every format", async () => {
    const created = await sdk.ok(sdk.create_query(query));
    const id = created.id ?? "";
    expect((await sdk.ok(sdk.create_query({ ...query }))).id).toBe(id);
    expect((await sdk.ok(sdk.query(id))).slug).toBe(created.slug);
    expect((await sdk.ok(sdk.query_for_slug(created.slug ?? ""))).id).toBe(id);
    // What the SDK calls text is parsed JSON when it came as JSON.
    const rows: unknown = await sdk.ok(sdk.run_query({ query_id: id, result_format: "json", limit: 2 }));
    expect(rows).toHaveLength(2);
    for (const row of rows as object[]) expect(Object.keys(row)).toEqual(query.fields);
    const csv = await sdk.ok(sdk.run_inline_query({ result_format: "csv", body: { ...query, limit: "2" } }));
    expect(csv.match(/\n/g)).toHaveLength(3);
    const sql = await sdk.ok(sdk.run_inline_query({ result_format: "sql", body: query }));
    for (const word of ["SELECT", ...(query.fields ?? [])]) expect(sql).toContain(word);
    const urled: unknown = await sdk
      .ok(sdk.run_url_encoded_query("library", "books", "json"))
      .catch((error: unknown) => error);
    expect(urled).toMatchObject({ message: expect.stringContaining("Must query at least one") as string });
    for (const format of ["json_label", "json_bi", "json_detail", "txt", "html", "md", "xlsx"]) {
      const result: unknown = await sdk.ok(sdk.run_query({ query_id: id, result_format: format }));
      expect(JSON.stringify(result).length).toBeGreaterThan(10);
    }
    const formatted: unknown = await sdk.ok(
      sdk.run_inline_query({
        result_format: "json",
        apply_formatting: true,
        body: { ...query, fields: ["books.average_price"], sorts: [], total: true },
      }),
    );
    expect(formatted).toEqual([{ "books.average_price": "€16.38" }]);
  });

  test("runs tasks, fetches several results at once, and stops what runs", async () => {
    const { id } = await sdk.ok(sdk.create_query(query));
    const start = { query_id: id ?? "", result_format: ResultFormat.json };
    const one = await sdk.ok(sdk.create_query_task({ body: start }));
    await expect.poll(async () => (await sdk.ok(sdk.query_task(one.id ?? ""))).status).toBe("complete");
    expect(await sdk.ok(sdk.query_task_results(one.id ?? ""))).toHaveLength(4);
    const several = await sdk.ok(sdk.query_task_multi_results(new DelimArray([one.id ?? ""])));
    expect(several[one.id ?? ""]).toMatchObject({ status: "complete" });
    const letGo = await holdBooks(stack.url);
    try {
      const other = await sdk.ok(
        sdk.create_query({ ...query, fields: ["books.title", "books.count"], sorts: null }),
      );
      const task = await sdk.ok(sdk.create_query_task({ body: { ...start, query_id: other.id ?? "" } }));
      await expect.poll(() => countWaiting(stack.url)).toBe(1);
      expect((await sdk.ok(sdk.all_running_queries())).map((running) => running.query_task_id)).toEqual([
        task.id,
      ]);
      await sdk.ok(sdk.kill_query(task.id ?? ""));
      await expect.poll(() => countWaiting(stack.url)).toBe(0);
    } finally {
      await letGo();
    }
  });

  test("reads connections, the project, its tests and its dashboards", async () => {
    expect(await sdk.ok(sdk.all_connections("name,dialect(name)"))).toEqual([
      { name: "warehouse", dialect: { name: "postgres" } },
    ]);
    expect((await sdk.ok(sdk.connection_features("warehouse"))).dialect_name).toBe("postgres");
    expect(await sdk.ok(sdk.connection_databases("warehouse"))).toHaveLength(1);
    const [schema] = await sdk.ok(sdk.connection_schemas({ connection_name: "warehouse" }));
    const [tables] = await sdk.ok(
      sdk.connection_tables({ connection_name: "warehouse", schema_name: schema?.name ?? "" }),
    );
    expect(tables?.tables).toHaveLength(3);
    const columns = await sdk.ok(
      sdk.connection_columns({
        connection_name: "warehouse",
        schema_name: schema?.name ?? "",
        table_names: "books",
      }),
    );
    expect(columns[0]?.columns).toHaveLength(7);
    expect((await sdk.ok(sdk.project("library"))).id).toBe("library");
    expect((await sdk.ok(sdk.all_project_files("library"))).length).toBeGreaterThan(5);
    expect((await sdk.ok(sdk.validate_project("library"))).errors).toEqual([]);
    const tests = await sdk.ok(sdk.all_lookml_tests("library"));
    expect(tests.length).toBeGreaterThan(0);
    expect(
      (await sdk.ok(sdk.run_lookml_test({ project_id: "library" }))).map((one) => one.test_name),
    ).toEqual(tests.map((one) => one.name));
    const [dashboard] = await sdk.ok(sdk.search_dashboards({ title: "Books" }));
    expect((await sdk.ok(sdk.dashboard(dashboard?.id ?? ""))).dashboard_elements?.length).toBeGreaterThan(1);
    expect(await sdk.ok(sdk.search_looks({ title: "%" }))).toEqual([]);
    expect(await sdk.ok(sdk.search_folders({ name: "%" }))).toEqual([]);
    expect(await sdk.ok(sdk.api_spec("4.0", "swagger.json"))).toHaveProperty("swagger", "2.0");
  });

  test("is told what is wrong the way it reads it", async () => {
    const failed = await sdk
      .ok(sdk.create_query(JSON.parse('{"view":"books"}')))
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(LookerSDKError);
    expect(failed).toMatchObject({
      message: "Validation Failed",
      errors: [{ field: "model", message: expect.stringContaining("model") as string }],
      documentation_url: expect.stringContaining("/r/err/4.0/422/post/queries") as string,
    });
    const missing = await sdk.ok(sdk.lookml_model("cinema")).catch((error: unknown) => error);
    expect(missing).toMatchObject({ message: "There is no model cinema on this server, only library." });
  });

  test("logs out, and is logged in again by the next call", async () => {
    const own = clientOf(everything);
    await own.ok(own.me());
    expect(await own.authSession.logout()).toBe(true);
    expect((await own.ok(own.me())).display_name).toBe("Notebook");
  });
});

describe("access", () => {
  test("everybody sees the rows their attributes allow, in answers and in values to choose from", async () => {
    const agent = clientOf(narrow);
    const titles = async (client: Looker40SDK): Promise<unknown> =>
      client.ok(
        client.run_inline_query({
          result_format: "json",
          body: { ...query, fields: ["books.title"], sorts: ["books.title"] },
        }),
      );
    expect(await titles(agent)).toEqual([{ "books.title": "Stars" }, { "books.title": "Waves" }]);
    expect(await titles(sdk)).toHaveLength(5);
    const values = async (client: Looker40SDK): Promise<readonly string[] | undefined> =>
      (
        await client.ok(
          client.model_fieldname_suggestions({
            model_name: "library",
            view_name: "books",
            field_name: "books.title",
          }),
        )
      ).suggestions;
    expect(await values(agent)).toEqual(["Stars", "Waves"]);
    expect(await values(sdk)).toHaveLength(5);
  });

  test("files take a role of their own; a task of somebody else's is not there", async () => {
    const agent = clientOf(narrow);
    const refused = await agent
      .ok(agent.run_inline_query({ result_format: "csv", body: query }))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ message: expect.stringContaining("the role download") as string });
    const created = await sdk.ok(sdk.create_query(query));
    const task = await sdk.ok(
      sdk.create_query_task({ body: { query_id: created.id ?? "", result_format: ResultFormat.json } }),
    );
    const hidden = await agent.ok(agent.query_task(task.id ?? "")).catch((error: unknown) => error);
    expect(hidden).toMatchObject({ message: expect.stringContaining("no query task") as string });
    expect(await agent.ok(agent.query_task_multi_results(new DelimArray([task.id ?? ""])))).toMatchObject({
      [task.id ?? ""]: { status: "missing" },
    });
  });

  test("without a token nothing but the versions is told", async () => {
    expect((await fetch(`${server.url}/versions`)).status).toBe(200);
    for (const path of ["lookml_models", "connections", "queries/1", "swagger.json", "running_queries"]) {
      const response = await fetch(`${server.url}/api/4.0/${path}`);
      expect([path, response.status]).toEqual([path, 401]);
      expect(await response.json()).toMatchObject({ message: "Requires authentication." });
    }
  });
});

/** Traffic of other clients, as it was seen on the wire. */
describe("other clients", () => {
  async function logIn(body: string): Promise<string> {
    const response = await fetch(`${server.url}/api/4.0/login`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    const token = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(token).toSorted()).toEqual([
      "access_token",
      "expires_in",
      "refresh_token",
      "token_type",
    ]);
    return String(token["access_token"]);
  }

  function caller(
    authorization: string,
  ): (method: string, path: string, body?: unknown) => Promise<Response> {
    return (method, path, body) =>
      fetch(`${server.url}${path}`, {
        method,
        // The Python SDK says JSON even where it sends nothing.
        headers: { authorization, "content-type": "application/json", "x-looker-appid": "go-sdk" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
  }

  const secrets = (): string => `client_id=${everything.id}&client_secret=${everything.secret}`;

  test("Google's MCP server for Looker starts, looks around and asks", async () => {
    const send = caller(`Bearer ${await logIn(`${secrets()}&grant_type=client_credentials`)}`);
    const me = (await (await send("GET", "/api/4.0/user")).json()) as Record<string, unknown>;
    expect(typeof me["first_name"]).toBe("string");
    expect(typeof me["last_name"]).toBe("string");
    const [told] = (await (
      await send(
        "GET",
        "/api/4.0/lookml_models?exclude_empty=false&exclude_hidden=false&include_internal=true",
      )
    ).json()) as Record<string, unknown>[];
    expect(told).toMatchObject({
      unlimited_db_connections: false,
      allowed_db_connection_names: ["warehouse"],
    });
    const explores = await send(
      "GET",
      "/api/4.0/lookml_models/library?fields=explores(name,description,label,group_label,hidden)",
    );
    expect(await explores.json()).toEqual({
      explores: [
        { name: "books", description: null, label: "Books", group_label: "Town Library", hidden: false },
      ],
    });
    const wanted = "name,type,label,label_short,description,synonyms,tags,suggestable,suggestions,hidden";
    for (const kind of ["dimensions", "measures", "filters", "parameters"]) {
      const response = await send(
        "GET",
        `/api/4.0/lookml_models/library/explores/books?fields=fields(${kind}(${wanted}))`,
      );
      const { fields } = (await response.json()) as { fields: Record<string, object[]> };
      expect(Object.keys(fields[kind]?.[0] ?? {}).toSorted()).toEqual(wanted.split(",").toSorted());
    }
    const asked = { ...query, limit: "500", query_timezone: "UTC" };
    const inline = await send("POST", "/api/4.0/queries/run_inline", { query: asked, result_format: "json" });
    expect(await inline.json()).toHaveLength(4);
    expect(await (await send("POST", "/api/4.0/queries/run/json?limit=500", asked)).json()).toHaveLength(4);
    const created = (await (await send("POST", "/api/4.0/queries", asked)).json()) as {
      id: string;
      share_url: string;
    };
    expect(created.share_url).toContain("/x/");
    expect(await (await send("GET", "/api/4.0/looks/search?title=%25&limit=100")).json()).toEqual([]);
    expect(await (await send("GET", "/api/4.0/dashboards/search?title=%25&limit=100")).json()).toHaveLength(
      1,
    );
  });

  test("spectacles validates every dimension without reading a row", async () => {
    const send = caller(`token ${await logIn(secrets())}`);
    expect((await send("GET", "/api/4.0/versions")).status).toBe(200);
    expect((await send("PATCH", "/api/4.0/session", { workspace_id: "production" })).status).toBe(200);
    const response = await send(
      "GET",
      "/api/4.0/lookml_models/library/explores/books?fields=fields(dimensions(name,type,tags,sql,lookml_link,hidden))",
    );
    const { fields } = (await response.json()) as {
      fields: { dimensions: readonly { name: string; hidden: boolean; lookml_link: string }[] };
    };
    const names = fields.dimensions.filter((field) => !field.hidden).map((field) => field.name);
    const bodies = [names, ...names.map((name) => [name])].map((some) => ({
      model: "library",
      view: "books",
      fields: some,
      limit: 0,
      filter_expression: "1=2",
    }));
    const tasks: string[] = [];
    for (const body of bodies) {
      const created = (await (await send("POST", "/api/4.0/queries?fields=id,share_url", body)).json()) as {
        id: string;
      };
      expect(Object.keys(created)).toEqual(["id", "share_url"]);
      const task = await send("POST", "/api/4.0/query_tasks?fields=id&cache=false", {
        query_id: created.id,
        result_format: "json_detail",
      });
      tasks.push(((await task.json()) as { id: string }).id);
    }
    interface Result {
      readonly status: string;
      readonly data: { readonly data: readonly unknown[]; readonly runtime: string };
    }
    let results: Record<string, Result> = {};
    const states = async (): Promise<readonly string[]> => {
      const multi = await send("GET", `/api/4.0/query_tasks/multi_results?query_task_ids=${tasks.join(",")}`);
      results = (await multi.json()) as Record<string, Result>;
      return Object.values(results).map((result) => result.status);
    };
    await expect.poll(states).toEqual(bodies.map(() => "complete"));
    expect(Object.keys(results)).toHaveLength(bodies.length);
    for (const result of Object.values(results)) expect(result.data.data).toEqual([]);
    expect((await send("DELETE", `/api/4.0/running_queries/${tasks[0] ?? ""}`)).status).toBe(404);
    expect((await send("DELETE", "/api/4.0/logout")).status).toBe(204);
    expect((await send("GET", "/api/4.0/user")).status).toBe(401);
  });

  test("gzr and the Python SDK: versions at the root, JSON said where there is none, logout without a version", async () => {
    expect((await fetch(`${server.url}/versions`)).status).toBe(200);
    const send = caller(`token ${await logIn(secrets())}`);
    const me = (await (await send("GET", "/api/4.0/user?fields=id,personal_folder_id")).json()) as object;
    expect(Object.keys(me)).toEqual(["id", "personal_folder_id"]);
    expect(await (await send("GET", "/api/4.0/lookml_models?fields=name,label,project_name")).json()).toEqual(
      [{ name: "library", label: "Town Library", project_name: "library" }],
    );
    expect(await (await send("GET", "/api/4.0/folders/search?fields=id,name&name=Shared")).json()).toEqual(
      [],
    );
    expect((await send("GET", "/api/4.0/folders/1")).status).toBe(404);
    expect((await send("GET", "/api/4.0/dashboards/library::stock?fields=id,title")).status).toBe(200);
    expect((await send("DELETE", "/api/4.0/running_queries/1")).status).toBe(404);
    expect((await send("DELETE", "/api/logout")).status).toBe(204);
  });
});
