// What Looker's API says of itself, of models and of explores, over HTTP: each reply is held to its schema, and what it says to the model.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { exploreSchema } from "../local/server/api/explore-schema.ts";
import { modelSchema } from "../local/server/api/models.ts";
import { versionsSchema } from "../local/server/api/versions.ts";
import { library } from "./library.ts";
import { type LibraryApi, openLibraryApi, read, refused } from "./looker-api.ts";

let api: LibraryApi;
beforeAll(async () => {
  api = await openLibraryApi();
});
afterAll(() => api.close());

describe("discovery", () => {
  test("versions, at both places, with the description's address", async () => {
    for (const path of ["/versions", "versions"]) {
      const told = await read(versionsSchema, await api.ask(path));
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
      ["swagger.json", "openapi.json"].map(async (name) => (await api.ask(`api_spec/4.0/${name}`)).json()),
    )) as [Described, Described];
    expect(swagger.info["x-looker-release-version"]).toMatch(/^\d+\.\d+/);
    expect(swagger.basePath).toBe("/api/4.0");
    expect(openapi.servers).toEqual([{ url: `${api.server.url}/api/4.0` }]);
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
    expect(await refused(await api.ask("api_spec/3.1/swagger.json"))).toEqual([
      404,
      "There is no API 3.1, only 4.0.",
    ]);
  });

  test("models, with all the parameters of Looker's", async () => {
    const [model] = await read(z.array(z.strictObject(modelSchema.shape)), await api.ask("lookml_models"));
    expect(model).toMatchObject({
      name: "library",
      unlimited_db_connections: false,
      allowed_db_connection_names: ["warehouse"],
      explores: [{ name: "books", hidden: false }],
    });
    const said = "exclude_empty=true&exclude_hidden=true&include_internal=true&include_self_service=true";
    expect(await (await api.ask(`lookml_models?${said}&limit=5&offset=0`)).json()).toEqual([model]);
    expect(await (await api.ask("lookml_models?offset=1")).json()).toEqual([]);
    expect(await read(modelSchema, await api.ask("lookml_models/library"))).toEqual(model);
    expect((await refused(await api.ask("lookml_models/cinema")))[0]).toBe(404);
    expect((await refused(await api.ask("lookml_models?limit=many")))[0]).toBe(400);
  });

  test("fields in nested brackets, and nothing that was not asked for", async () => {
    expect(await (await api.ask("lookml_models?fields=name, explores(name,label)")).json()).toEqual([
      { name: "library", explores: [{ name: "books", label: "Books" }] },
    ]);
    const found = await api.ask(
      "lookml_models/library/explores/books?fields=id,fields(measures(name),nothing)",
    );
    const { id, fields } = (await found.json()) as { id: string; fields: { measures: object[] } };
    expect(id).toBe("library::books");
    expect(Object.keys(fields)).toEqual(["measures"]);
    expect(fields.measures).toContainEqual({ name: "books.count" });
    expect(await (await api.ask("lookml_models?fields=nothing")).json()).toEqual([{}]);
    for (const wrong of ["a(b", "a)b", "(a)", "a(b))"])
      expect((await refused(await api.ask(`lookml_models?fields=${wrong}`)))[0]).toBe(400);
  });

  test("an explore says what the model says, and where the LookML says it", async () => {
    const explore = await read(
      z.strictObject(exploreSchema.shape),
      await api.ask("lookml_models/library/explores/books"),
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
    expect((await refused(await api.ask("lookml_models/library/explores/bokks")))[0]).toBe(404);
  });

  test("suggestions under filters are the values that are left", async () => {
    const path = "models/library/views/books/fields/topics.name/suggestions";
    const told = async (filters: unknown, term = ""): Promise<unknown> => {
      const response = await api.ask(
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
      (await api.ask(`${path}?term=${encodeURIComponent(term)}`)).json();
    expect(await told("%pac%")).toMatchObject({ suggestions: ["Space"], error: null });
    expect(await told("pac")).toMatchObject({ suggestions: ["Space"] });
    const others = path.replace("topics.name", "books.topic");
    expect(await (await api.ask(`${others}?term=spa`)).json()).toMatchObject({ suggestions: ["Space"] });
    const parameter = path.replace("topics.name", "books.metric");
    expect(await (await api.ask(`${parameter}?term=EUR`)).json()).toMatchObject({ suggestions: ["price"] });
    expect((await api.ask(`${path}?filters={}`)).status).toBe(200);
  });
});
