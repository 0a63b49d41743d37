// `viewfinder init`: a looker.yml to begin with, empty-handed or from a database that is there already.
import { access, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { emitSchema, Mistake, modelOfCatalog, Outage, starterModel } from "../../generator/index.ts";
import { readAddress } from "../../hydrate/warehouse/address.ts";
import { readCatalogAt } from "../../local/catalog.ts";
import type { GlobalOptions } from "../options.ts";

interface InitOptions {
  readonly from?: string;
  readonly schema: string;
  readonly name?: string;
}

/** The command. */
export function initCommand(global: () => GlobalOptions): Command {
  return new Command("init")
    .description("write a looker.yml to begin with")
    .option("--from <url>", "from the tables of this database: postgres://… or redshift://…")
    .option("--schema <name>", "the schema whose tables are read", "public")
    .option("--name <name>", "the model's name (default: the schema's, or `shop`)")
    .addHelpText(
      "after",
      "\nNothing that is there already is overwritten.\n\nExamples:\n  viewfinder init --name sales\n  viewfinder init --from postgres://reader@db.example.com/warehouse --schema shop\n  viewfinder init --from redshift://reader@cluster.example.com/dev --schema shop",
    )
    .action(async (options: InitOptions) => {
      const { model: file } = global();
      if (await isThere(file))
        throw new Mistake(
          `${file} is there already, and init overwrites nothing. Name another with --model <file>.`,
        );
      const text =
        options.from === undefined
          ? starterModel(nameOf(options.name ?? "shop"))
          : await fromDatabase(options.from, options.schema, nameOf(options.name ?? options.schema));
      const { path, text: schema } = emitSchema();
      await write(file, text);
      await write(join(dirname(file), path), schema);
      await keepSecretsOut(dirname(file));
      console.log(
        `${file} is written, and beside it ${path}, with which editors complete and explain its keys.`,
      );
      console.log("Read it through, then: viewfinder check");
    });
}

async function fromDatabase(url: string, schema: string, name: string): Promise<string> {
  if (!/^(?:postgres|postgresql|redshift):\/\//.test(url))
    throw new Mistake(
      "--from takes an address such as postgres://user@host:5432/database or redshift://user@host:5439/database.",
    );
  // A cluster is reached as hydrate reaches it: with TLS, and at its own port when none is said.
  const { connectionString, redshift } = readAddress(url);
  return modelOfCatalog(await readCatalogAt(connectionString, schema, redshift), name);
}

function nameOf(name: string): string {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
  throw new Mistake(
    `A model cannot be called ${name}: names start with a lower-case letter and hold only lower-case letters, digits and _. Choose one with --name.`,
  );
}

/** So that nobody commits the key to their Looker; a .gitignore that is there is its owner's. */
async function keepSecretsOut(folder: string): Promise<void> {
  const ignore = join(folder, ".gitignore");
  if (!(await isThere(ignore))) await write(ignore, "looker.ini\n.env\n.viewfinder/\n");
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Outage(`${file} could not be written: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
