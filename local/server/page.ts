// GET / and the files it needs: the page, with the sheet it is drawn from already in it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Outage } from "../../generator/index.ts";
import { ANYONE, callerOf } from "./access/caller.ts";
import { modelOf } from "./access/scope.ts";
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
/** Where index.html takes the sheet, and the name of whoever has logged in. */
const SHEET = '<script id="sheet" type="application/json"></script>';
const CALLER = '<script id="caller" type="application/json"></script>';

/**
 * Serves the page at `/` and at Looker's `/explore/:model/:view`, and its own files under `/page/`; nothing else of the folder.
 * @param freshness asked anew for every page
 */
export async function routePage(
  app: FastifyInstance,
  freshness: () => Promise<Freshness | undefined>,
): Promise<void> {
  const html = await readFile(new URL("../page/index.html", import.meta.url), "utf8");
  for (const place of [SHEET, CALLER])
    if (!html.includes(place)) throw new Error(`index.html has no ${place}`);
  await app.register(async (files) => {
    // Nothing of the page's own files is secret, and the login needs some of them.
    files.addHook("onRoute", (route) => {
      route.config = { ...route.config, needs: "public" };
    });
    await files.register(fastifyStatic, {
      root: FOLDER,
      prefix: "/page/",
      index: false,
      cacheControl: false,
      allowedPath: (path) => /\.(js|css|svg)$/.test(path),
      setHeaders: (response) => void response.setHeader("cache-control", "no-cache"),
    });
  });
  const draw = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const caller = callerOf(request);
    const sheet = fillSheet(modelOf(request), await readFreshness(freshness));
    const drawn = filled(filled(html, SHEET, sheet), CALLER, caller === ANYONE ? null : caller.name);
    return reply.type("text/html; charset=utf-8").header("cache-control", "private, no-cache").send(drawn);
  };
  // The page reads the address itself: its own, and Looker's for an explore.
  for (const url of ["/", "/explore/:model/:view"]) app.get(url, { config: { needs: "ask" } }, draw);
}

/** Nothing in the value may end the script element (HTML, "Restrictions for contents of script elements"). */
function filled(html: string, place: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
  return html.replace(place, () => place.replace("><", () => `>${json}<`));
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
