// Translations as written -> the model's locales, each text on one line as LookML has it.
import type { Model } from "../model/model.ts";
import type { Draft } from "../read/shape.ts";
import { onOneLine } from "../speak.ts";

/** Looker gives this one to whoever has none (https://docs.cloud.google.com/looker/docs/model-localization). */
const USUAL_LOCALE = "en";

/**
 * @param draft its `locale:` and `locales:`; a text without a translation says nothing
 * @returns nothing where the model has one language only
 */
export function resolveLocales({ locale, locales }: Draft): Pick<Model, "locale" | "locales"> {
  if (locales === undefined && locale === undefined) return {};
  return {
    locale: locale ?? USUAL_LOCALE,
    locales: Object.entries(locales ?? {}).map(([name, texts]) => ({
      name,
      texts: Object.fromEntries(
        Object.entries(texts ?? {}).flatMap(([text, said]): readonly (readonly [string, string])[] =>
          said === null ? [] : [[onOneLine(text), onOneLine(said)]],
        ),
      ),
      at: ["locales", name],
    })),
  };
}
