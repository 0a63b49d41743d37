// Rows and fields that are kept from people, by every road there is: answers, SQL, files, suggestions, descriptions, the page.
import { array, assert, asyncProperty, constantFrom, integer, tuple } from "fast-check";
import { parquetReadObjects } from "hyparquet";
import readExcel from "read-excel-file/node";
import { Client, type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openReader } from "../local/pool.ts";
import type { AuditLine } from "../local/server/access/audit.ts";
import type { Stack } from "../local/stack.ts";
import { type GuardedServer, openGuarded } from "./access-server.ts";
import { shop, SHOP_ROWS } from "./access-shop.ts";
import { fillTables, openTestStack } from "./database.ts";
import { dropTables } from "./library.ts";

let stack: Stack;
let pool: Pool;
let server: GuardedServer;

const BOTH = ["ask", "download"] as const;

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, shop, SHOP_ROWS);
  pool = openReader(stack.url);
  server = await openGuarded(
    shop,
    {
      europe: { roles: BOTH, attributes: { region: "EU" } },
      finance: { roles: BOTH, attributes: { region: "US", department: "finance" } },
      board: { roles: BOTH, attributes: { region: "EU,AP", department: "board" } },
      lost: { roles: BOTH },
    },
    {},
    pool,
  );
});

afterAll(async () => {
  await server.close();
  await pool.end();
  await dropTables(stack.url, shop);
  await stack.release();
});

interface Query {
  readonly fields: readonly string[];
  readonly filters?: Readonly<Record<string, string>>;
  readonly view?: string;
  readonly limit?: string;
}

function bodyOf(query: Query): string {
  return JSON.stringify({ model: "shop", view: "orders", ...query });
}

const JSON_HEADERS = { "content-type": "application/json" };

function post(name: string, path: string, body: string): Promise<Response> {
  return server.ask(name, path, { method: "POST", headers: JSON_HEADERS, body });
}

/** An address with the question in it. */
function parameters({ fields, filters = {} }: Query): string {
  const told = new URLSearchParams({ fields: fields.join(",") });
  for (const [field, value] of Object.entries(filters)) told.set(`f[${field}]`, value);
  return told.toString();
}

/** By every road, what somebody is told of a question. */
const ROADS: Readonly<Record<string, (name: string, query: Query) => Promise<Response>>> = {
  ...Object.fromEntries(
    ["json", "json_label", "json_bi", "json_detail", "csv", "txt", "html", "md", "sql", "xlsx"].map(
      (format) => [
        format,
        (name: string, query: Query) => post(name, `/api/4.0/queries/run/${format}`, bodyOf(query)),
      ],
    ),
  ),
  run_inline: (name, query) =>
    post(name, "/api/4.0/queries/run_inline", `{"query":${bodyOf(query)},"result_format":"json"}`),
  "in the address": (name, query) =>
    server.ask(name, `/api/4.0/queries/models/shop/views/orders/run/json?${parameters(query)}`),
  "created by somebody who may": async (name, query) => {
    const created = await post("board", "/api/4.0/queries", bodyOf(query));
    const { id } = (await created.json()) as { id: string };
    return server.ask(name, `/api/4.0/queries/${id}/run/json`);
  },
  "in the background": async (name, query) => {
    const { id } = (await (await post("board", "/api/4.0/queries", bodyOf(query))).json()) as { id: string };
    const task = await post(
      name,
      "/api/4.0/query_tasks",
      JSON.stringify({ query_id: id, result_format: "json" }),
    );
    if (!task.ok) return task;
    const { id: taskId } = (await task.json()) as { id: string };
    for (;;) {
      const results = await server.ask(name, `/api/4.0/query_tasks/${taskId}/results`);
      if (results.status !== 202) return results;
    }
  },
  ...Object.fromEntries(
    ["csv", "json", "ndjson", "parquet", "xlsx"].map((format) => [
      `file.${format}`,
      (name: string, query: Query) =>
        server.ask(name, `/download/shop/orders.${format}?${parameters(query)}`),
    ]),
  ),
  "rows behind it": (name, query) =>
    server.ask(name, `/download/shop/orders.csv?scope=rows&${parameters(query)}`),
};

const ROAD_NAMES = Object.keys(ROADS);

/** The status, and the reply as text whatever it is packed in. */
async function told(road: string, name: string, query: Query): Promise<readonly [number, string]> {
  const response = await ROADS[road]?.(name, query);
  if (response === undefined) throw new Error(`no road ${road}`);
  const bytes = await response.arrayBuffer();
  return [response.status, response.ok ? await unpacked(road, bytes) : Buffer.from(bytes).toString()];
}

