// The dashboards that question forms print -> the question forms, and which fields of the project they make.
import { parseFilter } from "../filter/parse.ts";
import { AGGREGATIONS } from "../model/question-form.ts";
import { parameterValue } from "../resolve/form-fields.ts";
import { labelOf } from "../resolve/label.ts";
import type { Whole } from "./assemble.ts";
import { measuredField } from "./columns.ts";
import { wordsOf, type Written } from "./field.ts";
import { type Block, blocksOf, manyOf, textOf } from "./project.ts";

/** Which fields are a form's own. */
export interface FormFields {
  readonly has: (view: string, field: string) => boolean;
}

/** A form read back. */
export interface ReadForm {
  readonly name: string;
  readonly written: Written;
  readonly view: string;
  readonly many: string | undefined;
  readonly fields: ReadonlySet<string>;
}

/** @returns a form for each dashboard that one printed; other dashboards are none */
export function readForms(
  dashboards: readonly Block[],
  views: readonly Whole[],
  explores: readonly Whole[],
): readonly ReadForm[] {
  return dashboards.flatMap((dashboard) => readForm(dashboard, views, explores));
}

/** The fields of all forms together. */
export function formFieldsOf(forms: readonly ReadForm[]): FormFields {
  return {
    has: (view, field) => forms.some((form) => form.view === view && form.fields.has(field)),
  };
}

function readForm(
  dashboard: Block,
  views: readonly Whole[],
  explores: readonly Whole[],
): readonly ReadForm[] {
  const elements = manyOf(dashboard, "elements");
  const element = (name: string): Block | undefined => elements.find((one) => one["name"] === name);
  const [viewName, answerName] = fieldsOf(element("answer"))[0]?.split(".") ?? [];
  const explore = textOf(element("answer") ?? {}, "explore") ?? "";
  const view = views.find((one) => one.name === viewName);
  const answer =
    view === undefined
      ? undefined
      : blocksOf(view.block, "measure").find(([name]) => name === answerName)?.[1];
  const metricParameter = answer === undefined ? undefined : textOf(answer, "label_from_parameter");
  if (
    view === undefined ||
    answer === undefined ||
    metricParameter === undefined ||
    !explores.some((one) => one.name === explore)
  )
    return [];
  const filters = manyOf(dashboard, "filters");
  const fieldOf = (one: Block): string => (textOf(one, "field") ?? "").split(".")[1] ?? "";
  const aggregationParameter = /\b(\w+)\._parameter_value/g;
  const parameters = [...(textOf(answer, "sql") ?? "").matchAll(aggregationParameter)].map(
    ([, name]) => name,
  );
  const howParameter = parameters.find((name) => name !== metricParameter) ?? "";
  const choices = choicesOf(textOf(answer, "sql") ?? "", metricParameter);
  // Where several forms share a view, each puts its name before its fields.
  const prefix = metricParameter.replace(/metric$/, "");
  const filtered = filters.map(fieldOf);
  // What a selector keeps all of, or none of, stands beside what it keeps any of.
  const isOtherForm = (field: string): boolean => {
    const bare = field.replace(/_(?:all_of|excluded)$/, "");
    return bare !== field && (filtered.includes(bare) || filtered.includes(`${bare}_chosen`));
  };
  const selectors = filters
    .filter((one) => ![metricParameter, howParameter].includes(fieldOf(one)) && !isOtherForm(fieldOf(one)))
    .flatMap((one) => {
      const field = fieldOf(one);
      const target = blocksOf(view.block, "filter").find(([name]) => name === field)?.[1];
      const chosen = target === undefined ? undefined : textOf(target, "suggest_dimension");
      return chosen === undefined
        ? []
        : [
            {
              name: selectorOf(field, prefix, view.block),
              field,
              target: chosen,
              chosen: valuesOf(one["default_value"]),
            },
          ];
    });
  const defaults = (field: string): string =>
    textOf(filters.find((one) => fieldOf(one) === field) ?? {}, "default_value") ?? "";
  const metrics = allowedOf(view.block, metricParameter).map(({ value, label }) =>
    metricOf(value, label, choices, view.block, wordsOf(answer, "description") ?? ""),
  );
  const aggregations = allowedOf(view.block, howParameter)
    .map(({ value }) => value)
    .filter((value) => AGGREGATIONS.some((known) => known === value));
  const shown = fieldsOf(element("chart"))[0];
  const by = shown === undefined ? undefined : groupOf(shown, selectors, view.name);
  const title = textOf(dashboard, "title") ?? "";
  const name = textOf(dashboard, "dashboard") ?? explore;
  const metricNamed = (value: string): string =>
    metrics.find((one) => parameterValue(one.name) === value)?.name ?? value;
  const behind = / behind the Answer$/;
  const rows = textOf(element("rows") ?? {}, "title") ?? "";
  return [
    {
      name,
      view: view.name,
      many: behind.test(rows) ? rows.replace(behind, "") : undefined,
      fields: new Set([
        metricParameter,
        howParameter,
        answerName ?? "",
        ...selectors.flatMap(({ field }) => {
          const bare = field.replace(/_chosen$/, "");
          return [field, `${bare}_all_of`, `${bare}_excluded`];
        }),
        ...knownNames(fieldsOf(element("coverage"))[0], view.block),
        ...hiddenChoices(view.block, choices),
      ]),
      written: {
        label: title,
        explore,
        selectors: Object.fromEntries(selectors.map((one) => [one.name, one.target])),
        metrics: metrics.every((one) => one.written === undefined)
          ? metrics.map((one) => one.name)
          : Object.fromEntries(metrics.map((one) => [one.name, one.written ?? null])),
        aggregations,
        ...(by === undefined ? {} : { by: [...new Set([by, ...selectors.map((one) => one.name)])] }),
        default: {
          metric: metricNamed(defaults(metricParameter)),
          aggregation: defaults(howParameter),
          ...(by === undefined ? {} : { by }),
          ...whereOf(selectors),
        },
      },
    },
  ];
}

