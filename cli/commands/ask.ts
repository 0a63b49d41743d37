// `viewfinder ask`: a question from the terminal, in Looker's query words or through the model's question form.
import { Command, Option } from "commander";
import { stringify } from "csv-stringify/sync";
import {
  DIALECTS,
  findQuestion,
  loadModel,
  Mistake,
  type Model,
  type QuestionForm,
} from "../../generator/index.ts";
import { type Answer, answerTogether } from "../../local/answer.ts";
import { dimensionsOf, measuresOf, planCoarser } from "../../local/coarser.ts";
import { askForm } from "../../local/form.ts";
import { plan } from "../../local/plan.ts";
import { openReader } from "../../local/pool.ts";
import type { Query } from "../../local/query.ts";
import type { Question } from "../../local/question.ts";
import { readLimit, readSort } from "../../local/read-question.ts";
import { writeSql } from "../../local/sql.ts";
import type { GlobalOptions } from "../options.ts";
import { printTable } from "../table.ts";
import { withWarehouse } from "../warehouse.ts";

interface AskOptions {
  readonly fields?: readonly string[];
  readonly filter?: readonly string[];
  readonly sort?: readonly string[];
  readonly limit?: string;
  readonly total?: boolean;
  readonly format: "table" | "csv" | "json" | "sql";
  readonly question?: string;
  readonly metric?: string;
  readonly aggregation?: string;
  readonly by?: string;
  readonly [selector: string]: unknown;
}

/**
 * The command. Its selector options come from the model, so the model is read before the arguments are.
 * @param args the whole command line, to find the model named in it
 */
export async function askCommand(global: () => GlobalOptions, args: readonly string[]): Promise<Command> {
  const command = new Command("ask")
    .description("ask a question and print the answer")
    .argument("[explore]", "the explore to ask, with --fields; leave it out to fill in the question form")
    .option("-f, --fields <names>", "fields to show, separated by commas", (names) =>
      names.split(",").map((name) => name.trim()),
    )
    .option("--filter <field=expression>", "a Looker filter expression on a field; repeat for more", collect)
    .option("--sort <field [desc]>", "order by a shown field; repeat for more", collect)
    .option("--limit <rows>", "the most rows to give; -1 for all (default: 500)", once("--limit"))
    .option("--total", "table only: below the rows, the measures over everything that matches")
    .option("--metric <name>", "question form: what is measured", once("--metric"))
    .option("--aggregation <name>", "question form: how it is aggregated", once("--aggregation"))
    .option("--by <group>", "question form: one row for each of these", once("--by"))
    .option("--question <name>", "question form: which, when the model has several")
    .addOption(
      new Option("--format <format>", "how to print the answer")
        .choices(["table", "csv", "json", "sql"])
        .default("table"),
    );
  if (args.includes("ask")) await addSelectors(command, args);
  return command.action((explore: string | undefined, options: AskOptions) =>
    ask(explore, options, global()),
  );
}

/** One option for each selector of the model's forms; a model with mistakes is reported when the command runs. */
async function addSelectors(command: Command, args: readonly string[]): Promise<void> {
  const model = await loadModel(modelNamed(args)).catch(() => undefined);
  if (model === undefined) {
    command.allowUnknownOption().allowExcessArguments();
    command.addHelpText(
      "after",
      "\nExample:\n  viewfinder ask <explore> --fields <view>.<dimension>,<view>.<measure>",
    );
    return;
  }
  command.addHelpText("after", examples(model));
  const taken = new Set(command.options.map((option) => option.name()));
  for (const form of model.questions) {
    for (const selector of form.selectors) {
      if (taken.has(selector.name)) continue;
      taken.add(selector.name);
      command.option(
        `--${selector.name} <value>`,
        `question form: keep ${selector.label.toLowerCase()} of this value; repeat for any of several`,
        collect,
      );
      command.option(
        `--exclude-${selector.name} <value>`,
        `question form: drop ${selector.label.toLowerCase()} of this value; repeat for more`,
        collect,
      );
      if (!selector.name.includes("_")) continue;
      // Fields are written with `_` and options with `-`, so people will type either.
      for (const flag of [selector.name, `exclude-${selector.name}`]) {
        const alias = new Option(`--${flag.replaceAll("_", "-")} <value>`).hideHelp().argParser(collect);
        command.addOption(alias);
      }
    }
  }
}

