// What an explore asks of every question -> the filters that a question gets besides its own, and the SQL as a text and as a test.
import { textOf } from "./filter.ts";
import { compare, readFraction } from "./fraction.ts";
import type { Value } from "./value.ts";
import type { Asked, AskedFilter, WhereTerm, World } from "./world.ts";

/** The name of the parameter that switches `sql_always_where` on, and the value that does. */
export const STRICTNESS = "strictness";
export const STRICT = "strict";

/**
 * All filters of a question. Where it says nothing of a field, the explore's own stand in, the conditional ones
 * unless it filters on one of some fields; those of whoever asks stand beside its own.
 */
export function filtersFor(world: World, asked: Asked): readonly AskedFilter[] {
  const { always } = world;
  if (always === undefined) return asked.filters;
  const said = new Set([...asked.filters.map(({ field }) => field), ...Object.keys(asked.parameters)]);
  const lifted = asked.filters.some(
    ({ field, filter }) => always.conditional?.unless.includes(field) === true && textOf(filter) !== "",
  );
  const usual = [...always.filters, ...(lifted ? [] : (always.conditional?.filters ?? []))];
  const access = always.access.map(({ field, attribute }): AskedFilter => {
    const filter = asked.attributes?.[attribute];
    if (filter === undefined) throw new Error(`whoever asks lacks ${attribute}`);
    return { field, filter };
  });
  return [...asked.filters, ...usual.filter(({ field }) => !said.has(field)), ...access];
}

/** The terms of `sql_always_where`, one of which must hold; undefined where it lets all rows through. */
export function whereFor(world: World, asked: Asked): readonly WhereTerm[] | undefined {
  const { always } = world;
  if (always === undefined || always.where.length === 0) return undefined;
  if (always.switched && asked.parameters[`${world.base}.${STRICTNESS}`] !== STRICT) return undefined;
  return always.where;
}

/** Whether a term is true of a value: of what is not known, a comparison is not. */
export function termHolds(term: WhereTerm, value: Value): boolean {
  if (term.over === undefined) return value === null;
  return value !== null && typeof value === "object" && compare(value, readFraction(term.over)) > 0;
}

/** `sql_always_where` as the model says it. */
export function whereText(world: World): string | undefined {
  const { always } = world;
  if (always === undefined || always.where.length === 0) return undefined;
  const terms = always.where.map(({ field, over }) =>
    over === undefined ? `\${${field}} IS NULL` : `\${${field}} > ${over}`,
  );
  const sql = terms.join(" OR ");
  if (!always.switched) return sql;
  return `{% if ${world.base}.${STRICTNESS}._parameter_value == '${STRICT}' %}${sql}{% else %}1 = 1{% endif %}`;
}

/** The attributes of whoever asks, as texts. */
export function attributesOf(asked: Asked): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(asked.attributes ?? {}).map(([name, filter]) => [name, textOf(filter)]),
  );
}

/** The fields that the explore itself names. */
export function alwaysFields({ always }: World): readonly string[] {
  if (always === undefined) return [];
  return [
    ...always.filters.map(({ field }) => field),
    ...(always.conditional?.filters ?? []).map(({ field }) => field),
    ...(always.conditional?.unless ?? []),
    ...always.access.map(({ field }) => field),
    ...always.where.map(({ field }) => field),
  ];
}
