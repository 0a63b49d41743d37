// The access file as it is now: read anew when it has changed, while the server runs.
import { stat } from "node:fs/promises";
import { Mistake, Outage } from "../../../generator/index.ts";
import { type Credentials, readCredentials } from "./credentials.ts";

/** The credentials that hold at the moment. */
export interface KnownCredentials {
  /** All of them. At most {@link LOOK_EVERY_MS} old. */
  all(): Promise<readonly Credentials[]>;
  /** Those with this client id, if there are any. */
  find(id: string): Promise<Credentials | undefined>;
}

/** How long what was read is taken for what is there, in milliseconds. */
const LOOK_EVERY_MS = 2000;

/** Credentials that never change. */
export function fixedCredentials(all: readonly Credentials[]): KnownCredentials {
  return { all: async () => all, find: async (id) => all.find((one) => one.id === id) };
}

/** Some that never change before others that may; of two with one client id the first hold. */
export function withFixed(fixed: readonly Credentials[], others: KnownCredentials): KnownCredentials {
  return {
    all: async () => [...fixed, ...(await others.all())],
    find: async (id) => fixed.find((one) => one.id === id) ?? (await others.find(id)),
  };
}

/**
 * Reads the file, and again whenever it changes. While it cannot be read, what was read last holds, and the
 * log is told.
 * @param now in milliseconds
 * @param log hears a line when the file cannot be read
 * @throws as `readCredentials`, when it cannot be read at first
 */
export async function openCredentials(
  path: string,
  now: () => number,
  log: (line: string) => void,
): Promise<KnownCredentials> {
  let held = await readCredentials(path);
  let mark = await markOf(path);
  let looked = now();
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const current = await markOf(path);
    if (current === mark) return;
    mark = current;
    try {
      held = await readCredentials(path);
    } catch (error) {
      if (!(error instanceof Mistake || error instanceof Outage)) throw error;
      log(`${error.message} Until then, the credentials that were read before hold.`);
    }
  };
  const all = async (): Promise<readonly Credentials[]> => {
    if (now() - looked >= LOOK_EVERY_MS) {
      looking ??= look().finally(() => {
        looked = now();
        looking = undefined;
      });
      await looking;
    }
    return held;
  };
  return { all, find: async (id) => (await all()).find((one) => one.id === id) };
}

async function markOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ino, size } = await stat(path);
    return `${mtimeMs} ${ino} ${size}`;
  } catch {
    return "none";
  }
}
