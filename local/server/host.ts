// Which addresses the server may listen on, and by which names it may be called: this machine's own only.
import { isIP } from "node:net";
import { Mistake } from "../../generator/index.ts";
import { Refusal } from "./looker-error.ts";

/**
 * @param host as the user gave it, e.g. `127.0.0.1`, `::1` or `localhost`
 * @throws Mistake for an address that others can reach, because there are no credentials yet
 */
export function requireLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new Mistake(
    `Viewfinder serves this machine only: on ${host === "" ? "every address" : host} anyone on the network could ask, and there are no credentials yet. Leave --host out, or give 127.0.0.1.`,
  );
}

/**
 * Refuses a request that calls the server by another machine's name: a page from elsewhere whose name was
 * made to point here (DNS rebinding) could otherwise read the answers.
 * @param header the request's `Host`, e.g. `localhost:4600`
 * @param bound the host the server listens on
 * @throws Refusal with status 403
 */
export function requireKnownHost(header: string | undefined, bound: string): void {
  const name = hostnameOf(header ?? "");
  if (name !== undefined && (isLoopback(name) || name === bound.toLowerCase())) return;
  throw new Refusal(
    403,
    `This server does not answer to the name "${header ?? ""}". Call it by its address, such as http://127.0.0.1.`,
  );
}

/** The host in an address, with brackets where IPv6 needs them. */
export function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === "localhost" || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

function hostnameOf(header: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(header) ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}
