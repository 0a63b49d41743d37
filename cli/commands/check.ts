// `viewfinder check`: every mistake in looker.yml, at once.
import { Command } from "commander";
import { loadModel } from "../../generator/index.ts";
import type { GlobalOptions } from "../options.ts";

/** The command. */
export function checkCommand(global: () => GlobalOptions): Command {
  return new Command("check")
    .description("find every mistake in looker.yml, each with its line and what to do")
    .addHelpText("after", "\nExample:\n  viewfinder check --model looker.yml")
    .action(async () => {
      const { model: file } = global();
      const model = await loadModel(file);
      const fields = model.views.reduce((sum, view) => sum + view.fields.length, 0);
      console.log(
        `${file} is in order: ${count(model.sources.length, "source")}, ${count(model.tables.length, "table")}, ${count(model.views.length, "view")} with ${count(fields, "field")}, ${count(model.explores.length, "explore")}, ${count(model.questions.length, "question")}.`,
      );
    });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
