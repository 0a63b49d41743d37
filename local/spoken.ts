// A model and the locales somebody likes best -> the model with its labels in the first of those it has.
import { isTranslated, localeFor, type Model, speak } from "../generator/index.ts";

const spoken = new WeakMap<Model, Map<string, Model>>();
const written = new WeakMap<Model, Model>();

/**
 * Worked out once a model and locale. Names, SQL and numbers are the same in every locale.
 * @param wanted the one they like best first
 * @returns the model itself where looker.yml's own words suit best
 */
export function spokenModel(model: Model, wanted: readonly string[]): Model {
  if (!isTranslated(model)) return model;
  const locale = localeFor(model, wanted);
  if (locale === undefined) return model;
  let known = spoken.get(model);
  if (known === undefined) {
    known = new Map();
    spoken.set(model, known);
  }
  let found = known.get(locale);
  if (found === undefined) {
    found = speak(model, locale);
    written.set(found, model);
    known.set(locale, found);
  }
  return found;
}

/** The model that `spokenModel` translated, in the words of looker.yml. */
export function writtenModel(model: Model): Model {
  return written.get(model) ?? model;
}
