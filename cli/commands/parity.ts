// `viewfinder parity`: the same questions asked of Looker and of the planner, and their answers compared value by value.
import { Command, Option } from "commander";
import {
  DIALECTS,
  findExplore,
  findField,
  findView,
  loadModel,
  Mistake,
  type Model,
  Outage,
} from "../../generator/index.ts";
import {
  askLooker,
  compareAnswers,
  type ComparedAnswers,
  type ComparedColumn,
  type Looker,
} from "../../generator/looker/index.ts";
import { answer } from "../../local/answer.ts";
import { plan } from "../../local/plan.ts";
import { openReader } from "../../local/pool.ts";
import type { Question } from "../../local/question.ts";
import { writeSql } from "../../local/sql.ts";
import { readAttribute } from "../access.ts";
import { EXIT } from "../exit.ts";
import { LOOKER_HELP, type LookerOptions, withLooker, withLookerOptions } from "../looker.ts";
import type { GlobalOptions } from "../options.ts";
import { comparedColumns } from "../parity/columns.ts";
import { questionsInFile, questionsOfModel, type Titled } from "../parity/questions.ts";
import { withWarehouse } from "../warehouse.ts";

/** What can be typed after `parity`. */
export interface ParityOptions extends LookerOptions {
  readonly attribute?: readonly string[];
  readonly format?: "text" | "json";
}

/** What became of one question. */
export type Verdict =
  | { readonly title: string; readonly state: "same" | "different"; readonly compared: ComparedAnswers }
  /** One of the two did not answer. */
  | { readonly title: string; readonly state: "not asked"; readonly why: string };

/** The command. */
export function parityCommand(global: () => GlobalOptions): Command {
  const command = new Command("parity")
    .description("ask Looker and the planner the same questions, and compare their answers value by value")
    .argument(
      "[file]",
      "a list of questions in Looker's words, as YAML or JSON (default: those of the model's forms)",
    )
    .option(
      "--attribute <name=value>",
      "a user attribute the planner asks with, as the API user has it; repeat for more",
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `${LOOKER_HELP}
The planner answers from the Postgres in DATABASE_URL, or from the embedded one; it has to hold what Looker reads.

Within what Looker rounds, numbers count as the same: where joins repeat rows its totals lose up to a millionth for each row and its averages up to a millionth; doubles agree to twelve digits. Everything else has to be the same.
Exit codes: 0 every answer is the same, 1 one differs, 2 a question could not be asked of both.

Example of a file:
  - {title: Orders by year, explore: orders, fields: [orders.created_year, orders.count], filters: {orders.state: open}}`,
    )
    .action(async (file: string | undefined, options: ParityOptions) => {
      try {
        process.exitCode = await runParity(
          file,
          options,
          global(),
          (text) => void process.stdout.write(text),
        );
      } catch (error) {
        // What kept the questions from being asked must not pass for a difference: a script reads the exit code.
        if (error instanceof Mistake) process.exitCode = EXIT.world;
        else throw error;
        console.error(error.message);
      }
    });
  return withLookerOptions(command);
}

/**
 * @param write hears a line for each question as it is answered, or all at the end as JSON
 * @returns the exit code
 * @throws Mistake for a model or a file that is wrong, Outage when neither Looker nor the database can be reached
 */
export async function runParity(
  file: string | undefined,
  options: ParityOptions,
  global: GlobalOptions,
  write: (text: string) => void,
): Promise<number> {
  const model = await loadModel(global.model, global.environment);
  const questions = file === undefined ? questionsOfModel(model) : await questionsInFile(file, model);
  if (questions.length === 0)
    throw new Mistake("The model has no measure to ask for. Name a file of questions.");
  const userAttributes = Object.fromEntries((options.attribute ?? []).map(readAttribute));
  const verdicts: Verdict[] = [];
  await withWarehouse(
    global.model,
    async (stack, stop) => {
      const pool = openReader(stack.url);
      try {
        await withLooker(options, async (looker) => {
          await looker.use("production");
          for (const titled of questions) {
            const verdict = await judge(model, titled, looker, async (question) => {
              const planned = plan(model, question, { now: new Date(), userAttributes });
              const query = writeSql(planned, DIALECTS.postgres);
              const { rows } = await answer(pool, query, stop);
              return {
                rows,
                columns: comparedColumns(model, planned, query, question.fields),
                sortedBy: planned.sorts[0]?.field,
              };
            });
            verdicts.push(verdict);
            if (options.format !== "json") write(printVerdict(verdict));
          }
        });
      } finally {
        await pool.end();
      }
    },
    "answer",
  );
  if (options.format === "json") write(`${JSON.stringify({ questions: verdicts }, undefined, 2)}\n`);
  else write(`${summaryOf(verdicts)}\n`);
  if (verdicts.some(({ state }) => state === "different")) return EXIT.mistake;
  return verdicts.some(({ state }) => state === "not asked") ? EXIT.world : EXIT.done;
}

