// Looker's API endpoint by endpoint, over HTTP: each reply is held to its schema, and what it says to the model.
import { Client } from "pg";
import type pg from "pg";
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { compile } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import {
  columnsSchema,
  connectionSchema,
  featuresSchema,
  schemaSchema,
  tablesSchema,
} from "../local/server/api/connection-schema.ts";
import { folderSchema } from "../local/server/api/content.ts";
import { dashboardSchema } from "../local/server/api/dashboard-schema.ts";
import { exploreSchema } from "../local/server/api/explore-schema.ts";
import { lookmlTestResultSchema, lookmlTestSchema } from "../local/server/api/lookml-tests.ts";
import { modelSchema } from "../local/server/api/models.ts";
import { projectFileSchema, projectSchema } from "../local/server/api/projects.ts";
import { validationSchema } from "../local/server/api/validation.ts";
import { querySchema } from "../local/server/api/query-schema.ts";
import { queryTaskSchema } from "../local/server/api/query-task-routes.ts";
import { ANYONE } from "../local/server/access/caller.ts";
import { openQueryTasks } from "../local/server/api/query-tasks.ts";
import type { Result } from "../local/server/api/result.ts";
import { runningQuerySchema } from "../local/server/api/running-queries.ts";
import { versionsSchema } from "../local/server/api/versions.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import { writeXlsx } from "../local/server/write-xlsx.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS } from "./library.ts";

let stack: Stack;
let pool: pg.Pool;
let server: OpenServer;
/** What looker.yml says when it is validated. */
let written = "";

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  await publishRun();
  pool = openReader(stack.url);
  server = await openServer({
    model: library,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    recompile: async () => compile(written, "/somewhere/looker.yml"),
    log: () => {},
  });
});

afterAll(async () => {
  await server.close();
  await pool.end();
  await dropTables(stack.url, library);
  await dropTables(stack.url, { ...library, schema: LEDGER });
  await stack.release();
});

const LEDGER = `${library.schema}_hydrate`;

/** A ledger with one run in it, as hydrate leaves it. */
async function publishRun(): Promise<void> {
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  try {
    await client.query(
      `CREATE SCHEMA "${LEDGER}"; CREATE TABLE "${LEDGER}".runs (id bigint PRIMARY KEY, state text, period text, started timestamptz, finished timestamptz)`,
    );
    await client.query(
      `INSERT INTO "${LEDGER}".runs VALUES (7, 'published', '2026-10', '2026-11-22T05:00:00Z', '2026-11-22T06:00:00Z')`,
    );
  } finally {
    await client.end();
  }
}

const query = { model: "library", view: "books", fields: ["topics.name", "books.count"] };

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}${path.startsWith("/") ? path : `/api/4.0/${path}`}`, init);
}

function post(path: string, body: unknown): Promise<Response> {
  return ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function read<Told>(schema: z.ZodType<Told>, response: Response): Promise<Told> {
  expect(response.status).toBe(200);
  // Strict: a member that the schema does not have would never be in the description of the API.
  return schema.parse(await response.json());
}

async function refused(response: Response): Promise<readonly [number, string]> {
  const body = (await response.json()) as { message: string; documentation_url: string };
  expect(Object.keys(body).slice(0, 2)).toEqual(["message", "documentation_url"]);
  expect(body.documentation_url).toMatch(
    new RegExp(`^https://cloud.google.com/looker/docs/r/err/4.0/${response.status}/`),
  );
  return [response.status, body.message];
}

async function create(body: object = query): Promise<z.infer<typeof querySchema>> {
  return read(querySchema, await post("queries", body));
}

