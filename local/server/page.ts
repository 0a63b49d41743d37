// GET / and the files it needs: the page, with the sheet it is drawn from already in it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { type Model, Outage } from "../../generator/index.ts";
import { fillSheet } from "./fill-sheet.ts";
import type { SheetFreshness } from "./sheet.ts";

/** The run of hydrate that published what the database holds. */
export interface Freshness {
  readonly run: string;
  /** What the drop was for, in the vendor's words, e.g. `2026-10`. */
  readonly period: string | undefined;
  /** When it was published. */
  readonly at: Date;
}

const FOLDER = fileURLToPath(new URL("../page/", import.meta.url));
/** Where index.html takes the sheet. */
const PLACE = '<script id="sheet" type="application/json"></script>';

/**
 * Serves the page at `/` and its own files under `/page/`; nothing else of the folder.
 * @param freshness asked anew for every page
 */
export async function routePage(
  app: FastifyInstance,
  model: Model,
  freshness: () => Promise<Freshness | undefined>,
): Promise<void> {
  const [before, after] = (await readFile(new URL("../page/index.html", import.meta.url), "utf8")).split(
    PLACE,
  );
  if (before === undefined || after === undefined) throw new Error("index.html has no place for the sheet");
  await app.register(fastifyStatic, {
    root: FOLDER,
    prefix: "/page/",
    index: false,
    cacheControl: false,
    allowedPath: (path) => /\.(js|css|svg)$/.test(path),
    setHeaders: (response) => void response.setHeader("cache-control", "no-cache"),
  });
  app.get("/", async (_request, reply) => {
    const sheet = fillSheet(model, await readFreshness(freshness));
    // Nothing in the model may end the script element (HTML, "Restrictions for contents of script elements").
    const json = JSON.stringify(sheet).replaceAll("<", String.raw`\u003c`);
    return reply
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(`${before}${PLACE.replace("><", () => `>${json}<`)}${after}`);
  });
}

/** A page without its date is better than no page: an Outage is told on it, in place of the date. */
async function readFreshness(ask: () => Promise<Freshness | undefined>): Promise<SheetFreshness> {
  try {
    const found = await ask();
    if (found === undefined) return { kind: "none" };
    return { kind: "run", run: found.run, period: found.period, at: found.at.toISOString() };
  } catch (error) {
    if (error instanceof Outage) return { kind: "unknown", because: error.message };
    throw error;
  }
}
