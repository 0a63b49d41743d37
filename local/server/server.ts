// A model, a read-only pool and an address -> a server that answers Looker's queries and shows the page.
import { randomUUID } from "node:crypto";
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type pg from "pg";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { type Compiled, DIALECTS, Mistake, type Model, Outage } from "../../generator/index.ts";
import { type Access, openAccess } from "./access/access.ts";
import { loggedUrl } from "./access/audit.ts";
import { guard } from "./access/guard.ts";
import { protect } from "./access/headers.ts";
import { routeAccess } from "./access/routes.ts";
import { routeLoginPage } from "./access/login-page.ts";
import { routeAddresses } from "./api/addresses.ts";
import { routeApi } from "./api/api.ts";
import { openQueryStore } from "./api/query-store.ts";
import { openQueryTasks } from "./api/query-tasks.ts";
import { openRuns } from "./api/runs.ts";
import { describeRoutes, takeJson } from "./api/spec.ts";
import { inAddress } from "./host.ts";
import { lookerReply, Refusal } from "./looker-error.ts";
import { routeMcp } from "./mcp/route.ts";
import { type Freshness, routePage } from "./page.ts";
import type { ServingLimits } from "./serving/limits.ts";
import type { LogKind } from "./serving/log.ts";
import { openServing } from "./serving/serving.ts";
import { LONGEST_HEADERS, refuseUnreadable, SENDING_MS } from "./unreadable.ts";

export type { Freshness } from "./page.ts";

/** What {@link openServer} needs. */
export interface ServerOptions {
  readonly model: Model;
  /** Sessions that can only read (`openReader`). The server leaves it open when it closes. */
  readonly pool: pg.Pool;
  /** The address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The run that published what the database holds now; undefined when none has. */
  readonly freshness: () => Promise<Freshness | undefined>;
  /** Who is let in (`openAccess`); when not given, anyone on this machine and nobody else. */
  readonly access?: Access;
  /** Reads and checks looker.yml as it is now, for whoever validates it; undefined where the model comes from no file. */
  readonly recompile?: (() => Promise<Compiled>) | undefined;
  /** How questions and downloads are logged; not at all when not given. */
  readonly logs?: LogKind | undefined;
  /** How much is taken on and kept, where it is to be other than usual. */
  readonly limits?: Partial<ServingLimits> | undefined;
  /** How long questions under way may take to finish when the server is closed, in milliseconds; 0 when not given. */
  readonly graceMs?: number | undefined;
  /** Hears, a line at a time, of requests that failed through no fault of the client's; stderr when not given. */
  readonly log?: (line: string) => void;
}

/** A server that listens. */
export interface OpenServer {
  /** Where to point a browser, e.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  /** Stops listening and hangs up; questions under way are cancelled. */
  close(): Promise<void>;
}

const LONGEST_NAME = 500;

/**
 * Serves until closed. Only SQL that is written from a planned question ever runs.
 * @throws Mistake when the address is not this machine's own or the port is not allowed, Outage when the port is taken
 */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const { host, port } = options;
  const app = await makeServer(options);
  await unsaid(app, () => listen(app, host, port));
  const address = app.server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://${inAddress(host)}:${taken}`, close: () => app.close() };
}

/**
 * The same server before it listens.
 * @throws Mistake when the address is not this machine's own and nobody has to log in
 */
export async function makeServer(options: Omit<ServerOptions, "port">): Promise<FastifyInstance> {
  const { model, pool, host, freshness } = options;
  const access = options.access ?? (await openAccess({}, host));
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const app = Fastify({
    genReqId: () => randomUUID().slice(0, 8),
    routerOptions: { maxParamLength: LONGEST_NAME },
    forceCloseConnections: true,
    requestTimeout: SENDING_MS,
    http: { maxHeaderSize: LONGEST_HEADERS },
    clientErrorHandler: refuseUnreadable,
    // One line for each question, written by serving, rather than two for each request.
    logController: new LogController({ disableRequestLogging: true }),
    logger: options.logs === "json" ? { base: null, stream: process.stderr } : false,
    // Whose address it is, behind the proxy that --public-url tells of; nobody else's word is taken for it.
    trustProxy: access.publicUrl === undefined ? false : ["loopback", "linklocal", "uniquelocal"],
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply, log),
  });
  await protect(app, access);
  await guard(app, model, access, host);
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, log));
  app.setNotFoundHandler((request) => {
    throw new Refusal(404, `There is nothing at ${request.url.split("?")[0] ?? ""} on this server.`);
  });
  await describeRoutes(app);
  takeJson(app);
  await routeAccess(app, access, model);
  await routeLoginPage(app, access);
  app.get("/alive", { config: { needs: "public" } }, async (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send("alive\n"),
  );
  const queries = openQueryStore();
  const { logs, limits, graceMs } = options;
  const serving = openServing(app, { model, pool, dialect: DIALECTS.postgres, limits, logs, say: log });
  app.addHook("preClose", () => serving.close(graceMs));
  serving.route(app);
  routeMcp(app, serving, log);
  routeApi(app.withTypeProvider<ZodTypeProvider>(), {
    model,
    pool,
    answering: serving.answering,
    queries,
    tasks: openQueryTasks(),
    runs: openRuns(),
    suggest: (seen) => serving.values(seen).suggest,
    recompile: options.recompile,
  });
  routeAddresses(app, queries);
  await routePage(app, freshness);
  return app;
}

function sendFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (line: string) => void,
): void {
  // Nobody is left to read a reply, and a question cut short by its client is no failure of anyone's.
  if (reply.raw.destroyed) return void reply.hijack();
  const { status, body, retryAfter, isOurs } = lookerReply(error, {
    id: request.id,
    method: request.method,
    route: request.routeOptions.url,
  });
  if (isOurs) log(`request ${request.id} ${request.method} ${loggedUrl(request)}\n${inFull(error)}`);
  else if (error instanceof Outage)
    log(`request ${request.id} ${request.method} ${loggedUrl(request)}: ${error.message}`);
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  void reply
    .code(status)
    .header("cache-control", "no-store")
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(body));
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Fastify's own line on where it listens is of no question, and whoever opens the server says it in words. */
async function unsaid(app: FastifyInstance, work: () => Promise<void>): Promise<void> {
  const { level } = app.log;
  app.log.level = "silent";
  await work();
  app.log.level = level;
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw inWords(error, host, port);
  }
}

function inWords(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return portTaken(port, error);
    case "EACCES":
      return new Mistake(
        `This user may not listen on port ${port}. Choose one above 1023 with --port, e.g. --port 4600.`,
      );
    case "EADDRNOTAVAIL":
      return new Mistake(`This machine has no address ${host}. Leave --host out, or give 127.0.0.1.`);
    case "ERR_SOCKET_BAD_PORT":
      return new Mistake(`${port} is not a port: --port takes a number from 0 to 65535.`);
    default:
      return error;
  }
}

/** What to say when another program listens on the port already. */
export function portTaken(port: number, cause: unknown): Outage {
  return new Outage(
    `Port ${port} is taken by another program, perhaps by a Viewfinder that is still running. Stop that one, or choose another port with --port, e.g. --port ${port < 65_535 ? port + 1 : 4600}.`,
    { retry: false, cause },
  );
}
