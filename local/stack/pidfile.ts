// Postgres's `postmaster.pid` -> which process serves a data folder, and on which port.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a running server says of itself in its data folder. */
export interface PidFile {
  readonly pid: number;
  /** Its TCP port on this machine; 0 until it has one. */
  readonly port: number;
  /** Whether it answers queries: not while it starts, recovers or stops. */
  readonly ready: boolean;
}

/**
 * Reads the file, if there is one. Its lines (src/include/utils/pidfile.h): 1 process number, 2 data
 * folder, 3 start time, 4 port, 5 socket folder, 6 address, 7 shared memory, 8 status.
 */
export async function readPidFile(data: string): Promise<PidFile | undefined> {
  const text = await readFile(fileIn(data), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  const port = Number.parseInt(lines[3] ?? "", 10);
  return {
    // A server in single-user mode writes its number with a minus.
    pid: Number.isNaN(pid) ? 0 : Math.abs(pid),
    port: Number.isNaN(port) ? 0 : port,
    ready: lines[7]?.trim() === "ready",
  };
}

/**
 * Makes a left-over file harmless, because of which Postgres would refuse to start: its process number may
 * belong to an unrelated process now, or to a dead one that its parent has not collected. The file is not
 * deleted: its other lines let Postgres find out whether parts of the old server still hold the data.
 * Instead it gets the number of this process, which Postgres knows as its own parent and so takes for
 * left over (CreateLockFile in miscinit.c).
 */
export async function disarmPidFile(data: string): Promise<void> {
  const [, ...rest] = (await readFile(fileIn(data), "utf8")).split("\n");
  await writeFile(fileIn(data), [String(process.pid), ...rest].join("\n"));
}

function fileIn(data: string): string {
  return join(data, "postmaster.pid");
}
