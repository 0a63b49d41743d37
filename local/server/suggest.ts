// A field and what was typed -> values of the field to choose from, those that begin with it first.
import type pg from "pg";
import { DIALECTS, findExplore, findView, Mistake, type Model, Outage } from "../../generator/index.ts";
import { answer } from "../answer.ts";
import { plan } from "../plan.ts";
import type { Question } from "../question.ts";
import { writeSql } from "../sql.ts";
import type { Published } from "./serving/published.ts";
import { type CountedValue, openList } from "./suggest/list.ts";
import { MOST_VALUES, openLists } from "./suggest/lists.ts";
import { aloneModel, type Asked, findWanted, smallName } from "./suggest/wanted.ts";

/** The most values given at once. */
const MOST = 50;
/** The most values of a number or a time that are looked through. */
const MOST_LOOKED_THROUGH = 5_000;
/** The most texts that are looked up in the database at once. */
const MOST_ASKED = 500;
/** For so many texts that are no value the most similar value is looked for: in memory, and in the database. */
const MOST_NEAR = 200;
const MOST_NEAR_ASKED = 5;
/** People do not type more. */
const LONGEST_TERM = 200;

/** Looker's answer to `model_fieldname_suggestions` (API 4.0). */
export interface Suggestions {
  readonly suggestions: readonly string[];
  readonly error: string | null;
  readonly from_cache: boolean;
  /** There are more values than are given. */
  readonly hit_limit: boolean;
  readonly used_calcite_materialization: boolean;
}

/** Which values are wanted. */
export interface Wanted {
  readonly explore: string;
  /** Full field name as the explore knows it, e.g. `genres.name`. */
  readonly field: string;
  /** What the values must contain, upper or lower case; empty for any value. */
  readonly term: string;
  /** The user attributes of whoever asks, by name, for the explore's access filters. */
  readonly userAttributes?: Readonly<Record<string, string>> | undefined;
}

/** Gives values of fields of one model. */
export type Suggest = (wanted: Wanted, signal?: AbortSignal) => Promise<Suggestions>;

/** Values with what there is to know of them. */
export interface CountedValues {
  /** At most 50, the best first. */
  readonly values: readonly CountedValue[];
  /** How many match; null where the database was asked, which stops counting. */
  readonly matched: number | null;
  /** How many the field has; null as above. */
  readonly total: number | null;
  /** More match than are given. */
  readonly truncated: boolean;
  /** The run they come from. */
  readonly published: Published | undefined;
}

/** What became of texts that were looked up. */
export interface KnownValues {
  /** The text as it was given, and the value it is. */
  readonly found: readonly {
    readonly asked: string;
    readonly value: string;
    readonly count: number | null;
  }[];
  /** The text as it was given, and the value that is most like it, where one is. */
  readonly notFound: readonly { readonly asked: string; readonly near: string | null }[];
}

/** Gives values with their counts. */
export interface Values {
  /** @throws Refusal with status 404 for a name the model does not have, with 400 for a field that has no values; Outage when the database fails */
  values(wanted: Wanted, signal?: AbortSignal): Promise<CountedValues>;
  /**
   * Which of some texts are values of the field, each once and in their order; capital letters and accents count
   * only where two values differ in nothing else.
   * @throws as `values`
   */
  known(wanted: Omit<Wanted, "term">, texts: readonly string[], signal?: AbortSignal): Promise<KnownValues>;
  /** The same in Looker's shape. */
  readonly suggest: Suggest;
}

/**
 * Values are asked for by planned questions like any other, each in an explore of the field's own view with
 * nothing joined to it: that reads the table of names, never the table of facts. Texts are then searched in
 * memory, in lists that are read once for each run and each set of user attributes. Without a run, and above a
 * size, the database searches: its filters tell capital letters from small ones, as Looker's do, so what is typed
 * is compared with a copy of the field in small letters.
 * @param published the run that published what the database holds
 */
