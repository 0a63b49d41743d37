// `viewfinder strings`: the texts that people of a locale still read in looker.yml's own words.
import { Command, Option } from "commander";
import { stringify } from "yaml";
import {
  didYouMean,
  loadModel,
  Mistake,
  missingTexts,
  type Model,
  type SaidText,
  textsOf,
} from "../../generator/index.ts";
import { EXIT } from "../exit.ts";
import type { GlobalOptions } from "../options.ts";

/** A locale and what it has no words for. */
interface Missing {
  readonly locale: string;
  readonly texts: readonly SaidText[];
}

/** The command. */
export function stringsCommand(global: () => GlobalOptions): Command {
  return new Command("strings")
    .description("find labels and descriptions that have no translation")
    .argument("[locale]", "one of the model's locales; without it, all of them")
    .addOption(
      new Option("--format <format>", "text to read, or JSON").choices(["text", "json"]).default("text"),
    )
    .addOption(
      new Option(
        "--skeleton <locale>",
        "print a file to fill in: what the locale, which may be new, has no words for",
      ).conflicts("format"),
    )
    .addHelpText(
      "after",
      "\nThe exit code is 1 when some are missing. A skeleton is a part of the model: put its file under `include:`.\n\nExamples:\n  viewfinder strings de\n  viewfinder strings --skeleton fr > locales/fr.yml",
    )
    .action(
      async (
        locale: string | undefined,
        options: { readonly format: "text" | "json"; readonly skeleton?: string },
      ) => {
        const { model: file, environment } = global();
        const model = await loadModel(file, environment);
        if (options.skeleton !== undefined) {
          process.stdout.write(skeleton(model, options.skeleton));
          return;
        }
        const missing = missingIn(model, locale);
        if (options.format === "json")
          console.log(
            JSON.stringify(
              missing.map(({ locale: name, texts }) => ({ locale: name, missing: texts })),
              null,
              2,
            ),
          );
        else for (const one of missing) console.log(printed(one, textsOf(model).length));
        if (missing.some(({ texts }) => texts.length > 0)) process.exitCode = EXIT.mistake;
      },
    );
}

function missingIn(model: Model, locale: string | undefined): readonly Missing[] {
  const all = missingTexts(model).map(({ locale: { name }, texts }) => ({ locale: name, texts }));
  if (all.length === 0)
    throw new Mistake(
      "The model has one language: nothing stands under `locales:`. `viewfinder strings --skeleton de` prints a file to begin with.",
    );
  if (locale === undefined) return all;
  const found = all.filter((one) => one.locale === locale);
  if (found.length > 0) return found;
  const hint = didYouMean(
    locale,
    all.map((one) => one.locale),
  );
  throw new Mistake(
    `The model has no locale \`${locale}\`${hint === undefined ? "" : `; ${hint}`}. \`viewfinder strings --skeleton ${locale}\` prints a file to begin with.`,
  );
}

function printed({ locale, texts }: Missing, all: number): string {
  if (texts.length === 0) return `${locale}: all ${all} texts have words.`;
  return [
    `${locale}: ${texts.length} of ${all} texts have no words.`,
    ...texts.map(({ text, use }) => `  ${text}  (${use})`),
  ].join("\n");
}

/** YAML with a line for each text, which says where it is read. */
function skeleton(model: Model, locale: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(locale))
    throw new Mistake(
      `\`${locale}\` cannot be the name of a locale: letters, digits and _ alone, e.g. \`es_ES\`.`,
    );
  if (locale === model.locale)
    throw new Mistake(`\`${locale}\` is the locale that looker.yml itself is written in.`);
  const known = missingTexts(model).find((one) => one.locale.name === locale)?.texts ?? textsOf(model);
  if (known.length === 0) return "";
  const lines = known.map(({ text, use }) => {
    const key = stringify({ [text]: null }, { lineWidth: 0, nullStr: "" }).trimEnd();
    return `    # ${use}\n    ${key}\n`;
  });
  return `locales:\n  ${locale}:\n${lines.join("")}`;
}
