// `viewfinder access`: the API credentials that programs ask with: made, listed, given a new secret, taken away.
import { Command } from "commander";
import { Mistake } from "../../generator/index.ts";
import { type Role, ROLES } from "../../local/server/access/caller.ts";
import {
  addCredentials,
  readCredentials,
  removeCredentials,
  rotateCredentials,
  type ShownOnce,
} from "../../local/server/access/credentials.ts";
import { accessFile, readAttribute, readRoles } from "../access.ts";
import { listLines } from "../columns.ts";
import type { GlobalOptions } from "../options.ts";

interface FileOption {
  readonly access?: string;
}

interface SecretOptions extends FileOption {
  readonly json?: boolean;
}

interface AddOptions extends SecretOptions {
  readonly name: string;
  readonly role: string;
  readonly attribute: readonly string[];
}

/** The command. */
export function accessCommand(global: () => GlobalOptions): Command {
  const access = new Command("access")
    .description("make, list and take away the API credentials that programs ask with")
    .helpCommand(false)
    .addHelpText("after", HELP);
  const file = (options: FileOption): string => accessFile(global().model, options.access);
  for (const command of [addCommand(file), listCommand(file), rotateCommand(file), removeCommand(file)]) {
    access.addCommand(
      command
        .option("--access <file>", "where they are kept (default: .viewfinder/access.json beside the model)")
        .exitOverride()
        .helpOption("-h, --help", "explain this command"),
    );
  }
  return access;
}

type FileOf = (options: FileOption) => string;

function addCommand(file: FileOf): Command {
  return new Command("add")
    .description("make API credentials; their secret is shown this once")
    .requiredOption("--name <name>", "what people are to call whoever asks with them")
    .option("--role <roles>", `what they may do, with commas between: ${ROLES.join(", ")}`, "ask")
    .option(
      "--attribute <name=value>",
      "a user attribute, as the model's access filters and grants ask for; EU,US is two values",
      (one: string, before: readonly string[]) => [...before, one],
      [],
    )
    .option("--json", "print client_id and client_secret as JSON")
    .addHelpText(
      "after",
      `
Examples:
  viewfinder access add --name "Nightly report" --role ask,download
  viewfinder access add --name "Sheets of the EU office" --attribute region=EU --attribute department=sales`,
    )
    .action(async (options: AddOptions) => {
      const path = file(options);
      const name = options.name.trim();
      if (name === "") throw new Mistake("--name is empty. Say whose credentials they are.");
      const roles = readRoles(options.role, "--role");
      const attributes = Object.fromEntries(options.attribute.map(readAttribute));
      const shown = await addCredentials(path, { name, roles, attributes });
      tell(shown, `Credentials "${name}" may ${inWords(roles)}. They are kept in ${path}.`, options);
    });
}

function listCommand(file: FileOf): Command {
  return new Command("list")
    .description("list them: names, client ids, roles and user attributes")
    .action(async (options: FileOption) => {
      const path = file(options);
      const all = await readCredentials(path);
      if (all.length === 0) {
        console.log(`There are no credentials in ${path}. Make some with \`viewfinder access add\`.`);
        return;
      }
      const lines = listLines(
        [{ head: "Name" }, { head: "Client id" }, { head: "Roles" }, { head: "Attributes", narrow: "cut" }],
        all.map(({ name, id, roles, attributes }) => [
          name,
          id,
          roles.join(", "),
          Object.entries(attributes)
            .map(([attribute, value]) => `${attribute}=${value}`)
            .join("; "),
        ]),
        process.stdout.isTTY ? process.stdout.columns : Infinity,
      );
      console.log(lines.join("\n"));
    });
}

function rotateCommand(file: FileOf): Command {
  return new Command("rotate")
    .description("give credentials a new secret; the old one no longer works")
    .argument("<name>", "their name or client id")
    .option("--json", "print client_id and client_secret as JSON")
    .action(async (name: string, options: SecretOptions) => {
      const shown = await rotateCredentials(file(options), name);
      tell(shown, "The old secret, and the tokens it got, are refused within seconds.", options);
    });
}

function removeCommand(file: FileOf): Command {
  return new Command("remove")
    .description("take credentials away; a running server refuses them within seconds")
    .argument("<name>", "their name or client id")
    .action(async (name: string, options: FileOption) => {
      const removed = await removeCredentials(file(options), name);
      console.log(`Credentials "${removed.name}" (${removed.id}) are gone.`);
    });
}

function tell(shown: ShownOnce, words: string, options: SecretOptions): void {
  if (options.json === true) {
    console.log(JSON.stringify({ client_id: shown.id, client_secret: shown.secret }));
    return;
  }
  console.log(
    [
      words,
      "",
      `  client_id      ${shown.id}`,
      `  client_secret  ${shown.secret}`,
      "",
      "The secret is shown this once. Looker's clients read both from LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET.",
    ].join("\n"),
  );
}

function inWords(roles: readonly Role[]): string {
  return roles.length < 2 ? roles.join("") : `${roles.slice(0, -1).join(", ")} and ${roles.at(-1) ?? ""}`;
}

const HELP = `
Roles: ask asks questions; download takes whole answers away as files; admin sees to the server and asks in the place
of others. User attributes are what the model's access_filters and access_grants go by. A running server takes notice
of every change within seconds. The file holds hashes of the secrets, never the secrets; a container mounts it and
names it with VIEWFINDER_ACCESS.

Example:
  viewfinder access add --name "Nightly report" --role ask,download --attribute region=EU`;
