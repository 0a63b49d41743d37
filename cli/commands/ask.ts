// `viewfinder ask`: a question from the terminal, in Looker's query words or through the model's question form.
import { Command, Option } from "commander";
import { DIALECTS, loadModel, Mistake, type Model } from "../../generator/index.ts";
import { answerTogether } from "../../local/answer.ts";
import { coverageOf } from "../../local/coverage.ts";
import { dimensionsOf, measuresOf, planCoarser } from "../../local/plan/coarser.ts";
import { plan } from "../../local/plan.ts";
import { openReader } from "../../local/pool.ts";
import type { Question } from "../../local/question.ts";
import { grantsHeld } from "../../local/visible.ts";
import { writeSql } from "../../local/sql.ts";
import { showQuery } from "../../local/sql/show.ts";
import { readAttribute } from "../access.ts";
import { addForms, FORM_HELP } from "../ask-help.ts";
import { type AskedOptions, questionOf } from "../asked.ts";
import type { GlobalOptions } from "../options.ts";
import { printAnswer, printSummary } from "../print-answer.ts";
import { printCoverage } from "../print-coverage.ts";
import { unknownValues } from "../unknown-values.ts";
import { withWarehouse } from "../warehouse.ts";

interface AskOptions extends AskedOptions {
  readonly total?: boolean;
  readonly attribute?: readonly string[];
  readonly format: "table" | "csv" | "json" | "sql";
}

/**
 * The command. Its selector options come from the model, so the model is read before the arguments are.
 * @param args the whole command line, to find the model named in it
 */
export async function askCommand(global: () => GlobalOptions, args: readonly string[]): Promise<Command> {
  const command = new Command("ask")
    .description("ask a question and print the answer")
    .argument("[explore]", "the explore to ask, with --fields; leave it out to fill in the question form")
    .option(
      "-f, --fields <names>",
      "fields to show, separated by commas; `viewfinder fields` lists them",
      (names) => names.split(",").map((name) => name.trim()),
    )
    .option("--filter <field=expression>", "a Looker filter expression on a field; repeat for more", collect)
    .option("--sort <field [desc]>", "order by a shown field; repeat for more", collect)
    .option("--limit <rows>", "the most rows to give; -1 for all (default: 500)", once("--limit"))
    .option("--total", "table only: below the rows, the measures over everything that matches")
    .addOption(formOption("--metric <name>", "what is measured").argParser(once("--metric")))
    .addOption(formOption("--aggregation <name>", "how it is aggregated").argParser(once("--aggregation")))
    .addOption(formOption("--by <group>", "one row for each of these").argParser(once("--by")))
    .addOption(formOption("--question <name>", "which form, when the model has several"))
    .option(
      "--attribute <name=value>",
      "a user attribute to ask with, where the model goes by one; repeat for more",
      collect,
    )
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

function formOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup(FORM_HELP);
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
  addForms(command, model, collect);
}

function modelNamed(args: readonly string[]): string {
  const at = args.findIndex((arg) => arg === "--model" || arg === "-m");
  const joined = args.find((arg) => arg.startsWith("--model="));
  return joined?.slice("--model=".length) ?? (at >= 0 ? args[at + 1] : undefined) ?? "looker.yml";
}

async function ask(explore: string | undefined, options: AskOptions, global: GlobalOptions): Promise<void> {
  const model = await loadModel(global.model, global.environment);
  const { question, form, values } = questionOf(model, explore, options);
  const userAttributes = Object.fromEntries((options.attribute ?? []).map(readAttribute));
  const asking = { now: new Date(), userAttributes };
  const planned = withHint(model, userAttributes, () => plan(model, question, asking));
  const query = writeSql(planned, DIALECTS.postgres);
  if (options.total === true && options.format !== "table")
    throw new Mistake(
      `--total stands below a table; ${options.format} has no place for it. Ask without the dimensions instead.`,
    );
  if (options.format === "sql") {
    process.stdout.write(showQuery(query));
    return;
  }
  const total =
    options.total === true && hasTotal(model, question)
      ? [writeSql(planCoarser(model, question, [], asking), DIALECTS.postgres)]
      : [];
  const { result, over, coverage } = await withWarehouse(
    global.model,
    async (stack, stop) => {
      const pool = openReader(stack.url);
      try {
        const [result, over] = await answerTogether(pool, [query, ...total], stop);
        const unknown = form === undefined ? [] : await unknownValues(pool, model, form, values);
        for (const line of unknown) console.error(line);
        const coverage =
          options.format === "table"
            ? await coverageOf(pool, model, question, DIALECTS.postgres, asking, stop)
            : undefined;
        return { result, over, coverage };
      } finally {
        await pool.end();
      }
    },
    "answer",
  );
  if (result === undefined) throw new Error("a question without an answer");
  process.stdout.write(printAnswer(result, options.format));
  if (options.format !== "table") return;
  if (over !== undefined && result.rows.length > 0)
    console.log(
      `Total over everything that matches, not the sum of the rows:\n${printAnswer(over, "table")}`,
    );
  console.log(printSummary(result, question.limit));
  if (coverage === undefined || result.rows.length === 0) return;
  for (const line of printCoverage(coverage, result)) console.log(line);
}

/** What somebody may not see does not exist for them; who asks from here has the model, and may wonder. */
function withHint<Result>(
  model: Model,
  userAttributes: Readonly<Record<string, string>>,
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    const held = grantsHeld(model, userAttributes);
    const lacking = model.accessGrants.find((grant) => !held.includes(grant.name));
    if (!(error instanceof Mistake) || lacking === undefined) throw error;
    const { userAttribute, allowed } = lacking;
    throw new Mistake(
      `${error.message}\nThe model keeps something for those with certain user attributes. To ask as one of them: --attribute ${userAttribute}=${allowed[0] ?? "…"}`,
    );
  }
}

/** An answer of one row is its own total, and one without measures has none. */
function hasTotal(model: Model, question: Question): boolean {
  return dimensionsOf(model, question).length > 0 && measuresOf(model, question).length > 0;
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
