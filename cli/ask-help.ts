// A model's question forms -> the options that `ask` takes for them, and examples in the model's own words.
import { type Command, Option } from "commander";
import type { FormSelector, Model, QuestionForm } from "../generator/index.ts";

/** Heads the options that say what is asked. */
export const FORM_HELP = "Filling in the question form:";
/** Heads the options that choose values. */
const CHOICE_HELP = "Choosing values, in the question form (each can be repeated):";

/**
 * Adds an option for each selector of each form, and examples.
 * @param collect gathers the values of an option that is repeated
 */
export function addForms(
  command: Command,
  model: Model,
  collect: (value: string, before: readonly string[] | undefined) => readonly string[],
): void {
  const taken = new Set(command.options.map((option) => option.name()));
  const several = new Map<string, FormSelector>();
  for (const selector of model.questions.flatMap((form) => form.selectors)) {
    if (selector.allOfFilter !== undefined) several.set(selector.name, selector);
    if (taken.has(selector.name)) continue;
    taken.add(selector.name);
    const label = selector.label.toLowerCase();
    const said = [
      [selector.name, `rows with any of these values of ${label}`],
      [`exclude-${selector.name}`, `rows with none of these`],
    ] as const;
    for (const [flag, description] of said) {
      // Fields are written with `_` and options with `-`, so people will type either.
      for (const spelling of new Set([flag.replaceAll("_", "-"), flag])) {
        const option = new Option(`--${spelling} <value>`, description)
          .argParser(collect)
          .helpGroup(CHOICE_HELP);
        command.addOption(spelling === flag.replaceAll("_", "-") ? option : option.hideHelp());
      }
    }
  }
  const [first] = several.keys();
  command.addOption(
    new Option(
      "--all-of <selector>",
      first === undefined
        ? "a selector of whose values a row must have every one"
        : `rows with all of the values given for ${listed([...several.keys()])}: --all-of ${first}`,
    )
      .argParser(collect)
      .helpGroup(CHOICE_HELP),
  );
  for (const [name, words] of Object.entries(vocabulary(model))) {
    const option = command.options.find((one) => one.name() === name);
    if (option !== undefined && words.length > 0) option.description += `: ${words.join(", ")}`;
  }
  command.addHelpText("after", examples(model));
}

/** What can be filled in, of all forms. */
function vocabulary({ questions }: Model): Readonly<Record<string, readonly string[]>> {
  const all = (names: (form: QuestionForm) => readonly string[]): readonly string[] => [
    ...new Set(questions.flatMap(names)),
  ];
  return {
    metric: all((form) => form.metrics.map((metric) => metric.name)),
    aggregation: all((form) => form.aggregations),
    by: all((form) => form.groups.map((group) => group.name)),
    question: questions.length > 1 ? questions.map((form) => form.name) : [],
  };
}

function listed(names: readonly string[]): string {
  return names.length === 1
    ? `--${names[0]}`
    : names.map((name) => `--${name.replaceAll("_", "-")}`).join(" or ");
}

/** Examples in the words of the user's own model. */
function examples(model: Model): string {
  const [form] = model.questions;
  const [explore] = model.explores;
  if (form === undefined) {
    const name = explore?.name ?? "<explore>";
    return `\nExamples:\n  viewfinder fields ${name}     what can be asked\n  viewfinder ask ${name} --fields <view>.<dimension>,<view>.<measure>`;
  }
  const { metric, aggregation, by } = form.default;
  const group = form.groups.find((one) => one.name === by);
  const pair = form.metrics
    .find((one) => one.name === metric)
    ?.by.find((one) => one.aggregation === aggregation);
  const measure = `${form.view}.${pair !== undefined && "measure" in pair ? pair.measure : form.count}`;
  const fields = [...(group === undefined ? [] : [group.field]), measure].join(",");
  const which = model.questions.length > 1 ? ` --question ${form.name}` : "";
  const asked = `viewfinder ask${which} --metric ${metric} --aggregation ${aggregation}`;
  return `
Examples:
  The question form, whose blanks are filled in:
    ${asked}${by === undefined ? "" : ` --by ${by}`}
${choices(form, asked)}    ${asked} --format csv > answer.csv

  Looker's words, for every other question (\`viewfinder fields ${form.explore}\` lists the fields):
    viewfinder ask ${form.explore} --fields ${fields} --sort '${measure} desc' --limit 10`;
}

/** One selector's three ways of choosing, with values that the model's own examples choose. */
function choices(form: QuestionForm, asked: string): string {
  const chosen = [form.default, ...form.examples].flatMap((one) => one.selected);
  const selector =
    form.selectors.find(
      (one) => one.allOfFilter !== undefined && chosen.some(({ selector }) => selector === one.name),
    ) ??
    form.selectors.find((one) => one.allOfFilter !== undefined) ??
    form.selectors[0];
  if (selector === undefined) return "";
  const known = chosen.find((one) => one.selector === selector.name)?.values ?? [];
  const [one, other] = [known[0] ?? "<value>", known[1] ?? "<another>"].map((value) =>
    /^[\w<>]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`,
  );
  const flag = `--${selector.name.replaceAll("_", "-")}`;
  const lines: readonly (readonly [string, string])[] = [
    [`${flag} ${one} ${flag} ${other}`, "any of them"],
    ...(selector.allOfFilter === undefined
      ? []
      : [[`${flag} ${one} ${flag} ${other} --all-of ${selector.name}`, "all of them"] as const]),
    [`--exclude-${flag.slice(2)} ${one}`, "without it"],
  ];
  const width = Math.max(...lines.map(([text]) => text.length));
  return lines.map(([text, meaning]) => `    ${asked} ${text.padEnd(width)}   # ${meaning}\n`).join("");
}
