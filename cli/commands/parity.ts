// `viewfinder parity`: the same questions asked of Looker and of the planner, and their answers compared value by value.
import { Command, Option } from "commander";
import { loadModel, Mistake } from "../../generator/index.ts";
import { openReader } from "../../local/pool.ts";
import { readAttribute } from "../access.ts";
import { EXIT } from "../exit.ts";
import { LOOKER_HELP, type LookerOptions, withLooker, withLookerOptions } from "../looker.ts";
import { positiveNumber } from "../numbers.ts";
import type { GlobalOptions } from "../options.ts";
import { judge, type Sides } from "../parity/judge.ts";
import { questionsInFile, questionsOfModel } from "../parity/questions.ts";
import { printVerdict, summaryOf, type Verdict } from "../parity/verdict.ts";
import { Stopped } from "../stopped.ts";
import { untilStopped, withWarehouse } from "../warehouse.ts";

/** What can be typed after `parity`. */
export interface ParityOptions extends LookerOptions {
  readonly attribute?: readonly string[];
  /** In seconds. */
  readonly timeout?: number;
  readonly format?: "text" | "json";
}

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
    .option(
      "--timeout <seconds>",
      "how long Looker may take to answer one question (default: `timeout` in looker.ini, or 120)",
      positiveNumber("--timeout"),
    )
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `${LOOKER_HELP}
The planner answers from the Postgres in DATABASE_URL, or from the embedded one; it has to hold what Looker reads.

Within what Looker rounds, numbers count as the same: where joins repeat rows its totals lose up to a millionth for each row and its averages up to a millionth; doubles agree to twelve digits. Everything else has to be the same.
Exit codes: 0 every answer is the same, 1 one differs, 2 a question could not be asked of both.

A file holds questions in the words of Looker's own queries (fields, filters, filter_expression, sorts, limit, pivots, column_limit, query_timezone):
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
          // Looker need not be waited for once nobody wants to know.
          const stopped = untilStopped(stop).then((): never => {
            throw new Stopped("Stopped. Nothing was changed anywhere.");
          });
          stopped.catch(() => {});
          const sides: Sides = { model, looker, pool, userAttributes, timeoutSeconds: options.timeout, stop };
          for (const titled of questions) {
            const judged = judge(sides, titled);
            judged.catch(() => {});
            const verdict = await Promise.race([stopped, judged]);
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
