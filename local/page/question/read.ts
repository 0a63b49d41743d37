// A query in Looker's words -> the question of the form that asks the same, if there is one.
import type {
  Chosen,
  LookerQuery,
  Period,
  Question,
  Sheet,
  SheetForm,
  SheetGroup,
  Sort,
  Timeframe,
} from "../props.ts";
import { readFilter } from "./filter.ts";
import { readPeriod } from "./period.ts";
import { MOST_ROWS } from "./start.ts";
import { writeQuery } from "./write.ts";

/** What of a query its groups, metric and aggregation come from. */
interface Asked {
  readonly group: Found | undefined;
  readonly split: SheetGroup | undefined;
  readonly measure: { readonly metric: string; readonly aggregation: string };
}

interface Found {
  readonly group: SheetGroup;
  readonly grain: Timeframe | undefined;
}

/**
 * The filled-in form that asks the same: one group or none, perhaps a second beside it, one measure of a metric,
 * selectors with plain values, periods, one order.
 * @param preferred name of the form to try first, where several stand on one explore
 * @returns undefined for a query that asks for more than a form can say
 */
export function readQuery(query: LookerQuery, sheet: Sheet, preferred?: string | null): Question | undefined {
  if (query.model !== sheet.model || asksMore(query)) return undefined;
  const forms = sheet.forms
    .filter((form) => form.explore === query.view)
    .toSorted((one, other) => Number(other.name === preferred) - Number(one.name === preferred));
  for (const form of forms) {
    const asked = findAsked(query, form);
    if (asked === undefined) continue;
    const chosen = readChosen(query, form);
    const periods = readPeriods(query, form);
    const limit = limitOf(query);
    if (chosen === undefined || periods === undefined || limit === undefined) continue;
    if (!Object.entries(query.filters).every(([field, said]) => isEmpty(said) || isKnown(form, field)))
      continue;
    const question: Question = {
      form,
      ...asked.measure,
      by: asked.group?.group.name,
      grain: asked.group?.grain,
      split: asked.split?.name,
      chosen,
      onlyChosen: !showsOthers(query, asked, form, chosen),
      periods,
      sort: sortOf(query),
      limit,
    };
    const { fields } = writeQuery(question, sheet.model);
    if (query.sorts.length < 2 && (question.sort === undefined || fields.includes(question.sort.field)))
      return question;
  }
  return undefined;
}

function asksMore(query: LookerQuery): boolean {
  const { fill_fields, subtotals, filter_expression, dynamic_fields, column_limit, query_timezone } = query;
  const more = [fill_fields, subtotals, filter_expression, dynamic_fields, column_limit, query_timezone];
  return more.some((one) => one !== undefined) || (query.pivots ?? []).length > 1;
}

function findAsked(query: LookerQuery, form: SheetForm): Asked | undefined {
  const pair = form.metrics
    .flatMap((metric) => metric.by.map((by) => ({ metric, by })))
    .find(({ metric, by }) => {
      if (!("measure" in by) || !query.fields.includes(by.measure)) return false;
      const measures = new Set([by.measure, metric.known, form.count]);
      return query.fields.every((field) => measures.has(field) || findGroup(form, field) !== undefined);
    });
  if (pair === undefined) return undefined;
  const [pivot] = query.pivots ?? [];
  const groups = query.fields.flatMap((field) => (field === pivot ? [] : (findGroup(form, field) ?? [])));
  const split = pivot === undefined ? undefined : form.groups.find((group) => group.field === pivot);
  const [group, ...others] = groups;
  if (others.length > 0 || (pivot !== undefined && (split === undefined || group === undefined)))
    return undefined;
  return {
    group,
    split,
    measure: { metric: pair.metric.name, aggregation: pair.by.aggregation },
  };
}

