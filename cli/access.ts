// Options and the environment -> who is let in: the access file, the login service, the public address, the audit.
import { join } from "node:path";
import type { Command } from "commander";
import { Mistake } from "../generator/index.ts";
import { type Access, openAccess } from "../local/server/access/access.ts";
import { type Role, ROLES } from "../local/server/access/caller.ts";
import { type Audit, auditTo, openAuditFile } from "../local/server/access/audit.ts";
import { readAttributeRules, readRoleRules, requireAttributeName } from "../local/server/access/claims.ts";
import type { Credentials } from "../local/server/access/credentials.ts";
import { openCredentials, withFixed } from "../local/server/access/known.ts";
import { openOidc, type OidcSettings } from "../local/server/access/oidc.ts";
import { hashSecret } from "../local/server/access/secret.ts";
import { isLoopback } from "../local/server/host.ts";
import { LIMITS_HELP } from "./limits.ts";
import { stackFolder } from "./warehouse.ts";

/** What `serve` and `up` are told of it. */
export interface AccessOptions {
  readonly access?: string;
  readonly publicUrl?: string;
  readonly audit?: string;
}

/** Adds the options. */
export function withAccessOptions(command: Command): Command {
  return command
    .option("--public-url <address>", "where people reach the server through a proxy that ends TLS")
    .option("--access <file>", "API credentials (default: .viewfinder/access.json beside the model)")
    .option("--audit <file>", "a line for each question; - for here (default: .viewfinder/audit.jsonl)")
    .addHelpText("after", ACCESS_HELP)
    .addHelpText("after", LIMITS_HELP);
}

/** What `serve --help` says of it. */
const ACCESS_HELP = `
Access:
  On this machine the server is open to everybody, until there are API credentials or a login service.
  For others it speaks plain http behind a reverse proxy that ends TLS:
    viewfinder access add --name "Nightly report" --role ask,download
    viewfinder serve --host 0.0.0.0 --public-url https://ask.example.com

  People log in at an OpenID Connect service, whose address to allow is <public url>/login/callback:
    VIEWFINDER_OIDC_ISSUER         https://login.example.com
    VIEWFINDER_OIDC_CLIENT_ID      as the service knows the server
    VIEWFINDER_OIDC_CLIENT_SECRET
    VIEWFINDER_OIDC_ROLES          who may what, by the claim groups: ask=*; download=analysts; admin=platform
    VIEWFINDER_OIDC_ROLES_CLAIM    another claim than groups
    VIEWFINDER_OIDC_ATTRIBUTES     user attributes from claims: region=region, department=groups
    VIEWFINDER_OIDC_SCOPES         what to ask for besides openid (default: profile email)

  One pair of credentials may come by the environment, as containers have it:
    VIEWFINDER_CLIENT_ID           any name
    VIEWFINDER_CLIENT_SECRET       20 characters at least, random ones
    VIEWFINDER_CLIENT_ROLES        what they may do (default: ask,download)

  VIEWFINDER_ACCESS, VIEWFINDER_PUBLIC_URL and VIEWFINDER_AUDIT stand for the options.`;

/**
 * @param text a user attribute as typed, e.g. `region=EU,US`
 * @returns its name and value
 * @throws Mistake when it is not of that form
 */
export function readAttribute(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  const value = text.slice(at + 1).trim();
  if (at < 1 || value === "")
    throw new Mistake(`--attribute ${text}: write a name and a value, as in --attribute region=EU`);
  const name = text.slice(0, at).trim();
  requireAttributeName(name, "--attribute");
  return [name, value];
}

/** The access file: as told, by VIEWFINDER_ACCESS, or beside the model. */
export function accessFile(modelFile: string, option: string | undefined): string {
  return option ?? setting("VIEWFINDER_ACCESS") ?? join(stackFolder(modelFile), "access.json");
}

/**
 * @param modelFile path of looker.yml
 * @param host the address to listen on
 * @param log hears of files that cannot be read or written later on
 * @throws Mistake for settings that cannot be, or that would let in anyone from elsewhere; Outage for files
 */
export async function accessFor(
  modelFile: string,
  host: string,
  options: AccessOptions,
  log: (line: string) => void,
): Promise<Access> {
  const kept = await openCredentials(accessFile(modelFile, options.access), Date.now, log);
  const credentials = withFixed(await givenCredentials(), kept);
  const oidc = oidcSettings();
  return openAccess(
    {
      credentials,
      oidc: oidc === undefined ? undefined : openOidc(oidc),
      publicUrl: addressOf(options.publicUrl ?? setting("VIEWFINDER_PUBLIC_URL"), "--public-url"),
      audit: await auditFor(modelFile, options.audit ?? setting("VIEWFINDER_AUDIT"), log),
    },
    host,
  );
}

