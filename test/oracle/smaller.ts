// A case -> smaller cases, largest cuts first: what shrinking tries, until nothing can be left out any more.
import type { Filter } from "./filter.ts";
import { tidied } from "./tidy.ts";
import {
  type Always,
  type Asked,
  type Case,
  viewAt,
  type World,
  type WorldDimension,
  type WorldView,
} from "./world.ts";

/** Cases that lack something of this one. Some may be no models; those show nothing. */
export function* smaller(one: Case): Generator<Case> {
  const [question, ...more] = one.questions;
  if (question === undefined) return;
  if (more.length > 0) {
    for (const only of one.questions) yield { ...one, questions: [only] };
    return;
  }
  const { world, rows } = one;
  for (const asked of smallerQuestions(question)) yield { ...one, questions: [asked] };
  for (const asked of plainer(world, question)) yield { ...one, questions: [asked] };
  const tidy = tidied(one, question);
  if (tidy !== undefined) yield tidy;
  for (const [table, all] of Object.entries(rows)) {
    const keeping = (kept: typeof all): Case => ({ ...one, rows: { ...rows, [table]: kept } });
    if (all.length > 1) yield keeping([]);
    for (const row of all) yield keeping(all.filter((other) => other !== row));
  }
  for (const next of smallerWorlds(world)) yield { ...one, world: next };
  for (const table of world.tables) {
    for (const column of table.columns) {
      if (table.key.includes(column.name)) continue;
      for (const row of rows[table.name] ?? []) {
        if (row[column.name] === null || row[column.name] === undefined) continue;
        const changed = (rows[table.name] ?? []).map((other) =>
          other === row ? { ...row, [column.name]: null } : other,
        );
        yield { ...one, rows: { ...rows, [table.name]: changed } };
      }
    }
  }
}

/** The same filters, for the rows of the base view alone. */
function plainer(world: World, asked: Asked): readonly Asked[] {
  const [first] = viewAt(world, world.base).dimensions.filter((one) => one.type !== "time");
  if (first === undefined) return [];
  const field = `${world.base}.${first.name}`;
  return asked.fields.length === 1 && asked.fields[0] === field
    ? []
    : [{ ...asked, fields: [field], sorts: [] }];
}

function* smallerQuestions(asked: Asked): Generator<Asked> {
  if (asked.limit !== undefined) yield { ...asked, limit: undefined };
  for (const sort of asked.sorts) yield { ...asked, sorts: asked.sorts.filter((one) => one !== sort) };
  for (const filter of asked.filters)
    yield { ...asked, filters: asked.filters.filter((one) => one !== filter) };
  for (const name of Object.keys(asked.parameters))
    yield {
      ...asked,
      parameters: Object.fromEntries(Object.entries(asked.parameters).filter(([one]) => one !== name)),
    };
  if (asked.fields.length > 1) {
    for (const field of asked.fields)
      yield {
        ...asked,
        fields: asked.fields.filter((one) => one !== field),
        sorts: asked.sorts.filter((sort) => sort.field !== field),
      };
  }
  for (const one of asked.filters)
    for (const filter of smallerFilters(one.filter))
      yield { ...asked, filters: asked.filters.map((other) => (other === one ? { ...one, filter } : other)) };
}

function smallerFilters(filter: Filter): readonly Filter[] {
  const lists = <Term>(terms: readonly Term[]): readonly (readonly Term[])[] =>
    terms.map((term) => terms.filter((one) => one !== term));
  switch (filter.language) {
    case "string":
      return filter.terms.length < 2 ? [] : lists(filter.terms).map((terms) => ({ ...filter, terms }));
    case "date":
      return filter.terms.length < 2 ? [] : lists(filter.terms).map((terms) => ({ ...filter, terms }));
    case "number":
      if (filter.wanted.length + filter.unwanted.length < 2) return [];
      return [
        ...lists(filter.wanted).map((wanted) => ({ ...filter, wanted })),
        ...lists(filter.unwanted).map((unwanted) => ({ ...filter, unwanted })),
      ];
    case "yesno":
    case "place":
      return [];
  }
}

function* smallerAlways(world: World): Generator<World> {
  const { always } = world;
  if (always === undefined) return;
  yield { ...world, always: undefined };
  const but = (changed: Partial<Always>): World => ({ ...world, always: { ...always, ...changed } });
  for (const filter of always.filters) yield but({ filters: always.filters.filter((one) => one !== filter) });
  if (always.conditional !== undefined) yield but({ conditional: undefined });
  for (const one of always.access) yield but({ access: always.access.filter((other) => other !== one) });
  for (const term of always.where) yield but({ where: always.where.filter((one) => one !== term) });
  if (always.switched) yield but({ switched: false });
}

function* smallerWorlds(world: World): Generator<World> {
  const withView = (view: WorldView): World => ({
    ...world,
    views: world.views.map((one) => (one.name === view.name ? view : one)),
  });
  for (const view of world.views) {
    for (const measure of view.measures) {
      const change = (next: typeof measure): World =>
        withView({ ...view, measures: view.measures.map((one) => (one === measure ? next : one)) });
      for (const filter of measure.filters)
        yield change({ ...measure, filters: measure.filters.filter((one) => one !== filter) });
      for (const one of measure.filters)
        for (const filter of smallerFilters(one.filter))
          yield change({
            ...measure,
            filters: measure.filters.map((other) => (other === one ? { ...one, filter } : other)),
          });
    }
    for (const dimension of view.dimensions) {
      const change = (next: WorldDimension): World =>
        withView({ ...view, dimensions: view.dimensions.map((one) => (one === dimension ? next : one)) });
      if (dimension.unknown !== undefined) yield change({ ...dimension, unknown: undefined });
    }
  }
  yield* smallerAlways(world);
  for (const metric of world.metrics.slice(1))
    yield { ...world, metrics: world.metrics.filter((one) => one !== metric) };
  for (const join of world.joins)
    for (const pair of join.on)
      if (join.on.length > 1)
        yield {
          ...world,
          joins: world.joins.map((one) =>
            one === join ? { ...join, on: join.on.filter((other) => other !== pair) } : one,
          ),
        };
}