/** Examples in the words of the user's own model. */
function examples(model: Model): string {
  const [form] = model.questions;
  const [explore] = model.explores;
  if (form === undefined)
    return `\nExample:\n  viewfinder ask ${explore?.name ?? "<explore>"} --fields <view>.<dimension>,<view>.<measure>`;
  const { metric, aggregation, by } = form.default;
  const group = form.groups.find((one) => one.name === by);
  const pair = form.metrics
    .find((one) => one.name === metric)
    ?.by.find((one) => one.aggregation === aggregation);
  const measure = `${form.view}.${pair !== undefined && "measure" in pair ? pair.measure : form.count}`;
  const fields = [...(group === undefined ? [] : [group.field]), measure].join(",");
  const asked = `--metric ${metric} --aggregation ${aggregation}${by === undefined ? "" : ` --by ${by}`}`;
  return `
Examples:
  viewfinder ask ${asked}
  viewfinder ask ${asked} --format csv > answer.csv
  viewfinder ask ${form.explore} --fields ${fields} --sort '${measure} desc' --limit 10`;
}

function modelNamed(args: readonly string[]): string {
  const at = args.findIndex((arg) => arg === "--model" || arg === "-m");
  const joined = args.find((arg) => arg.startsWith("--model="));
  return joined?.slice("--model=".length) ?? (at >= 0 ? args[at + 1] : undefined) ?? "looker.yml";
}

async function ask(explore: string | undefined, options: AskOptions, global: GlobalOptions): Promise<void> {
  const model = await loadModel(global.model);
  const question =
    options.metric !== undefined ||
    options.aggregation !== undefined ||
    (explore === undefined && options.fields === undefined)
      ? fromForm(model, explore, options)
      : fromWords(model, explore, options);
  const asking = { now: new Date() };
  const query = writeSql(plan(model, question, asking), DIALECTS.postgres);
  if (options.total === true && options.format !== "table")
    throw new Mistake(
      `--total stands below a table; ${options.format} has no place for it. Ask without the dimensions instead.`,
    );
  if (options.format === "sql") {
    console.log(printSql(query));
    return;
  }
  const total =
    options.total === true && hasTotal(model, question)
      ? [writeSql(planCoarser(model, question, [], asking), DIALECTS.postgres)]
      : [];
  const [result, over] = await withWarehouse(global.model, async (stack, stop) => {
    const pool = openReader(stack.url);
    try {
      return await answerTogether(pool, [query, ...total], stop);
    } finally {
      await pool.end();
    }
  });
  if (result === undefined) throw new Error("a question without an answer");
  process.stdout.write(printAnswer(result, options.format));
  if (options.format !== "table") return;
  if (over !== undefined && result.rows.length > 0)
    console.log(
      `Total over everything that matches, not the sum of the rows:\n${printAnswer(over, "table")}`,
    );
  console.log(summary(result, question.limit));
}

/** An answer of one row is its own total, and one without measures has none. */
function hasTotal(model: Model, question: Question): boolean {
  return dimensionsOf(model, question).length > 0 && measuresOf(model, question).length > 0;
}

function fromWords(model: Model, explore: string | undefined, options: AskOptions): Question {
  if (explore === undefined || options.fields === undefined) {
    const explores = `Explores of this model: ${model.explores.map((one) => one.name).join(", ")}.`;
    throw new Mistake(
      explore === undefined
        ? `Say which explore the fields are of: viewfinder ask <explore> --fields …. ${explores}`
        : `Say which fields of ${explore} to show: viewfinder ask ${explore} --fields <view>.<field>,…. ${explores}`,
    );
  }
  return {
    model: model.name,
    view: explore,
    fields: options.fields,
    filters: Object.fromEntries((options.filter ?? []).map(readFilterOption)),
    sorts: (options.sort ?? []).map(readSort),
    limit: readLimit(options.limit),
  };
}

