// `viewfinder hydrate keys`: which keys the model trusts, and a new one for a vendor.
import { existsSync } from "node:fs";
import { Command } from "commander";
import { didYouMean, loadModel, Mistake } from "../../../generator/index.ts";
import { dayOf, newKey, stateOfKey, trustLine, writeKey } from "../../../hydrate/index.ts";
import { positiveNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";

interface NewOptions {
  readonly source?: string;
  readonly id?: string;
  readonly months: string;
  readonly out?: string;
}

/** The command, with `new` below it. */
export function keysCommand(global: () => GlobalOptions): Command {
  return new Command("keys")
    .description("list the keys that may sign drops, or make one: hydrate keys new")
    .addHelpText(
      "after",
      "\nExample:\n  viewfinder hydrate keys\n  viewfinder hydrate keys new --source orders",
    )
    .helpCommand(false)
    .action(async () => {
      const model = await loadModel(global().model, global().environment);
      for (const line of keyLines(model.sources)) console.log(line);
    })
    .addCommand(newCommand(global).exitOverride().helpOption("-h, --help", "explain this command"));
}

function newCommand(global: () => GlobalOptions): Command {
  return new Command("new")
    .description("make a key pair for whoever signs a source's drops; run it where they are signed")
    .option("--source <name>", "the source whose drops it signs")
    .option("--id <id>", "what signatures call it (the source's name and a mark of the key)")
    .option("--months <number>", "how long it is valid", "24")
    .option("--out <file>", "where the private key goes (<id>.key)")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate keys new --source orders --id vendor-a-2026")
    .action(async ({ source, ...options }: NewOptions) => {
      if (source === undefined) throw new Mistake("Say with --source which source's drops the key signs.");
      await refuseUnknown(global().model, source);
      if (options.id !== undefined && !/^[\w.-]+$/.test(options.id))
        throw new Mistake(
          `${options.id} cannot name a key: letters, digits, dots, hyphens and underscores can.`,
        );
      const months = positiveNumber("--months")(options.months);
      const key = newKey(source, options.id);
      const out = options.out ?? `${key.id}.key`;
      await writeKey(key, out);
      const now = new Date();
      const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, now.getUTCDate()));
      console.log(
        [
          `Wrote the private key to ${out}, which only you can read. Keep it where drops are signed, and deliver it to nobody.`,
          "",
          `Whoever keeps the model puts this under \`sources.${source}\` in looker.yml:`,
          "",
          "    signed_by:",
          `      ${trustLine(key, dayOf(now), dayOf(until))}`,
          "",
          `Then sign a drop: viewfinder hydrate sign <folder> --key ${out} --source ${source}`,
        ].join("\n"),
      );
    });
}

/** A vendor has no model; where there is one, the source must be in it. */
async function refuseUnknown(file: string, source: string): Promise<void> {
  if (!existsSync(file)) return;
  const names = (await loadModel(file)).sources.map((one) => one.name);
  if (names.includes(source)) return;
  const hint = didYouMean(source, names) ?? `it has ${names.map((name) => `\`${name}\``).join(", ")}`;
  throw new Mistake(`${file} has no source \`${source}\` (${hint}).`);
}

type Sources = Awaited<ReturnType<typeof loadModel>>["sources"];

function keyLines(sources: Sources): readonly string[] {
  const now = new Date();
  const rows = sources.flatMap((source) =>
    source.signedBy.map((key) => [source.name, key.id, key.from, key.until, stateOfKey(key, now)]),
  );
  const open = sources.filter((source) => source.signedBy.length === 0 || source.unsigned === "allow");
  const without = open.map(
    ({ name, unsigned, signedBy }) =>
      `${name}: drops load ${unsigned === "allow" ? "without a signature, also from S3" : "without a signature from folders of this machine, and not from S3"}${signedBy.length === 0 ? "" : " (its keys are checked where there is one)"}`,
  );
  const head = ["source", "key", "from", "until", "state"];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const table = rows.length === 0 ? [] : [head, ...rows];
  return [
    ...table.map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    ...(rows.length > 0 && without.length > 0 ? [""] : []),
    ...without,
  ];
}
