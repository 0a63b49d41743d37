// An answer's query -> the query for the rows it is computed of, and the one that counts them.
import type { LookerQuery } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { getJson } from "../server/request.ts";

/** What is used of an explore as Looker's API describes it. */
interface ExploreFields {
  readonly fields: {
    readonly dimensions: readonly ExploreField[];
    readonly measures: readonly ExploreField[];
  };
}

interface ExploreField {
  readonly name: string;
  readonly view: string;
  readonly type: string;
  readonly primary_key: boolean;
  /** Full names. */
  readonly drill_fields: readonly string[];
}

/** The two queries. */
export interface Behind {
  readonly rows: LookerQuery;
  readonly count: LookerQuery;
  /** Full name of the measure that counts. */
  readonly counted: string;
  /** Names of the key's fields: they tell rows apart that look alike, and are shown only when there is nothing else. */
  readonly keys: readonly string[];
}

/** So many rows are fetched for the page; a file has them all. */
export const MOST_BEHIND = 5000;

/**
 * @param query its filters are those of the rows, too
 * @throws Failure when the rows cannot be given, in words
 */
export async function planBehind(query: LookerQuery, signal: AbortSignal): Promise<Behind> {
  const path = [query.model, "explores", query.view].map(encodeURIComponent).join("/");
  const { fields } = await getJson<ExploreFields>(`/api/4.0/lookml_models/${path}?fields=fields`, signal);
  const asked = fields.measures.filter((field) => query.fields.includes(field.name));
  const chosen = Object.entries(query.filters).find(
    ([name, expression]) => expression.trim() !== "" && fields.measures.some((field) => field.name === name),
  );
  if (chosen !== undefined)
    throw new Failure(
      "refused",
      `The filter on ${chosen[0]} chooses among groups, not rows, so these rows cannot be told apart.`,
    );
  const [measure] = asked;
  const view = measure?.view;
  const keys = fields.dimensions.filter((field) => field.primary_key && field.view === view);
  const count = fields.measures.find((field) => field.type === "count" && field.view === view);
  if (measure === undefined || keys.length === 0 || count === undefined)
    throw new Failure(
      "refused",
      "The model has no key that tells these rows apart, so they cannot be shown.",
    );
  const keyNames = keys.map((field) => field.name);
  const grouped = query.fields.filter((name) =>
    fields.dimensions.some((field) => field.name === name && field.view === view),
  );
  const names = [...new Set([...measure.drill_fields, ...grouped])];
  const plain = {
    model: query.model,
    view: query.view,
    filters: query.filters,
    filter_expression: query.filter_expression,
  };
  return {
    rows: { ...plain, fields: [...new Set([...keyNames, ...names])], sorts: [], limit: String(MOST_BEHIND) },
    count: { ...plain, fields: [count.name], sorts: [], limit: "1" },
    counted: count.name,
    keys: names.length === 0 ? [] : keyNames.filter((name) => !names.includes(name)),
  };
}
