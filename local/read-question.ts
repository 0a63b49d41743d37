// The body of a Looker query request (API 4.0, WriteQuery) -> a question, or words about what is wrong with it.
import { z } from "zod";
import { didYouMean, findExplore, Mistake, type Model } from "../generator/index.ts";
import type { Question, Sort } from "./question.ts";

/** Looker gives 500 rows when a query does not say how many. */
export const USUAL_LIMIT = 500;

const name = z.string().min(1);
const writeQuery = z.object({
  model: name,
  view: name,
  fields: z.array(name).nullish(),
  filters: z.record(z.string(), z.union([z.string(), z.null()])).nullish(),
  sorts: z.array(z.string()).nullish(),
  limit: z.union([z.string(), z.number()]).nullish(),
});

/** Members of a WriteQuery that change the answer and cannot be followed yet, with what they are. */
const NOT_YET: Readonly<Record<string, string>> = {
  pivots: "pivots",
  fill_fields: "filled-in rows",
  filter_expression: "custom filter expressions",
  column_limit: "a column limit",
  total: "totals in the same query; ask without the dimensions instead",
  row_total: "row totals",
  subtotals: "subtotals",
  dynamic_fields: "table calculations and custom fields",
  query_timezone: "time zones other than UTC",
};

/**
 * @param body parsed JSON from outside; nothing about it is trusted
 * @throws Mistake for a malformed body, an unknown model or explore, or a member that is not answered yet
 */
export function readQuestion(body: unknown, model: Model): Question {
  const parsed = writeQuery.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") ?? "";
    throw new Mistake(
      `The query is malformed${where === "" ? "" : ` at ${where}`}: ${issue?.message ?? "not an object"}.`,
    );
  }
  for (const [member, what] of Object.entries(NOT_YET)) {
    const value: unknown = Reflect.get(Object(body), member);
    if (tells(value) && !(member === "query_timezone" && value === "UTC"))
      throw new Mistake(`The query asks for ${member}: ${what} cannot be answered yet.`);
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
  return {
    model: query.model,
    view: query.view,
    fields: query.fields ?? [],
    filters: Object.fromEntries(
      Object.entries(query.filters ?? {}).map(([field, value]) => [field, value ?? ""]),
    ),
    sorts: (query.sorts ?? []).filter((sort) => sort !== "__UNSORTED__").map(readSort),
    limit: readLimit(query.limit ?? undefined),
  };
}

/**
 * A sort as Looker writes it: `movies.title`, `movies.count desc`; a third word names a pivot column.
 * @throws Mistake when it is not of that form
 */
export function readSort(sort: string): Sort {
  const [field = "", direction = "asc", ...rest] = sort.trim().split(/\s+/);
  if (field === "" || !/^(asc|desc)$/i.test(direction) || rest.some((word) => !/^\d+$/.test(word)))
    throw new Mistake(`The sort "${sort}" is not understood. Write a field, and desc for the largest first.`);
  return { field, descending: direction.toLowerCase() === "desc" };
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

function tells(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  return !(Array.isArray(value) && value.length === 0) && value !== "[]";
}