function whereOf(
  selectors: readonly { readonly name: string; readonly chosen: readonly string[] }[],
): Written {
  const where = selectors.filter((one) => one.chosen.length > 0).map((one) => [one.name, one.chosen]);
  return where.length === 0 ? {} : { where: Object.fromEntries(where) as Written };
}

/** A selector whose name is taken by a dimension has another field. */
function selectorOf(field: string, prefix: string, view: Block): string {
  const bare = field.replace(/_chosen$/, "");
  const name = blocksOf(view, "filter").some(([other]) => other === `${bare}_excluded`) ? bare : field;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** A filter expression that lists values -> the values, without the signs that keep them whole. */
function valuesOf(expression: unknown): readonly string[] {
  if (typeof expression !== "string" || expression === "") return [];
  const filter = parseFilter({ text: expression, language: "string", field: "" });
  if (filter.language !== "string") return [];
  return filter.wanted.flatMap((term) => (term.kind === "text" ? [term.text] : []));
}

interface Choice {
  readonly metric: string;
  readonly aggregation: string;
  readonly measure: string;
}

/** The pairs of the measure's Liquid: a branch for each metric, and in it one for each aggregation. */
function choicesOf(sql: string, metricParameter: string): readonly Choice[] {
  const choices: Choice[] = [];
  let metric = "";
  for (const [, parameter, value = "", measure] of sql.matchAll(
    /\{% (?:els)?if (\w+)\._parameter_value == '(\w+)' %\}(?:\s*\$\{(\w+)\})?/g,
  )) {
    if (parameter === metricParameter) metric = value;
    else if (measure !== undefined) choices.push({ metric, aggregation: value, measure });
  }
  return choices;
}

/** Hidden measures that say what those of a form say stand there for the form alone. */
function hiddenChoices(view: Block, choices: readonly Choice[]): readonly string[] {
  const measures = new Map(blocksOf(view, "measure"));
  return choices
    .map((one) => one.measure)
    .filter((name) => {
      const measure = measures.get(name);
      const words = measure === undefined ? undefined : textOf(measure, "description");
      return measure?.["hidden"] === true && MADE_WORDS.test(words ?? "");
    });
}

/** How a form describes the measures that it makes. */
const MADE_WORDS = /, over those where it is known$|^How many .* with known /;

/** The measure behind the tile of known values, and the hidden counts it chooses from. */
function knownNames(field: string | undefined, view: Block): readonly string[] {
  const name = field?.split(".")[1];
  const measures = new Map(blocksOf(view, "measure"));
  const sql = textOf(measures.get(name ?? "") ?? {}, "sql");
  if (name === undefined || sql === undefined) return [];
  const counts = [...sql.matchAll(/\$\{(\w+)\}/g)].map(([, one = ""]) => one);
  return [name, ...counts.filter((one) => measures.get(one)?.["hidden"] === true)];
}

function metricOf(
  value: string,
  label: string,
  choices: readonly Choice[],
  view: Block,
  description: string,
): { readonly name: string; readonly written: Written | undefined } {
  const own = choices.filter((one) => one.metric === value);
  const measures = new Map(blocksOf(view, "measure"));
  const dimension = own
    .map((one) => measuredField(textOf(measures.get(one.measure) ?? {}, "sql") ?? ""))
    .find((name) => name !== undefined);
  const isItsName = dimension !== undefined && parameterValue(dimension) === value;
  const name = isItsName ? dimension : value;
  const dimensionLabel =
    wordsOf(new Map(blocksOf(view, "dimension")).get(dimension ?? "") ?? {}, "label") ??
    labelOf(dimension ?? name);
  const except = [...description.matchAll(/(\w+) of ([^(),]+) \(([^()]*)\)/g)]
    .filter(([, , about]) => about === label.toLowerCase())
    .map(([, aggregation = "", , reason = ""]) => [aggregation, reason]);
  const written: Written = {
    ...(isItsName || dimension === undefined ? {} : { of: dimension }),
    ...(label === dimensionLabel ? {} : { label }),
    ...(except.length === 0 ? {} : { except: Object.fromEntries(except) as Written }),
  };
  return { name, written: Object.keys(written).length === 0 ? undefined : written };
}

function allowedOf(
  view: Block,
  parameter: string,
): readonly { readonly value: string; readonly label: string }[] {
  const found = blocksOf(view, "parameter").find(([name]) => name === parameter)?.[1];
  return manyOf(found ?? {}, "allowed_value").map((one) => ({
    value: textOf(one, "value") ?? "",
    label: wordsOf(one, "label") ?? "",
  }));
}

function groupOf(
  field: string,
  selectors: readonly { readonly name: string; readonly target: string }[],
  view: string,
): string {
  const selector = selectors.find((one) => one.target === field);
  if (selector !== undefined) return selector.name;
  return field.startsWith(`${view}.`) ? field.slice(view.length + 1) : field;
}

function fieldsOf(element: Block | undefined): readonly string[] {
  const fields = element?.["fields"];
  return Array.isArray(fields) ? fields.map(String) : [];
}