export function openValues(
  model: Model,
  pool: pg.Pool,
  published: () => Promise<Published | undefined>,
): Values {
  const lists = openLists(published);
  const alone = aloneModel(model);
  const ask = async (
    wanted: Asked & Pick<Wanted, "userAttributes">,
    filters: Question["filters"],
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> => {
    const question: Question = {
      model: model.name,
      view: wanted.explore,
      fields: [wanted.name],
      filters,
      sorts: [{ field: wanted.name, descending: false }],
      limit,
    };
    const planned = plan(alone, question, { userAttributes: wanted.userAttributes ?? {} });
    const found = await answer(pool, writeSql(planned, DIALECTS.postgres), signal);
    return found.rows.flatMap((row) => {
      const value = row[wanted.name];
      return value === null || value === undefined || value === "" ? [] : [String(value)];
    });
  };
  const askDatabase = async (
    { explore, field, term, userAttributes }: Wanted,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> => {
    const wanted = { ...findWanted(model, explore, field), userAttributes };
    const known = wanted.language === "yesno" ? ["Yes", "No"] : wanted.values;
    if (known !== undefined) return known.filter((value) => contains(value, term));
    if (wanted.language === "other") {
      const values = await ask(wanted, {}, MOST_LOOKED_THROUGH, signal);
      return values.filter((value) => contains(value, term));
    }
    if (term === "") return ask(wanted, { [wanted.name]: "-EMPTY" }, MOST + 1, signal);
    const small = smallName(wanted.name);
    const first = await ask(wanted, { [small]: anyCase(term, (text) => `${text}%`) }, MOST + 1, signal);
    if (first.length > MOST) return first;
    const most = MOST + 1 + first.length;
    const more = await ask(wanted, { [small]: anyCase(term, (text) => `%${text}%`) }, most, signal);
    return [...new Set([...first, ...more])];
  };
  /** How many rows of the explore have each value; nothing where the explore's own view has no plain count. */
  const countRows = async (
    { explore, field, userAttributes }: Wanted,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> => {
    const base = findView(model, findExplore(model, explore)?.view ?? "");
    const count = base?.fields.find(
      (one) => one.kind === "measure" && one.type === "count" && one.filters.length === 0,
    );
    if (base === undefined || count === undefined) return new Map();
    const counted = `${findExplore(model, explore)?.view ?? ""}.${count.name}`;
    const question: Question = {
      model: model.name,
      view: explore,
      fields: [field, counted],
      filters: {},
      sorts: [{ field: counted, descending: true }],
      limit: MOST_VALUES + 1,
    };
    const planned = plan(alone, question, { userAttributes: userAttributes ?? {} });
    const found = await answer(pool, writeSql(planned, DIALECTS.postgres), signal);
    return new Map(found.rows.map((row) => [String(row[field]), Number(row[counted])]));
  };
  const load = async (wanted: Wanted, signal: AbortSignal): Promise<readonly CountedValue[]> => {
    const asked = {
      ...findWanted(model, wanted.explore, wanted.field),
      userAttributes: wanted.userAttributes,
    };
    const values = await ask(asked, { [asked.name]: "-EMPTY" }, MOST_VALUES + 1, signal);
    if (values.length > MOST_VALUES) return values.map((value) => ({ value, count: null }));
    const counts = await countRows(wanted, signal).catch((error: unknown) => {
      // Values without counts are better than none, and counting reads the table of facts.
      if (error instanceof Outage) return new Map<string, number>();
      throw error;
    });
    return values.map((value) => ({ value, count: counts.size === 0 ? null : (counts.get(value) ?? 0) }));
  };
  /** The values in memory; undefined where the model itself says which there are, and where the database must be asked. */
  const heldOf = async (
    wanted: Omit<Wanted, "term">,
    signal: AbortSignal | undefined,
  ): ReturnType<typeof lists.of> => {
    const found = findWanted(model, wanted.explore, wanted.field);
    if (found.language !== "string" || found.values !== undefined) return undefined;
    const { explore, field, userAttributes = {} } = wanted;
    // A filter of the explore and the SQL of the field itself may ask for any attribute.
    const key = JSON.stringify([explore, field, Object.entries(userAttributes).toSorted(byName)]);
    return lists.of(key, signal, (stop) => load({ ...wanted, term: "" }, stop));
  };
  /** The values among texts that the database has, with as many questions as it takes. */
  const lookUp = async (
    wanted: Omit<Wanted, "term">,
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> => {
    const asked = {
      ...findWanted(model, wanted.explore, wanted.field),
      userAttributes: wanted.userAttributes,
    };
    if (asked.language !== "string" || asked.values !== undefined)
      return askDatabase({ ...wanted, term: "" }, signal);
    const found: string[] = [];
    for (let start = 0; start < texts.length; start += MOST_ASKED) {
      const some = texts.slice(start, start + MOST_ASKED);
      const small = [...new Set(some.map((text) => anyCase(text, (one) => one)))].join(",");
      found.push(...(await ask(asked, { [smallName(asked.name)]: small }, MOST_LOOKED_THROUGH, signal)));
    }
    return found;
  };
  const known = async (
    wanted: Omit<Wanted, "term">,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<KnownValues> => {
    const distinct = [...new Set(texts)].filter((text) => text.trim() !== "");
    const held = await heldOf(wanted, signal);
    const list =
      held?.list ??
      openList((await lookUp(wanted, distinct, signal)).map((value) => ({ value, count: null })));
    const told = distinct.map((asked) => ({ asked, is: list.find(asked) }));
    const missing = told.flatMap(({ asked, is }) => (is === undefined ? [asked] : []));
    const near = async (asked: string, index: number): Promise<string | null> => {
      if (held !== undefined) return index < MOST_NEAR ? (held.list.near(asked) ?? null) : null;
      if (index >= MOST_NEAR_ASKED) return null;
      return (await askDatabase({ ...wanted, term: asked.trim().slice(0, LONGEST_TERM) }, signal))[0] ?? null;
    };
    const notFound: { readonly asked: string; readonly near: string | null }[] = [];
    for (const [index, asked] of missing.entries()) notFound.push({ asked, near: await near(asked, index) });
    return { found: told.flatMap(({ asked, is }) => (is === undefined ? [] : [{ asked, ...is }])), notFound };
  };
  const values = async (wanted: Wanted, signal?: AbortSignal): Promise<CountedValues> => {
    const held = await heldOf(wanted, signal);
    if (held !== undefined) {
      const matching = held.list.search(wanted.term, MOST);
      return {
        ...matching,
        truncated: matching.matched > matching.values.length,
        published: held.published,
      };
    }
    const values = await askDatabase(wanted, signal);
    return {
      values: values.slice(0, MOST).map((value) => ({ value, count: null })),
      matched: null,
      total: null,
      truncated: values.length > MOST,
      published: await published(),
    };
  };
  return {
    values,
    known,
    suggest: async (wanted, signal) => {
      const found = await values(wanted, signal);
      return given(
        found.values.map((one) => one.value),
        found.truncated,
        found.matched !== null,
      );
    },
  };
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}

/**
 * A string filter for what was typed, in small letters: all of them, and as a database does it that knows
 * only those of ASCII.
 */
function anyCase(term: string, pattern: (text: string) => string): string {
  const ascii = term.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return [...new Set([term.toLowerCase(), ascii])].map((text) => asText(pattern(escaped(text)))).join(",");
}

/** The two words of Looker's language, as texts. */
function asText(expression: string): string {
  return /^(?:null|empty)$/i.test(expression) ? `"${expression}"` : expression;
}

/** Text that stands for itself inside a string filter. */
function escaped(text: string): string {
  return text.replaceAll(/[\^%_",\\]/g, (character) => `^${character}`).replace(/^-/, "^-");
}

function contains(value: string, term: string): boolean {
  return value.toLowerCase().includes(term.toLowerCase());
}

function given(values: readonly string[], truncated: boolean, held: boolean): Suggestions {
  return {
    suggestions: values,
    error: null,
    from_cache: held,
    hit_limit: truncated,
    used_calcite_materialization: false,
  };
}

/**
 * @param term the request's `term`
 * @throws Mistake unless it is one text of a length people type
 */
export function readTerm(term: unknown): string {
  if (term === undefined) return "";
  if (typeof term !== "string" || term.length > LONGEST_TERM)
    throw new Mistake("The parameter term takes one text of at most 200 characters.");
  return term.trim();
}
