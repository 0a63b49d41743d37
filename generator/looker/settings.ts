// looker.ini and the environment -> which Looker to talk to, and as whom.
import { readFile } from "node:fs/promises";
import { Mistake, Outage } from "../failure.ts";

/** Which Looker to talk to, and as whom. */
export interface LookerSettings {
  /** The API's address without a path, e.g. `https://looker.example.com:19999`. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long one request may take, in seconds, unless it is known to take longer. */
  readonly timeoutSeconds: number;
}

/** Where settings may stand. */
export interface SettingsPlace {
  /** The file; `looker.ini` where it is not said, and then it need not be there. */
  readonly file?: string | undefined;
  /** A section of it; the first where it is not said. */
  readonly section?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The names Looker's SDKs read, and those of the file (https://github.com/looker-open-source/sdk-codegen, "Environment variable configuration"). */
const NAMES = {
  base_url: "LOOKERSDK_BASE_URL",
  client_id: "LOOKERSDK_CLIENT_ID",
  client_secret: "LOOKERSDK_CLIENT_SECRET",
  timeout: "LOOKERSDK_TIMEOUT",
  verify_ssl: "LOOKERSDK_VERIFY_SSL",
} as const;

/** The SDK's own: long enough for anything that is not known to take longer. */
const USUAL_TIMEOUT_SECONDS = 120;

/**
 * As Looker's SDKs read them: what the environment says beats what the file says.
 * @throws Mistake for what is missing or cannot be right, with the place to put it; Outage when the file cannot be read
 */
export async function readLookerSettings(place: SettingsPlace): Promise<LookerSettings> {
  const file = place.file ?? "looker.ini";
  const text = await readIfThere(file);
  if (text === undefined && (place.file !== undefined || place.section !== undefined))
    throw new Mistake(`There is no ${file} here. Run the command where it is, or name it with --ini <file>.`);
  const written = text === undefined ? {} : sectionOf(text, file, place.section);
  const said = (name: keyof typeof NAMES): string => {
    const value = place.env[NAMES[name]]?.trim() ?? "";
    return unquoted(value === "" ? (written[name] ?? "") : value);
  };
  const missing = (["base_url", "client_id", "client_secret"] as const).filter((name) => said(name) === "");
  if (missing.length > 0)
    throw new Mistake(
      `It is not said how to reach Looker: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing. Write ${missing.length === 1 ? "it" : "them"} into ${file}, or set ${missing.map((name) => NAMES[name]).join(", ")}. An admin of Looker makes the two client_ values under Admin, Users, Edit, API keys.`,
    );
  if (/^(false|no|off|f|n|0)$/i.test(said("verify_ssl")) && !said("base_url").startsWith("http:"))
    throw new Mistake(
      "verify_ssl is off, so that anybody on the way could read the client secret. Take it out; for a certificate of your own, name it in NODE_EXTRA_CA_CERTS.",
    );
  return {
    baseUrl: readAddress(said("base_url")),
    clientId: said("client_id"),
    clientSecret: said("client_secret"),
    timeoutSeconds: readSeconds(said("timeout")),
  };
}

/** Keys and values of one section. What stands before any section belongs to none. */
function sectionOf(text: string, file: string, wanted: string | undefined): Readonly<Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const [, section] = /^\s*\[(.+)\]\s*$/.exec(line) ?? [];
    if (section !== undefined) sections.set(section, (current = sections.get(section) ?? {}));
    const [, key, value] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current !== undefined && key !== undefined) current[key] = value ?? "";
  }
  const found = wanted === undefined ? [...sections.values()][0] : sections.get(wanted);
  if (found !== undefined) return found;
  const names = [...sections.keys()].map((name) => `[${name}]`).join(", ");
  throw new Mistake(
    wanted === undefined
      ? `${file} has no section. Begin it with a line [Looker].`
      : `${file} has no section [${wanted}]; it has ${names === "" ? "none" : names}.`,
  );
}

function readAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Mistake(
      `base_url is ${text}, which is no address. Write one such as https://looker.example.com:19999.`,
    );
  }
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && here))
    throw new Mistake(`base_url is ${text}; the client secret goes to an https address only.`);
  // People copy the address with the API's path, which the SDK adds by itself.
  return url.origin;
}

function readSeconds(text: string): number {
  if (text === "") return USUAL_TIMEOUT_SECONDS;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Mistake(`timeout is ${text}; it takes a number of seconds, such as 120.`);
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? /^'(.*)'$/.exec(text)?.[1] ?? text;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Outage(`${file} could not be read: ${message}`, { retry: false, cause: error });
  }
}