async function unpacked(road: string, bytes: ArrayBuffer): Promise<string> {
  if (road.endsWith("parquet")) return inText(await parquetReadObjects({ file: bytes }));
  if (road.endsWith("xlsx")) return inText(await readExcel(Buffer.from(bytes)));
  return Buffer.from(bytes).toString();
}

function inText(rows: unknown): string {
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** Every word in the rows ends on its region, so that a word of another region shows by its end. */
const STRANGE: Readonly<Record<string, RegExp>> = {
  europe: /\b(US|AP)\b|440\.04|7000\.07/,
  finance: /\b(EU|AP)\b|11\.10?\b|22\.20?\b|7000\.07/,
  board: /\bUS\b|440\.04/,
};
/** What somebody is told of their own rows; of a question's SQL, only that values stand beside it. */
const OWN: Readonly<Record<string, RegExp>> = { europe: /Anna EU/, finance: /Bill US/, board: /Chen AP/ };
const ASIDE = /\$1/;

describe("rows", () => {
  test.each(ROAD_NAMES)("%s: everybody is told of their own regions only", async (road) => {
    const query = { fields: ["orders.customer_name", "orders.region", "items.name", "orders.count"] };
    for (const [name, strange] of Object.entries(STRANGE)) {
      const [status, text] = await told(road, name, query);
      expect([name, status]).toEqual([name, 200]);
      expect(text).toMatch(road === "sql" ? ASIDE : (OWN[name] ?? ASIDE));
      expect(text.match(strange)).toBeNull();
    }
  });

  test.each(ROAD_NAMES)("%s: nobody is told all for want of an attribute", async (road) => {
    const [status, text] = await told(road, "lost", { fields: ["orders.count"] });
    expect(status).toBe(400);
    expect(text).toContain("user attribute region");
  });

  test.each(ROAD_NAMES)("%s: a filter widens nothing", async (road) => {
    const query = { fields: ["orders.region", "orders.count"], filters: { "orders.region": "%" } };
    const [status, text] = await told(road, "europe", query);
    expect([status, text.match(/\b(US|AP)\b/)]).toEqual([200, null]);
  });
});

describe("fields", () => {
  test.each(ROAD_NAMES)("%s: what a grant keeps back is unknown to those without it", async (road) => {
    for (const [name, field] of [
      ["europe", "orders.price"],
      ["europe", "orders.total_price"],
      ["europe", "customers.city"],
      ["finance", "orders.secret_code"],
    ] as const) {
      // The rows behind an answer are the same whatever it shows of them; what it is filtered on they go by.
      const asked = { fields: ["orders.region", field] };
      const filtered = { fields: ["orders.region"], filters: { [field]: "1" } };
      const [status, text] = await told(road, name, road === "rows behind it" ? filtered : asked);
      expect([road, field, status]).toEqual([road, field, 400]);
      expect(text).toContain(`There is no field ${field} in explore orders`);
      expect(text).not.toMatch(/grant/);
    }
    const [status] = await told(road, "board", { fields: ["orders.region", "orders.secret_code"] });
    expect(status).toBe(200);
  });

  test("the rows behind an answer show nothing that is kept back", async () => {
    const [, some] = await told("rows behind it", "europe", { fields: ["orders.region"] });
    expect(some).toContain("Anna EU");
    expect(some).not.toMatch(/code-|price|11\.10/i);
    const [, all] = await told("rows behind it", "board", { fields: ["orders.region"] });
    expect(all).toMatch(/code-EU-1,11\.1/);
  });

  test("an explore with a grant is not there for those without it", async () => {
    const ledger = bodyOf({ view: "ledger", fields: ["orders.count"] });
    expect((await post("board", "/api/4.0/queries/run/json", ledger)).status).toBe(200);
    const refused = await post("finance", "/api/4.0/queries/run/json", ledger);
    expect(refused.status).toBe(404);
    const paths = [
      "/api/4.0/lookml_models/shop/explores/ledger",
      "/download/shop/ledger.csv?fields=orders.count",
    ];
    for (const path of paths) {
      expect((await server.ask("board", path)).status).toBe(200);
      expect((await server.ask("finance", path)).status).toBe(404);
    }
  });

  test("no description names what somebody may not see", async () => {
    for (const path of [
      "/",
      "/api/4.0/lookml_models",
      "/api/4.0/lookml_models/shop",
      "/api/4.0/lookml_models/shop/explores/orders",
      "/api/4.0/dashboards",
      "/api/4.0/dashboards/shop::sales",
      "/api/4.0/folders",
    ]) {
      const [all, some] = await Promise.all(
        ["board", "europe"].map(async (name) => {
          const response = await server.ask(name, path);
          return { status: response.status, text: await response.text() };
        }),
      );
      expect([path, all?.status]).toEqual([path, 200]);
      expect([path, some?.text.match(/price|secret_code|customers\.city|"city"|ledger/i) ?? null]).toEqual([
        path,
        null,
      ]);
    }
    expect(await (await server.ask("board", "/")).text()).toContain("price");
    const explores = await (await server.ask("board", "/api/4.0/lookml_models/shop")).text();
    expect(explores).toContain("ledger");
  });

  test("a query that somebody else created is not there for those who may not see what it asks for", async () => {
    const body = bodyOf({ fields: ["orders.count"], filters: { "orders.secret_code": "code-EU-1" } });
    const created = await post("board", "/api/4.0/queries", body);
    const { id, slug } = (await created.json()) as { id: string; slug: string };
    for (const path of [`/api/4.0/queries/${id}`, `/api/4.0/queries/slug/${slug}`, `/x/${slug}`]) {
      const refused = await server.ask("europe", path);
      expect([path, refused.status]).toEqual([path, 404]);
      expect((await refused.text()) + (refused.headers.get("location") ?? "")).not.toMatch(
        /secret_code|code-EU/,
      );
      expect([path, (await server.ask("board", path)).status < 400]).toEqual([path, true]);
    }
    const open = await post("board", "/api/4.0/queries", bodyOf({ fields: ["orders.count", "orders.typo"] }));
    const { id: shared } = (await open.json()) as { id: string };
    expect((await server.ask("europe", `/api/4.0/queries/${shared}`)).status).toBe(200);
  });

  test("what tells of the whole project is for those who see all of it", async () => {
    for (const path of [
      "/api/4.0/projects/shop/files",
      "/api/4.0/projects/shop/lookml_tests",
      "/api/4.0/projects/shop/lookml_tests/run",
      "/api/4.0/projects/shop/validate",
    ]) {
      const refused = await server.ask("europe", path);
      expect([path, refused.status >= 403 && refused.status <= 404]).toEqual([path, true]);
      expect(await refused.text()).not.toMatch(/price|secret_code|ledger/);
      expect([path, (await server.ask("board", path)).status]).toEqual([path, 200]);
    }
  });
});

describe("suggestions", () => {
  const suggest = async (name: string, field: string, term = ""): Promise<readonly [number, string]> => {
    const path = `/api/4.0/models/shop/views/orders/fields/${field}/suggestions?term=${term}`;
    const response = await server.ask(name, path);
    return [response.status, await response.text()];
  };

  test("hold the values of one's own rows", async () => {
    for (const field of ["orders.customer_name", "items.name", "orders.region"]) {
      for (const [name, strange] of Object.entries(STRANGE)) {
        const [status, text] = await suggest(name, field);
        expect([name, field, status]).toEqual([name, field, 200]);
        expect((JSON.parse(text) as { suggestions: string[] }).suggestions.length).toBeGreaterThan(0);
        expect([name, field, text.match(strange)]).toEqual([name, field, null]);
      }
    }
    const [, found] = await suggest("europe", "orders.customer_name", "Bill");
    expect(JSON.parse(found)).toMatchObject({ suggestions: [] });
  });

  test("under filters hold the values of one's own rows, and tell of no field that is kept back", async () => {
    const told = async (name: string, filters: object): Promise<readonly [number, string]> => {
      const under = encodeURIComponent(JSON.stringify(filters));
      const path = `/api/4.0/models/shop/views/orders/fields/orders.customer_name/suggestions?filters=${under}`;
      const response = await server.ask(name, path);
      return [response.status, await response.text()];
    };
    const [status, own] = await told("europe", { "orders.region": "EU,US,AP" });
    expect([status, JSON.parse(own)]).toMatchObject([200, { suggestions: ["Anna EU"] }]);
    expect(await told("europe", { "orders.secret_code": "-EMPTY" })).toMatchObject([
      400,
      expect.stringContaining("There is no field orders.secret_code"),
    ]);
    expect((await told("board", { "orders.secret_code": "%AP%" }))[1]).toContain("Chen AP");
  });

  test("are refused for what is kept back, and to whoever lacks the attribute", async () => {
    expect((await suggest("europe", "orders.secret_code"))[0]).toBe(404);
    expect((await suggest("europe", "customers.city"))[0]).toBe(404);
    expect((await suggest("board", "orders.secret_code"))[0]).toBe(200);
    const [status, text] = await suggest("lost", "orders.customer_name");
    expect([status, text]).toEqual([400, expect.stringContaining("user attribute region")]);
  });
});

describe("the server's own roads", () => {
  const values = (name: string, field: string): Promise<Response> =>
    server.ask(name, `/values/shop/orders/${field}?q=`);
  /** One call of an agent, and what it is told. */
  const call = async (name: string, tool: string, given: object): Promise<string> => {
    const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool, arguments: given } };
    const response = await server.ask(name, "/mcp", {
      method: "POST",
      headers: { ...JSON_HEADERS, accept: "application/json, text/event-stream" },
      body: JSON.stringify(message),
    });
    expect(response.status).toBe(200);
    return response.text();
  };

  test("values with counts are those of one's own rows", async () => {
    for (const [name, strange] of Object.entries(STRANGE)) {
      const response = await values(name, "orders.customer_name");
      const text = await response.text();
      expect([response.status, text.match(strange)]).toEqual([200, null]);
      expect(text).toMatch(OWN[name] ?? ASIDE);
    }
    expect((await values("europe", "orders.secret_code")).status).toBe(404);
    expect((await values("lost", "orders.customer_name")).status).toBe(400);
  });

  test("where a field comes from is told of fields that are there", async () => {
    for (const [name, status] of [
      ["board", 200],
      ["europe", 404],
    ] as const)
      expect((await server.ask(name, "/lineage/shop/orders/orders.secret_code")).status).toBe(status);
    const visible = await server.ask("europe", "/lineage/shop/orders/orders.region");
    expect(await visible.text()).not.toMatch(/secret_code|price/);
  });

  test("an agent sees what whoever it asks for sees", async () => {
    const asked = { view: "orders", fields: ["orders.customer_name", "orders.count"] };
    for (const [name, strange] of Object.entries(STRANGE)) {
      const text = await call(name, "ask", asked);
      expect([name, text.match(strange)]).toEqual([name, null]);
      expect(text).toMatch(OWN[name] ?? ASIDE);
    }
    expect(await call("lost", "ask", asked)).toContain("user attribute region");
    expect(await call("europe", "list_fields", { explore: "orders" })).not.toMatch(/price|secret_code|city/);
    expect(await call("europe", "list_models", {})).not.toContain("ledger");
    for (const tool of ["ask", "explain_sql"])
      expect(await call("europe", tool, { ...asked, fields: ["orders.price"] })).toContain(
        "There is no field orders.price",
      );
    const suggested = { explore: "orders", field: "orders.secret_code", term: "" };
    expect(await call("europe", "suggest_values", suggested)).not.toContain("code-");
  });
});

