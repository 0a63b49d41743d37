// The server of a data folder: what is known of a running one, and how to tell it from other processes.
import { commandOf, standsIn } from "./process.ts";

/** A running server that answers. */
export interface Server {
  readonly port: number;
  /** Its process, told apart from later ones of the same number. */
  readonly process: string;
}

/** How long to wait before looking again whether a server has come or gone. */
export const LOOK_AGAIN_MS = 20;

/** Whether a living process is a Postgres that serves this data folder (in which it also stands). */
export async function serves(pid: number, data: string): Promise<boolean> {
  const command = await commandOf(pid);
  if (command === undefined || !command.includes("postgres")) return false;
  return command.includes(`-D ${data}`) || (await standsIn(pid)) === data;
}
