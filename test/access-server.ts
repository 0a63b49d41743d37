// A server that asks who is there, with callers of every kind, a clock that can be moved, and all that it writes down.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import type { Model } from "../generator/index.ts";
import { type Access, type AccessSettings, openAccess } from "../local/server/access/access.ts";
import { type AuditLine, auditTo } from "../local/server/access/audit.ts";
import type { Role } from "../local/server/access/caller.ts";
import { addCredentials, type ShownOnce } from "../local/server/access/credentials.ts";
import { openCredentials } from "../local/server/access/known.ts";
import { type OpenServer, openServer, type ServerOptions } from "../local/server/server.ts";

/** Hashes that cost next to nothing: tests log in often. */
const CHEAP = { n: 1024, r: 1, p: 1 };

/** Somebody who asks with API credentials. */
export interface Somebody {
  readonly roles: readonly Role[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The server and what a test needs around it. */
export interface GuardedServer {
  readonly url: string;
  readonly access: Access;
  /** The access file. */
  readonly path: string;
  /** What each caller's credentials are. */
  readonly shown: ReadonlyMap<string, ShownOnce>;
  readonly audit: AuditLine[];
  readonly logged: string[];
  /** Moves the server's clock on, in milliseconds. */
  pass(ms: number): void;
  /** A token for a caller, got as Looker's clients get it. */
  login(name: string): Promise<string>;
  /** Asks as a caller; without a name, as nobody. */
  ask(name: string | undefined, path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/**
 * @param people by name
 * @param settings what the server is told besides
 * @param pool the database; one that is not there when the test asks none
 * @param freshness what the server is told of the run that is published; none when not given
 */
export async function openGuarded(
  model: Model,
  people: Readonly<Record<string, Somebody>>,
  settings: AccessSettings = {},
  pool: Pool = new Pool({ connectionString: "postgres://nobody@127.0.0.1:1/none" }),
  freshness: ServerOptions["freshness"] = async () => undefined,
): Promise<GuardedServer> {
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-access-"));
  const path = join(folder, "access.json");
  const shown = new Map<string, ShownOnce>();
  for (const [name, { roles, attributes = {} }] of Object.entries(people))
    shown.set(name, await addCredentials(path, { name, roles, attributes }, CHEAP));
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const audit: AuditLine[] = [];
  const logged: string[] = [];
  const log = (line: string): void => void logged.push(line);
  const access = await openAccess(
    {
      credentials: await openCredentials(path, now, log),
      audit: auditTo((text) => void audit.push(JSON.parse(text) as AuditLine)),
      now,
      ...settings,
    },
    "127.0.0.1",
  );
  const server: OpenServer = await openServer({
    model,
    pool,
    host: "127.0.0.1",
    port: 0,
    access,
    freshness,
    log,
  });
  const tokens = new Map<string, string>();
  const guarded: GuardedServer = {
    url: server.url,
    access,
    path,
    shown,
    audit,
    logged,
    pass(ms) {
      passed += ms;
      tokens.clear();
    },
    async login(name) {
      const one = shown.get(name);
      if (one === undefined) throw new Error(`nobody is called ${name}`);
      const response = await sendLogin(server.url, one.id, one.secret);
      if (response.status !== 200) throw new Error(`login answered ${response.status}`);
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async ask(name, path_, init = {}) {
      const headers = new Headers(init.headers);
      if (name !== undefined) {
        const token = tokens.get(name) ?? (await guarded.login(name));
        tokens.set(name, token);
        headers.set("authorization", `Bearer ${token}`);
      }
      return fetch(`${server.url}${path_}`, { redirect: "manual", ...init, headers });
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return guarded;
}

/** Logs in as Looker's TypeScript and Python clients do. */
export function sendLogin(url: string, id: string, secret: string): Promise<Response> {
  return fetch(`${url}/api/4.0/login`, {
    method: "POST",
    body: new URLSearchParams({ client_id: id, client_secret: secret }),
  });
}
