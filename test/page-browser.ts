// A real Chromium for tests of the page: a page that keeps what it complains of, and axe to look at what it shows.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

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

/** A page of its own, with nothing kept from others. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings, and requests that left the server; empty when all is well. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** @param url of the server, the only place that requests may go to */
export async function openWatched(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
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
  return { page, complaints, close: () => context.close() };
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
    `axe.run(document, ${JSON.stringify(rule === undefined ? {} : { runOnly: [rule] })})`,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
