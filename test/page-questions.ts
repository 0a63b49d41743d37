// A form -> any question that it can ask, with values that every escape of the filter language is for.
import * as fc from "fast-check";
import { measureOf, whyNot } from "../local/page/question/named.ts";
import type { Question, SheetForm } from "../local/page/props.ts";
import { AWKWARD } from "./library.ts";

const VALUES = fc.oneof(
  fc.constantFrom(
    "Action",
    "null",
    "EMPTY",
    "-5",
    " Élan",
    "a_%^b",
    AWKWARD.title,
    AWKWARD.topic,
    "x ",
    '"',
    "\\",
  ),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== ""),
);

/** Any day people ask about. */
const DAY = fc
  .integer({ min: Date.UTC(1874, 0, 1), max: Date.UTC(2030, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

/** Days from and to, one of them at least. */
export const PERIOD = fc
  .tuple(fc.option(DAY, { nil: undefined }), fc.option(DAY, { nil: undefined }))
  .filter(([from, to]) => (from ?? to) !== undefined)
  .map(([from, to]) =>
    from !== undefined && to !== undefined && to < from ? { from: to, to: from } : { from, to },
  );

/**
 * Any question that a form can ask.
 * @param values of its selectors; any texts when not given
 */
export function questions(form: SheetForm, values = VALUES): fc.Arbitrary<Question> {
  const names = fc.uniqueArray(values, { maxLength: 4 });
  const pairs = form.metrics.flatMap((metric) =>
    form.aggregations.flatMap(({ name }) =>
      whyNot(metric, name) === undefined ? [{ metric: metric.name, aggregation: name }] : [],
    ),
  );
  const chosen = form.selectors.map((selector) =>
    fc.record({ wanted: names, unwanted: names, all: fc.boolean() }).map(({ wanted, unwanted, all }) => ({
      name: selector.name,
      included: wanted,
      excluded: unwanted.filter((value) => !wanted.includes(value)),
      match:
        all && selector.allOfFilter !== undefined && wanted.length > 0 ? ("all" as const) : ("any" as const),
    })),
  );
  return fc
    .record({
      pair: fc.constantFrom(...pairs),
      by: fc.option(fc.constantFrom(...form.groups), { nil: undefined }),
      split: fc.option(fc.constantFrom(...form.groups), { nil: undefined }),
      grain: fc.nat(),
      chosen: fc.tuple(...chosen),
      periods: fc.tuple(
        ...form.times.map((time) => fc.option(PERIOD.map((period) => [time.name, period] as const))),
      ),
      onlyChosen: fc.boolean(),
      sorted: fc.option(fc.boolean(), { nil: undefined }),
      limit: fc.constantFrom(1, 25, 500, 5000),
    })
    .map(({ pair, by, split, grain, chosen: filled, periods, onlyChosen, sorted, limit }) => {
      const grains = form.times.find((time) => time.name === by?.time)?.grains ?? [];
      const finer = grains[grain % Math.max(1, grains.length)]?.timeframe;
      const other =
        by === undefined || split?.field === by.field || split?.time === (by.time ?? "") ? undefined : split;
      const kept = filled.filter(({ included, excluded }) => included.length + excluded.length > 0);
      const groups = [by?.field, other?.field];
      const choosesGroups = form.selectors.some(
        ({ name, field }) =>
          groups.includes(field) && kept.some((one) => one.name === name && one.included.length > 0),
      );
      const isFiner =
        finer !== by?.timeframe &&
        !form.groups.some((one) => one.field === grains.find((g) => g.timeframe === finer)?.field);
      return {
        form,
        ...pair,
        by: by?.name,
        grain: isFiner ? finer : undefined,
        split: other?.name,
        chosen: Object.fromEntries(kept.map(({ name, ...one }) => [name, one])),
        onlyChosen: choosesGroups ? onlyChosen : true,
        periods: Object.fromEntries(periods.flatMap((one) => (one === null ? [] : [one]))),
        sort:
          sorted === undefined
            ? undefined
            : { field: measureOf({ form, ...pair }).measure, descending: sorted },
        limit,
      };
    });
}