function fromForm(model: Model, explore: string | undefined, options: AskOptions): Question {
  if (options.fields !== undefined)
    throw new Mistake(
      "--fields asks in Looker's words, --metric and --aggregation fill in the question form. Use one of the two.",
    );
  const form = formNamed(model, options.question ?? explore);
  const selected = chosen(form, (name) => options[camelCase(name)]);
  const excluded = chosen(form, (name) => options[camelCase(`exclude-${name}`)]);
  // Where nothing is filled in, the form's own default question is meant, grouping and all.
  const filledIn = [...Object.values(selected), ...Object.values(excluded)].some(
    (values) => values.length > 0,
  );
  const isDefault = options.metric === undefined && options.aggregation === undefined && !filledIn;
  const filled = {
    metric: options.metric ?? form.default.metric,
    aggregation: options.aggregation ?? form.default.aggregation,
    by: options.by ?? (isDefault ? form.default.by : undefined),
    selected,
    excluded,
  };
  const question = askForm(model, form, filled);
  return {
    ...question,
    filters: { ...question.filters, ...Object.fromEntries((options.filter ?? []).map(readFilterOption)) },
    sorts: (options.sort ?? []).map(readSort),
    limit: readLimit(options.limit),
  };
}

function chosen(
  form: QuestionForm,
  valueOf: (selector: string) => unknown,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    form.selectors.map((selector) => {
      const written = [...new Set([selector.name, selector.name.replaceAll("_", "-")])];
      const values = written.flatMap((name) => {
        const told = valueOf(name);
        return Array.isArray(told) ? told.map(String) : [];
      });
      return [selector.name, values];
    }),
  );
}

function formNamed(model: Model, name: string | undefined): QuestionForm {
  const [only, ...more] = model.questions;
  const found = name === undefined ? (more.length === 0 ? only : undefined) : findQuestion(model, name);
  if (found !== undefined) return found;
  const known = model.questions.map((question) => question.name).join(", ");
  if (only === undefined)
    throw new Mistake(
      "The model has no question form. Ask in Looker's words: viewfinder ask <explore> --fields …",
    );
  throw new Mistake(
    name === undefined
      ? `The model has several question forms; say which with --question: ${known}.`
      : `There is no question form ${name}. There is: ${known}.`,
  );
}

function readFilterOption(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1)
    throw new Mistake(
      `The filter "${text}" is not understood. Write <field>=<expression>, as in --filter '<view>.<field>=one,another'.`,
    );
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

/** An option that means one thing: said twice, the first would be dropped without a word. */
function once(option: string): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before === undefined) return value;
    throw new Mistake(`${option} is said twice, with ${before} and with ${value}. Say it once.`);
  };
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The key commander keeps an option under: `--exclude-genre` is `excludeGenre`. */
function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function printAnswer(result: Answer, format: "table" | "csv" | "json"): string {
  const names = result.columns.map((column) => column.name);
  switch (format) {
    case "csv":
      return stringify([names, ...result.rows.map((row) => names.map((name) => row[name]))], {
        cast: { boolean: (value) => (value ? "Yes" : "No") },
      });
    case "json":
      return `${JSON.stringify(result.rows, undefined, 2)}\n`;
    case "table":
      return result.rows.length === 0 ? "" : `${printTable(result.columns, result.rows)}\n`;
  }
}

function summary(result: Answer, limit: number | undefined): string {
  const rows = result.rows.length;
  if (limit === 0) return "0 rows, as asked for with --limit 0.";
  if (rows === 0) return "No row matches. Take a filter away, or check how its values are written.";
  const cut = rows === limit ? `, the most this question asks for (--limit -1 gives all)` : "";
  return `${rows === 1 ? "1 row" : `${rows} rows`}${cut} · ${Math.round(result.ms)} ms`;
}

function printSql(query: Query): string {
  const values = query.values.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
  return [...values, `${query.text};`].join("\n");
}
