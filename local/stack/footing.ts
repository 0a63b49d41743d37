// Machine and folder -> what a server stands on: which programs, under which account, which data folder.
import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Outage } from "../../generator/index.ts";
import { accountsFor, canServe, giveTo } from "./account.ts";
import type { Account } from "./account.ts";
import { copyBinaries, findBinaries } from "./binaries.ts";
import { dataLink } from "./data.ts";
import type { Data } from "./data.ts";
import type { Machine } from "./machine.ts";
import { moveToShelter, openShelter } from "./shelter.ts";

/** All that starting a server takes, tried out. */
export interface Footing {
  readonly account: Account;
  /** The folder holding `initdb`, `postgres` and `pg_ctl`. */
  readonly bin: string;
  readonly version: string;
  readonly major: number;
  /** Where the data lie, or shall lie: a real path. */
  readonly data: string;
}

/**
 * Finds what the server can stand on, taking the first that works: the programs where they are; root in a
 * namespace of its own; a copy of the programs beside the data; programs and data in the shelter.
 *
 * @param folder the user's folder, a real path
 * @param data what is there already; given to the account when it belongs to another
 * @throws Outage when nothing works
 */
export async function findFooting(
  machine: Machine,
  folder: string,
  data: Data | undefined,
  say: (line: string) => void,
): Promise<Footing> {
  const { version, major, bin, fromPackage } = await findBinaries(machine, folder, data);
  const path = data?.path ?? dataLink(folder);
  const home = dirname(path);
  const accounts = accountsFor(machine, data?.owner);
  const settle = async (account: Account, bin: string, path: string): Promise<Footing> => {
    if (data !== undefined) await giveTo(account, path);
    return { account, bin, version, major, data: path };
  };
  for (const account of accounts) if (await canServe(account, home, bin)) return settle(account, bin, path);

  // Only root comes here with a hope: the folder, the programs or both are closed to all but root, and
  // the machine has no user namespaces (a plain container).
  const [account] = accounts;
  if (machine.root && fromPackage && account !== undefined) {
    if (await canServe(account, home)) {
      const copy = await copyBinaries(machine, home);
      if (await canServe(account, home, copy)) return settle(account, copy, path);
    }
    const shelter = await openShelter(machine.shelter);
    const copy = await copyBinaries(machine, shelter);
    if (await canServe(account, shelter, copy)) {
      const sheltered = join(await realpath(shelter), "postgres");
      if (data !== undefined) await moveToShelter(folder, data.path, sheltered);
      say(
        `Postgres must not run as root, and cannot reach ${folder} otherwise: the data are in ${sheltered}, ` +
          `and ${dataLink(folder)} points there.`,
      );
      return settle(account, copy, sheltered);
    }
  }
  throw new Outage(
    `Postgres does not start with its data in ${home}${
      machine.root
        ? ": it must not run as root, and no other user may run it there. Run the command as an ordinary user"
        : ": this user may not enter that folder. Choose another folder"
    }, or set DATABASE_URL to a database of your own.`,
    { retry: false },
  );
}
