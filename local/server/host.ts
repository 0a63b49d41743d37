// By which names the server may be called: this machine's own, its address, and the one it is known by outside.
import { isIP } from "node:net";
import { Refusal } from "./looker-error.ts";

/**
 * Refuses a request that calls the server by another machine's name: a page from elsewhere whose name was
 * made to point here (DNS rebinding) could otherwise read the answers.
 * @param header the request's `Host`, e.g. `localhost:4600`
 * @param bound the host the server listens on; where others can reach it, it answers to any address too, since
 *   only a name can be made to point elsewhere
 * @param publicUrl where people reach it through what stands before it
 * @throws Refusal with status 403
 */
export function requireKnownHost(header: string | undefined, bound: string, publicUrl?: URL): void {
  const name = hostnameOf(header ?? "");
  if (name !== undefined) {
    if (isLoopback(name) || name === bound.toLowerCase() || name === publicUrl?.hostname) return;
    if (!isLoopback(bound) && isIP(name) !== 0) return;
  }
  throw new Refusal(
    403,
    `This server does not answer to the name "${header ?? ""}". Call it ${publicUrl === undefined ? "by its address, such as http://127.0.0.1" : publicUrl.origin}.`,
  );
}

/** The host in an address, with brackets where IPv6 needs them. */
export function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** Whether a host is this machine itself, for itself only. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (name === "localhost" || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

function hostnameOf(header: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(header) ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}