const LEAST_SECRET = 20;

/**
 * The pair that the environment gives, if it gives one.
 * @throws Mistake for half a pair, for a secret that could be guessed, for a role that is none
 */
async function givenCredentials(): Promise<readonly Credentials[]> {
  const id = setting("VIEWFINDER_CLIENT_ID");
  const secret = setting("VIEWFINDER_CLIENT_SECRET");
  if (id === undefined && secret === undefined) return [];
  if (id === undefined || secret === undefined)
    throw new Mistake("VIEWFINDER_CLIENT_ID and VIEWFINDER_CLIENT_SECRET go together: set both, or neither.");
  if (secret.length < LEAST_SECRET)
    throw new Mistake(
      `VIEWFINDER_CLIENT_SECRET has ${secret.length} characters; whoever guesses it may ask everything. Take ${LEAST_SECRET} random ones at least, such as \`openssl rand -hex 24\` prints.`,
    );
  const roles = readRoles(setting("VIEWFINDER_CLIENT_ROLES") ?? "ask,download", "VIEWFINDER_CLIENT_ROLES");
  return [{ id, name: id, roles, attributes: {}, secret: await hashSecret(secret) }];
}

/**
 * Roles with commas between.
 * @param where they were typed
 * @throws Mistake for a word that is none
 */
export function readRoles(text: string, where: string): readonly Role[] {
  const words = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const strange = words.find((word) => !ROLES.some((role) => role === word));
  if (strange !== undefined || words.length === 0)
    throw new Mistake(
      `${where} ${strange ?? text}: the roles are ${ROLES.join(", ")}, with commas between. ask asks questions, download takes whole answers away as files, admin sees to the server and asks in the place of others.`,
    );
  return ROLES.filter((role) => words.includes(role));
}

async function auditFor(
  modelFile: string,
  wanted: string | undefined,
  log: (line: string) => void,
): Promise<Audit> {
  if (wanted === "-") return auditTo((text) => void process.stdout.write(text));
  return openAuditFile(wanted ?? join(stackFolder(modelFile), "audit.jsonl"), log);
}

/**
 * The login service of VIEWFINDER_OIDC_…; undefined when none is set.
 * @throws Mistake for what is missing or cannot be read
 */
function oidcSettings(): OidcSettings | undefined {
  const issuer = addressOf(setting("VIEWFINDER_OIDC_ISSUER"), "VIEWFINDER_OIDC_ISSUER");
  if (issuer === undefined) return undefined;
  if (issuer.protocol !== "https:" && !isLoopback(issuer.hostname))
    throw new Mistake(`VIEWFINDER_OIDC_ISSUER ${issuer.href} is plain http; logins go by https only.`);
  const needed = (name: string, what: string): string => {
    const value = setting(name);
    if (value === undefined) throw new Mistake(`VIEWFINDER_OIDC_ISSUER is set and ${name} is not: ${what}.`);
    return value;
  };
  const scopes = setting("VIEWFINDER_OIDC_SCOPES") ?? "profile email";
  return {
    issuer,
    clientId: needed("VIEWFINDER_OIDC_CLIENT_ID", "the login service gives it out"),
    clientSecret: needed("VIEWFINDER_OIDC_CLIENT_SECRET", "the login service gives it out"),
    scopes: [...new Set(["openid", ...scopes.split(/[\s,]+/).filter((one) => one !== "")])].join(" "),
    rules: {
      claim: setting("VIEWFINDER_OIDC_ROLES_CLAIM") ?? "groups",
      roles: readRoleRules(
        needed("VIEWFINDER_OIDC_ROLES", "it says who may ask, for example ask=*; download=analysts"),
        "VIEWFINDER_OIDC_ROLES",
      ),
      attributes: readAttributeRules(
        setting("VIEWFINDER_OIDC_ATTRIBUTES") ?? "",
        "VIEWFINDER_OIDC_ATTRIBUTES",
      ),
    },
  };
}

function addressOf(text: string | undefined, where: string): URL | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text)) return new URL(text);
  throw new Mistake(`${where} ${text} is not an address. Write for example https://ask.example.com`);
}

/** An environment variable; one that is empty is as good as not set. */
function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === undefined || value === "" ? undefined : value;
}
