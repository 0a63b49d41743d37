// One folder of numbered turns -> at most one process at a time that starts or stops the database.
//
// A lock that is one file cannot be taken from a dead holder safely: between "its holder is dead" and
// "remove it", another process may have done both and put its own in place. So every turn has a number
// of its own. Whoever holds the highest number holds the lock; an emptied file is a turn given back; the
// next turn may be taken when the highest is given back or its holder is dead. Nobody ever removes the
// highest, so the numbers only grow.
import { randomBytes } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";
import { identityOf, stillLives } from "./process.ts";

const PATIENCE_MS = 360_000;
const SAY_SO_AFTER_MS = 3_000;
const LOOK_AGAIN_MS = 30;

/**
 * Does `work` while no other process does work under the same lock folder, on this machine. A holder
 * that was killed is recognised and passed over.
 *
 * @param folder where the turns are kept; made when missing
 * @param say hears for whom this process waits, when it has to wait long
 * @throws Outage when another living process holds the lock for six minutes
 */
export async function holding<T>(
  folder: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const turn = await takeTurn(folder, say);
  try {
    return await work();
  } finally {
    // The folder may have been deleted by its owner meanwhile; then there is nothing to give back.
    await truncate(turn).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw error;
    });
  }
}

async function takeTurn(folder: string, say: (line: string) => void): Promise<string> {
  const mine = join(folder, `wish-${process.pid}-${randomBytes(4).toString("hex")}`);
  await writeFile(mine, (await identityOf(process.pid)) ?? "");
  const begun = Date.now();
  let said = false;
  try {
    while (Date.now() < begun + PATIENCE_MS) {
      const before = await highest(folder);
      if (before > 0 && !(await isFree(join(folder, String(before))))) {
        if (!said && Date.now() > begun + SAY_SO_AFTER_MS) {
          said = true;
          say(`Waiting for process ${await holderOf(folder)}, which is starting or stopping the database.`);
        }
        await delay(LOOK_AGAIN_MS);
        continue;
      }
      const turn = join(folder, String(before + 1));
      // A hard link appears whole and for one of several at once: never a file that is still empty.
      if (!(await linked(mine, turn))) continue;
      if ((await highest(folder)) === before + 1) {
        await sweep(folder, before + 1);
        return turn;
      }
      // Others took this number and later ones, and swept it away, while this process slept.
      await rm(turn, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new Outage(
    `Process ${await holderOf(folder)} has been starting or stopping the database for ${PATIENCE_MS / 60_000} ` +
      "minutes. Wait for it or stop it, then run the same command again.",
    { retry: true },
  );
}

async function holderOf(folder: string): Promise<number> {
  const holder = await readFile(join(folder, String(await highest(folder))), "utf8").catch(() => "");
  return Number.parseInt(holder, 10);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function highest(folder: string): Promise<number> {
  let top = 0;
  for (const name of await readdir(folder)) if (/^\d+$/.test(name)) top = Math.max(top, Number(name));
  return top;
}

async function isFree(turn: string): Promise<boolean> {
  // Gone means swept by a later turn: look again.
  const holder = await readFile(turn, "utf8").catch(() => undefined);
  return holder !== undefined && (holder === "" || !(await stillLives(holder)));
}

async function sweep(folder: string, current: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const past = /^\d+$/.test(name) && Number(name) < current;
    const wish = /^wish-(\d+)-/.exec(name)?.[1];
    const abandoned = wish !== undefined && (await identityOf(Number(wish))) === undefined;
    if (past || abandoned) await rm(join(folder, name), { force: true });
  }
}