describe("discovery", () => {
  test("versions, at both places, with the description's address", async () => {
    for (const path of ["/versions", "versions"]) {
      const told = await read(versionsSchema, await ask(path));
      expect(told.current_version.version).toBe("4.0");
      expect((await fetch(told.current_version.swagger_url)).status).toBe(200);
    }
  });

  test("the description has every route, in Looker's form and in OpenAPI", async () => {
    interface Described {
      readonly info: { readonly "x-looker-release-version": string };
      readonly basePath?: string;
      readonly servers?: readonly { readonly url: string }[];
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
    }
    const [swagger, openapi] = (await Promise.all(
      ["swagger.json", "openapi.json"].map(async (name) => (await ask(`api_spec/4.0/${name}`)).json()),
    )) as [Described, Described];
    expect(swagger.info["x-looker-release-version"]).toMatch(/^\d+\.\d+/);
    expect(swagger.basePath).toBe("/api/4.0");
    expect(openapi.servers).toEqual([{ url: `${server.url}/api/4.0` }]);
    expect(Object.keys(swagger.paths)).toEqual(Object.keys(openapi.paths));
    const operations = Object.values(openapi.paths).flatMap((path) =>
      Object.values(path).flatMap((one) => one.operationId ?? []),
    );
    expect(new Set(operations).size).toBe(operations.length);
    for (const name of [
      "all_lookml_models",
      "lookml_model_explore",
      "model_fieldname_suggestions",
      "create_query",
      "run_query",
      "run_inline_query",
      "run_url_encoded_query",
      "query_task_multi_results",
      "kill_query",
      "connection_columns",
      "validate_project",
      "run_lookml_test",
      "dashboard",
    ])
      expect(operations).toContain(name);
    expect(await refused(await ask("api_spec/3.1/swagger.json"))).toEqual([
      404,
      "There is no API 3.1, only 4.0.",
    ]);
  });

  test("models, with all the parameters of Looker's", async () => {
    const [model] = await read(z.array(z.strictObject(modelSchema.shape)), await ask("lookml_models"));
    expect(model).toMatchObject({
      name: "library",
      unlimited_db_connections: false,
      allowed_db_connection_names: ["warehouse"],
      explores: [{ name: "books", hidden: false }],
    });
    const said = "exclude_empty=true&exclude_hidden=true&include_internal=true&include_self_service=true";
    expect(await (await ask(`lookml_models?${said}&limit=5&offset=0`)).json()).toEqual([model]);
    expect(await (await ask("lookml_models?offset=1")).json()).toEqual([]);
    expect(await read(modelSchema, await ask("lookml_models/library"))).toEqual(model);
    expect((await refused(await ask("lookml_models/cinema")))[0]).toBe(404);
    expect((await refused(await ask("lookml_models?limit=many")))[0]).toBe(400);
  });

  test("fields in nested brackets, and nothing that was not asked for", async () => {
    expect(await (await ask("lookml_models?fields=name, explores(name,label)")).json()).toEqual([
      { name: "library", explores: [{ name: "books", label: "Books" }] },
    ]);
    const found = await ask("lookml_models/library/explores/books?fields=id,fields(measures(name),nothing)");
    const { id, fields } = (await found.json()) as { id: string; fields: { measures: object[] } };
    expect(id).toBe("library::books");
    expect(Object.keys(fields)).toEqual(["measures"]);
    expect(fields.measures).toContainEqual({ name: "books.count" });
    expect(await (await ask("lookml_models?fields=nothing")).json()).toEqual([{}]);
    for (const wrong of ["a(b", "a)b", "(a)", "a(b))"])
      expect((await refused(await ask(`lookml_models?fields=${wrong}`)))[0]).toBe(400);
  });

  test("an explore says what the model says, and where the LookML says it", async () => {
    const explore = await read(
      z.strictObject(exploreSchema.shape),
      await ask("lookml_models/library/explores/books"),
    );
    const byName = new Map(
      Object.values(explore.fields)
        .flat()
        .map((field) => [field.name, field]),
    );
    expect(explore).toMatchObject({
      id: "library::books",
      connection_name: "warehouse",
      scopes: ["books", "topics"],
      sql_table_name: `${library.schema}.books`,
      joins: [
        { name: "book_topics", relationship: "one_to_many", fields: [], type: "left_outer" },
        { name: "topics", relationship: "many_to_one", required_joins: ["book_topics"] },
      ],
    });
    expect(byName.get("books.price")).toMatchObject({
      label: "Books Price (EUR)",
      label_short: "Price (EUR)",
      view_label: "Books",
      category: "dimension",
      type: "number",
      is_numeric: true,
      value_format_name: "eur",
      value_format: '"€"#,##0.00',
      sql: "${TABLE}.price",
      align: "right",
      user_attribute_filter_types: ["number", "advanced_filter_number"],
    });
    expect(byName.get("books.pages")?.sql).toBe("NULLIF(${TABLE}.pages, 0)");
    expect(byName.get("books.bought_year")).toMatchObject({
      type: "date_year",
      dimension_group: "books.bought",
      label_short: "Bought Year",
      field_group_variant: "Year",
      is_timeframe: true,
      time_interval: { name: "year", count: 1 },
      fill_style: "range",
    });
    expect(byName.get("books.on_loan")?.enumerations?.map((one) => one.value)).toEqual(["Yes", "No"]);
    expect(byName.get("books.metric")).toMatchObject({
      category: "parameter",
      type: "unquoted",
      default_filter_value: "price",
      has_allowed_values: true,
      enumerations: [
        { label: "Price (EUR)", value: "price" },
        { label: "Pages", value: "pages" },
      ],
    });
    expect(byName.get("books.topic")).toMatchObject({
      category: "filter",
      suggest_explore: "books",
      suggest_dimension: "topics.name",
    });
    expect(byName.get("books.answer")).toMatchObject({
      category: "measure",
      type: "number",
      label_from_parameter: "books.metric",
    });
    expect(byName.get("books.count_price")?.filters).toContainEqual({
      field: "books.price",
      condition: "NOT NULL",
    });
    expect(byName.get("books.average_price")?.filters).toBeNull();
    expect([...byName.keys()].some((name) => name.startsWith("book_topics."))).toBe(false);
    const links = [...byName.values()].map((field) => field.lookml_link);
    const placed = /^\/projects\/library\/files\/views\/\w+\.view\.lkml\?line=(?!1$)\d+$/;
    expect(links.filter((link) => !placed.test(link))).toEqual([]);
    expect((await refused(await ask("lookml_models/library/explores/bokks")))[0]).toBe(404);
  });

  test("suggestions under filters are the values that are left", async () => {
    const path = "models/library/views/books/fields/topics.name/suggestions";
    const told = async (filters: unknown, term = ""): Promise<unknown> => {
      const response = await ask(
        `${path}?term=${term}&filters=${encodeURIComponent(JSON.stringify(filters))}`,
      );
      return response.ok
        ? ((await response.json()) as { suggestions: unknown }).suggestions
        : refused(response);
    };
    expect(await told({ "books.on_loan": "Yes" })).toEqual(["Maths", "Space"]);
    expect(await told({ "books.on_loan": "Yes", "topics.name": "Maths" }, "%25SPÁ%25")).toEqual(["Space"]);
    expect(await told({ "books.title": "Waves" }, "%25%25")).toEqual(["Maths"]);
    expect(await told({ "books.title": "" })).toHaveLength(3);
    expect(await told({ "books.titel": "x" })).toEqual([400, expect.stringContaining("books.titel")]);
    expect(await told(["x"])).toEqual([
      400,
      'The parameter filters is not JSON of filters by field. Write for example {"view.field":"expression"}.',
    ]);
  });

  test("suggestions take Looker's wildcards around what was typed", async () => {
    const path = "models/library/views/books/fields/topics.name/suggestions";
    const told = async (term: string): Promise<unknown> =>
      (await ask(`${path}?term=${encodeURIComponent(term)}`)).json();
    expect(await told("%pac%")).toMatchObject({ suggestions: ["Space"], error: null });
    expect(await told("pac")).toMatchObject({ suggestions: ["Space"] });
    const others = path.replace("topics.name", "books.topic");
    expect(await (await ask(`${others}?term=spa`)).json()).toMatchObject({ suggestions: ["Space"] });
    const parameter = path.replace("topics.name", "books.metric");
    expect(await (await ask(`${parameter}?term=EUR`)).json()).toMatchObject({ suggestions: ["price"] });
    expect((await ask(`${path}?filters={}`)).status).toBe(200);
  });
});

