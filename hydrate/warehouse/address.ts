// A connection string -> where the session goes, as whom, and that the way to a Redshift cluster is kept secret.
import { Client } from "pg";
import { Mistake, Outage } from "../../generator/index.ts";
import type { Target } from "./trouble.ts";

/** A database's address, read. */
export interface Address extends Target {
  /** For the driver. Holds a password: never print it. */
  readonly connectionString: string;
  /** Redshift by its scheme; a `postgres://` address may still turn out to lead to one. */
  readonly redshift: boolean;
  /** Whether others could read along: no TLS, or a certificate that is not verified, to another machine. */
  readonly exposed: boolean;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\]|)$/i;
/** What else is said of TLS in connection strings; the driver verifies the certificate with all of these. */
const VERIFIED: ReadonlySet<string> = new Set(["verify-full", "verify-ca", "require", "prefer"]);

/**
 * @param url `postgres://user:password@host:port/database`, or `redshift://…`, which is reached with TLS and a
 *   verified certificate (`sslrootcert=<file>` names another authority than those Node knows)
 * @throws Outage when it is not a connection string, Mistake when it would leave a cluster's traffic readable
 */
export function readAddress(url: string): Address {
  const scheme = /^(postgres|postgresql|redshift):\/\//.exec(url)?.[1];
  if (scheme === undefined) throw noAddress();
  const redshift = scheme === "redshift";
  const connectionString = redshift ? clusterAddress(url) : url;
  const { host, port, user, database } = readBy(connectionString);
  const mode = /[?&]sslmode=([^&]*)/.exec(connectionString)?.[1];
  const address: Address = {
    connectionString,
    redshift,
    exposed: !isHere(host) && (mode === undefined || !VERIFIED.has(mode)),
    place: host.startsWith("/") ? host : `${host}:${port}`,
    user: user ?? "",
    database: database ?? "",
  };
  if (redshift) refuseExposed(address);
  return address;
}

/** @throws Mistake when others could read along on the way to a Redshift cluster */
export function refuseExposed(address: Address): void {
  if (!address.exposed) return;
  throw new Mistake(
    `The way to the Redshift cluster at ${address.place} would not be secret: passwords and rows could be read on it. Say sslmode=verify-full at the end of the address (\`?sslmode=verify-full\`); if your cluster's certificate comes from an authority of your own, add \`&sslrootcert=<file>\`.`,
  );
}

/** The same address in the driver's words: port 5439, and a verified certificate unless it leads to this very machine. */
function clusterAddress(url: string): string {
  const [place = "", query = ""] = url.replace(/^redshift:/, "postgres:").split("?");
  const words = new URLSearchParams(query);
  const mode = words.get("sslmode");
  if (mode === null ? !isHere(readBy(place).host) : VERIFIED.has(mode)) words.set("sslmode", "verify-full");
  const authority = /^(postgres:\/\/(?:[^/@]*@)?(?:\[[^\]]*\]|[^/:]*))(\/.*)?$/.exec(place);
  const ported = authority === null ? place : `${authority[1]}:${REDSHIFT_PORT}${authority[2] ?? ""}`;
  const rest = words.toString();
  return rest === "" ? ported : `${ported}?${rest}`;
}

const REDSHIFT_PORT = 5439;

function isHere(host: string): boolean {
  return host.startsWith("/") || LOOPBACK.test(host);
}

function readBy(connectionString: string): Pick<Client, "host" | "port" | "user" | "database"> {
  try {
    return new Client({ connectionString });
  } catch {
    throw noAddress();
  }
}

/** No cause: the error of a URL that cannot be read holds the whole URL, and with it the password. */
function noAddress(): Outage {
  return new Outage(
    "The database's address is not a connection string. One looks like postgres://user:password@host:5432/database or redshift://user:password@host:5439/database.",
    { retry: false },
  );
}
