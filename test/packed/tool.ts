// Programs of others that a page names and that are not here: each checks what it is told as far as files can tell, and does nothing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { readTemplate } from "../infra/template.ts";

const ROOT = new URL("../../", import.meta.url);
const [tool = "", ...args] = process.argv.slice(2);

/** What is wrong with the command; undefined when nothing is. */
function complaint(): string | undefined {
  switch (tool) {
    case "npm":
      return npm(args);
    case "docker":
      return docker(args);
    case "aws":
      return aws(args);
    case "sudo":
      return asRoot(args);
    default:
      return `what is ${tool}?`;
  }
}

function npm([command = "", ...rest]: readonly string[]): string | undefined {
  if (command === "init" && rest.join(" ") === "-y") {
    writeFileSync("package.json", '{"name": "here", "private": true}\n');
    return undefined;
  }
  const named = rest.filter((one) => !one.startsWith("-"));
  if (command === "install" && named.length === 1 && /viewfinder-\d+\.\d+\.\d+\.tgz$/.test(named[0] ?? ""))
    return existsSync("package.json") ? undefined : "without package.json npm may choose a folder above";
  return `npm ${command} ${rest.join(" ")}?`;
}

/** The compose file of the project, and whether .env gives all it asks for. */
function docker([command = "", ...rest]: readonly string[]): string | undefined {
  if (command === "build") return rest.at(-1) === "." ? undefined : "docker build takes a folder last";
  if (command !== "compose") return `docker ${command}?`;
  const text = readFileSync(new URL("docker-compose.yml", ROOT), "utf8");
  const services = Object.keys((parse(text) as { services: object }).services);
  const given = new Map(
    (existsSync(".env") ? readFileSync(".env", "utf8") : "")
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
function asRoot([command = "", ...rest]: readonly string[]): string | undefined {
  const known = (unit: string): boolean => existsSync(new URL(`hydrate/infra/systemd/${unit}`, ROOT));
  if (command === "install") {
    const sources = rest.slice(0, -1).filter((one) => one.includes("/"));
    const gone = sources.filter((one) => !existsSync(one));
    return sources.length === 0 || gone.length > 0 ? `there is no ${gone.join(", ")}` : undefined;
  }
  if (command === "systemctl") {
    const unit = basename(rest.at(-1) ?? "");
    return known(unit) ? undefined : `there is no unit ${unit}`;
  }
  return `sudo ${command}?`;
}

const wrong = complaint();
if (wrong !== undefined) {
  console.error(wrong);
  process.exitCode = 64;
}