/** A group of the form by its field, or by that of another grain of the same time. */
function findGroup(form: SheetForm, field: string): Found | undefined {
  const exact = form.groups.find((group) => group.field === field);
  if (exact !== undefined) return { group: exact, grain: undefined };
  for (const time of form.times) {
    const grain = time.grains.find((one) => one.field === field);
    const group = form.groups.find((one) => one.time === time.name);
    if (grain !== undefined && group !== undefined) return { group, grain: grain.timeframe };
  }
  return undefined;
}

/** @returns undefined for a filter that is no list of values */
function readChosen(query: LookerQuery, form: SheetForm): Readonly<Record<string, Chosen>> | undefined {
  const chosen: Record<string, Chosen> = {};
  for (const selector of form.selectors) {
    const said = (field: string | undefined): readonly string[] | undefined | "more" => {
      const expression = field === undefined ? undefined : query.filters[field];
      if (expression === undefined || isEmpty(expression)) return undefined;
      const values = selector.type === "string" ? readFilter(expression) : plainList(expression);
      return values === undefined ? "more" : [...new Set(values)];
    };
    const any = said(selector.filter);
    const all = said(selector.allOfFilter);
    const field = said(selector.field);
    const excluded = said(selector.excludedFilter) ?? [];
    const included = any ?? all ?? field ?? [];
    if (any === "more" || all === "more" || field === "more") return undefined;
    if (included === "more" || excluded === "more") return undefined;
    // A filter on the field itself keeps the same rows as the selector's own, and of their groups the chosen ones.
    const differs = field !== undefined && JSON.stringify(field) !== JSON.stringify(included);
    if (differs || (any !== undefined && all !== undefined)) return undefined;
    if (included.length === 0 && excluded.length === 0) continue;
    chosen[selector.name] = { included, match: all === undefined ? "any" : "all", excluded };
  }
  return chosen;
}

/** Whether the groups are of a field whose values are chosen, and not only the chosen ones are wanted. */
function showsOthers(
  query: LookerQuery,
  asked: Asked,
  form: SheetForm,
  chosen: Readonly<Record<string, Chosen>>,
): boolean {
  const grouped = [asked.group?.group.field, asked.split?.field];
  return form.selectors.some(
    ({ name, field }) =>
      grouped.includes(field) &&
      (chosen[name]?.included.length ?? 0) > 0 &&
      isEmpty(query.filters[field] ?? ""),
  );
}

/** @returns undefined for a filter that is no plain period */
function readPeriods(query: LookerQuery, form: SheetForm): Readonly<Record<string, Period>> | undefined {
  const periods: Record<string, Period> = {};
  for (const time of form.times) {
    const said = [time.field, ...time.grains.map((grain) => grain.field)].flatMap((field) => {
      const expression = query.filters[field] ?? "";
      return isEmpty(expression) ? [] : [[field, expression] as const];
    });
    const distinct = new Map(said);
    if (distinct.size > 1) return undefined;
    for (const expression of distinct.values()) {
      const period = readPeriod(expression);
      if (period === undefined) return undefined;
      periods[time.name] = period;
    }
  }
  return periods;
}

function isKnown(form: SheetForm, field: string): boolean {
  return (
    form.selectors.some((one) =>
      [one.filter, one.allOfFilter, one.excludedFilter, one.field].includes(field),
    ) || form.times.some((time) => time.field === field || time.grains.some((grain) => grain.field === field))
  );
}

function isEmpty(expression: string): boolean {
  return expression.trim() === "";
}

function plainList(expression: string): readonly string[] | undefined {
  const values = expression.split(",").map((one) => one.trim());
  return values.every((value) => /^[\w.-]+$/.test(value)) ? values : undefined;
}

function limitOf(query: LookerQuery): number | undefined {
  const rows = Number(query.limit);
  if (!Number.isInteger(rows) || rows === 0 || rows < -1) return undefined;
  return rows === -1 || rows > MOST_ROWS ? MOST_ROWS : rows;
}

function sortOf(query: LookerQuery): Sort | undefined {
  const [field, direction = ""] = query.sorts[0]?.trim().split(/\s+/) ?? [];
  return field === undefined ? undefined : { field, descending: direction.toLowerCase() === "desc" };
}
