// Queries and background tasks of Looker's API, over HTTP: how they are kept, found, run and killed.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { querySchema } from "../local/server/api/query-schema.ts";
import { queryTaskSchema } from "../local/server/api/query-task-routes.ts";
import { runningQuerySchema } from "../local/server/api/running-queries.ts";
import { countWaiting, holdBooks } from "./library.ts";
import { type LibraryApi, openLibraryApi, query, read, refused } from "./looker-api.ts";

let api: LibraryApi;
beforeAll(async () => {
  api = await openLibraryApi();
});
afterAll(() => api.close());

describe("queries", () => {
  test("the same question is the same query, however it is written; another is another", async () => {
    const one = await api.create({
      ...query,
      filters: { "books.title": "a", "topics.name": "b" },
      pivots: [],
    });
    const same = await api.create({
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
    expect((await api.create({ ...query, limit: "1" })).id).not.toBe(one.id);
    expect(await read(querySchema, await api.ask(`queries/${one.id}`))).toEqual(one);
    expect(await read(querySchema, await api.ask(`queries/slug/${one.slug}`))).toEqual(one);
    expect(await (await api.ask(`queries/${one.id}?fields=id,model`)).json()).toEqual({
      id: one.id,
      model: "library",
    });
  });

  test("its addresses open the page on it, and hold all of it", async () => {
    const told = await api.create({
      ...query,
      filters: { "topics.name": "Space,Maths & more" },
      sorts: ["books.count desc 0"],
      limit: "20",
      total: true,
    });
    expect(told.url).toBe(
      "/explore/library/books?fields=topics.name,books.count&sorts=books.count+desc+0&f[topics.name]=Space,Maths+%26+more&limit=20&total=on",
    );
    expect(told.expanded_share_url).toBe(api.server.url + told.url);
    const short = await fetch(told.share_url ?? "", { redirect: "manual" });
    expect([short.status, short.headers.get("location")]).toEqual([302, told.url]);
    expect((await fetch(told.expanded_share_url ?? "")).headers.get("content-type")).toContain("text/html");
    const parameters = (told.url ?? "").split("?")[1] ?? "";
    const run = await api.ask(`queries/models/library/views/books/run/sql?${parameters}`);
    expect(await run.text()).toBe(await (await api.ask(`queries/${told.id}/run/sql`)).text());
  });

  test("what can only be meant as a filter is never overlooked in an address", async () => {
    for (const name of ["f", "f.books.title", "f[]", "filter[books.title]", "filters"]) {
      const path = `queries/models/library/views/books/run/json?fields=books.count&${name}=Stars`;
      expect(await refused(await api.ask(path))).toEqual([
        400,
        `The parameter ${name} is not understood. Filters are written as f[view.field]=expression.`,
      ]);
    }
  });

  test("what is missing or wrong is told by its name", async () => {
    const response = await api.post("queries", { model: "library" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      message: "Validation Failed",
      errors: [{ field: "view", code: "missing_field", message: expect.stringContaining("view") as string }],
    });
    expect(await refused(await api.post("queries", { ...query, view: "bokks" }))).toEqual([
      404,
      "There is no explore bokks in model library; did you mean `books`?",
    ]);
    expect((await refused(await api.ask("queries/12345")))[0]).toBe(404);
    expect((await refused(await api.ask("queries/slug/nothing")))[0]).toBe(404);
  });

  test("limits as text and as numbers, 0, all, and five thousand when nothing is said", async () => {
    const rows = async (limit: unknown): Promise<number> => {
      const response = await api.post("queries/run/json", { ...query, fields: ["books.title"], limit });
      return ((await response.json()) as unknown[]).length;
    };
    expect(await Promise.all(["2", 2, "0", 0, "-1", -1, "500", null, ""].map(rows))).toEqual([
      2, 2, 0, 0, 5, 5, 5, 5, 5,
    ]);
    const sql = await (await api.post("queries/run/sql", query)).text();
    expect(sql).toContain("LIMIT 5000");
    expect(await (await api.post("queries/run/sql", { ...query, limit: -1 })).text()).not.toContain("LIMIT");
    expect((await refused(await api.post("queries/run/json", { ...query, limit: "-2" })))[0]).toBe(422);
  });

  test("a query without fields, with a table calculation, in a format of nobody's", async () => {
    expect((await refused(await api.post("queries/run/json", { ...query, fields: [] })))[1]).toContain(
      "Must query at least one dimension or measure",
    );
    const calculated = { ...query, dynamic_fields: '[{"table_calculation":"share","expression":"1"}]' };
    const response = await api.post("queries/run/json", calculated);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("the table calculation share");
    expect((await refused(await api.post("queries/run/png", query)))[1]).toContain('not as "png"');
  });
});

describe("tasks", () => {
  async function start(format: string, body: object = query): Promise<z.infer<typeof queryTaskSchema>> {
    const { id } = await api.create(body);
    return read(queryTaskSchema, await api.post("query_tasks", { query_id: id, result_format: format }));
  }

  async function until(id: string, status: string): Promise<void> {
    await expect
      .poll(async () => (await api.ask(`query_tasks/${id}?fields=status`)).json())
      .toMatchObject({ status });
  }

  test("run in the background, and give what a run gives", async () => {
    const task = await start("json");
    await until(task.id, "complete");
    const direct: unknown = await (await api.post("queries/run/json", query)).json();
    expect(await (await api.ask(`query_tasks/${task.id}/results`)).json()).toEqual(direct);
    const csv = await start("csv");
    await until(csv.id, "complete");
    const results = await api.ask(`query_tasks/${csv.id}/results`);
    expect(results.headers.get("content-type")).toContain("text/csv");
    expect(
      await (await api.ask(`query_tasks/multi_results?query_task_ids=${task.id},nothing`)).json(),
    ).toEqual({
      [task.id]: { status: "complete", data: direct },
      nothing: { status: "missing", data: { id: "nothing", error: "There is no such query task." } },
    });
    expect((await refused(await api.ask("query_tasks/nothing")))[0]).toBe(404);
    expect((await refused(await api.ask("query_tasks/nothing/results")))[0]).toBe(404);
    expect((await refused(await api.post("query_tasks", { query_id: "1", result_format: "json" })))[0]).toBe(
      404,
    );
  });

  test("are 202 until they are done, are listed meanwhile, and stop in the database when they are killed", async () => {
    const letGo = await holdBooks(api.stack.url);
    try {
      const task = await start("json", { ...query, fields: ["books.title", "books.count"] });
      await expect.poll(() => countWaiting(api.stack.url)).toBe(1);
      expect((await api.ask(`query_tasks/${task.id}/results`)).status).toBe(202);
      const running = await read(z.array(runningQuerySchema), await api.ask("running_queries"));
      expect(running).toMatchObject([
        { id: task.id, query_task_id: task.id, status: "running", source: "api4" },
      ]);
      expect((await api.ask(`running_queries/${task.id}`, { method: "DELETE" })).status).toBe(204);
      await expect.poll(() => countWaiting(api.stack.url)).toBe(0);
      await until(task.id, "killed");
      expect(await refused(await api.ask(`query_tasks/${task.id}/results`))).toEqual([
        400,
        "The question was cancelled.",
      ]);
      expect((await api.ask(`running_queries/${task.id}`, { method: "DELETE" })).status).toBe(404);
    } finally {
      await letGo();
    }
    expect(await (await api.ask("running_queries")).json()).toEqual([]);
  });

  test("a run that is killed says so in a row", async () => {
    const letGo = await holdBooks(api.stack.url);
    try {
      const run = api.post("queries/run/json", { ...query, fields: ["books.code", "books.count"] });
      await expect.poll(() => countWaiting(api.stack.url)).toBe(1);
      const [running] = await read(z.array(runningQuerySchema), await api.ask("running_queries"));
      expect((await api.ask(`running_queries/${running?.id ?? ""}`, { method: "DELETE" })).status).toBe(204);
      expect(await (await run).json()).toEqual([{ looker_error: "The question was cancelled." }]);
    } finally {
      await letGo();
    }
  });
});
