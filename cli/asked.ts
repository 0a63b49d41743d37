// What was typed after `ask` -> a question, in Looker's query words or through the model's question form.
import { didYouMean, findQuestion, Mistake, type Model, type QuestionForm } from "../generator/index.ts";
import { askForm } from "../local/form.ts";
import type { Question } from "../local/question.ts";
import { readLimit, readSort } from "../local/read-question.ts";

/** What was typed after `ask`, as commander gives it; selectors stand under their names. */
export interface AskedOptions {
  readonly fields?: readonly string[];
  readonly filter?: readonly string[];
  readonly sort?: readonly string[];
  readonly limit?: string;
  readonly question?: string;
  readonly metric?: string;
  readonly aggregation?: string;
  readonly by?: string;
  readonly allOf?: readonly string[];
  readonly [selector: string]: unknown;
}

/** A question, and where a form was filled in, that form with the values typed into it. */
export interface Asked {
  readonly question: Question;
  readonly form: QuestionForm | undefined;
  /** Wanted and unwanted values by selector name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/**
 * @param explore the argument, when there was one
 * @throws Mistake for options that do not go together or name what the model does not have
 */
export function questionOf(model: Model, explore: string | undefined, options: AskedOptions): Asked {
  const inForm =
    options.metric !== undefined ||
    options.aggregation !== undefined ||
    (explore === undefined && options.fields === undefined);
  if (inForm) return fromForm(model, explore, options);
  return { question: fromWords(model, explore, options), form: undefined, values: {} };
}

function fromWords(model: Model, explore: string | undefined, options: AskedOptions): Question {
  if (explore === undefined || options.fields === undefined) {
    const explores = `Explores of this model: ${model.explores.map((one) => one.name).join(", ")}.`;
    throw new Mistake(
      explore === undefined
        ? `Say which explore the fields are of: viewfinder ask <explore> --fields …. ${explores}`
        : `Say which fields of ${explore} to show: viewfinder ask ${explore} --fields <view>.<field>,…. ${explores}`,
    );
  }
  refuseBlanks(model, options);
  return {
    model: model.name,
    view: explore,
    fields: options.fields,
    filters: withFilters({}, options.filter),
    sorts: (options.sort ?? []).map(readSort),
    limit: readLimit(options.limit),
  };
}

/** The question form's options beside `--fields` would be dropped, and the answer would be another question's. */
function refuseBlanks(model: Model, options: AskedOptions): void {
  const selectors = model.questions.flatMap((form) => form.selectors.map((selector) => selector.name));
  const told = [...new Set(selectors.flatMap((name) => [name, `exclude-${name}`]))].filter((name) =>
    spellings(name).some((one) => options[camelCase(one)] !== undefined),
  );
  const blanks = [
    ...told,
    ...(options.by === undefined ? [] : ["by"]),
    ...(options.allOf === undefined ? [] : ["all-of"]),
    ...(options.question === undefined ? [] : ["question"]),
  ];
  if (blanks.length === 0) return;
  throw new Mistake(
    `${blanks.map((name) => `--${name}`).join(", ")} fills in the question form, and --fields asks in Looker's words. Use one of the two; in Looker's words a value is chosen with --filter.`,
  );
}

function fromForm(model: Model, explore: string | undefined, options: AskedOptions): Asked {
  if (options.fields !== undefined)
    throw new Mistake(
      "--fields asks in Looker's words, --metric and --aggregation fill in the question form. Use one of the two.",
    );
  const form = formNamed(model, options.question ?? explore);
  const told = chosen(form, (name) => options[camelCase(name)]);
  const whole = allOfNames(form, options.allOf ?? [], told);
  const those = (wanted: boolean): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(Object.entries(told).filter(([name]) => whole.includes(name) === wanted));
  const [selected, allOf] = [those(false), those(true)];
  const excluded = chosen(form, (name) => options[camelCase(`exclude-${name}`)]);
  // Where nothing is filled in, the form's own default question is meant, grouping and all.
  const filledIn = [...Object.values(told), ...Object.values(excluded)].some((values) => values.length > 0);
  const isDefault = options.metric === undefined && options.aggregation === undefined && !filledIn;
  const filled = {
    metric: options.metric ?? form.default.metric,
    aggregation: options.aggregation ?? form.default.aggregation,
    by: options.by ?? (isDefault ? form.default.by : undefined),
    selected,
    allOf,
    excluded,
  };
  const asked = askForm(model, form, filled);
  const question = {
    ...asked,
    filters: withFilters(asked.filters, options.filter),
    sorts: (options.sort ?? []).map(readSort),
    limit: readLimit(options.limit),
  };
  const values = form.selectors.map(({ name }) => [name, [...(told[name] ?? []), ...(excluded[name] ?? [])]]);
  return { question, form, values: Object.fromEntries(values) };
}

/** The selectors of whose values a row must have every one. */
function allOfNames(
  form: QuestionForm,
  written: readonly string[],
  told: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return written.map((one) => {
    const name = one.replaceAll("-", "_");
    if (!Object.hasOwn(told, name)) {
      const known = form.selectors.map((selector) => selector.name);
      throw new Mistake(
        `--all-of names a selector, and there is no ${one}${hinted(didYouMean(name, known))} Values are chosen with --<selector> <value>.`,
      );
    }
    if (told[name]?.length === 0)
      throw new Mistake(
        `--all-of ${one} asks for all values of --${one}, and none is given. Add --${one} <value>.`,
      );
    return name;
  });
}

function hinted(hint: string | undefined): string {
  return hint === undefined ? "." : `; ${hint}`;
}

function chosen(
  form: QuestionForm,
  valueOf: (selector: string) => unknown,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    form.selectors.map((selector) => {
      const values = spellings(selector.name).flatMap((name) => {
        const told = valueOf(name);
        return Array.isArray(told) ? told.map(String) : [];
      });
      return [selector.name, values];
    }),
  );
}

/** A selector's name as fields are written, and as options are. */
function spellings(name: string): readonly string[] {
  return [...new Set([name, name.replaceAll("_", "-")])];
}

function formNamed(model: Model, name: string | undefined): QuestionForm {
  const [only, ...more] = model.questions;
  const found = name === undefined ? (more.length === 0 ? only : undefined) : findQuestion(model, name);
  if (found !== undefined) return found;
  const known = model.questions.map((question) => question.name).join(", ");
  if (only === undefined)
    throw new Mistake(
      "The model has no question form. Ask in Looker's words: viewfinder ask <explore> --fields …",
    );
  throw new Mistake(
    name === undefined
      ? `The model has several question forms; say which with --question: ${known}.`
      : `There is no question form ${name}. There is: ${known}.`,
  );
}

/** Two filters on one field would leave only one of them standing. */
function withFilters(
  filters: Readonly<Record<string, string>>,
  told: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  const all = new Map(Object.entries(filters));
  for (const [field, expression] of (told ?? []).map(readFilterOption)) {
    if (all.has(field))
      throw new Mistake(
        `${field} is filtered twice. Write one filter for it; values of which any will do stand in one, separated by commas.`,
      );
    all.set(field, expression);
  }
  return Object.fromEntries(all);
}

function readFilterOption(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1)
    throw new Mistake(
      `The filter "${text}" is not understood. Write <field>=<expression>, as in --filter '<view>.<field>=one,another'.`,
    );
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

/** The key commander keeps an option under: `--exclude-genre` is `excludeGenre`. */
function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
