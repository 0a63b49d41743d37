// GET /download/:model/:explore.:format: a question in Looker's explore address -> its answer, or the rows behind it, as a file.
import type { FastifyInstance } from "fastify";
import { openGate } from "../serving/gate.ts";
import { usualLimits } from "../serving/limits.ts";
import { readFormat } from "./asked.ts";
import { type FormatName, FORMATS } from "./formats.ts";
import { Download, type DownloadOptions, mostRows, type Requested } from "./one.ts";

/** Files, and how many rows one will have. */
export function routeDownloads(app: FastifyInstance, options: DownloadOptions): void {
  const limits = { ...usualLimits(options.pool.options.max ?? 1), ...options.limits };
  const gate = openGate({ what: "downloads", atOnce: limits.downloads, waiting: limits.waitingDownloads });
  app.get(
    "/download/:model/:explore.:format",
    { config: { needs: "download" } },
    async (request: Requested, reply) => {
      const format = readFormat(request.params.format);
      await new Download(request, reply, options, gate).send(format);
      return reply;
    },
  );
  app.get(
    "/download/:model/:explore/count",
    { config: { needs: "download" } },
    async (request: Requested, reply) => {
      const counted = await new Download(request, reply, options, gate).count();
      return reply
        .header("cache-control", "private, no-store")
        .type("application/json; charset=utf-8")
        .send(
          JSON.stringify({
            rows: counted.rows,
            total: counted.total,
            published: counted.published ?? null,
            truncated: Object.fromEntries(
              Object.keys(FORMATS).map((name) => [
                name,
                counted.rows > mostRows(name as FormatName, options),
              ]),
            ),
          }),
        );
    },
  );
}
