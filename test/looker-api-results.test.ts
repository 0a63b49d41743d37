// Results of Looker's API, over HTTP: every format, and what a failure looks like in it.
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANYONE } from "../local/server/access/caller.ts";
import { openQueryTasks } from "../local/server/api/query-tasks.ts";
import type { Result } from "../local/server/api/result.ts";
import { openServer } from "../local/server/server.ts";
import { writeXlsx } from "../local/server/write-xlsx.ts";
import { holdBooks, library } from "./library.ts";
import { type LibraryApi, openLibraryApi, query, refused } from "./looker-api.ts";

let api: LibraryApi;
beforeAll(async () => {
  api = await openLibraryApi();
});
afterAll(() => api.close());

describe("results", () => {
  const priced = { ...query, fields: ["topics.name", "books.average_price", "books.count"], total: true };

  test("json and json_label, in formats when asked", async () => {
    const { id } = await api.create(priced);
    const get = async (path: string): Promise<unknown> => (await api.ask(`queries/${id}/run/${path}`)).json();
    expect(await get("json?limit=1")).toEqual([
      { "topics.name": 'Nature, "wild"', "books.average_price": 30, "books.count": 1 },
    ]);
    expect(await get("json_label?limit=1&apply_formatting=true")).toEqual([
      { "Topics Topic": 'Nature, "wild"', "Books Average Price (EUR)": "€30.00", "Books Books": "1" },
    ]);
  });

  test("json_label keeps both of two fields with one label", async () => {
    const two = { ...query, fields: ["books.title", "books.average_price", "books.answer"], limit: "1" };
    const [row] = (await (await api.post("queries/run/json_label", two)).json()) as [object];
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
    const bi = (await (await api.post("queries/run/json_bi", priced)).json()) as Described;
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
    const detail: unknown = await (await api.post("queries/run/json_detail", sorted)).json();
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
      pool: api.pool,
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
      const response = await api.post(`queries/run/${format}?apply_formatting=true`, {
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
    const response = await api.post("queries/run/xlsx", {
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
    await expect.poll(() => tasks.find(started[8] ?? "")?.status).toBe("complete");
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
    const letGo = await holdBooks(api.stack.url);
    try {
      const sql = await (await api.post("queries/run/sql", priced)).text();
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
    const detail = (await (await api.post("queries/run/json_detail", pivoted)).json()) as {
      pivots: readonly { key: string; is_total: boolean }[];
      data: readonly Record<string, unknown>[];
    };
    expect(detail.pivots.map((pivot) => pivot.key)).toEqual(["No", "Yes", "$$$_row_total_$$$"]);
    expect(detail.data[0]?.["books.count"]).toEqual({
      No: { value: 1 },
      Yes: { value: 1 },
      $$$_row_total_$$$: { value: 2 },
    });
    expect(await (await api.post("queries/run/csv", pivoted)).text()).toMatch(
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
      pool: api.pool,
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
    const { id } = await api.create(priced);
    const first = await api.ask(`queries/${id}/run/json`);
    expect(first.headers.get("x-published-run")).toBe("7");
    expect(first.headers.get("x-published-period")).toBe("2026-10");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    const again = await api.ask(`queries/${id}/run/json`, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const other = await api.ask(`queries/${id}/run/csv`, { headers: { "if-none-match": etag } });
    expect(other.status).toBe(200);
  });
});
