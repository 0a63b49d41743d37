// Requests to Looker's API as nobody should send them: true addresses and queries, bent in every way, for the server to survive.
import * as fc from "fast-check";
import type { FastifyInstance } from "fastify";

/** Stands in every made-up value; it must never be in the text of SQL that is run. */
export const CANARY = "zqxcanary";

/** One request. */
export interface MadeRequest {
  readonly method: "GET" | "POST" | "DELETE" | "PATCH" | "PUT";
  readonly url: string;
  readonly body: string | undefined;
  readonly contentType: string;
}

const EVIL = [
  `${CANARY}'); DROP TABLE books; --`,
  `${CANARY}" FROM x; --`,
  `${CANARY} OR 1=1`,
  `${CANARY}\u0000`,
  `${CANARY}%_^,"`,
  `"${CANARY}`,
  `-${CANARY}%`,
  `[${CANARY}, 5)`,
  `${CANARY} days ago`,
  "last 9999999999999999 years",
  "before 0000-00-00",
  "[1, 99999999999999999999999999]",
  "{{ _user_attributes['zqxcanary'] }}",
  "${books.title} = 'zqxcanary'",
  "matches_filter(${books.title}, `zqxcanary`)",
  "1=2",
  "__proto__",
  "constructor",
  "$$$_row_total_$$$",
  "%c0%ae",
  "\uD800",
  "",
  " ",
  "((((((((",
  "))))",
  "a".repeat(3_000),
] as const;

const FIELDS = [
  "books.title",
  "books.price",
  "books.code",
  "books.bought_year",
  "books.bought_month",
  "books.on_loan",
  "topics.name",
  "books.count",
  "books.average_price",
  "books.answer",
  "books.topic",
  "books.metric",
  "book_topics.book_id",
] as const;

const evil = fc.oneof(fc.constantFrom(...EVIL), fc.string({ unit: "binary", maxLength: 40 }));
const field = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...FIELDS) }, { weight: 1, arbitrary: evil });
const model = fc.oneof({ weight: 9, arbitrary: fc.constant("library") }, { weight: 1, arbitrary: evil });
const view = fc.oneof({ weight: 9, arbitrary: fc.constant("books") }, { weight: 1, arbitrary: evil });
const format = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      "json",
      "json_detail",
      "json_bi",
      "json_label",
      "csv",
      "sql",
      "xlsx",
      "md",
      "html",
      "txt",
    ),
  },
  { weight: 1, arbitrary: evil },
);
const limit = fc.oneof(
  fc.constantFrom("0", "1", "-1", "500", 0, -1, 1e308, 1.5, "1e9", "9007199254740993"),
  evil,
);
const sort = fc
  .tuple(field, fc.constantFrom("", " desc", " asc", " desc 0", " desc 99", " desc zqxcanary"))
  .map(([name, way]) => name + way);
const expression = fc.oneof(
  evil,
  fc.constantFrom("Space,Maths", "NULL", "-EMPTY", "5", "[0, 10]", "Yes", "2019", "after 2020-01-01"),
);

/** What a query may say, right or wrong. */
const members = {
  model,
  view,
  fields: fc.array(field, { maxLength: 5 }),
  filters: fc.dictionary(field, expression, { maxKeys: 4 }),
  sorts: fc.array(sort, { maxLength: 3 }),
  limit,
  pivots: fc.array(field, { maxLength: 2 }),
  column_limit: limit,
  total: fc.boolean(),
  row_total: fc.constantFrom("left", "right", "", "zqxcanary"),
  subtotals: fc.array(field, { maxLength: 2 }),
  fill_fields: fc.array(field, { maxLength: 1 }),
  filter_expression: expression,
  query_timezone: fc.oneof(fc.constantFrom("UTC", "Europe/Berlin"), evil),
  dynamic_fields: fc.oneof(
    fc.constantFrom("[]", '[{"table_calculation":"zqxcanary"}]'),
    evil,
    fc.jsonValue(),
  ),
  vis_config: fc.dictionary(evil, fc.jsonValue(), { maxKeys: 2 }),
};

/** A query that could be answered but for a few of its members, which may be of a wrong kind. */
const query = fc
  .record({
    fields: fc.subarray(FIELDS.slice(0, 9), { minLength: 1, maxLength: 3 }),
    filters: fc.dictionary(fc.constantFrom(...FIELDS.slice(0, 7)), fc.constantFrom(...EVIL), { maxKeys: 1 }),
    bent: fc.record(members),
    which: fc.subarray(Object.keys(members), { maxLength: 2 }),
    wrong: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom(...Object.keys(members)), fc.jsonValue()),
      },
    ),
  })
  .map(({ fields, filters, bent, which, wrong }): unknown => ({
    model: "library",
    view: "books",
    fields,
    filters,
    ...Object.fromEntries(Object.entries(bent).filter(([name]) => which.includes(name))),
    ...(wrong === null ? {} : Object.fromEntries([wrong])),
  }));

const body = fc.oneof(
  { weight: 8, arbitrary: query.map((made) => JSON.stringify(made)) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: evil },
);

