// The body of a Looker query request (API 4.0, WriteQuery) -> a question, or words about what is wrong with it.
import { z } from "zod";
import { didYouMean, findExplore, findView, Mistake, type Model } from "../generator/index.ts";
import { measureLike } from "./plan/nearest.ts";
import type { Sort, WholeQuestion } from "./question.ts";

/** Looker gives 500 rows when a query does not say how many. */
export const USUAL_LIMIT = 500;

/** Looker gives 50 pivoted values a column each when a query does not say how many. */
export const USUAL_COLUMN_LIMIT = 50;

const name = z.string().min(1);
/** Looker's WriteQuery (API 4.0). What only says how an answer is drawn is taken, and kept with the query. */
export const writeQuery = z.object({
  model: name,
  view: name,
  fields: z.array(name).nullish(),
  filters: z.record(z.string(), z.union([z.string(), z.null()])).nullish(),
  sorts: z.array(z.string()).nullish(),
  limit: z.union([z.string(), z.number()]).nullish(),
  pivots: z.array(name).nullish(),
  column_limit: z.union([z.string(), z.number()]).nullish(),
  filter_expression: z.string().nullish(),
  total: z.boolean().nullish(),
  row_total: z.enum(["left", "right", ""]).nullish(),
  subtotals: z.array(name).nullish(),
  fill_fields: z.array(name).nullish(),
  query_timezone: z.string().nullish(),
  dynamic_fields: z.unknown().optional(),
  vis_config: z.record(z.string(), z.unknown()).nullish(),
  filter_config: z.record(z.string(), z.unknown()).nullish(),
  visible_ui_sections: z.string().nullish(),
  client_id: z.string().max(100).nullish(),
});
/** A query as Looker's clients send it. */
export type WriteQuery = z.infer<typeof writeQuery>;

/**
 * @param body parsed JSON from outside; nothing about it is trusted
 * @throws Mistake for a malformed body, an unknown model or explore, or fields made up in the query
 */
export function readQuestion(body: unknown, model: Model): WholeQuestion {
  const parsed = writeQuery.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") ?? "";
    throw new Mistake(
      `The query is malformed${where === "" ? "" : ` at ${where}`}: ${issue?.message ?? "not an object"}.`,
    );
  }
  const query = parsed.data;
  if (query.model !== model.name)
    throw new Mistake(`There is no model ${query.model}; this server answers for ${model.name}.`);
  if (findExplore(model, query.view) === undefined) {
    const hint = didYouMean(
      query.view,
      model.explores.map((explore) => explore.name),
    );
    throw new Mistake(
      `There is no explore ${query.view} in model ${model.name}${hint === undefined ? "." : `; ${hint}`}`,
    );
  }
  refuseDynamicFields(query.dynamic_fields, model, query.view);
  const fields = query.fields ?? [];
  const pivots = query.pivots ?? [];
  const subtotals = query.subtotals ?? [];
  for (const field of [...pivots, ...subtotals]) {
    if (fields.includes(field)) continue;
    throw new Mistake(
      `The query asks for ${pivots.includes(field) ? "pivots" : "subtotals"} of ${field}, which is not one of its fields. Add it to fields.`,
    );
  }
  const rowTotal = query.row_total === "left" || query.row_total === "right" ? query.row_total : undefined;
  if (rowTotal !== undefined && pivots.length === 0)
    throw new Mistake(
      "The query asks for row_total without pivots: a row has one value only. Ask for total.",
    );
  return {
    model: query.model,
    view: query.view,
    fields,
    filters: Object.fromEntries(
      Object.entries(query.filters ?? {}).map(([field, value]) => [field, value ?? ""]),
    ),
    ...(isBlank(query.filter_expression) ? {} : { filterExpression: query.filter_expression ?? "" }),
    sorts: (query.sorts ?? []).filter((sort) => sort !== "__UNSORTED__").map(readSort),
    limit: readLimit(query.limit ?? undefined),
    pivots,
    columnLimit: readColumnLimit(query.column_limit ?? undefined),
    total: query.total ?? false,
    rowTotal,
    subtotals,
    fillFields: query.fill_fields ?? [],
    timeZone: readZone(query.query_timezone ?? ""),
  };
}

