// An HTTP request -> the route it is for, with its session, its faults and Looker's way to refuse.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { World } from "./double.ts";
import type { FaultKind } from "./fault.ts";
import { NOT_FOUND, Refusal } from "./refusal.ts";
import { ROUTES } from "./routes.ts";
import type { Session } from "./sessions.ts";

const API = "/api/4.0";

/** Answers one request. */
export async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://looker");
  const body = await textOf(request);
  const path = url.pathname.startsWith(API) ? url.pathname.slice(API.length) : url.pathname;
  const found = ROUTES.flatMap((route) => {
    const match = route.method === request.method ? route.path.exec(path) : null;
    return match === null ? [] : [{ route, names: match.slice(1).map(decodeURIComponent) }];
  })[0];
  try {
    if (found === undefined) throw NOT_FOUND();
    const { route, names } = found;
    const token = /^(?:Bearer|token) (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const session = world.sessions.find(token);
    world.calls.push(`${session?.workspace ?? "nobody"} ${route.operation}`);
    if (await wentWrong(world, world.faults.take(route.operation, "before"), response, token)) return;
    const known = world.sessions.find(token);
    if (known === undefined && route.operation !== "login")
      throw new Refusal(401, "Requires authentication.");
    const told = await route.answer({
      world,
      session: known ?? NOBODY,
      names,
      query: url.searchParams,
      body: body === "" ? {} : readBody(body, request.headers["content-type"] ?? ""),
      url: url.pathname + url.search,
    });
    if (await wentWrong(world, world.faults.take(route.operation, "after"), response, token)) return;
    send(response, told.status, told.type, told.text);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, String(error));
    send(
      response,
      refusal.status,
      "application/json",
      JSON.stringify({
        message: refusal.message,
        errors: refusal.errors,
        documentation_url: "https://cloud.google.com/looker/docs/",
      }),
    );
  }
}

const NOBODY: Session = { token: "", workspace: "production", until: 0 };

/** @returns whether the request has come to its end */
async function wentWrong(
  world: World,
  fault: FaultKind | undefined,
  response: ServerResponse,
  token: string,
): Promise<boolean> {
  switch (fault?.kind) {
    case undefined:
      return false;
    case "status":
      if (fault.retryAfter !== undefined) response.setHeader("Retry-After", fault.retryAfter);
      send(
        response,
        fault.status,
        "application/json",
        JSON.stringify({ message: fault.message, documentation_url: "" }),
      );
      return true;
    case "page":
      send(response, 200, "text/html", "<!doctype html><title>Log in</title>");
      return true;
    case "cut":
      response.destroy();
      return true;
    case "silence":
      return true;
    case "expire":
      world.sessions.close(token);
      return false;
    case "meanwhile":
      await fault.happens();
      if (fault.thenCut === true) response.destroy();
      return fault.thenCut === true;
  }
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.statusCode = status;
  if (status !== 204) response.setHeader("Content-Type", type);
  response.end(status === 204 ? undefined : text);
}

function readBody(text: string, type: string): Readonly<Record<string, unknown>> {
  if (type.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