describe("queries", () => {
  test("the same question is the same query, however it is written; another is another", async () => {
    const one = await create({ ...query, filters: { "books.title": "a", "topics.name": "b" }, pivots: [] });
    const same = await create({
      fields: query.fields,
      filters: { "topics.name": "b", "books.title": "a" },
      view: "books",
      model: "library",
      limit: null,
      client_id: "abcdefghijklmnopqrstuv",
      total: false,
    });
    expect(same).toEqual(one);
    expect(one.id).toMatch(/^\d{1,16}$/);
    expect(one.slug).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(one.client_id).toBe(one.slug);
    expect((await create({ ...query, limit: "1" })).id).not.toBe(one.id);
    expect(await read(querySchema, await ask(`queries/${one.id}`))).toEqual(one);
    expect(await read(querySchema, await ask(`queries/slug/${one.slug}`))).toEqual(one);
    expect(await (await ask(`queries/${one.id}?fields=id,model`)).json()).toEqual({
      id: one.id,
      model: "library",
    });
  });

  test("its addresses open the page on it, and hold all of it", async () => {
    const told = await create({
      ...query,
      filters: { "topics.name": "Space,Maths & more" },
      sorts: ["books.count desc 0"],
      limit: "20",
      total: true,
    });
    expect(told.url).toBe(
      "/explore/library/books?fields=topics.name,books.count&sorts=books.count+desc+0&f[topics.name]=Space,Maths+%26+more&limit=20&total=on",
    );
    expect(told.expanded_share_url).toBe(server.url + told.url);
    const short = await fetch(told.share_url ?? "", { redirect: "manual" });
    expect([short.status, short.headers.get("location")]).toEqual([302, told.url]);
    expect((await fetch(told.expanded_share_url ?? "")).headers.get("content-type")).toContain("text/html");
    const parameters = (told.url ?? "").split("?")[1] ?? "";
    const run = await ask(`queries/models/library/views/books/run/sql?${parameters}`);
    expect(await run.text()).toBe(await (await ask(`queries/${told.id}/run/sql`)).text());
  });

  test("what can only be meant as a filter is never overlooked in an address", async () => {
    for (const name of ["f", "f.books.title", "f[]", "filter[books.title]", "filters"]) {
      const path = `queries/models/library/views/books/run/json?fields=books.count&${name}=Stars`;
      expect(await refused(await ask(path))).toEqual([
        400,
        `The parameter ${name} is not understood. Filters are written as f[view.field]=expression.`,
      ]);
    }
  });

  test("what is missing or wrong is told by its name", async () => {
    const response = await post("queries", { model: "library" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      message: "Validation Failed",
      errors: [{ field: "view", code: "missing_field", message: expect.stringContaining("view") as string }],
    });
    expect(await refused(await post("queries", { ...query, view: "bokks" }))).toEqual([
      404,
      "There is no explore bokks in model library; did you mean `books`?",
    ]);
    expect((await refused(await ask("queries/12345")))[0]).toBe(404);
    expect((await refused(await ask("queries/slug/nothing")))[0]).toBe(404);
  });

  test("limits as text and as numbers, 0, all, and five thousand when nothing is said", async () => {
    const rows = async (limit: unknown): Promise<number> => {
      const response = await post("queries/run/json", { ...query, fields: ["books.title"], limit });
      return ((await response.json()) as unknown[]).length;
    };
    expect(await Promise.all(["2", 2, "0", 0, "-1", -1, "500", null, ""].map(rows))).toEqual([
      2, 2, 0, 0, 5, 5, 5, 5, 5,
    ]);
    const sql = await (await post("queries/run/sql", query)).text();
    expect(sql).toContain("LIMIT 5000");
    expect(await (await post("queries/run/sql", { ...query, limit: -1 })).text()).not.toContain("LIMIT");
    expect((await refused(await post("queries/run/json", { ...query, limit: "-2" })))[0]).toBe(422);
  });

  test("a query without fields, with a table calculation, in a format of nobody's", async () => {
    expect((await refused(await post("queries/run/json", { ...query, fields: [] })))[1]).toContain(
      "Must query at least one dimension or measure",
    );
    const calculated = { ...query, dynamic_fields: '[{"table_calculation":"share","expression":"1"}]' };
    const response = await post("queries/run/json", calculated);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("the table calculation share");
    expect((await refused(await post("queries/run/png", query)))[1]).toContain('not as "png"');
  });
});