const word = fc.oneof(
  evil,
  fc.constantFrom("true", "false", "id, name", "fields(dimensions(name))", "a(b(c", "0", "-1"),
);
const parameters = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          "fields",
          "limit",
          "offset",
          "cache",
          "apply_formatting",
          "term",
          "filters",
          "sorts",
          "pivots",
          "total",
          "f[books.title]",
          "f[topics.name]",
          "query_task_ids",
          "file_id",
          "test",
          "table_names",
          "title",
          "exclude_empty",
        ),
        evil,
      ),
      word,
    ),
    { maxLength: 5 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&"));

const READ = [
  "/versions",
  "/api/4.0/versions",
  "/api/4.0/lookml_models",
  "/api/4.0/lookml_models/:0",
  "/api/4.0/lookml_models/library/explores/:0",
  "/api/4.0/models/library/views/books/fields/:0/suggestions",
  "/api/4.0/queries/:0",
  "/api/4.0/queries/:0/run/:1",
  "/api/4.0/queries/slug/:0",
  "/api/4.0/queries/models/library/views/books/run/:1",
  "/api/4.0/query_tasks/:0",
  "/api/4.0/query_tasks/:0/results",
  "/api/4.0/query_tasks/multi_results",
  "/api/4.0/running_queries",
  "/api/4.0/connections",
  "/api/4.0/connections/:0",
  "/api/4.0/connections/warehouse/columns",
  "/api/4.0/connections/warehouse/tables",
  "/api/4.0/projects/:0",
  "/api/4.0/projects/library/files/file",
  "/api/4.0/projects/library/lookml_tests",
  "/api/4.0/dashboards/:0",
  "/api/4.0/dashboards/search",
  "/api/4.0/looks/:0",
  "/api/4.0/folders/:0",
  "/api/4.0/api_spec/:0/:1",
  "/api/4.0/:0",
  "/explore/library/:0",
  "/x/:0",
  "/:0",
] as const;
const WRITE = [
  "/api/4.0/queries",
  "/api/4.0/queries/run/:1",
  "/api/4.0/queries/run_inline",
  "/api/4.0/query_tasks",
  "/api/4.0/projects/library/validate",
  "/api/4.0/login/:0",
  "/api/4.0/:0",
] as const;

/** Any request; the same seed gives the same. */
export const madeRequest: fc.Arbitrary<MadeRequest> = fc
  .record({
    path: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...READ).map((one) => ["GET", one] as const) },
      { weight: 2, arbitrary: fc.constantFrom(...WRITE).map((one) => ["POST", one] as const) },
      { weight: 3, arbitrary: fc.constant(["POST", "/api/4.0/queries/run/:1"] as const) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom("DELETE", "PATCH", "PUT"), fc.constantFrom(...READ, ...WRITE)),
      },
    ),
    name: fc.oneof(model, view, field, evil),
    format,
    parameters,
    urlQuery: fc.option(fc.tuple(fc.array(field, { minLength: 1, maxLength: 3 }), field, expression), {
      nil: undefined,
    }),
    body,
    contentType: fc.oneof(
      { weight: 9, arbitrary: fc.constant("application/json") },
      {
        weight: 1,
        arbitrary: fc.constantFrom("text/plain", "application/x-www-form-urlencoded", "application/xml"),
      },
    ),
  })
  .map(
    ({ path: [method, path], name, format: result, parameters: said, urlQuery, body: sent, contentType }) => {
      const asked =
        urlQuery === undefined
          ? ""
          : `&fields=${encode(urlQuery[0].join(","))}&f[${encode(urlQuery[1])}]=${encode(urlQuery[2])}`;
      return {
        method,
        url: `${path.replace(":0", () => encode(name)).replace(":1", () => encode(result))}?${said}${asked}`,
        body: method === "GET" ? undefined : sent,
        contentType,
      };
    },
  );

/** Sends one past the network. @returns what is wrong with the answer, in words; undefined when nothing is */
export async function troubleWith(app: FastifyInstance, request: MadeRequest): Promise<string | undefined> {
  const response = await app.inject({
    method: request.method,
    url: request.url,
    headers: {
      host: "127.0.0.1",
      ...(request.body === undefined ? {} : { "content-type": request.contentType }),
    },
    ...(request.body === undefined ? {} : { payload: request.body }),
  });
  const text = response.body;
  if (response.statusCode >= 500) return `status ${response.statusCode}: ${text.slice(0, 500)}`;
  if (/\n\s+at .*[:(]\d+|node_modules|\.ts:\d+/.test(text) && response.statusCode >= 400)
    return `a stack: ${text.slice(0, 500)}`;
  if (response.statusCode >= 400 && String(response.headers["content-type"]).includes("json")) {
    const error = JSON.parse(text) as { message?: unknown; documentation_url?: unknown };
    if (typeof error.message !== "string" || typeof error.documentation_url !== "string")
      return `not Looker's error: ${text.slice(0, 500)}`;
  }
  return undefined;
}

/** A lone half of a pair of UTF-16 cannot be written in an address; it is written as what stands for such. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"));
}
