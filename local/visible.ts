// A model and the user attributes of whoever asks -> the model without what they may not see.
import { type Explore, findField, Mistake, type Model, parseFilter, type View } from "../generator/index.ts";
import { writtenModel } from "./spoken.ts";
import { visibleForm } from "./visible-form.ts";

const seen = new WeakMap<Model, Map<string, Model>>();
const wholes = new WeakMap<Model, Model>();

/**
 * The model with the explores, joins, views and fields whose access grants are all held; for those who hold
 * all of them, the model itself. What is left never refers to what is gone: the rules of the model see to it.
 * The same for everybody who holds the same grants, so that it is worked out once.
 * @param attributes user attributes by name; each is a string filter, whose plain values are what grants allow
 */
export function visibleModel(model: Model, attributes: Readonly<Record<string, string>>): Model {
  if (model.accessGrants.length === 0) return model;
  const held = grantsHeld(model, attributes);
  if (held.length === model.accessGrants.length) return model;
  let known = seen.get(model);
  if (known === undefined) {
    known = new Map();
    seen.set(model, known);
  }
  const key = held.join(",");
  let visible = known.get(key);
  if (visible === undefined) {
    visible = without(model, new Set(held));
    wholes.set(visible, wholeModel(model));
    known.set(key, visible);
  }
  return visible;
}

/** The model that `visibleModel` left something out of, in the words of looker.yml; one that is whole is its own. */
export function wholeModel(model: Model): Model {
  const written = writtenModel(model);
  return wholes.get(written) ?? written;
}

/** The names of the grants somebody with these attributes holds, in the model's order. */
export function grantsHeld(model: Model, attributes: Readonly<Record<string, string>>): readonly string[] {
  return model.accessGrants
    .filter(({ userAttribute, allowed }) => {
      const value = Object.hasOwn(attributes, userAttribute) ? attributes[userAttribute] : undefined;
      return value !== undefined && valuesOf(value).some((one) => allowed.includes(one));
    })
    .map((grant) => grant.name);
}

/** The values an attribute lists. As in Looker, patterns and what is not wanted open nothing. */
function valuesOf(attribute: string): readonly string[] {
  try {
    const filter = parseFilter({ text: attribute, language: "string", field: "the user attribute" });
    if (filter.language !== "string" || filter.unwanted.length > 0) return [];
    return filter.wanted.flatMap((term) => (term.kind === "text" ? [term.text] : []));
  } catch (error) {
    // What cannot be read as a filter lists nothing.
    if (error instanceof Mistake) return [];
    throw error;
  }
}

function without(model: Model, held: ReadonlySet<string>): Model {
  const shown = (noun: { readonly requiredAccessGrants: readonly string[] }): boolean =>
    noun.requiredAccessGrants.every((grant) => held.has(grant));
  const views = model.views.filter(shown).map((view): View => {
    const fields = view.fields.filter(shown);
    const kept: View = { ...view, fields };
    return { ...kept, detail: view.detail.filter((name) => findField(kept, name) !== undefined) };
  });
  const explores = model.explores
    .filter(shown)
    .map((explore): Explore => ({ ...explore, joins: explore.joins.filter(shown) }));
  const visible: Model = { ...model, views, explores, questions: [] };
  return { ...visible, questions: model.questions.flatMap((form) => visibleForm(form, visible)) };
}
