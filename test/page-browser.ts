// A real Chromium for tests of the page: a page that keeps what it complains of, and axe to look at what it shows.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from "playwright-core";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Whether there is a browser to test with; where there is none, the tests are skipped and say so. */
export const hasChromium: boolean = existsSync(CHROMIUM);

/** The browser's own calls home are off, so that every request seen is the page's. */
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Starts one; close it after the tests. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/** A page with nothing kept from others. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings, and requests that left the server; empty when all is well. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** What a page is opened with. */
export interface WatchedOptions extends BrowserContextOptions {
  /** Nothing is in the browser's cache yet, of the page's own files neither. */
  readonly anew?: true;
}

/** What a page that is used again is given anew by itself; every other option takes a page of its own. */
const CHANGEABLE: readonly string[] = ["viewport"];
const VIEWPORT = { width: 1280, height: 720 };
/** However slow the machine is, what is waited for comes. */
const PATIENCE_MS = 60_000;

/** A page that can be used again: its scripts are compiled and in the cache, which is most of what opening one costs. */
interface Idle {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly devtools: CDPSession;
}

const idle = new WeakMap<Browser, Idle[]>();

/** @param url of the server, the only place that requests may go to */
export async function openWatched(
  browser: Browser,
  url: string,
  { anew, ...options }: WatchedOptions = {},
): Promise<WatchedPage> {
  const isUsual = anew === undefined && Object.keys(options).every((name) => CHANGEABLE.includes(name));
  const found = isUsual ? idle.get(browser)?.pop() : undefined;
  const { context, page, devtools } = found ?? (await openPage(browser, options));
  if (found !== undefined) await page.setViewportSize(options.viewport ?? VIEWPORT);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== url && !request.url().startsWith(`blob:${url}`))
      complaints.push(`a request left for ${request.url()}`);
  });
  let isSpoilt = !isUsual;
  let isClosed = false;
  const goto = page.goto.bind(page);
  page.goto = async (address, how) => {
    const response = await goto(address, how);
    page.goto = goto;
    // Back leads nowhere from the first place, least of all to the blank page that was there before it.
    await devtools.send("Page.resetNavigationHistory");
    return response;
  };
  const addInitScript = page.addInitScript.bind(page);
  page.addInitScript = (script, argument) => {
    // It would run in whatever this page is used for afterwards.
    isSpoilt = true;
    return addInitScript(script, argument);
  };
  return {
    page,
    complaints,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (isSpoilt || page.isClosed()) return context.close();
      page.goto = goto;
      page.addInitScript = addInitScript;
      try {
        await clean({ context, page, devtools }, url);
      } catch {
        // What cannot be cleaned, as while it still goes from place to place, is not used again.
        return context.close();
      }
      const others = idle.get(browser) ?? [];
      idle.set(browser, [...others, { context, page, devtools }]);
    },
  };
}

async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Idle> {
  const context = await browser.newContext({
    locale: "en-US",
    timezoneId: "UTC",
    viewport: VIEWPORT,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return { context, page, devtools: await context.newCDPSession(page) };
}

/** Takes away all that whoever had the page left in it. */
async function clean({ context, page, devtools }: Idle, url: string): Promise<void> {
  for (const heard of ["request", "response", "console", "pageerror", "download"] as const)
    page.removeAllListeners(heard);
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.setOffline(false);
  await page.goto("about:blank");
  await page.mouse.move(0, 0);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference", forcedColors: "none" });
  await context.clearPermissions();
  await context.clearCookies();
  const storageTypes = "local_storage,indexeddb,cache_storage";
  await devtools.send("Storage.clearDataForOrigin", { origin: url, storageTypes });
  await devtools.send("Page.resetNavigationHistory");
}

/** What of axe's findings is used here. */
interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds against WCAG 2.2 A and AA and its own best practices, a line each; empty when nothing.
 * @param rule the one rule that is looked at; all of them without it
 */
export async function findBarriers(page: Page, rule?: string): Promise<readonly string[]> {
  await page.evaluate(await axe);
  const { violations } = await page.evaluate<Findings>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...(rule === undefined ? {} : { runOnly: [rule] }) })})`,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