/** Rows of the regions somebody may see, by customer. */
function expected(regions: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of SHOP_ROWS["orders"] ?? []) {
    if (!regions.includes(String(row["region"]))) continue;
    const customer = String(row["customer"]);
    counts.set(customer, (counts.get(customer) ?? 0) + 1);
  }
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

test("nobody is ever given another's answer, however many ask the same at once", async () => {
  const regions = { europe: ["EU"], finance: ["US"], board: ["EU", "AP"] } as const;
  const names = Object.keys(regions) as (keyof typeof regions)[];
  await assert(
    asyncProperty(
      array(tuple(constantFrom(...names), constantFrom("json", "csv", "file", "detail")), {
        minLength: 2,
        maxLength: 12,
      }),
      integer({ min: 100, max: 103 }),
      async (asked, limit) => {
        const query = {
          fields: ["orders.customer_name", "orders.count"],
          sorts: ["orders.customer_name"],
          limit: String(limit),
        };
        const answers = await Promise.all(asked.map(([name, road]) => rowsBy(road, name, query)));
        for (const [index, [name]] of asked.entries())
          expect(answers[index]).toEqual(expected(regions[name]));
      },
    ),
    { numRuns: 40 },
  );
});

async function rowsBy(
  road: string,
  name: string,
  query: Query & { readonly sorts: readonly string[] },
): Promise<readonly (readonly [string, number])[]> {
  if (road === "csv" || road === "file") {
    const response =
      road === "csv"
        ? await post(name, "/api/4.0/queries/run/csv", bodyOf(query))
        : await server.ask(name, `/download/shop/orders.csv?${parameters(query)}&sorts=orders.customer_name`);
    const [, ...lines] = (await response.text()).trim().split(/\r?\n/);
    return lines.map((line) => {
      const [customer = "", count = ""] = line.split(",");
      return [customer, Number(count)];
    });
  }
  if (road === "detail") {
    const response = await post(name, "/api/4.0/queries/run/json_detail", bodyOf(query));
    const { data } = (await response.json()) as { data: Record<string, { value: unknown }>[] };
    return data.map((row) => [
      String(row["orders.customer_name"]?.value),
      Number(row["orders.count"]?.value),
    ]);
  }
  const response = await post(name, "/api/4.0/queries/run/json", bodyOf(query));
  const rows = (await response.json()) as Record<string, unknown>[];
  return rows.map((row) => [String(row["orders.customer_name"]), Number(row["orders.count"])]);
}

