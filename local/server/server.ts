// A model, a read-only pool and an address -> a server that answers Looker's queries and shows the page.
import { randomUUID } from "node:crypto";
import helmet from "@fastify/helmet";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type pg from "pg";
import { Mistake, type Model, Outage } from "../../generator/index.ts";
import { goneSignal } from "./gone.ts";
import { inAddress, requireKnownHost, requireLoopback } from "./host.ts";
import { lookerReply, Refusal } from "./looker-error.ts";
import { type Freshness, routePage } from "./page.ts";
import { routeRun } from "./run.ts";
import { openSuggestions, readTerm } from "./suggest.ts";

export type { Freshness } from "./page.ts";

/** What {@link openServer} needs. */
export interface ServerOptions {
  readonly model: Model;
  /** Sessions that can only read (`openReader`). The server leaves it open when it closes. */
  readonly pool: pg.Pool;
  /** An address of this machine for itself, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The run that published what the database holds now; undefined when none has. */
  readonly freshness: () => Promise<Freshness | undefined>;
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
  const { model, pool, host, port, freshness } = options;
  requireLoopback(host);
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const app = Fastify({
    genReqId: () => randomUUID().slice(0, 8),
    routerOptions: { maxParamLength: LONGEST_NAME },
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply, log),
  });
  await protect(app, host);
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, log));
  app.setNotFoundHandler((request) => {
    throw new Refusal(404, `There is nothing at ${request.url.split("?")[0] ?? ""} on this server.`);
  });
  app.get("/alive", async (_request, reply) => reply.type("text/plain; charset=utf-8").send("alive\n"));
  routeRun(app, model, pool);
  routeSuggestions(app, model, pool);
  await routePage(app, model, freshness);
  await listen(app, host, port);
  const address = app.server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://${inAddress(host)}:${taken}`, close: () => app.close() };
}

/** Headers that keep the page to itself, and requests that are turned away whatever they ask. */
async function protect(app: FastifyInstance, host: string): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    xFrameOptions: { action: "deny" },
    // Served over http, on this machine only.
    strictTransportSecurity: false,
  });
  // A page from elsewhere can send text without asking first, JSON it cannot (Fetch, "CORS-safelisted").
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    requireKnownHost(request.headers.host, host);
    if (["GET", "HEAD", "POST"].includes(request.method)) return;
    reply.header("allow", "GET, HEAD, POST");
    throw new Refusal(405, `Only GET and POST are answered here, not ${request.method}.`);
  });
}

/** Values to choose from (Looker API 4.0, `model_fieldname_suggestions`). */
function routeSuggestions(app: FastifyInstance, model: Model, pool: pg.Pool): void {
  const suggest = openSuggestions(model, pool);
  app.get<{
    Params: { model: string; explore: string; field: string };
    Querystring: Readonly<Record<string, unknown>>;
  }>("/api/4.0/models/:model/views/:explore/fields/:field/suggestions", async (request, reply) => {
    const { explore, field } = request.params;
    if (request.params.model !== model.name)
      throw new Refusal(404, `There is no model ${request.params.model} on this server, only ${model.name}.`);
    if (request.query["filters"] !== undefined)
      throw new Refusal(400, "Suggestions under other filters are not answered yet. Leave filters out.");
    const term = readTerm(request.query["term"]);
    reply.header("cache-control", "no-store");
    return suggest({ explore, field, term }, goneSignal(reply.raw));
  });
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
  if (isOurs) log(`request ${request.id} ${request.method} ${request.url}\n${inFull(error)}`);
  else if (error instanceof Outage)
    log(`request ${request.id} ${request.method} ${request.url}: ${error.message}`);
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
