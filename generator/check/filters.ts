// Rules about filter expressions in the model: each is of the language that its field has.
import { findField, findView } from "../find.ts";
import { Mistake } from "../failure.ts";
import { parseFilter } from "../filter/parse.ts";
import { type WrittenFilter, wordsFor } from "../filter/refuse.ts";
import type { FilterLanguage } from "../filter/tree.ts";
import { dimensionLanguage } from "../made.ts";
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import { type Field, MEASURE_VALUES } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { timeframeLanguage } from "../timeframe.ts";
import { eachView, type Rule } from "./rule.ts";

/** The rules about filter expressions. */
export const filterRules: readonly Rule[] = [
  {
    sentence: "The filters of a measure are written in the filter languages of their dimensions",
    check: eachView((view) =>
      view.fields.flatMap((field) =>
        (field.kind === "measure" ? field.filters : []).flatMap(({ dimension, value }) =>
          badFilter(findField(view, dimension)?.field, value, dimension, [...field.at, "filters", dimension]),
        ),
      ),
    ),
  },
  {
    sentence:
      "The filters that an explore puts on every question are written in the filter languages of their fields",
    check: (model) =>
      model.explores.flatMap((explore) =>
        [...explore.alwaysFilter, ...(explore.conditionallyFilter?.filters ?? [])].flatMap((filter) =>
          badFilter(fieldOf(model, explore, filter.field), filter.expression, filter.field, filter.at),
        ),
      ),
  },
];

/**
 * @param field undefined for a name that is nobody's, which other rules tell
 * @returns what is wrong with a filter expression on it
 */
export function badFilter(field: Field | undefined, text: string, name: string, at: At): readonly Problem[] {
  const language = field === undefined ? undefined : languageOf(field, name);
  // What whoever asks fills in is not known yet; each question is checked with it.
  if (language === undefined || text.includes("{{")) return [];
  const written: WrittenFilter = { text, language, field: name };
  let said: ReturnType<typeof wordsFor> | undefined;
  try {
    parseFilter(written, (character, what) => {
      said = wordsFor(written, character, what);
      return new Mistake(said.wrong);
    });
    return [];
  } catch (error) {
    if (said === undefined) throw error;
    return [
      {
        code: "bad-filter",
        at,
        message: `\`${text}\` ${said.wrong}`,
        hint: `write for example ${said.hint}`,
      },
    ];
  }
}

/** The language a field is filtered in; undefined for what takes a value and no expression, and for what is no field. */
export function languageOf(field: Field, name: string): FilterLanguage | undefined {
  switch (field.kind) {
    case "dimension":
      return dimensionLanguage(field);
    case "filter":
      return field.type;
    case "dimension_group":
      return timeframeLanguage(
        field,
        field.timeframes.find((one) => name.endsWith(`${field.name}_${one}`)) ?? "raw",
      );
    case "measure":
      return MEASURE_VALUES[field.type] ?? "number";
    case "chosen_measure":
      return "number";
    case "selector":
      return "string";
    case "parameter":
      return undefined;
  }
}

/** The field of an explore by its full name, if there is one. */
export function fieldOf(model: Model, explore: Explore, name: string): Field | undefined {
  const [alias = "", field = ""] = name.split(".");
  const view = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const found = view === undefined ? undefined : findView(model, view);
  return found && findField(found, field)?.field;
}