/** How many rows a line tells of; those of what runs in the background are not known when it is written. */
const COUNTED: Readonly<Record<string, number | null>> = {
  sql: 0,
  "in the background": null,
  "rows behind it": 2,
};

describe("the audit", () => {
  test("has a line for each question and file, by every road, and no value of an answer", async () => {
    const query = {
      fields: ["orders.customer_name", "orders.count"],
      filters: { "orders.letters": "2" },
    };
    for (const road of ROAD_NAMES) {
      const before = server.audit.length;
      const response = await ROADS[road]?.("europe", query);
      const body = await response?.arrayBuffer();
      expect(response?.status).toBe(200);
      await expect
        .poll(() => server.audit.slice(before).filter((line) => line.explore !== undefined))
        .toHaveLength(1);
      const line = server.audit.slice(before).find((one) => one.explore !== undefined);
      expect([road, line]).toEqual([
        road,
        expect.objectContaining({
          name: "europe",
          caller: server.shown.get("europe")?.id,
          model: "shop",
          explore: "orders",
          fields: expect.arrayContaining(["orders.customer_name"]) as string[],
          filters: { "orders.letters": "2" },
          outcome: "answered",
          status: 200,
        }),
      ]);
      // Of what came packed only the server knows the size; the line of a task is of the task, not of its results.
      const isPlain = response?.headers.get("content-encoding") === null && road !== "in the background";
      expect([road, line?.bytes]).toEqual([road, isPlain ? body?.byteLength : line?.bytes]);
      expect(line?.bytes).toBeGreaterThan(10);
      expect(line?.ms).toBeGreaterThanOrEqual(0);
      expect([road, line?.rows]).toEqual([road, road in COUNTED ? COUNTED[road] : 1]);
    }
    expect(JSON.stringify(server.audit)).not.toMatch(/Anna|Bill|Chen|lamp|code-/);
  });

  test("has a line for what was refused", async () => {
    const before = server.audit.length;
    await told("json", "europe", { fields: ["orders.price"] });
    await expect.poll(() => server.audit.slice(before)).toHaveLength(1);
    expect(server.audit.at(-1)).toMatchObject({
      outcome: "refused",
      status: 400,
      fields: ["orders.price"],
      rows: null,
    });
  });

  test("has a line for whoever went away before the answer", async () => {
    const before = server.audit.length;
    const client = await pool.connect();
    const holder = new Client({ connectionString: stack.url });
    await holder.connect();
    try {
      await holder.query("BEGIN");
      await holder.query(`LOCK TABLE "${shop.schema}"."orders" IN ACCESS EXCLUSIVE MODE`);
      const gone = new AbortController();
      const asked = server.ask("europe", "/api/4.0/queries/run/json", {
        method: "POST",
        headers: JSON_HEADERS,
        body: bodyOf({ fields: ["orders.count"], filters: { "orders.letters": "[1, 90]" } }),
        signal: gone.signal,
      });
      await expect.poll(async () => (await client.query(WAITING)).rows.length).toBe(1);
      gone.abort();
      await expect(asked).rejects.toThrow("aborted");
      const lines = (): readonly AuditLine[] =>
        server.audit.slice(before).filter((line) => line.kind === "question");
      await expect.poll(lines).toHaveLength(1);
      expect(lines()[0]).toMatchObject({ outcome: "left", fields: ["orders.count"] });
    } finally {
      await holder.query("ROLLBACK");
      await holder.end();
      client.release();
    }
  });
});

/** Sessions that wait for somebody else's lock on the shop's table. */
const WAITING = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%${shop.schema}%'`;
