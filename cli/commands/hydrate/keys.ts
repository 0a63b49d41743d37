// `viewfinder hydrate keys`: which keys the model trusts, and a new one for a vendor.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { compile, didYouMean, insertTrust, loadModel, Mistake } from "../../../generator/index.ts";
import { dayOf, newKey, stateOfKey, trustLine, writeKey } from "../../../hydrate/index.ts";
import { positiveNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";

interface NewOptions {
  readonly source?: string;
  readonly id?: string;
  readonly months: string;
  readonly out?: string;
  readonly trust?: boolean;
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
    .option("--trust", "write the key into the model here as well, for whoever keeps it and signs drops")
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
      const now = new Date();
      const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, now.getUTCDate()));
      const line = trustLine(key, dayOf(now), dayOf(until));
      const trusting = options.trust === true ? await trustingText(global().model, source, line) : undefined;
      await writeKey(key, out);
      if (trusting !== undefined) await writeFile(global().model, trusting);
      console.log(
        [
          `Wrote the private key to ${out}, which only you can read. Keep it where drops are signed, and deliver it to nobody.`,
          "",
          ...(trusting === undefined
            ? [
                `Whoever keeps the model puts this under \`sources.${source}\` in looker.yml:`,
                "",
                "    signed_by:",
                `      ${line}`,
              ]
            : [`${global().model} trusts it now, under \`sources.${source}\`.`]),
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

/**
 * The model's text with the key in it, read once more to see that it is a model still.
 * @throws Mistake when there is no place for it
 */
async function trustingText(file: string, source: string, line: string): Promise<string> {
  const { sources } = await loadModel(file);
  const text = insertTrust(await readFile(file, "utf8"), source, line);
  const known = sources.reduce((sum, one) => sum + one.signedBy.length, 0);
  const after = text === undefined ? undefined : compile(text, file).model;
  const added = after?.sources.reduce((sum, one) => sum + one.signedBy.length, 0);
  if (text !== undefined && added === known + 1) return text;
  throw new Mistake(
    `The key cannot be written into ${file}: \`sources.${source}\` stands in another file, or is not written as indented lines. Leave --trust out, and put the line in by hand. No key was made.`,
  );
}

type Sources = Awaited<ReturnType<typeof loadModel>>["sources"];

function keyLines(sources: Sources): readonly string[] {
  const now = new Date();
  const rows = sources.flatMap((source) =>
    source.signedBy.map((key) => [source.name, key.id, key.from, key.until, stateOfKey(key, now)]),
  );
  const FROM = {
    allow: "load without a signature, also from S3",
    folders: "load without a signature from folders of this machine, and not from S3",
    refuse: "load only with a signature",
  } as const;
  const open = sources.filter(
    ({ signedBy, unsigned = "refuse" }) => signedBy.length === 0 || unsigned !== "refuse",
  );
  const without = open.map(
    ({ name, unsigned = "refuse", signedBy }) =>
      `${name}: drops ${FROM[unsigned]}${signedBy.length > 0 ? " (its keys are checked where there is one)" : unsigned === "refuse" ? ", and no key is named whose signature would count: none loads" : ""}`,
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
