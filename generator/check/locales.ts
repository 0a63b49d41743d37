// Rules about translations: a locale has a name Looker knows it by, and says texts that the model has.
import type { Locale } from "../model/locale.ts";
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { textsOf } from "../texts.ts";
import type { Rule } from "./rule.ts";

/** The rules about locales. */
export const localeRules: readonly Rule[] = [
  {
    sentence: "A locale's name is letters, digits and _, since its strings file is called so",
    check: ({ locale, locales = [] }) => [
      ...(locale === undefined || isName(locale) ? [] : [badName(locale, ["locale"], false)]),
      ...locales.filter(({ name }) => !isName(name)).map(({ name, at }) => badName(name, at, true)),
    ],
  },
  {
    sentence: "The words of looker.yml itself are no translation",
    check: ({ locale, locales = [] }) =>
      locales
        .filter(({ name }) => name === locale)
        .map(({ name, at }): Problem => ({
          code: "duplicate-name",
          at,
          onKey: true,
          message: `\`${name}\` is the locale that looker.yml itself is written in`,
          hint: "write labels and descriptions the way these people are to read them, or say which `locale:` they are in",
        })),
  },
];

/** The rules about locales whose breach is a warning. */
export const localeWarnings: readonly Rule[] = [
  {
    sentence: "A locale has words for every text that people read",
    check: (model) =>
      missingTexts(model).flatMap(({ locale, texts }): readonly Problem[] => {
        const [first, ...more] = texts;
        if (first === undefined) return [];
        const others =
          more.length === 0 ? "" : ` and ${more.length} ${more.length === 1 ? "other" : "others"}`;
        return [
          {
            code: "untranslated",
            at: locale.at,
            onKey: true,
            message: `\`${locale.name}\` has no words for \`${first.text}\` (${first.use})${others}`,
            hint: `people of this locale read looker.yml's own words there; \`viewfinder strings ${locale.name}\` lists them`,
          },
        ];
      }),
  },
  {
    sentence: "What a locale translates is a text of the model",
    check: (model) => {
      if (model.locales === undefined) return [];
      const known = textsOf(model).map(({ text }) => text);
      const all = new Set(known);
      return model.locales.flatMap(({ texts, at }) =>
        Object.keys(texts)
          .filter((text) => !all.has(text))
          .map((text): Problem => ({
            code: "unused",
            at: [...at, text],
            onKey: true,
            message: `no label or description is \`${text}\`, so its translation is never read`,
            hint: didYouMean(text, known) ?? "leave it out, or write it as the label or description has it",
          })),
      );
    },
  },
];

/** What people of a locale read in looker.yml's own words, by locale, in the model's order. */
export function missingTexts(
  model: Model,
): readonly { readonly locale: Locale; readonly texts: ReturnType<typeof textsOf> }[] {
  const { locales = [] } = model;
  if (locales.length === 0) return [];
  const texts = textsOf(model);
  return locales.map((locale) => ({
    locale,
    texts: texts.filter(({ text }) => !Object.hasOwn(locale.texts, text)),
  }));
}

function isName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
}

function badName(name: string, at: Problem["at"], onKey: boolean): Problem {
  return {
    code: "bad-name",
    at,
    onKey,
    message: `\`${name}\` cannot be the name of a locale: letters, digits and _ alone, e.g. \`es_ES\``,
  };
}