/**
 * A sort as Looker writes it: `movies.title`, `movies.count desc`; a third word counts to a pivoted column, from 0.
 * @throws Mistake when it is not of that form
 */
export function readSort(sort: string): Sort {
  const [written = "", direction = "asc", ...rest] = sort.trim().split(/\s+/);
  // Looker's dashboards name the column that keeps a field in order; the field itself is sorted that way.
  const field = written.replace(/__sort_$/, "");
  if (field === "" || !/^(asc|desc)$/i.test(direction) || rest.some((word) => !/^\d+$/.test(word)))
    throw new Mistake(`The sort "${sort}" is not understood. Write a field, and desc for the largest first.`);
  const [column] = rest;
  return {
    field,
    descending: direction.toLowerCase() === "desc",
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

/**
 * A limit as Looker's clients send it: a number or its text; -1 asks for all rows.
 * @returns undefined for all rows
 * @throws Mistake when it is not a whole number from -1 up
 */
export function readLimit(limit: string | number | undefined): number | undefined {
  if (limit === undefined || limit === "") return USUAL_LIMIT;
  const number = Number(limit);
  if (!Number.isSafeInteger(number) || number < -1)
    throw new Mistake(
      `The limit "${limit}" is not a number of rows. Write a whole number, or -1 for all rows.`,
    );
  return number === -1 ? undefined : number;
}

function isBlank(text: string | null | undefined): boolean {
  return (text ?? "").trim() === "";
}

function readColumnLimit(limit: string | number | undefined): number {
  if (limit === undefined || limit === "") return USUAL_COLUMN_LIMIT;
  const number = Number(limit);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Mistake(
      `The column limit "${limit}" is not a number of columns. Write a whole number from 1 up.`,
    );
  return number;
}

function readZone(zone: string): string {
  if (zone === "") return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new Mistake(
      `The query_timezone "${zone}" is not a time zone. Write its IANA name, such as UTC or Europe/Berlin.`,
    );
  }
}

/** Looker sends them as JSON in a text (API 4.0, WriteQuery); what they are called is told to whoever asked. */
function refuseDynamicFields(given: unknown, model: Model, explore: string): void {
  if (given === undefined || given === null || given === "") return;
  const read: unknown = typeof given === "string" ? parsedJson(given) : given;
  const list: readonly unknown[] = Array.isArray(read) ? read : [read];
  if (list.length === 0) return;
  const called = list.map((one: unknown) => {
    for (const [member, what] of Object.entries(DYNAMIC)) {
      const told: unknown = Reflect.get(Object(one), member);
      if (typeof told === "string") return `${what} ${told}`;
    }
    return "a field without a name";
  });
  const nearest = list.flatMap((one: unknown) => sameInModel(one, model, explore) ?? []);
  throw new Mistake(
    `The query asks for ${called.join(", ")} in dynamic_fields: table calculations and custom fields cannot be answered yet. ${nearest.length === 0 ? "Leave them out, or put the field into the model." : `Ask for ${nearest.join(", ")}, which the model has.`}`,
  );
}

/** The model's own measure of what a custom measure is based on. */
function sameInModel(custom: unknown, model: Model, explore: string): string | undefined {
  const [based, type]: unknown[] = [
    Reflect.get(Object(custom), "based_on"),
    Reflect.get(Object(custom), "type"),
  ];
  if (typeof based !== "string" || typeof type !== "string") return undefined;
  const [alias = "", field = ""] = based.split(".");
  const found = findExplore(model, explore);
  const name = alias === found?.view ? alias : found?.joins.find((join) => join.name === alias)?.view;
  const view = name === undefined ? undefined : findView(model, name);
  return view && measureLike(view, alias, type, field);
}

const DYNAMIC = {
  table_calculation: "the table calculation",
  dimension: "the custom dimension",
  measure: "the custom measure",
} as const;

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Mistake("The query's dynamic_fields are not JSON that can be read. Leave them out.");
  }
}
