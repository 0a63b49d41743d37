// This process -> who it is, for the ledger and for whoever waits.
import { hostname, userInfo } from "node:os";

/** This process, for the ledger and for whoever waits. */
export function whoRuns(): { readonly host: string; readonly process: number; readonly user: string } {
  return { host: hostname(), process: process.pid, user: userName() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no name belongs to.
    return String(process.getuid?.() ?? "unknown");
  }
}
