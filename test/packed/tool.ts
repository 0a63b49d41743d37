// What a program of others was told that a page names and that is not here -> what is wrong with it, as far as files can tell.
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { readTemplate } from "../infra/template.ts";

const ROOT = new URL("../../", import.meta.url);
/** What was typed, and where. */
export interface Told {
  readonly folder: string;
  readonly tool: string;
  readonly args: readonly string[];
}

/** The programs that are known. */
export const TOOLS = ["npm", "docker", "aws", "sudo"] as const;

/** @returns a sentence; undefined when nothing is wrong */
export function complaintOf({ folder, tool, args }: Told): string | undefined {
  switch (tool) {
    case "npm":
      return npm(args, folder);
    case "docker":
      return docker(args, folder);
    case "aws":
      return aws(args);
    case "sudo":
      return asRoot(args, folder);
    default:
      return `what is ${tool}?`;
  }
}

function npm([command = "", ...rest]: readonly string[], folder: string): string | undefined {
  if (command === "init" && rest.join(" ") === "-y") return undefined;
  // In a clone.
  if (["ci", "pack"].includes(command) && rest.length === 0) return undefined;
  if (["start", "test"].includes(command)) {
    const { scripts } = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    return scripts[command] === undefined ? `package.json has no script ${command}` : undefined;
  }
  const named = rest.filter((one) => !one.startsWith("-"));
  if (command === "install" && named.length === 1 && /viewfinder-\d+\.\d+\.\d+\.tgz$/.test(named[0] ?? ""))
    return existsSync(join(folder, "package.json"))
      ? undefined
      : "without package.json npm may choose a folder above";
  return `npm ${command} ${rest.join(" ")}?`;
}

/** The compose file of the project, and whether .env gives all it asks for. */
function docker([command = "", ...rest]: readonly string[], folder: string): string | undefined {
  if (command === "build") return rest.at(-1) === "." ? undefined : "docker build takes a folder last";
  if (command !== "compose") return `docker ${command}?`;
  const text = readFileSync(new URL("docker-compose.yml", ROOT), "utf8");
  const services = Object.keys((parse(text) as { services: object }).services);
  const given = new Map(
    (existsSync(join(folder, ".env")) ? readFileSync(join(folder, ".env"), "utf8") : "")
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
  );
  const missing = [...text.matchAll(/\$\{(\w+):\?/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => (given.get(name) ?? "") === "");
  if (missing.length > 0) return `.env gives no ${missing.join(", no ")}`;
  const [sub = "", ...more] = rest;
  if (!["up", "down", "logs", "run", "stop", "ps", "build"].includes(sub)) return `docker compose ${sub}?`;
  const service = more.find((one) => !one.startsWith("-"));
  return service === undefined || services.includes(service) ? undefined : `there is no service ${service}`;
}

/** CloudFormation: the template is there, and gets the parameters it has and all that it needs. */
function aws(told: readonly string[]): string | undefined {
  if (told.slice(0, 2).join(" ") !== "cloudformation deploy") return `aws ${told.slice(0, 2).join(" ")}?`;
  const at = told.indexOf("--parameter-overrides");
  const overrides = at < 0 ? [] : told.slice(at + 1).map((one) => one.slice(0, one.indexOf("=")));
  const file = told[told.indexOf("--template-file") + 1] ?? "";
  const { Parameters } = readTemplate(readFileSync(fileURLToPath(new URL(file, ROOT)), "utf8"));
  const strange = overrides.filter((name) => !(name in Parameters));
  const missing = Object.entries(Parameters)
    .filter(([name, { Default }]) => Default === undefined && !overrides.includes(name))
    .map(([name]) => name);
  if (strange.length > 0) return `${file} has no parameter ${strange.join(", ")}`;
  return missing.length > 0 ? `${file} needs ${missing.join(", ")}` : undefined;
}

/** What an admin does as root: lays files that are there, and starts units that are among them. */
function asRoot([command = "", ...rest]: readonly string[], folder: string): string | undefined {
  const known = (unit: string): boolean => existsSync(new URL(`hydrate/infra/systemd/${unit}`, ROOT));
  if (command === "install") {
    const sources = rest.slice(0, -1).filter((one) => one.includes("/"));
    const gone = sources.filter((one) => !existsSync(resolve(folder, one)));
    return sources.length === 0 || gone.length > 0 ? `there is no ${gone.join(", ")}` : undefined;
  }
  if (command === "systemctl") {
    const unit = basename(rest.at(-1) ?? "");
    return known(unit) ? undefined : `there is no unit ${unit}`;
  }
  return `sudo ${command}?`;
}
