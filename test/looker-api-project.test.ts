// The connection, the project and the dashboards in Looker's API, over HTTP, and addresses that lead elsewhere.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  columnsSchema,
  connectionSchema,
  featuresSchema,
  schemaSchema,
  tablesSchema,
} from "../local/server/api/connection-schema.ts";
import { folderSchema } from "../local/server/api/content.ts";
import { dashboardSchema } from "../local/server/api/dashboard-schema.ts";
import { lookmlTestResultSchema, lookmlTestSchema } from "../local/server/api/lookml-tests.ts";
import { projectFileSchema, projectSchema } from "../local/server/api/projects.ts";
import { validationSchema } from "../local/server/api/validation.ts";
import { fillTables } from "./database.ts";
import { library, LIBRARY_ROWS } from "./library.ts";
import { type LibraryApi, openLibraryApi, read, refused } from "./looker-api.ts";

let api: LibraryApi;
beforeAll(async () => {
  api = await openLibraryApi();
});
afterAll(() => api.close());

describe("the rest", () => {
  test("the connection and its catalog, of the model's schema only", async () => {
    const [connection] = await read(z.array(connectionSchema), await api.ask("connections"));
    expect(await read(connectionSchema, await api.ask("connections/warehouse"))).toEqual(connection);
    expect(JSON.stringify(connection)).not.toMatch(/postgres:\/\/|password":"/);
    expect(await (await api.ask("connections?fields=name, dialect(name), database")).json()).toEqual([
      { name: "warehouse", dialect: { name: "postgres" }, database: connection?.database },
    ]);
    await read(featuresSchema, await api.ask("connections/warehouse/features"));
    expect(await (await api.ask("connections/warehouse/features?fields=multiple_databases")).json()).toEqual({
      multiple_databases: false,
    });
    expect(await (await api.ask("connections/warehouse/databases")).json()).toEqual([connection?.database]);
    expect(await read(z.array(schemaSchema), await api.ask("connections/warehouse/schemas"))).toEqual([
      { name: library.schema, is_default: true },
    ]);
    const [tables] = await read(z.array(tablesSchema), await api.ask("connections/warehouse/tables"));
    expect(tables?.tables.map((table) => table.name)).toEqual(["book_topics", "books", "topics"]);
    const columns = await read(
      z.array(columnsSchema),
      await api.ask(`connections/warehouse/columns?schema_name=${library.schema}&table_names=books,topics`),
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
    expect(await (await api.ask("connections/warehouse/tables?schema_name=pg_catalog")).json()).toEqual([]);
    expect((await refused(await api.ask("connections/other")))[0]).toBe(404);
  });

  test("the project, its files, and the check of looker.yml with file and line", async () => {
    const [project] = await read(z.array(projectSchema), await api.ask("projects"));
    expect(await read(projectSchema, await api.ask("projects/library"))).toEqual(project);
    const files = await read(z.array(projectFileSchema), await api.ask("projects/library/files"));
    expect(files.map((file) => file.path)).toContain("views/books.view.lkml");
    expect((await api.ask("projects/library/files/file?file_id=views/books.view.lkml")).status).toBe(200);
    api.written = "model: library\nconnection: warehouse\nviews:\n  books: {tabel: books}\n";
    const validation = await read(validationSchema, await api.post("projects/library/validate", undefined));
    expect(validation.errors.length).toBeGreaterThan(0);
    expect(validation.errors).toContainEqual(
      expect.objectContaining({ severity: "error", file_path: "library/looker.yml", line_number: 4 }),
    );
    expect(JSON.stringify(validation)).not.toContain("/somewhere");
    expect(validation.models_not_validated).toEqual([]);
    expect((await refused(await api.post("projects/other/validate", {})))[0]).toBe(404);
  });

  test("the generated data tests pass on these rows, and fail on wrong ones", async () => {
    const tests = await read(z.array(lookmlTestSchema), await api.ask("projects/library/lookml_tests"));
    const run = async (said = ""): Promise<z.infer<typeof lookmlTestResultSchema>[]> =>
      read(z.array(lookmlTestResultSchema), await api.ask(`projects/library/lookml_tests/run${said}`));
    const results = await run();
    expect(results.map((result) => result.test_name)).toEqual(tests.map((one) => one.name));
    expect(results.filter((result) => !result.success)).toEqual([]);
    expect(tests.every((one) => (one.line ?? 0) > 1)).toBe(true);
    const orphan = { book_id: 1, topic_id: 99 };
    await fillTables(api.stack.url, library, {
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
      await fillTables(api.stack.url, library, LIBRARY_ROWS);
    }
    expect(await run("?test=nothing")).toEqual([]);
  });

  test("dashboards are the generated ones; looks and folders are none", async () => {
    const [dashboard] = await read(z.array(dashboardSchema), await api.ask("dashboards"));
    expect(await read(dashboardSchema, await api.ask("dashboards/library::stock"))).toEqual(dashboard);
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
      const rows: unknown = await (await api.ask(`queries/${element.query_id}/run/json`)).json();
      expect(rows).not.toHaveProperty("0.looker_error");
      expect(rows).toBeInstanceOf(Array);
    }
    const search = async (said: string): Promise<unknown> =>
      (await api.ask(`dashboards/search?fields=id&${said}`)).json();
    expect(await search("title=BOO%25")).toEqual([{ id: "library::stock" }]);
    expect(await search("title=nothing")).toEqual([]);
    for (const path of ["looks", "looks/search?title=x", "folders", "folders/search?name=x", "boards/search"])
      expect(await (await api.ask(path)).json()).toEqual([]);
    expect((await refused(await api.ask("looks/1")))[0]).toBe(404);
    expect((await refused(await api.ask("dashboards/1")))[0]).toBe(404);
    expect(await read(folderSchema, await api.ask("folders/lookml"))).toMatchObject({
      name: "LookML Dashboards",
    });
  });

  test("anything else is 404 in Looker's words, whatever the method", async () => {
    for (const method of ["GET", "POST", "PATCH", "DELETE"])
      expect((await refused(await api.ask("scheduled_plans/1", { method })))[0]).toBe(404);
  });

  test("addresses for people lead to the page", async () => {
    const leads = async (path: string): Promise<string | null> =>
      (await api.ask(path, { redirect: "manual" })).headers.get("location");
    expect(await leads("/embed/explore/library/books?fields=books.count")).toBe(
      "/explore/library/books?fields=books.count",
    );
    expect(await leads("/dashboards/library::stock")).toBe("/");
    expect(await leads("/embed/dashboards/library::stock")).toBe("/");
    expect(await leads("/dashboards/library::stock?Topic=Space,Maths&Metric=pages&Aggregation=median")).toBe(
      "/explore/library/books?fields=topics.name,books.median_pages&f[books.topic]=Space,Maths",
    );
    expect(await refused(await api.ask("/dashboards/library::stock?Metric=pages&Aggregation=total"))).toEqual(
      [400, "The total of pages cannot be asked: nobody reads all books in a row."],
    );
    expect(await leads("/looks")).toBe("/");
    expect((await refused(await api.ask("/dashboards/library::nothing")))[0]).toBe(404);
    expect((await refused(await api.ask("/x/nothing")))[0]).toBe(404);
    expect((await api.ask("/explore/library/books")).headers.get("content-type")).toContain("text/html");
  });
});
