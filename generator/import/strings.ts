// A project's `*.strings.json` -> the words that its labels stand for, and their translations by those words.
import { JSON_MARK } from "../emit/file.ts";
import type { File } from "../emit/file.ts";
import { Mistake } from "../failure.ts";
import { onOneLine } from "../speak.ts";

/** What people read in place of a project's labels. */
export interface Strings {
  /** The locale whose words the model is written in; undefined where the project is in one language. */
  readonly locale: string | undefined;
  /** By what stands in LookML. */
  readonly words: ReadonlyMap<string, string>;
  /** Translations by locale, then by the words. */
  readonly locales: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What did not come along, by file. */
  readonly lost: readonly { readonly path: string; readonly what: string; readonly why: string }[];
}

const NAME = /([^/]+)\.strings\.json$/;

/**
 * @param files the project's files; others than strings files are left out
 * @param locale the default locale that the manifest names; Looker translates nothing without one
 * @throws Mistake when a strings file is not JSON that maps texts to texts
 */
export function readStrings(files: readonly File[], locale: string | undefined): Strings {
  const found = files.filter(({ path }) => NAME.test(path));
  if (locale === undefined)
    return {
      locale: undefined,
      words: new Map(),
      locales: {},
      lost: found.map(({ path }) => ({
        path,
        what: "every text",
        why: "the manifest has no localization_settings, so Looker reads none of it",
      })),
    };
  const byLocale = new Map(
    found.map((file) => [NAME.exec(file.path)?.[1] ?? "", { file, texts: textsOf(file) }]),
  );
  const words = byLocale.get(locale)?.texts ?? new Map<string, string>();
  const lost: { path: string; what: string; why: string }[] = [];
  const locales: Record<string, Record<string, string>> = {};
  for (const [name, { file, texts }] of byLocale) {
    if (name === locale) continue;
    const said = new Map<string, string>();
    for (const [key, translation] of texts) {
      const own = words.get(key);
      const lose = (why: string): void => void lost.push({ path: file.path, what: key, why });
      if (own === undefined) lose(`${locale}.strings.json has it not, so Looker never shows it`);
      else if (said.has(own) && said.get(own) !== translation)
        lose(`"${own}" has another translation already, and looker.yml has one for each text`);
      // Where both are the same nobody can tell whether it was translated; people read the same either way.
      else if (translation !== own) said.set(own, translation);
    }
    locales[name] = Object.fromEntries(said);
  }
  return { locale, words, locales, lost };
}

function textsOf({ path, text }: File): ReadonlyMap<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Mistake(
      `${path} is not JSON: ${(error as Error).message}. Put it right, or leave it out, and import again.`,
    );
  }
  const entries =
    value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([key, said]): readonly (readonly [string, string])[] =>
      key === JSON_MARK || typeof said !== "string"
        ? []
        : [[key, onOneLine(said).replaceAll("{{ '{' }}", "{")]],
    ),
  );
}
