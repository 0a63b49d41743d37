// `viewfinder hydrate quarantine [<run>]`: what is in quarantine and why; exported, so that it can be corrected.
import { Command } from "commander";
import { didYouMean, loadModel, Mistake } from "../../../generator/index.ts";
import {
  type ExportedRun,
  exportQuarantine,
  FAULT_CODES,
  type FaultCode,
  listQuarantine,
  type QuarantineFilter,
  readHistory,
} from "../../../hydrate/index.ts";
import { count } from "../../../hydrate/words.ts";
import { runNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { quarantinePage } from "../../pages/quarantine-page.ts";
import { NOTHING_YET, type ReadingOptions, showHistory } from "../../reading.ts";
import { withWarehouse } from "../../warehouse.ts";

type QuarantineOptions = ReadingOptions & {
  readonly source?: string;
  readonly reason?: string;
  readonly replayed?: boolean;
  readonly export?: string;
};

/** The command. */
export function quarantineCommand(global: () => GlobalOptions): Command {
  return new Command("quarantine")
    .description("tell what is in quarantine and why, or export it to be corrected")
    .argument("[run]", "only of this run", runNumber)
    .option("--source <name>", "only records of this source")
    .option(
      "--reason <code>",
      "only records that are there for this reason, as the list calls it in brackets",
    )
    .option("--replayed", "also what was put through again since")
    .option("--export <folder>", "write the raw records as CSV, and a file of reasons, into this folder")
    .option("--all", "every reason, and what later drops have settled")
    .option("--json", "the same as one line of JSON")
    .addHelpText(
      "after",
      `
Examples:
  viewfinder hydrate quarantine
  viewfinder hydrate quarantine 12 --export corrections     then correct the files in corrections/run-12, and:
  viewfinder hydrate replay --from corrections/run-12

Reasons:
${Object.entries(FAULT_CODES)
  .map(
    ([code, said]) =>
      `  ${code.padEnd(Math.max(...Object.keys(FAULT_CODES).map((one) => one.length)))}  ${said}`,
  )
  .join("\n")}`,
    )
    .action(async (run: number | undefined, options: QuarantineOptions) => {
      const { source, reason, replayed } = options;
      const filter = { run, source, code: reasonNamed(reason), replayed };
      if (options.export === undefined)
        return showHistory(global(), options, (history) => listQuarantine(history, filter), quarantinePage);
      await exportTo(global(), filter, options.export, options.json === true);
    });
}

function reasonNamed(code: string | undefined): FaultCode | undefined {
  if (code === undefined || code in FAULT_CODES) return code as FaultCode | undefined;
  const known = Object.keys(FAULT_CODES);
  throw new Mistake(
    `There is no reason \`${code}\` (${didYouMean(code, known) ?? `one of: ${known.join(", ")}`}).`,
  );
}

async function exportTo(
  { model: file, environment }: GlobalOptions,
  filter: QuarantineFilter,
  folder: string,
  json: boolean,
): Promise<void> {
  const model = await loadModel(file, environment);
  await withWarehouse(file, async (stack) => {
    const written = await readHistory(stack.url, model, (history) =>
      exportQuarantine(history, filter, folder),
    );
    if (json) console.log(JSON.stringify(written ?? null));
    else for (const line of exportLines(written)) console.log(line);
  });
}

/** What was written where, and what to do with it. */
export function exportLines(written: readonly ExportedRun[] | undefined): readonly string[] {
  if (written === undefined) return [NOTHING_YET];
  if (written.length === 0) return ["Nothing is in quarantine that fits, so nothing was written."];
  return written.flatMap(({ run, folder, files }) => [
    `Run ${run}: ${files.map(({ name, records }) => `${name} with ${count(records, "record")}`).join(", ")} in ${folder}, the reasons beside in reasons.csv.`,
    `  Correct them there, keep their order, and: viewfinder hydrate replay --from ${folder}`,
  ]);
}
