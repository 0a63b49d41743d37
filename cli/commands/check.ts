// `viewfinder check`: every mistake in looker.yml, at once.
import { Command, Option } from "commander";
import { compileFile, type Model, sayProblems } from "../../generator/index.ts";
import { EXIT } from "../exit.ts";
import { lookmlFolder, problemsBeside } from "./generate.ts";
import type { GlobalOptions } from "../options.ts";
import { PROBLEM_FORMATS, type ProblemFormat, printProblems } from "../print-problems.ts";

/** The command. */
export function checkCommand(global: () => GlobalOptions): Command {
  return new Command("check")
    .description(
      "find every mistake in looker.yml, and in lookml/refinements/, each with its line and what to do",
    )
    .addOption(
      new Option("--format <format>", "text to read, JSON, GitHub's annotations, or SARIF for code scanners")
        .choices(PROBLEM_FORMATS)
        .default("text"),
    )
    .option("--strict", "take warnings for mistakes")
    .addHelpText(
      "after",
      "\nA mistake is told where it is; what only follows from it is left out and counted.\nA warning is no mistake: the exit code stays 0.\n\nExamples:\n  viewfinder check --model looker.yml\n  viewfinder check --format github     in a GitHub workflow: each problem stands at its line",
    )
    .action(async (options: { readonly format: ProblemFormat; readonly strict?: boolean }) => {
      const { model: file, environment } = global();
      const compiled = await compileFile(file, environment);
      const { warnings } = compiled;
      const beside =
        compiled.model === undefined ? [] : await problemsBeside(compiled.model, lookmlFolder(file));
      const problems = [...compiled.problems, ...beside];
      const model = beside.length > 0 ? undefined : compiled.model;
      const refused = model === undefined || (options.strict === true && warnings.length > 0);
      const following = compiled.model === undefined ? compiled.following : 0;
      const printed = printProblems({ problems, warnings, following }, options.format);
      // What a person reads when something is wrong goes where errors go; what a machine reads is the answer.
      const out = options.format === "text" && refused ? process.stderr : process.stdout;
      out.write(printed);
      if (options.format === "text")
        out.write(
          `${model === undefined ? sayProblems(problems, following) : summary(file, model, warnings.length)}\n`,
        );
      if (refused) process.exitCode = EXIT.mistake;
    });
}

function summary(file: string, model: Model, warnings: number): string {
  const fields = model.views.reduce((sum, view) => sum + view.fields.length, 0);
  const holds = `${count(model.sources.length, "source")}, ${count(model.tables.length, "table")}, ${count(model.views.length, "view")} with ${count(fields, "field")}, ${count(model.explores.length, "explore")}, ${count(model.questions.length, "question")}`;
  if (warnings === 0) return `${file} is in order: ${holds}.`;
  return `${file} is in order, with ${count(warnings, "warning")}: ${holds}.`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
