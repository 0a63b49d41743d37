// A field and what was typed -> values of the field to choose from, those that begin with it first.
import type pg from "pg";
import {
  DIALECTS,
  type Explore,
  type Field,
  findExplore,
  findField,
  findView,
  type FoundField,
  Mistake,
  type Model,
  type Piece,
  type View,
} from "../../generator/index.ts";
import { answer } from "../answer.ts";
import { plan } from "../plan.ts";
import type { Question } from "../question.ts";
import { writeSql } from "../sql.ts";
import { Refusal } from "./looker-error.ts";

/** The most values given at once. */
const MOST = 50;
/** The most values of a number or a time that are looked through. */
const MOST_LOOKED_THROUGH = 5_000;

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
}

/** Gives values of fields of one model. */
export type Suggest = (wanted: Wanted, signal?: AbortSignal) => Promise<Suggestions>;

/**
 * Values are asked for by planned questions like any other, each in an explore of the field's own view with
 * nothing joined to it: one keystroke then reads the table of names, never the table of facts. Filters tell
 * capital letters from small ones, as Looker's do; what is typed is compared with a copy of the field in
 * small letters.
 *
 * The result throws Refusal with status 404 for a name the model does not have, with 400 for a field that
 * has no values; Outage when the database fails.
 */
export function openSuggestions(model: Model, pool: pg.Pool): Suggest {
  const alone: Model = {
    ...model,
    views: model.views.map(withSmallLetters),
    explores: [
      ...model.explores.map(withoutUsualFilters),
      ...model.views.map((view) => ownExplore(view.name)),
    ],
  };
  const ask = async (
    wanted: Asked,
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
    const found = await answer(pool, writeSql(plan(alone, question), DIALECTS.postgres), signal);
    return found.rows.flatMap((row) => {
      const value = row[wanted.name];
      return value === null || value === undefined || value === "" ? [] : [String(value)];
    });
  };
  return async ({ explore, field, term }, signal) => {
    const wanted = findWanted(model, explore, field);
    if (wanted.language === "yesno") return given(["Yes", "No"].filter((word) => contains(word, term)));
    if (wanted.language === "other") {
      const values = await ask(wanted, {}, MOST_LOOKED_THROUGH, signal);
      return given(values.filter((value) => contains(value, term)));
    }
    if (term === "") return given(await ask(wanted, { [wanted.name]: "-EMPTY" }, MOST + 1, signal));
    const small = smallName(wanted.name);
    const first = await ask(wanted, { [small]: anyCase(term, (text) => `${text}%`) }, MOST + 1, signal);
    if (first.length > MOST) return given(first);
    const most = MOST + 1 + first.length;
    const more = await ask(wanted, { [small]: anyCase(term, (text) => `%${text}%`) }, most, signal);
    return given([...new Set([...first, ...more])]);
  };
}

interface Asked {
  /** The explore that is asked, and the field's full name in it. */
  readonly explore: string;
  readonly name: string;
  readonly language: "string" | "yesno" | "other";
}

function ownExplore(view: string): Explore {
  // As with fields, no explore of a model can be called this.
  return {
    name: `only ${view}`,
    label: view,
    description: undefined,
    view,
    joins: [],
    accessFilters: [],
    alwaysFilter: [],
    conditionallyFilter: undefined,
    sqlAlwaysWhere: undefined,
    sqlAlwaysHaving: undefined,
    at: [],
  };
}

/** Values to choose from are looked up before a filter is chosen, so the usual ones do not stand in. */
function withoutUsualFilters(explore: Explore): Explore {
  return { ...explore, alwaysFilter: [], conditionallyFilter: undefined };
}

/** No field of a model can be called this: its names have no blanks. */
function smallName(name: string): string {
  return `${name} in small letters`;
}

function withSmallLetters(view: View): View {
  const copies = view.fields.flatMap((field): readonly Field[] => {
    if (field.kind !== "dimension" || field.type !== "string") return [];
    const pieces: readonly Piece[] = [
      { kind: "text", text: "LOWER(" },
      { kind: "field", view: view.name, field: field.name },
      { kind: "text", text: ")" },
    ];
    return [
      {
        ...field,
        name: smallName(field.name),
        primaryKey: false,
        expression: { pieces, unknown: undefined },
      },
    ];
  });
  return { ...view, fields: [...view.fields, ...copies] };
}

function findWanted(model: Model, exploreName: string, field: string): Asked {
  const explore = findExplore(model, exploreName);
  if (explore === undefined)
    throw new Refusal(404, `There is no explore ${exploreName} in model ${model.name}.`);
  const [alias = "", name = "", ...rest] = field.split(".");
  const viewName = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = viewName === undefined ? undefined : findView(model, viewName);
  const found = view === undefined || rest.length > 0 ? undefined : findField(view, name);
  if (view === undefined || found === undefined)
    throw new Refusal(404, `There is no field ${field} in explore ${exploreName}.`);
  const language = languageOf(found);
  if (language === undefined)
    throw new Refusal(400, `${field} is not a dimension, so it has no values to choose from.`);
  // Values that an explore keeps from people must not be told by the view alone.
  if (explore.accessFilters.length > 0 || explore.sqlAlwaysWhere !== undefined)
    return { explore: explore.name, name: field, language };
  return { explore: ownExplore(view.name).name, name: `${view.name}.${name}`, language };
}

function languageOf({ field }: FoundField): Asked["language"] | undefined {
  if (field.kind === "dimension_group") return "other";
  if (field.kind !== "dimension") return undefined;
  return field.type === "number" ? "other" : field.type;
}

/**
 * A string filter for what was typed, in small letters: all of them, and as a database does it that knows
 * only those of ASCII.
 */
function anyCase(term: string, pattern: (text: string) => string): string {
  const ascii = term.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return [...new Set([term.toLowerCase(), ascii])].map((text) => pattern(escaped(text))).join(",");
}

/** Text that stands for itself inside a string filter. */
function escaped(text: string): string {
  return text.replaceAll(/[\^%_",\\]/g, (character) => `^${character}`).replace(/^-/, "^-");
}

function contains(value: string, term: string): boolean {
  return value.toLowerCase().includes(term.toLowerCase());
}

function given(values: readonly string[]): Suggestions {
  return {
    suggestions: values.slice(0, MOST),
    error: null,
    from_cache: false,
    hit_limit: values.length > MOST,
    used_calcite_materialization: false,
  };
}

/**
 * @param term the request's `term`
 * @throws Mistake unless it is one text of a length people type
 */
export function readTerm(term: unknown): string {
  if (term === undefined) return "";
  if (typeof term !== "string" || term.length > 200)
    throw new Mistake("The parameter term takes one text of at most 200 characters.");
  return term.trim();
}
