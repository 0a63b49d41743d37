// A Looker on this machine: its API over real HTTP, its files in a real git repository, its answers from our own server.
//
// Written from Looker's published API 4.0, and for files from what Google's own tools send. What it does not know it
// answers as Looker does: 404.
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import type { File } from "../../../generator/index.ts";
import { type Faults, makeFaults } from "./fault.ts";
import { Hosts, type ProjectError } from "./lookml.ts";
import { Repository } from "./repository.ts";
import { makeSessions, type Sessions } from "./sessions.ts";
import { serve } from "./serve.ts";

/** Something people made in Looker that uses fields. */
export interface Content {
  readonly id: string;
  readonly title: string;
  readonly model: string;
  readonly explore: string;
  readonly fields: readonly string[];
}

type LiedValue = string | number | boolean | null;
/** A row of an answer, by field; a pivoted measure has a value for each column's key. */
export type Lied = Record<string, LiedValue | Record<string, LiedValue>>;

/** What its routes stand on. */
export interface World {
  readonly project: string;
  /** Undefined until somebody makes the project. */
  repository: Repository | undefined;
  /** `git` with a remote, `bare` with Looker's own git, `none` before either is chosen. */
  git: "remote" | "bare" | "none";
  readonly folder: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly hosts: Hosts;
  readonly models: Map<string, { project_name: string; allowed_db_connection_names: string[] }>;
  readonly content: Content[];
  /** Errors that Looker finds beside those that are there. */
  readonly planted: (ProjectError & { readonly inProduction?: boolean })[];
  /** Models that Looker does not validate. */
  readonly unlooked: string[];
  /** Names of the connections; undefined: any there may be. */
  connections: readonly string[] | undefined;
  /** Every request in order, e.g. `dev validate_project`. */
  readonly calls: string[];
  /** What becomes of the rows of an answer on their way out, where it is to be a wrong one. */
  lie: ((rows: Lied[]) => Lied[]) | undefined;
  tokenSeconds: number;
  pullRequests: "off" | "required";
  /** Whether files can be written through the API. */
  writesFiles: boolean;
}

/** What to open. */
export interface LookerDoubleOptions {
  /** Sessions that can only read, to answer questions from. */
  readonly pool: pg.Pool;
  readonly project: string;
  /** Whether its files are in a git remote or in Looker's own; none when there is no project yet. */
  readonly git: "remote" | "bare" | "none";
  /** Servers of LookML that several doubles share; whoever made them closes them. */
  readonly hosts?: Hosts;
  /** What the repository holds; one without any commit when not said. */
  readonly files?: readonly File[];
}

/** A Looker that runs. */
export interface LookerDouble extends World {
  readonly url: string;
  /** How Looker's SDKs find their way to it. */
  readonly env: Readonly<Record<string, string>>;
  /** What the repository holds is in production, and its model is configured. */
  inProduction(model: string, connection: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens it on a free port of this machine. */
export async function openLookerDouble(options: LookerDoubleOptions): Promise<LookerDouble> {
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-looker-"));
  const client = { id: "api-user", secret: "the-secret" };
  const world: World = {
    project: options.project,
    repository: options.git === "none" ? undefined : await Repository.make(folder, options.files),
    git: options.git,
    folder,
    client,
    sessions: makeSessions(),
    faults: makeFaults(),
    hosts: options.hosts ?? new Hosts(options.pool, options.project),
    models: new Map(),
    content: [],
    planted: [],
    unlooked: [],
    connections: undefined,
    calls: [],
    lie: undefined,
    tokenSeconds: 3600,
    pullRequests: "off",
    writesFiles: true,
  };
  // A project of Looker's own git that holds something has been deployed.
  if (options.git === "bare" && options.files !== undefined) await world.repository?.deployRef("main");
  const server: Server = createServer((request, response) => void serve(world, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(world, {
    url,
    env: { LOOKERSDK_BASE_URL: url, LOOKERSDK_CLIENT_ID: client.id, LOOKERSDK_CLIENT_SECRET: client.secret },
    inProduction: async (model: string, connection: string) => {
      await world.repository?.deployRef("main");
      world.models.set(model, { project_name: world.project, allowed_db_connection_names: [connection] });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      if (options.hosts === undefined) await world.hosts.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
}
