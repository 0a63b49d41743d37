// A Model -> its `*.strings.json`: for each locale, what Looker shows in place of each text of the project.
import type { Model } from "../../model/model.ts";
import { isTranslated } from "../../speak.ts";
import { textsOf } from "../../texts.ts";
import { type File, JSON_MARK, WHERE_FROM } from "../file.ts";
import { keepLiteral } from "./print-parameter.ts";

/**
 * One file for each locale at the project's root, the default one first. Looker translates only what the default
 * file has, so that has every text, each standing for itself; a locale without words for a text shows looker.yml's
 * (https://docs.cloud.google.com/looker/docs/model-localization).
 * @returns no files for a model with one language
 */
export function emitStrings(model: Model): readonly File[] {
  const { locale, locales } = model;
  if (!isTranslated(model) || locale === undefined || locales === undefined) return [];
  const texts = textsOf(model).flatMap(({ text, inLooker }) => (inLooker ? [text] : []));
  const file = (name: string, said: (text: string) => string): File => ({
    path: stringsPath(name),
    text: `${JSON.stringify(
      {
        // JSON has no comments; nothing in the project is called so, and Looker looks up only what is there.
        [JSON_MARK]: WHERE_FROM,
        ...Object.fromEntries(texts.map((text) => [keepLiteral(text), keepLiteral(said(text))])),
      },
      null,
      2,
    )}\n`,
  });
  return [
    file(locale, (text) => text),
    ...locales.map(({ name, texts: known }) =>
      file(name, (text) => (Object.hasOwn(known, text) ? (known[text] ?? text) : text)),
    ),
  ];
}

/** The path of a locale's texts, from the root of the LookML project. */
function stringsPath(locale: string): string {
  return `${locale}.strings.json`;
}
