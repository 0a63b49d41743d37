// A field whose values are wanted -> the question that asks for them: of which explore, of which of its fields.
import {
  type Explore,
  type Field,
  findExplore,
  findField,
  findView,
  type FoundField,
  type Model,
  type Piece,
  valuesOf,
  type View,
} from "../../../generator/index.ts";
import { handFlag, handText, handTexts } from "../api/by-hand.ts";
import { Refusal } from "../looker-error.ts";

/** The model with an explore for each view alone, and a copy in small letters of each text. */
export function aloneModel(model: Model): Model {
  return {
    ...model,
    views: model.views.map(withSmallLetters),
    explores: [
      ...model.explores.map(withoutUsualFilters),
      ...model.views.map((view) => ownExplore(view.name)),
    ],
  };
}

/** What is asked in that model. */
export interface Asked {
  /** The explore that is asked, and the field's full name in it. */
  readonly explore: string;
  readonly name: string;
  readonly language: "string" | "yesno" | "other";
  /** All its values in order, where the model knows them. */
  readonly values: readonly string[] | undefined;
}

function ownExplore(view: string): Explore {
  // As with fields, no explore of a model can be called this.
  return {
    name: `only ${view}`,
    label: view,
    description: undefined,
    view,
    joins: [],
    requiredAccessGrants: [],
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

/** A text in small letters. No field of a model can be called this: its names have no blanks. */
export function smallName(name: string): string {
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
        made: undefined,
        orderBy: undefined,
        lookml: undefined,
      },
    ];
  });
  // Values are looked up for whoever asks; what the model says of showing and filtering them is not about that.
  const fields = view.fields.map((field): Field =>
    field.kind === "dimension" ? { ...field, orderBy: undefined, lookml: undefined } : field,
  );
  return { ...view, fields: [...fields, ...copies] };
}

/** @throws Refusal with status 404 for a name the model does not have, with 400 for a field without values */
export function findWanted(model: Model, exploreName: string, field: string): Asked {
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
  const { lookml } = found.field;
  const other = handText(lookml, "suggest_dimension");
  if (other !== null) {
    const named = other.includes(".") ? other : `${alias}.${other}`;
    const from = handText(lookml, "suggest_explore") ?? exploreName;
    if (named !== field || from !== exploreName)
      return findWanted(withoutHand(model, view, name), from, named);
  }
  const values = handFlag(lookml, "suggestable") === false ? [] : listedValues(found);
  // Values that an explore keeps from people must not be told by the view alone.
  if (explore.accessFilters.length > 0 || explore.sqlAlwaysWhere !== undefined)
    return { explore: explore.name, name: field, language, values };
  return { explore: ownExplore(view.name).name, name: `${view.name}.${name}`, language, values };
}

/** The values that the model lists itself. */
function listedValues({ field }: FoundField): readonly string[] | undefined {
  const written = handTexts(field.lookml, "suggestions");
  return written ?? (field.kind === "dimension" ? valuesOf(field) : undefined);
}

/** The model without what is said of one field, so that a way of suggestions that leads back to it ends. */
function withoutHand(model: Model, view: View, name: string): Model {
  const field = findField(view, name)?.field;
  const fields = view.fields.map((one) => (one === field ? { ...one, lookml: undefined } : one));
  return { ...model, views: model.views.map((one) => (one === view ? { ...one, fields } : one)) };
}

function languageOf({ field }: FoundField): Asked["language"] | undefined {
  if (field.kind === "dimension_group") return "other";
  if (field.kind !== "dimension") return undefined;
  return field.type === "number" ? "other" : field.type;
}
