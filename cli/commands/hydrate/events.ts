// `viewfinder hydrate events`: what the lines of --json promise, as a JSON Schema.
import { Command } from "commander";
import { z } from "zod";
import { EVENT_LINE } from "../../../hydrate/index.ts";

/** The command. */
export function eventsCommand(): Command {
  return new Command("events")
    .description("print the JSON Schema of the lines that --json writes")
    .addHelpText(
      "after",
      `
One line is one object; its \`event\` tells which:
  step    a step of a drop began, or goes on (at most once a second)
  drop    a drop is finished: counts, tables, quarantine, notes
  worry   a source needs a look, now that all is loaded: a month is late or missing, …
  failed  the last line when something failed, with the exit code that follows
  end     the last line when all went well, with the sums
Fields may be added; none will be renamed, retyped or left out.

Example:
  viewfinder hydrate events > events.schema.json`,
    )
    .action(() => console.log(JSON.stringify(z.toJSONSchema(EVENT_LINE), undefined, 2)));
}
