// GET / and the files it needs: the page drawn as far as it can be before an answer, with the sheet it is drawn from in it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Outage } from "../../generator/index.ts";
import { ANYONE, callerOf } from "./access/caller.ts";
import { modelOf } from "./access/scope.ts";
import { fillSheet } from "./fill-sheet.ts";
import { BUILT, builtPage } from "./page-files/built.ts";
import type { Sheet, SheetFreshness } from "./sheet.ts";

/** The run of hydrate that published what the database holds. */
export interface Freshness {
  readonly run: string;
  /** What the drop was for, in the vendor's words, e.g. `2026-10`. */
  readonly period: string | undefined;
  /** When it was published. */
  readonly at: Date;
}

/** Where index.html takes the sheet, the name of whoever has logged in, the title and the page itself. */
const SHEET = '<script id="sheet" type="application/json"></script>';
const CALLER = '<script id="caller" type="application/json"></script>';
const TITLE = "<title>Viewfinder</title>";
const PAGE = '<div id="page"></div>';

/** Who has logged in, as the page takes it. */
interface CallerShown {
  readonly name: string;
  readonly known: boolean;
  readonly roles: readonly string[];
}

/** What is built of the page's sources for the server: it draws the same page as the browser. */
interface Drawing {
  render(
    sheet: Sheet,
    caller: CallerShown,
    place: { readonly pathname: string; readonly search: string },
  ): { readonly html: string; readonly title: string };
}

/**
 * Serves the page at `/`, at Looker's `/explore/:model/:view` and at `/admin`, and its own files under `/page/`.
 * @param freshness asked anew for every page
 */
export async function routePage(
  app: FastifyInstance,
  freshness: () => Promise<Freshness | undefined>,
): Promise<void> {
  const folder = await builtPage();
  const html = await readFile(join(folder, BUILT.index), "utf8");
  for (const place of [SHEET, CALLER, TITLE, PAGE])
    if (!html.includes(place)) throw new Error(`index.html has no ${place}`);
  const drawing = (await import(pathToFileURL(join(folder, BUILT.render)).href)) as Drawing;
  await app.register(async (files) => {
    // Nothing of the page's own files is secret, and the login needs some of them.
    files.addHook("onRoute", (route) => {
      route.config = { ...route.config, needs: "public" };
    });
    await files.register(fastifyStatic, {
      root: folder,
      prefix: "/page/",
      index: false,
      cacheControl: false,
      preCompressed: true,
      allowedPath: (path) => /^\/(?:assets\/[\w.-]+|[\w-]+)\.(?:js|css|svg)$/.test(path),
      setHeaders: (response, path) => {
        // What has its content's hash in its name never changes.
        const lasting = /[/\\]assets[/\\]/.test(path);
        if (lasting) response.setHeader("vary", "accept-encoding");
        response.setHeader("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  });
  const draw = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const caller = callerOf(request);
    const shown = { name: caller.name, known: caller !== ANYONE, roles: [...caller.roles] };
    const sheet = fillSheet(modelOf(request), await readFreshness(freshness));
    const at = request.url.indexOf("?");
    const place =
      at < 0
        ? { pathname: request.url, search: "" }
        : { pathname: request.url.slice(0, at), search: request.url.slice(at) };
    const drawn = drawing.render(sheet, shown, place);
    const page = filled(filled(html, SHEET, sheet), CALLER, shown)
      .replace(TITLE, () => `<title>${inHtml(drawn.title)}</title>`)
      .replace(PAGE, () => `<div id="page">${drawn.html}</div>`);
    return reply.type("text/html; charset=utf-8").header("cache-control", "private, no-cache").send(page);
  };
  // The page reads the address itself: its own, and Looker's for an explore.
  for (const url of ["/", "/explore/:model/:view"]) app.get(url, { config: { needs: "ask" } }, draw);
  app.get("/admin", { config: { needs: "admin" } }, draw);
}

function inHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
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
