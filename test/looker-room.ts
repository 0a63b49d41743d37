// The library's tables, and Lookers to deploy its model to and ask: what the tests of deploy, drift and parity share.
import type pg from "pg";
import { expect, vi } from "vitest";
import { emitProject, type File } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { Hosts } from "./doubles/looker/lookml.ts";
import { OWN_BRANCH } from "./doubles/looker/repository.ts";
import { dropTables, library, LIBRARY_ROWS, LIBRARY_YML } from "./library.ts";
import { openTeam, type Team } from "./looker-team.ts";

/** Each starts dozens of git processes, which take their time on a machine that has much else to do; in milliseconds. */
export const PATIENCE_MS = 240_000;

/** The model with one word more. */
export const CHANGED = LIBRARY_YML.replace("label: Books}", "label: Titles}");

/** What a team begins with. */
export interface Beginning {
  /** The project's git: with a remote when not said. */
  readonly git?: "remote" | "bare" | "none";
  /** The team's looker.yml; the library's when not said. */
  readonly yml?: string;
  /** What the project's repository holds; what the library's model gives when not said. */
  readonly files?: readonly File[];
  /** Whether that is in production, and the model configured; so it is when not said. */
  readonly isDeployed?: boolean;
}

/** A room with a database and room for Lookers. */
export interface LookerRoom {
  readonly stack: Stack;
  readonly pool: pg.Pool;
  /** Opens a Looker and a team, and closes both however the work ends. */
  withTeam(beginning: Beginning, work: (team: Team) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Opens it; DATABASE_URL leads to its database until it is closed. */
export async function openLookerRoom(): Promise<LookerRoom> {
  vi.setConfig({ testTimeout: PATIENCE_MS });
  const stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  const pool = openReader(stack.url);
  const hosts = new Hosts(pool, "library");
  vi.stubEnv("DATABASE_URL", stack.url);
  return {
    stack,
    pool,
    async withTeam({ git = "remote", yml = LIBRARY_YML, files, isDeployed = true }, work) {
      const held = files ?? emitProject(library);
      const team = await openTeam(yml, { pool, hosts, git, ...(git === "none" ? {} : { files: held }) });
      try {
        if (isDeployed) await team.looker.inProduction("library", "warehouse");
        await work(team);
      } finally {
        await team.close();
      }
    },
    async close() {
      vi.unstubAllEnvs();
      await hosts.close();
      await pool.end();
      await dropTables(stack.url, library);
      await stack.release();
    },
  };
}

/** What the production workspace holds, by path; nothing before a first deploy. */
export async function production({ looker }: Team): Promise<Readonly<Record<string, string>>> {
  const files = (await looker.repository?.files("production")) ?? [];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/**
 * A model is in production; it is changed, and the deploy of that is expected to fail, with production as it was.
 * @param prepare what stands in the way
 * @param check hears what is said
 * @param yml the changed model
 */
export async function deployFails(
  room: LookerRoom,
  git: "remote" | "bare",
  prepare: (team: Team) => Promise<void> | void,
  check: (message: string, team: Team) => Promise<void> | void,
  yml: string = CHANGED,
): Promise<void> {
  await room.withTeam({ git }, async (team) => {
    const before = await production(team);
    await team.write("looker.yml", yml);
    await prepare(team);
    const { error } = await team.deploy();
    expect(error).toBeDefined();
    await check(error?.message ?? "", team);
    expect(await production(team)).toEqual(before);
    expect((await team.looker.repository?.branch("dev"))?.name).toBe(OWN_BRANCH);
    expect(team.looker.sessions.count).toBe(0);
  });
}
