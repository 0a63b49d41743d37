// A Model and a locale -> the same Model with its labels and descriptions in that locale; names and SQL stay as they are.
import type { ByHand } from "./model/by-hand.ts";
import type { Explore } from "./model/explore.ts";
import type { Field } from "./model/field.ts";
import type { Model } from "./model/model.ts";
import type { FormExample, QuestionForm } from "./model/question-form.ts";
import type { View } from "./model/view.ts";

/** LookML's texts are lines: other space than a single blank is none of them. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Parameters of LookML by hand whose values Looker translates. */
export const TRANSLATED_BY_HAND = ["group_item_label", "group_label", "view_label"] as const;

/** Whether a model has its words in another language as well. */
export function isTranslated(model: Pick<Model, "locales">): boolean {
  return model.locales !== undefined && model.locales.length > 0;
}

/**
 * @param model in whatever locale
 * @param text as looker.yml has it
 * @returns the text in the model's locale; as it is where nobody translated it
 */
export function say(model: Pick<Model, "locale" | "locales">, text: string): string {
  const texts = model.locales?.find((one) => one.name === model.locale)?.texts;
  const key = onOneLine(text);
  return texts !== undefined && Object.hasOwn(texts, key) ? (texts[key] ?? text) : text;
}

/**
 * The locale of the model that suits somebody best: of the first wanted one that it has, in full or (`de_AT`,
 * `de`) by its language.
 * @param wanted locales as people or browsers have them, the one they like best first
 * @returns undefined where looker.yml's own words suit best
 */
export function localeFor(model: Model, wanted: readonly string[]): string | undefined {
  const own = model.locale ?? "";
  const known = [own, ...(model.locales ?? []).map(({ name }) => name)];
  const plain = (name: string): string => name.toLowerCase().replaceAll("-", "_");
  const language = (name: string): string => plain(name).split("_")[0] ?? "";
  for (const one of wanted) {
    const found =
      known.find((name) => plain(name) === plain(one)) ??
      known.find((name) => plain(name) === language(one)) ??
      known.find((name) => language(name) === language(one));
    if (found !== undefined) return found === own ? undefined : found;
  }
  return undefined;
}

/**
 * @param locale one of the model's
 * @returns another model; only what people read is different
 */
export function speak(whole: Model, locale: string): Model {
  const model = { ...whole, locale };
  const text = (words: string): string => say(model, words);
  const maybe = (words: string | undefined): string | undefined =>
    words === undefined ? undefined : text(words);
  const byHand = (lookml: ByHand | undefined): ByHand | undefined => {
    if (lookml === undefined) return undefined;
    const translated = TRANSLATED_BY_HAND.flatMap((key): readonly (readonly [string, string])[] => {
      const value = lookml[key];
      return typeof value === "string" ? [[key, text(value)]] : [];
    });
    return { ...lookml, ...Object.fromEntries(translated) };
  };
  const field = (one: Field): Field => {
    const common = {
      label: text(one.label),
      description: maybe(one.description),
      groupLabel: maybe(one.groupLabel),
      lookml: byHand(one.lookml),
    };
    if (one.kind === "parameter")
      return {
        ...one,
        ...common,
        allowed: one.allowed.map(({ label, value }) => ({ label: text(label), value })),
      };
    if (one.kind === "dimension" && one.made?.kind === "duration")
      return { ...one, ...common, made: { ...one.made, groupLabel: text(one.made.groupLabel) } };
    return { ...one, ...common };
  };
  const view = (one: View): View => ({
    ...one,
    label: text(one.label),
    description: maybe(one.description),
    fields: one.fields.map(field),
  });
  const explore = (one: Explore): Explore => ({
    ...one,
    label: text(one.label),
    description: maybe(one.description),
    lookml: byHand(one.lookml),
    joins: one.joins.map((join) => ({ ...join, lookml: byHand(join.lookml) })),
  });
  const example = (one: FormExample): FormExample => ({ ...one, title: text(one.title) });
  const labelled = <Noun extends { readonly label: string }>(one: Noun): Noun => ({
    ...one,
    label: text(one.label),
  });
  const question = (one: QuestionForm): QuestionForm => ({
    ...labelled(one),
    selectors: one.selectors.map(labelled),
    metrics: one.metrics.map(labelled),
    groups: one.groups.map(labelled),
    default: example(one.default),
    examples: one.examples.map(example),
  });
  return {
    ...model,
    label: text(model.label),
    description: maybe(model.description),
    views: model.views.map(view),
    explores: model.explores.map(explore),
    questions: model.questions.map(question),
  };
}
