// `viewfinder hydrate sign`: what a vendor does before a drop is delivered.
import { existsSync } from "node:fs";
import { Command } from "commander";
import { loadModel, Mistake } from "../../../generator/index.ts";
import { MANIFEST_NAME, readKey, signFolder, SIGNATURE_NAME } from "../../../hydrate/index.ts";
import { positiveNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";

interface Options {
  readonly key: string;
  readonly source?: string;
  readonly period?: string;
  readonly revision?: string;
  readonly previous?: string;
  readonly expires?: string;
}

/** The command. */
export function signCommand(global: () => GlobalOptions): Command {
  return new Command("sign")
    .description(`write ${MANIFEST_NAME} and ${SIGNATURE_NAME} beside the files of a drop, for a vendor`)
    .argument("<folder>", "the drop, with all its files and nothing else")
    .requiredOption("--key <file>", "the private key, as hydrate keys new wrote it")
    .option(
      "--source <names>",
      "the source it is of, or several with commas (needed where there is no looker.yml with one source)",
    )
    .option("--period <month>", "the month it is about, 2026-01 (the folder's name)")
    .option("--revision <number>", "higher for each correction of a month (one more than the last)")
    .option(
      "--previous <manifest>",
      "the manifest delivered before, its folder, or `none` (looked for in the folders beside)",
    )
    .option("--expires <day>", "from when on it must not be loaded any more (never)")
    .addHelpText(
      "after",
      "\nExample:\n  viewfinder hydrate sign outbox/2026-01 --key vendor-a-2026.key --source orders",
    )
    .action(async (folder: string, options: Options) => {
      const { manifest, after } = await signFolder({
        folder,
        key: await readKey(options.key),
        sources: options.source?.split(",") ?? (await onlySource(global().model)),
        period: options.period,
        revision: options.revision === undefined ? undefined : positiveNumber("--revision")(options.revision),
        previous: options.previous,
        expires: options.expires === undefined ? undefined : dayOf(options.expires),
        now: new Date(),
      });
      const { period, revision, files } = manifest;
      console.log(`Signed ${folder} as ${period}, revision ${revision}:`);
      for (const { name, size, records } of files) {
        const counted = records === undefined ? "" : `, ${counts(records, "record")}`;
        console.log(`  ${name}: ${counts(size, "byte")}${counted}`);
      }
      console.log(
        after === undefined
          ? "It is the first of its chain: no manifest was found before it. If something was delivered before, remove the two files and sign again with --previous."
          : `It follows ${after.address} (${after.manifest.period}, revision ${after.manifest.revision}).`,
      );
      console.log(`Deliver ${MANIFEST_NAME} and then ${SIGNATURE_NAME} last, after the files.`);
    });
}

/** @throws Mistake when the model, or its absence, does not tell */
async function onlySource(file: string): Promise<readonly string[]> {
  if (!existsSync(file)) throw new Mistake("Say with --source which source the drop is of.");
  const names = (await loadModel(file)).sources.map((source) => source.name);
  if (names.length === 1) return names;
  throw new Mistake(`Say with --source which of these the drop is of: ${names.join(", ")}.`);
}

function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime())) return day;
  throw new Mistake(`--expires is a day such as 2026-12-31, not ${text}.`);
}

function counts(value: number, one: string): string {
  return `${value.toLocaleString("en-US")} ${one}${value === 1 ? "" : "s"}`;
}