describe("results", () => {
  const priced = { ...query, fields: ["topics.name", "books.average_price", "books.count"], total: true };

  test("json and json_label, in formats when asked", async () => {
    const { id } = await create(priced);
    const get = async (path: string): Promise<unknown> => (await ask(`queries/${id}/run/${path}`)).json();
    expect(await get("json?limit=1")).toEqual([
      { "topics.name": 'Nature, "wild"', "books.average_price": 30, "books.count": 1 },
    ]);
    expect(await get("json_label?limit=1&apply_formatting=true")).toEqual([
      { "Topics Topic": 'Nature, "wild"', "Books Average Price (EUR)": "€30.00", "Books Books": "1" },
    ]);
  });

  test("json_label keeps both of two fields with one label", async () => {
    const two = { ...query, fields: ["books.title", "books.average_price", "books.answer"], limit: "1" };
    const [row] = (await (await post("queries/run/json_label", two)).json()) as [object];
    expect(Object.keys(row)).toHaveLength(3);
  });

  test("json_bi and json_detail say what their columns mean", async () => {
    interface Described {
      readonly metadata: {
        readonly fields: { readonly measures: readonly object[] };
        readonly has_totals: boolean;
      };
      readonly rows: readonly object[];
    }
    const bi = (await (await post("queries/run/json_bi", priced)).json()) as Described;
    expect(bi.metadata.has_totals).toBe(true);
    expect(Object.keys(bi.metadata.fields.measures[0] ?? {}).toSorted()).toEqual(
      [
        "sql",
        "view",
        "dimension_group",
        "category",
        "field_group_label",
        "name",
        "type",
        "view_label",
        "label",
        "field_group_variant",
        "hidden",
        "description",
      ].toSorted(),
    );
    expect(bi.rows[0]).toEqual({
      "topics.name": { value: 'Nature, "wild"' },
      "books.average_price": { value: 30, rendered: "€30.00" },
      "books.count": { value: 1 },
    });
    const sorted = { ...priced, sorts: ["books.count desc"] };
    const detail: unknown = await (await post("queries/run/json_detail", sorted)).json();
    expect(detail).toMatchObject({
      id: expect.stringMatching(/^\d+$/) as string,
      has_totals: true,
      totals_data: {
        "books.average_price": { value: 16.375, rendered: "€16.38" },
        "books.count": { value: 5 },
      },
      fields: {
        dimensions: [{ name: "topics.name", label: "Topics Topic", suggestable: true }],
        measures: [
          { name: "books.average_price" },
          { name: "books.count", sorted: { sort_index: 0, desc: true } },
        ],
        table_calculations: [],
      },
      explore: { name: "books", label: "Books" },
      published: { run: "7", period: "2026-10", at: "2026-11-22T06:00:00.000Z" },
      number_format: "1,234.56",
    });
  });

  test("LookML written by hand is told, and its value format is followed", async () => {
    const byHand = await openServer({
      model: {
        ...library,
        views: library.views.map((view) => ({
          ...view,
          fields: view.fields.map((field) =>
            field.kind === "dimension" && field.name === "code"
              ? {
                  ...field,
                  lookml: {
                    value_format: '[>=1000]0.0,"k";0',
                    tags: ["barcode"],
                    link: { label: "Look it up", url: "https://example.com/{{ value }}" },
                    can_filter: false,
                  },
                }
              : field,
          ),
        })),
      },
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
      log: () => {},
    });
    try {
      const body = { ...query, fields: ["books.code"], sorts: ["books.code desc"], limit: 2 };
      const run = await fetch(`${byHand.url}/api/4.0/queries/run/json?apply_formatting=true`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(await run.json()).toEqual([{ "books.code": "9007199254741.0k" }, { "books.code": "5" }]);
      const path =
        "/api/4.0/lookml_models/library/explores/books?fields=fields(dimensions(name,tags,links,can_filter))";
      const told = (await (await fetch(byHand.url + path)).json()) as { fields: { dimensions: object[] } };
      expect(told.fields.dimensions).toContainEqual({
        name: "books.code",
        tags: ["barcode"],
        links: [{ label: "Look it up", url: "https://example.com/{{ value }}" }],
        can_filter: false,
      });
    } finally {
      await byHand.close();
    }
  });

  test("csv, txt, html and md have labels; what is in a cell stays in it", async () => {
    const text = async (format: string): Promise<readonly [string | null, string]> => {
      const response = await post(`queries/run/${format}?apply_formatting=true`, {
        ...priced,
        total: false,
        limit: 1,
      });
      return [response.headers.get("content-type"), await response.text()];
    };
    expect(await text("csv")).toEqual([
      "text/csv; charset=utf-8",
      'Topics Topic,Books Average Price (EUR),Books Books\n"Nature, ""wild""",€30.00,1\n',
    ]);
    expect((await text("txt"))[1]).toContain("Topics Topic\tBooks Average Price (EUR)\tBooks Books\n");
    const [type, html] = await text("html");
    expect(type).toBe("text/html; charset=utf-8");
    expect(html).toContain("<td>Nature, &quot;wild&quot;</td><td>€30.00</td><td>1</td>");
    expect((await text("md"))[1]).toBe(
      '| Topics Topic | Books Average Price (EUR) | Books Books |\n| --- | --- | --- |\n| Nature, "wild" | €30.00 | 1 |\n',
    );
  });

  test("xlsx has numbers, dates and texts as what they are, and what a sheet would round as text", async () => {
    const response = await post("queries/run/xlsx", {
      ...query,
      fields: ["books.title", "books.code", "books.price", "books.on_loan", "books.bought_month"],
      sorts: ["books.code"],
    });
    expect(response.headers.get("content-type")).toContain("spreadsheetml");
    const [sheet] = await readSheets(Buffer.from(await response.arrayBuffer()));
    expect(sheet?.sheet).toBe("Books");
    expect(sheet?.data).toEqual([
      ["Books Title", "Books Code", "Books Price (EUR)", "Books On Loan", "Books Bought Month"],
      ["Waves", 2, 20, "No", "2019-07"],
      ["-Bees, 100%_", 3, 30, "No", "2021-05"],
      ["Moons", 4, null, "Yes", "2021-06"],
      ["Élan", 5, 5.5, "No", null],
      ["Stars", "9007199254740993", 10, "Yes", "2019-03"],
    ]);
  });

  test("background queries that are over make room, their queries as well as their results", async () => {
    const tasks = openQueryTasks(() => 0, 1_000);
    const result: Result = {
      status: 200,
      type: "text/plain",
      body: "x".repeat(100),
      tag: undefined,
      published: undefined,
      failure: undefined,
      rows: 1,
    };
    const started = Array.from({ length: 9 }, (_, index) => {
      const long = { model: "m", view: "v", filter_expression: "y".repeat(200) };
      const stored = { id: String(index), slug: String(index), query: long };
      return tasks.start({ caller: ANYONE, stored, format: "txt", source: "test" }, async () => result).id;
    });
    await vi.waitUntil(() => tasks.find(started[8] ?? "")?.status === "complete");
    const known = started.map((id) => tasks.find(id)?.status);
    expect(known.filter((status) => status !== undefined).length).toBeLessThanOrEqual(4);
    expect(known[8]).toBe("complete");
  });

  test("xlsx gives texts back as they are, also those that look like Excel's own spelling", async () => {
    const words = ["_x000D_", "\u0001 \uFFFE \uFFFF", "a\rb"];
    const column = {
      name: "books.title",
      label: "Title",
      type: "string",
      category: "dimension",
      exact: true,
      format: undefined,
    } as const;
    const table = { heads: [], labels: ["_x0041_"], columns: [column], rows: words.map((word) => [word]) };
    const [sheet] = await readSheets(Buffer.from(await writeXlsx(table, "'\uFFFE'", () => undefined)));
    expect([sheet?.sheet, sheet?.data]).toEqual(["Answer", [["_x0041_"], ...words.map((word) => [word])]]);
  });

  test("sql has the words and the names that Looker's own clients look for, and runs nothing", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const sql = await (await post("queries/run/sql", priced)).text();
      expect(sql).toContain("SELECT");
      for (const field of priced.fields) expect(sql).toContain(`AS "${field}"`);
    } finally {
      await letGo();
    }
  });

  test("pivots keep their values by column", async () => {
    const pivoted = {
      ...query,
      fields: ["topics.name", "books.on_loan", "books.count"],
      pivots: ["books.on_loan"],
      row_total: "right",
      sorts: ["topics.name"],
    };
    const detail = (await (await post("queries/run/json_detail", pivoted)).json()) as {
      pivots: readonly { key: string; is_total: boolean }[];
      data: readonly Record<string, unknown>[];
    };
    expect(detail.pivots.map((pivot) => pivot.key)).toEqual(["No", "Yes", "$$$_row_total_$$$"]);
    expect(detail.data[0]?.["books.count"]).toEqual({
      No: { value: 1 },
      Yes: { value: 1 },
      $$$_row_total_$$$: { value: 2 },
    });
    expect(await (await post("queries/run/csv", pivoted)).text()).toMatch(
      /^Books On Loan,No,Yes,Row Total\nTopics Topic,Books Books,Books Books,Books Books\n/,
    );
  });

  test("what the database refuses is a row, as Looker has it, and 400 where there are no rows", async () => {
    const broken = await openServer({
      model: {
        ...library,
        views: library.views.map((view) => ({
          ...view,
          fields: view.fields.map((field) =>
            field.kind === "dimension" && field.name === "price"
              ? { ...field, expression: { pieces: [{ kind: "text", text: "1 / 0" }], unknown: undefined } }
              : field,
          ),
        })),
      },
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
      log: () => {},
    });
    try {
      const run = async (format: string): Promise<Response> =>
        fetch(`${broken.url}/api/4.0/queries/run/${format}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ...query, fields: ["books.price"] }),
        });
      const words = "The question cannot be computed over this data: division by zero.";
      expect(await (await run("json")).json()).toEqual([{ looker_error: words }]);
      expect(await (await run("json_bi")).json()).toMatchObject({ rows: [{ looker_error: words }] });
      expect(await (await run("json_detail")).json()).toMatchObject({
        data: [],
        errors: [{ message_details: words }],
        sql: expect.stringContaining("1 / 0") as string,
      });
      expect(await refused(await run("csv"))).toEqual([400, words]);
    } finally {
      await broken.close();
    }
  });

  test("an answer says which run it comes from, and is not sent twice", async () => {
    const { id } = await create(priced);
    const first = await ask(`queries/${id}/run/json`);
    expect(first.headers.get("x-published-run")).toBe("7");
    expect(first.headers.get("x-published-period")).toBe("2026-10");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    const again = await ask(`queries/${id}/run/json`, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const other = await ask(`queries/${id}/run/csv`, { headers: { "if-none-match": etag } });
    expect(other.status).toBe(200);
  });
});

describe("tasks", () => {
  async function start(format: string, body: object = query): Promise<z.infer<typeof queryTaskSchema>> {
    const { id } = await create(body);
    return read(queryTaskSchema, await post("query_tasks", { query_id: id, result_format: format }));
  }

  async function until(id: string, status: string): Promise<void> {
    await vi.waitUntil(
      async () =>
        ((await (await ask(`query_tasks/${id}?fields=status`)).json()) as { status: string }).status ===
        status,
      { timeout: 10_000 },
    );
  }

  test("run in the background, and give what a run gives", async () => {
    const task = await start("json");
    await until(task.id, "complete");
    const direct: unknown = await (await post("queries/run/json", query)).json();
    expect(await (await ask(`query_tasks/${task.id}/results`)).json()).toEqual(direct);
    const csv = await start("csv");
    await until(csv.id, "complete");
    const results = await ask(`query_tasks/${csv.id}/results`);
    expect(results.headers.get("content-type")).toContain("text/csv");
    expect(await (await ask(`query_tasks/multi_results?query_task_ids=${task.id},nothing`)).json()).toEqual({
      [task.id]: { status: "complete", data: direct },
      nothing: { status: "missing", data: { id: "nothing", error: "There is no such query task." } },
    });
    expect((await refused(await ask("query_tasks/nothing")))[0]).toBe(404);
    expect((await refused(await ask("query_tasks/nothing/results")))[0]).toBe(404);
    expect((await refused(await post("query_tasks", { query_id: "1", result_format: "json" })))[0]).toBe(404);
  });

  test("are 202 until they are done, are listed meanwhile, and stop in the database when they are killed", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const task = await start("json", { ...query, fields: ["books.title", "books.count"] });
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 1, { timeout: 10_000 });
      expect((await ask(`query_tasks/${task.id}/results`)).status).toBe(202);
      const running = await read(z.array(runningQuerySchema), await ask("running_queries"));
      expect(running).toMatchObject([
        { id: task.id, query_task_id: task.id, status: "running", source: "api4" },
      ]);
      expect((await ask(`running_queries/${task.id}`, { method: "DELETE" })).status).toBe(204);
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 0, { timeout: 10_000 });
      await until(task.id, "killed");
      expect(await refused(await ask(`query_tasks/${task.id}/results`))).toEqual([
        400,
        "The question was cancelled.",
      ]);
      expect((await ask(`running_queries/${task.id}`, { method: "DELETE" })).status).toBe(404);
    } finally {
      await letGo();
    }
    expect(await (await ask("running_queries")).json()).toEqual([]);
  });

  test("a run that is killed says so in a row", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const run = post("queries/run/json", { ...query, fields: ["books.code", "books.count"] });
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 1, { timeout: 10_000 });
      const [running] = await read(z.array(runningQuerySchema), await ask("running_queries"));
      expect((await ask(`running_queries/${running?.id ?? ""}`, { method: "DELETE" })).status).toBe(204);
      expect(await (await run).json()).toEqual([{ looker_error: "The question was cancelled." }]);
    } finally {
      await letGo();
    }
  });
});

describe("the rest", () => {
  test("the connection and its catalog, of the model's schema only", async () => {
    const [connection] = await read(z.array(connectionSchema), await ask("connections"));
    expect(await read(connectionSchema, await ask("connections/warehouse"))).toEqual(connection);
    expect(JSON.stringify(connection)).not.toMatch(/postgres:\/\/|password":"/);
    expect(await (await ask("connections?fields=name, dialect(name), database")).json()).toEqual([
      { name: "warehouse", dialect: { name: "postgres" }, database: connection?.database },
    ]);
    await read(featuresSchema, await ask("connections/warehouse/features"));
    expect(await (await ask("connections/warehouse/features?fields=multiple_databases")).json()).toEqual({
      multiple_databases: false,
    });
    expect(await (await ask("connections/warehouse/databases")).json()).toEqual([connection?.database]);
    expect(await read(z.array(schemaSchema), await ask("connections/warehouse/schemas"))).toEqual([
      { name: library.schema, is_default: true },
    ]);
    const [tables] = await read(z.array(tablesSchema), await ask("connections/warehouse/tables"));
    expect(tables?.tables.map((table) => table.name)).toEqual(["book_topics", "books", "topics"]);
    const columns = await read(
      z.array(columnsSchema),
      await ask(`connections/warehouse/columns?schema_name=${library.schema}&table_names=books,topics`),
    );
    expect(columns.map((table) => table.name)).toEqual(["books", "topics"]);
    expect(columns[0]?.columns.map((column) => `${column.name}: ${column.data_type_looker}`)).toEqual([
      "id: number",
      "title: string",
      "pages: number",
      "price: number",
      "bought: date",
      "on_loan: yesno",
      "code: number",
    ]);
    expect(await (await ask("connections/warehouse/tables?schema_name=pg_catalog")).json()).toEqual([]);
    expect((await refused(await ask("connections/other")))[0]).toBe(404);
  });

  test("the project, its files, and the check of looker.yml with file and line", async () => {
    const [project] = await read(z.array(projectSchema), await ask("projects"));
    expect(await read(projectSchema, await ask("projects/library"))).toEqual(project);
    const files = await read(z.array(projectFileSchema), await ask("projects/library/files"));
    expect(files.map((file) => file.path)).toContain("views/books.view.lkml");
    expect((await ask("projects/library/files/file?file_id=views/books.view.lkml")).status).toBe(200);
    written = "model: library\nconnection: warehouse\nviews:\n  books: {tabel: books}\n";
    const validation = await read(validationSchema, await post("projects/library/validate", undefined));
    expect(validation.errors.length).toBeGreaterThan(0);
    expect(validation.errors).toContainEqual(
      expect.objectContaining({ severity: "error", file_path: "library/looker.yml", line_number: 4 }),
    );
    expect(JSON.stringify(validation)).not.toContain("/somewhere");
    expect(validation.models_not_validated).toEqual([]);
    expect((await refused(await post("projects/other/validate", {})))[0]).toBe(404);
  });

  test("the generated data tests pass on these rows, and fail on wrong ones", async () => {
    const tests = await read(z.array(lookmlTestSchema), await ask("projects/library/lookml_tests"));
    const run = async (said = ""): Promise<z.infer<typeof lookmlTestResultSchema>[]> =>
      read(z.array(lookmlTestResultSchema), await ask(`projects/library/lookml_tests/run${said}`));
    const results = await run();
    expect(results.map((result) => result.test_name)).toEqual(tests.map((one) => one.name));
    expect(results.filter((result) => !result.success)).toEqual([]);
    expect(tests.every((one) => (one.line ?? 0) > 1)).toBe(true);
    const orphan = { book_id: 1, topic_id: 99 };
    await fillTables(stack.url, library, {
      ...LIBRARY_ROWS,
      book_topics: [...(LIBRARY_ROWS["book_topics"] ?? []), orphan],
    });
    try {
      const [found] = await run("?test=book_topics_find_their_topics");
      expect(found).toMatchObject({
        success: false,
        assertions_count: 1,
        assertions_failed: 1,
        errors: [
          {
            message: expect.stringContaining("book_topics.count = 1") as string,
            file_path: "library/tests/books.test.lkml",
          },
        ],
      });
    } finally {
      await fillTables(stack.url, library, LIBRARY_ROWS);
    }
    expect(await run("?test=nothing")).toEqual([]);
  });

  test("dashboards are the generated ones; looks and folders are none", async () => {
    const [dashboard] = await read(z.array(dashboardSchema), await ask("dashboards"));
    expect(await read(dashboardSchema, await ask("dashboards/library::stock"))).toEqual(dashboard);
    expect(dashboard?.dashboard_filters.map((one) => one.dimension)).toEqual([
      "books.topic",
      "books.title_chosen",
      "books.metric",
      "books.aggregation",
      "books.topic_all_of",
      "books.topic_excluded",
      "books.title_excluded",
    ]);
    for (const element of dashboard?.dashboard_elements ?? []) {
      const rows: unknown = await (await ask(`queries/${element.query_id}/run/json`)).json();
      expect(rows).not.toHaveProperty("0.looker_error");
      expect(rows).toBeInstanceOf(Array);
    }
    const search = async (said: string): Promise<unknown> =>
      (await ask(`dashboards/search?fields=id&${said}`)).json();
    expect(await search("title=BOO%25")).toEqual([{ id: "library::stock" }]);
    expect(await search("title=nothing")).toEqual([]);
    for (const path of ["looks", "looks/search?title=x", "folders", "folders/search?name=x", "boards/search"])
      expect(await (await ask(path)).json()).toEqual([]);
    expect((await refused(await ask("looks/1")))[0]).toBe(404);
    expect((await refused(await ask("dashboards/1")))[0]).toBe(404);
    expect(await read(folderSchema, await ask("folders/lookml"))).toMatchObject({
      name: "LookML Dashboards",
    });
  });

  test("anything else is 404 in Looker's words, whatever the method", async () => {
    for (const method of ["GET", "POST", "PATCH", "DELETE"])
      expect((await refused(await ask("scheduled_plans/1", { method })))[0]).toBe(404);
  });

  test("addresses for people lead to the page", async () => {
    const leads = async (path: string): Promise<string | null> =>
      (await ask(path, { redirect: "manual" })).headers.get("location");
    expect(await leads("/embed/explore/library/books?fields=books.count")).toBe(
      "/explore/library/books?fields=books.count",
    );
    expect(await leads("/dashboards/library::stock")).toBe("/");
    expect(await leads("/embed/dashboards/library::stock")).toBe("/");
    expect(await leads("/dashboards/library::stock?Topic=Space,Maths&Metric=pages&Aggregation=median")).toBe(
      "/explore/library/books?fields=topics.name,books.median_pages&f[books.topic]=Space,Maths",
    );
    expect(await refused(await ask("/dashboards/library::stock?Metric=pages&Aggregation=total"))).toEqual([
      400,
      "The total of pages cannot be asked: nobody reads all books in a row.",
    ]);
    expect(await leads("/looks")).toBe("/");
    expect((await refused(await ask("/dashboards/library::nothing")))[0]).toBe(404);
    expect((await refused(await ask("/x/nothing")))[0]).toBe(404);
    expect((await ask("/explore/library/books")).headers.get("content-type")).toContain("text/html");
  });
});
