// `viewfinder fields`: what can be asked, explore by explore, from the model alone.
import { stringify } from "csv-stringify/sync";
import { Command, Option } from "commander";
import { didYouMean, type Explore, loadModel, Mistake, type Model } from "../../generator/index.ts";
import { listLines, widthOf } from "../columns.ts";
import { type AskedField, askedFields, speaksOf } from "../fields.ts";
import type { GlobalOptions } from "../options.ts";

interface FieldsOptions {
  readonly all?: boolean;
  readonly format: "table" | "json" | "csv";
}

/** What is told of each field, by its heading. */
const HEADINGS = ["explore", "field", "label", "is", "type", "group", "description", "hidden"] as const;

/** The command. */
export function fieldsCommand(global: () => GlobalOptions): Command {
  return new Command("fields")
    .description("list what can be asked: every field of an explore, with what it is")
    .argument("[explore]", "one of the model's explores; without it, all of them")
    .argument("[words...]", "only fields whose name, label, group or description holds these words")
    .option("--all", "hidden fields too: keys, and what other fields are made of")
    .addOption(
      new Option("--format <format>", "how to print the list")
        .choices(["table", "json", "csv"])
        .default("table"),
    )
    .addHelpText(
      "after",
      `
A field is written here as \`ask\` and Looker write it. What it is:
  dimension   one row of the answer for each of its values; can be filtered by
  measure     a figure of each row of the answer; can be filtered by
  selector    a filter of the question form: rows with any, with all, or with none of the chosen values
  filter      a filter that fields reckon with, and that no answer shows
  parameter   a value given with the question

Examples:
  viewfinder fields                    everything, explore by explore
  viewfinder fields <explore>          one explore
  viewfinder fields <explore> year     what has to do with years
  viewfinder fields --all --format csv > fields.csv`,
    )
    .action(async (explore: string | undefined, words: readonly string[], options: FieldsOptions) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      const said = explore === undefined ? [] : [explore, ...words];
      const named = model.explores.find((one) => one.name === explore);
      const sought = named === undefined ? said : words;
      const all = (named === undefined ? model.explores : [named]).flatMap((one) => askedFields(model, one));
      const found = all.filter((field) => speaksOf(field, sought));
      const shown = found.filter((field) => options.all === true || !field.hidden);
      if (shown.length === 0) throw new Mistake(nothing(model, sought, named, found.length));
      process.stdout.write(printed(model, shown, found.length - shown.length, options.format));
    });
}

function printed(
  model: Model,
  fields: readonly AskedField[],
  hidden: number,
  format: FieldsOptions["format"],
): string {
  if (format === "json") return `${JSON.stringify(fields, undefined, 2)}\n`;
  if (format === "csv")
    return stringify([[...HEADINGS], ...fields.map((field) => HEADINGS.map((name) => field[name]))], {
      cast: { boolean: (value) => (value ? "Yes" : "No") },
    });
  const width = widthOf(process.stdout);
  const parts = model.explores.flatMap((explore) => {
    const own = fields.filter((field) => field.explore === explore.name);
    return own.length === 0 ? [] : [[...heading(explore), ...table(own, width)].join("\n")];
  });
  const more = hidden === 0 ? "" : `; ${hidden.toLocaleString("en-US")} hidden with --all`;
  const count = `${fields.length.toLocaleString("en-US")} field${fields.length === 1 ? "" : "s"}${more}.`;
  return `${[...parts, count].join("\n\n")}\n`;
}

function heading({ name, description }: Explore): readonly string[] {
  return [description === undefined ? name : `${name}: ${description}`, ""];
}

function table(fields: readonly AskedField[], width: number): readonly string[] {
  return listLines(
    [
      { head: "Field" },
      { head: "Label", narrow: "cut" },
      { head: "Is" },
      { head: "Type", narrow: "drop" },
      { head: "Group", narrow: "drop" },
      { head: "Description", narrow: "cut" },
    ],
    fields.map(({ field, label, is, type, group, description }) => [
      field,
      label,
      is,
      type,
      group,
      description.replaceAll(/\s+/g, " "),
    ]),
    width,
    "  ",
  );
}

/** Why nothing is listed, and what to write instead. */
function nothing(
  model: Model,
  words: readonly string[],
  explore: Explore | undefined,
  hidden: number,
): string {
  const names = model.explores.map((one) => one.name);
  if (names.length === 0) return "The model has no explores, so nothing can be asked.";
  const where = explore === undefined ? "" : ` in explore ${explore.name}`;
  if (hidden > 0)
    return `Only hidden fields${where} ${words.length === 0 ? "are there" : `hold ${quoted(words)}`}: ${hidden} of them, listed with --all.`;
  const [first] = words;
  if (first === undefined) return `There are no fields${where}.`;
  const meant = explore === undefined ? didYouMean(first, names) : undefined;
  return `No field${where} holds ${quoted(words)}.${explore === undefined ? ` There is no explore of that name either${meant === undefined ? "" : `; ${meant}`}.` : ""}`.replace(
    "?.",
    "?",
  );
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(" and ");
}
