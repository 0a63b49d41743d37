// A model -> what can be asked of its explores: every field as questions and Looker name it, with what it is.
import { findView, type Explore, type Model } from "../generator/index.ts";
import { fieldsByName } from "../local/server/api/explore.ts";

/** A field of an explore. */
export interface AskedField {
  readonly explore: string;
  /** As `ask` and Looker write it, e.g. `genres.name`. */
  readonly field: string;
  readonly label: string;
  /** What can be done with it: dimensions are grouped by, measures shown, the others only filtered by or set. */
  readonly is: "dimension" | "measure" | "filter" | "parameter" | "selector";
  /** Looker's word, e.g. `number`, `date_year`, `sum`. */
  readonly type: string;
  /** What it stands under in a field picker; empty for none. */
  readonly group: string;
  readonly description: string;
  readonly hidden: boolean;
}

/** @returns the fields of an explore, its own view's first, in the order a field picker has them */
export function askedFields(model: Model, explore: Explore): readonly AskedField[] {
  return [...fieldsByName(model, explore).values()].map((field) => {
    const isSelector = findView(model, field.original_view)?.fields.some(
      (one) => one.kind === "selector" && `${field.view}.${one.name}` === field.name,
    );
    return {
      explore: explore.name,
      field: field.name,
      label: field.label_short,
      is: isSelector === true ? "selector" : field.category,
      type: field.type,
      group: field.field_group_label ?? "",
      description: field.description ?? "",
      hidden: field.hidden,
    };
  });
}

/** Whether every word stands somewhere in what is said of the field. */
export function speaksOf(field: AskedField, words: readonly string[]): boolean {
  const said = [field.field, field.label, field.is, field.type, field.group, field.description]
    .join("\n")
    .toLowerCase();
  return words.every((word) => said.includes(word.toLowerCase()));
}
