// A model in a folder of its own, and a Looker on this machine to bring it to: what the tests of deploy, drift and parity stand on.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { type DeployOptions, runDeploy } from "../cli/commands/deploy.ts";
import { type DriftOptions, runDrift } from "../cli/commands/drift.ts";
import { type ParityOptions, runParity } from "../cli/commands/parity.ts";
import { Mistake, Outage } from "../generator/index.ts";
import { built } from "./built.ts";
import { type LookerDouble, type LookerDoubleOptions, openLookerDouble } from "./doubles/looker/double.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What a command wrote, and how it ended. */
export interface Ran {
  readonly out: string;
  /** Undefined when it went well. */
  readonly error: Mistake | Outage | undefined;
}

/** A team with a model and a Looker. */
export interface Team {
  readonly looker: LookerDouble;
  readonly folder: string;
  /** The model's file. */
  readonly model: string;
  /** Writes a file beside the model. */
  write(path: string, text: string): Promise<void>;
  /** Deploys from this process. Anything else than a Mistake or an Outage is a bug, and thrown. */
  deploy(options?: DeployOptions): Promise<Ran>;
  /** Looks for drift from this process. @returns what is printed, and the exit code */
  drift(options?: DriftOptions): Promise<{ readonly out: string; readonly code: number }>;
  /** Compares answers from this process. @returns what is printed, and the exit code */
  parity(file?: string, options?: ParityOptions): Promise<{ readonly out: string; readonly code: number }>;
  /** Deploys in a process of its own that does nothing else, and can be killed. */
  startDeploy(): Promise<Started>;
  /** Runs the command in a process of its own; `ended` becomes its exit code, or the signal that ended it. */
  start(...args: readonly string[]): Promise<Started>;
  close(): Promise<void>;
}

/** A process under way. */
export interface Started {
  readonly kill: () => void;
  /** As Ctrl-C does. */
  readonly interrupt: () => void;
  readonly ended: Promise<{ readonly code: number | string; readonly out: string; readonly err: string }>;
}

/** Long enough for a double, which shows at once what was deployed. */
const PATIENCE_MS = 1_000;

/** @param yml the text of looker.yml */
export async function openTeam(
  yml: string,
  options: Omit<LookerDoubleOptions, "pool" | "project"> & {
    readonly pool: pg.Pool;
    readonly project?: string;
  },
): Promise<Team> {
  const looker = await openLookerDouble({ project: "library", ...options });
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-team-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const model = join(folder, "looker.yml");
  const ini = join(folder, "looker.ini");
  await write("looker.yml", yml);
  const { LOOKERSDK_BASE_URL: url, LOOKERSDK_CLIENT_ID: id, LOOKERSDK_CLIENT_SECRET: secret } = looker.env;
  await write(
    "looker.ini",
    `[Looker]\nbase_url=${url}\nclient_id=${id}\nclient_secret=${secret}\ntimeout=20\n`,
  );
  return {
    looker,
    folder,
    model,
    write,
    async deploy(given = {}) {
      let out = "";
      const paper = { write: (text: string) => void (out += text) };
      try {
        await runDeploy({ ini, ...given }, { model }, paper, PATIENCE_MS);
        return { out, error: undefined };
      } catch (error) {
        if (!(error instanceof Mistake || error instanceof Outage)) throw error;
        return { out, error };
      }
    },
    async drift(given = {}) {
      let out = "";
      const code = await runDrift({ ini, ...given }, { model }, (text) => (out += text));
      return { out, code };
    },
    async parity(file, given = {}) {
      let out = "";
      const code = await runParity(file, { ini, ...given }, { model }, (text) => (out += text));
      return { out, code };
    },
    // Deploys and nothing else, so that it is there sooner than the whole command.
    startDeploy: async () => startProcess(ROOT, await built("test/killed-deploy.ts"), ini, model),
    start: async (...args) => startProcess(folder, await built("cli/viewfinder.js"), ...args),
    async close() {
      await looker.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startProcess(cwd: string, ...args: readonly string[]): Started {
  const child = execFile(process.execPath, [...args], { cwd });
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text: string) => (out += text));
  child.stderr?.on("data", (text: string) => (err += text));
  const ended = new Promise<{ code: number | string; out: string; err: string }>((done) => {
    child.once("close", (code, signal) => done({ code: signal ?? code ?? 0, out, err }));
  });
  return {
    kill: () => void child.kill("SIGKILL"),
    interrupt: () => void child.kill("SIGINT"),
    ended,
  };
}
