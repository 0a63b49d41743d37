// POST /mcp: the Model Context Protocol for agents, over streamable HTTP, each request by itself.
import type { FastifyInstance } from "fastify";
import { noteQuestion, noteRows } from "../access/audit.ts";
import { callerOf } from "../access/caller.ts";
import { modelOf } from "../access/scope.ts";
import { Outage } from "../../../generator/index.ts";
import { goneSignal } from "../gone.ts";
import type { Serving } from "../serving/serving.ts";

/** @param say hears of what is our own bug, and of outages */
export function routeMcp(app: FastifyInstance, serving: Serving, say: (line: string) => void): void {
  app.post("/mcp", { config: { needs: "ask" } }, async (request, reply) => {
    const model = modelOf(request);
    // Loaded by the first agent that comes: most servers never see one, and all of them start sooner.
    const { StreamableHTTPServerTransport } =
      await import("@modelcontextprotocol/sdk/server/streamableHttp.js");
    const { openTools } = await import("./tools.ts");
    const tools = openTools({
      model,
      caller: callerOf(request),
      serving,
      request: request.id,
      signal: goneSignal(reply.raw),
      noted: ({ question }, rows) => {
        const { view, fields, filters, filterExpression, limit } = question;
        const asked = { explore: view, fields, filters, filterExpression, limit: limit ?? null };
        noteQuestion(request, { kind: "question", model: model.name, ...asked, format: "mcp" });
        if (rows !== undefined) noteRows(request, rows);
      },
      failed: (error) => say(`request ${request.id} POST /mcp${inFull(error)}`),
    });
    // Stateless: there is no session to take over, and any server of several can answer.
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: true,
    });
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.setHeader("cache-control", "no-store");
    reply.raw.once("close", () => void tools.close());
    await tools.connect(transport);
    reply.hijack();
    await transport.handleRequest(request.raw, reply.raw, request.body);
    return reply;
  });
}

function inFull(error: unknown): string {
  if (error instanceof Outage) return `: ${error.message}`;
  return `\n${error instanceof Error ? error.stack : String(error)}`;
}
