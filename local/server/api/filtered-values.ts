// A field, what was typed and the filters beside it -> the values that are left under those filters.
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import type { Caller } from "../access/caller.ts";
import { accessScopeOf } from "../access/scope.ts";
import { Refusal } from "../looker-error.ts";
import type { Answering } from "../serving/answering.ts";
import { openList } from "../suggest/list.ts";
import { prepare } from "./prepare.ts";

/** What is wanted. */
export interface FilteredWanted {
  readonly explore: string;
  /** Full name of a dimension. */
  readonly field: string;
  /** What the values contain, whatever the case and the accents. */
  readonly term: string;
  /** Looker filter expressions by full field name. */
  readonly filters: Readonly<Record<string, string>>;
}

/** The most values given at once. */
const MOST = 50;
/** The most values that are looked through; more are narrowed by the database first. */
const MOST_LOOKED_THROUGH = 5_000;

/**
 * @param text the parameter `filters`: JSON, as Looker's clients send it
 * @returns undefined when it holds no filter
 * @throws Refusal with status 400 when it cannot be read
 */
export function readFilters(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const read = z.record(z.string(), z.string().nullable()).safeParse(parsed(text));
  if (!read.success)
    throw new Refusal(
      400,
      'The parameter filters is not JSON of filters by field. Write for example {"view.field":"expression"}.',
    );
  const told = Object.entries(read.data).flatMap(([field, expression]) =>
    expression === null || expression.trim() === "" ? [] : [[field, expression] as const],
  );
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/**
 * Asked as a question like any other, so that filters mean what they mean there and access holds.
 * @param request the id of the request, for the log
 * @throws Refusal with status 400 and 404, as `prepare`; Outage when the database fails
 */
export async function filteredValues(
  answering: Answering,
  model: Model,
  caller: Caller,
  wanted: FilteredWanted,
  request: string,
  signal: AbortSignal,
): Promise<{ readonly values: readonly string[]; readonly truncated: boolean }> {
  const { explore, field, term } = wanted;
  // What is chosen of the field itself must not take its other values away.
  const { [field]: _own, ...filters } = wanted.filters;
  const asker = { name: caller.name, scope: accessScopeOf(caller, model), request };
  const ask = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const body = { fields: [field], filters: { ...filters, ...more }, sorts: [field] };
    const limit = MOST_LOOKED_THROUGH;
    const prepared = prepare(model, { model: model.name, view: explore, ...body, limit }, caller);
    if (prepared.fields.get(field)?.category !== "dimension")
      throw new Refusal(400, `${field} is not a dimension, so it has no values to choose from.`);
    const { question, parts } = prepared;
    const { whole } = await answering.answer({ question, parts }, asker, signal);
    return whole.rows.flatMap((row) => {
      const value = row[field];
      if (typeof value === "boolean") return [value ? "Yes" : "No"];
      return (typeof value === "string" && value !== "") || typeof value === "number" ? [String(value)] : [];
    });
  };
  const all = await ask({});
  const isCut = all.length >= MOST_LOOKED_THROUGH - 1;
  const values = isCut && term !== "" ? await ask({ [field]: spellings(term) }) : all;
  const found = openList(values.map((value) => ({ value, count: null }))).search(term, MOST);
  return {
    values: found.values.map(({ value }) => value),
    truncated: isCut || found.matched > found.values.length,
  };
}

/** A string filter for what was typed, as it was, in small letters, in capitals, and with the first one large. */
function spellings(term: string): string {
  const small = term.toLowerCase();
  const words = [term, small, term.toUpperCase(), small.charAt(0).toUpperCase() + small.slice(1)];
  return [...new Set(words)]
    .map((word) => `%${word.replaceAll(/[\^%_",\\]/g, (character) => `^${character}`)}%`)
    .join(",");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