/** What the planner gives, and what it knows of it. */
interface Answered {
  readonly rows: Awaited<ReturnType<typeof askLooker>>;
  readonly columns: readonly ComparedColumn[];
  readonly sortedBy: string | undefined;
}

async function judge(
  model: Model,
  { title, question }: Titled,
  looker: Looker,
  answerHere: (question: Question) => Promise<Answered>,
): Promise<Verdict> {
  const counts = countOf(model, question);
  const asked =
    counts === undefined || question.fields.includes(counts)
      ? question
      : { ...question, fields: [...question.fields, counts] };
  try {
    const here = await said("Here", () => answerHere(asked));
    const there = await askLooker(looker, asked);
    const compared = compareAnswers(
      {
        columns: here.columns,
        counts,
        limit: asked.limit,
        sortedBy: here.sortedBy,
        isFiltered: Object.keys(asked.filters).length > 0,
        caseSensitive: model.caseSensitive,
      },
      here.rows,
      there,
    );
    return { title, state: compared.count === 0 ? "same" : "different", compared };
  } catch (error) {
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    return { title, state: "not asked", why: error.message };
  }
}

/** So that it can be told which of the two did not answer. */
async function said<Result>(who: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Mistake) throw new Mistake(`${who}: ${error.message}`);
    throw error;
  }
}

/** The measure that counts the base view's rows; a total loses a little for each of them. */
function countOf(model: Model, question: Question): string | undefined {
  const view = findView(model, findExplore(model, question.view)?.view ?? "");
  const counter = view?.fields.find(
    (field) =>
      field.kind === "measure" &&
      field.type === "count" &&
      field.filters.length === 0 &&
      field.requiredAccessGrants.length === 0,
  );
  const asksMeasures = question.fields.some((name) => isMeasure(model, question.view, name));
  return view === undefined || counter === undefined || !asksMeasures
    ? undefined
    : `${view.name}.${counter.name}`;
}

function isMeasure(model: Model, explore: string, name: string): boolean {
  const [alias = "", short = ""] = name.split(".");
  const join = findExplore(model, explore)?.joins.find((one) => one.name === alias);
  const view = findView(model, join?.view ?? alias);
  const kind = view === undefined ? undefined : findField(view, short)?.field.kind;
  return kind === "measure" || kind === "chosen_measure";
}

/** One question: a line, and below it where the two differ and what may be why. */
export function printVerdict(verdict: Verdict): string {
  const name = verdict.state.padEnd(11);
  if (verdict.state === "not asked") return `${name}${verdict.title}: ${verdict.why}\n`;
  const { rows, values, rounded, tied, differences, count, reasons } = verdict.compared;
  if (verdict.state === "same")
    return `${name}${verdict.title}: ${counted(rows, "row")}, ${counted(values, "value")}${rounded === 0 ? "" : `, ${rounded} within Looker's rounding`}${tied === 0 ? "" : `; ${counted(tied, "row")} of equal rank left out by the limit on one side`}\n`;
  return [
    `${name}${verdict.title}: ${counted(count, "difference")} in ${counted(rows, "row")}`,
    ...differences.map((line) => `             ${line}`),
    ...(count > differences.length ? [`             … and ${count - differences.length} more`] : []),
    "           may be",
    ...reasons.map((line) => `             ${line}`),
    "",
  ].join("\n");
}

function summaryOf(verdicts: readonly Verdict[]): string {
  const count = (state: Verdict["state"]): number => verdicts.filter((one) => one.state === state).length;
  if (count("same") === verdicts.length)
    return `${counted(verdicts.length, "question")}: Looker and the planner give the same answers.`;
  const left = count("not asked");
  return `${counted(verdicts.length, "question")}: ${count("same")} the same, ${count("different")} different${left === 0 ? "" : `, ${left} not asked of both`}.`;
}

function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
