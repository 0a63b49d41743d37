// A question -> the query in Looker's words that asks it (API 4.0, WriteQuery).
import type { Chosen, LookerQuery, Question, SheetGroup, SheetSelector } from "../props.ts";
import { writeFilter } from "./filter.ts";
import { groupOf, measureOf, metricOf, splitOf } from "./named.ts";
import { writePeriod } from "./period.ts";

/**
 * The query as the address says it: the groups, the measure, and the two counts that tell its coverage.
 * @param model the model's name
 */
export function writeQuery(question: Question, model: string): LookerQuery {
  const group = groupOf(question);
  const split = group === undefined ? undefined : splitOf(question);
  const { sort } = question;
  const groups = [group, split].flatMap((one) => (one === undefined ? [] : [one.field]));
  const fields = [...new Set([...groups, ...measuresOf(question)])];
  return {
    model,
    view: question.form.explore,
    fields,
    filters: { ...selectorFilters(question, [group, split]), ...periodFilters(question) },
    sorts:
      sort === undefined || !fields.includes(sort.field)
        ? []
        : [sort.descending ? `${sort.field} desc` : sort.field],
    limit: String(question.limit),
    ...(split === undefined ? {} : { pivots: [split.field] }),
  };
}

/** The measure, and those that say on how many rows it stands. */
export function measuresOf(question: Question): readonly string[] {
  const { known } = metricOf(question);
  return [
    ...new Set([measureOf(question).measure, ...(known === undefined ? [] : [known]), question.form.count]),
  ];
}

function selectorFilters(
  question: Question,
  groups: readonly (SheetGroup | undefined)[],
): Readonly<Record<string, string>> {
  const filters: Record<string, string> = {};
  for (const selector of question.form.selectors) {
    const chosen = question.chosen[selector.name];
    if (chosen === undefined) continue;
    const { included, excluded } = chosen;
    if (included.length > 0) {
      const expression = writeFilter(included, selector.type);
      filters[keeping(selector, chosen)] = expression;
      // A selector keeps rows that have the chosen values, with all their other values; the groups are the chosen ones only.
      const group = groups.find((one) => one?.field === selector.field);
      if (group !== undefined && question.onlyChosen) filters[group.field] = expression;
    }
    if (excluded.length > 0) filters[selector.excludedFilter] = writeFilter(excluded, selector.type);
  }
  return filters;
}

function keeping(selector: SheetSelector, { match }: Chosen): string {
  return match === "all" ? (selector.allOfFilter ?? selector.filter) : selector.filter;
}

function periodFilters(question: Question): Readonly<Record<string, string>> {
  const filters = question.form.times.flatMap((time): readonly [string, string][] => {
    const period = question.periods[time.name];
    const expression = period === undefined ? undefined : writePeriod(period);
    return expression === undefined ? [] : [[time.field, expression]];
  });
  return Object.fromEntries(filters);
}
