// What goes wrong on a real server over a real Postgres, and what the page says of it: what it is, who can act, and the way on.
import { readFile, writeFile } from "node:fs/promises";
import { Client } from "pg";
import type pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Model } from "../generator/index.ts";
import { answer } from "../local/answer.ts";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { openGuarded } from "./access-server.ts";
import { fillTables, openTestStack } from "./database.ts";
import {
  countWaiting,
  dropTables,
  holdBooks,
  library,
  LIBRARY_ROWS,
  LIBRARY_YML,
  modelOf,
} from "./library.ts";
import { answeredTo, openBlank } from "./page-acts.ts";
import { hasChromium, openChromium, openWatched, type WatchedPage } from "./page-browser.ts";
import { openPassage, type Passage } from "./page-passage.ts";

if (!hasChromium) process.stderr.write("Failures are not tested: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("the page says", () => {
  const BOOKS = `"${library.schema}".books`;
  const UNREACHED = "The database cannot be reached. Check that it runs; trying again may help.";
  let stack: Stack;
  let owner: Client;
  let passage: Passage;
  let pool: pg.Pool;
  let server: OpenServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  /** Asks the database how fresh its data is, as the real one does; nothing was hydrated. */
  const serve = (model: Model): Promise<OpenServer> =>
    openServer({
      model,
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => {
        await answer(pool, { text: "SELECT 1", values: [], columns: [] });
        return undefined;
      },
    });

  beforeAll(async () => {
    stack = await openTestStack();
    await fillTables(stack.url, library, LIBRARY_ROWS);
    owner = new Client({ connectionString: stack.url });
    await owner.connect();
    const url = new URL(stack.url);
    passage = await openPassage(Number(url.port));
    url.port = String(passage.port);
    pool = openReader(url.href);
    browser = await openChromium();
    server = await serve(library);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await pool.end();
    await passage.close();
    await owner.query(`DROP SCHEMA IF EXISTS "${library.schema}_hydrate" CASCADE`);
    await owner.end();
    await dropTables(stack.url, library);
    await stack.release();
  });
  afterEach(() => watched.close());

  async function open(url = server.url, path = "/"): Promise<void> {
    watched = await openWatched(browser, url);
    ({ page } = watched);
    await page.goto(url + path);
  }

  const run = (): Promise<void> => page.getByRole("button", { name: "Run", exact: true }).click();
  const ask = async (metric: string): Promise<void> => {
    await page.getByLabel("Metric").selectOption(metric);
    await run();
  };
  /** What stands in a place, line by line. */
  const said =
    (place = "#answer [role=alert]") =>
    async (): Promise<string> =>
      (await page.locator(place).innerText()).replaceAll(/\s*\n\s*/g, "\n");
  const answers = async (words: string): Promise<void> => {
    await answeredTo(page, words);
    await page.locator(".figure").waitFor();
  };

  test.each([
    [
      "that the database does not let it read",
      `REVOKE SELECT ON ${BOOKS} FROM CURRENT_USER`,
      `GRANT SELECT ON ${BOOKS} TO CURRENT_USER`,
      "The database does not let this user read: permission denied for table books. Ask its owner for the right to.",
    ],
    [
      "that a table is not there",
      `ALTER TABLE ${BOOKS} RENAME TO gone`,
      `ALTER TABLE "${library.schema}".gone RENAME TO books`,
      `The warehouse lacks a table: relation "${library.schema}.books" does not exist. If nothing is loaded yet, run viewfinder hydrate with a drop; if the model's own SQL names it, correct that.`,
    ],
    [
      "that a column is not there",
      `ALTER TABLE ${BOOKS} RENAME COLUMN pages TO gone`,
      `ALTER TABLE ${BOOKS} RENAME COLUMN gone TO pages`,
      "The warehouse lacks a column: column books.pages does not exist. If the model has changed since the last load, run viewfinder hydrate again; if the model's own SQL names it, correct that.",
    ],
  ])("%s, and answers once that is mended", async (_, spoil, mend, words) => {
    await open();
    await answers("Average price");
    await owner.query(spoil);
    try {
      await ask("pages");
      await expect.poll(said()).toMatch(/^The database cannot answer this as it is now\n/);
      await expect.poll(said()).toContain(`\n${words}\n`);
      await expect
        .poll(said())
        .toContain(
          "\nNothing is wrong with your question. Tell whoever looks after this server.\nRun again\nRequest ",
        );
    } finally {
      await owner.query(mend);
    }
    await page.getByRole("button", { name: "Run again" }).click();
    await answers("Average pages");
  });

  test("everywhere that the database is not there, without its address, and goes on when it is back", async () => {
    await open();
    await answers("Average price");
    await passage.shut();
    try {
      await page.getByRole("tab", { name: /^Books/ }).click();
      await expect.poll(said(".behind [role=alert]")).toBe(UNREACHED);
      await page.getByRole("tab", { name: "How was this computed?" }).click();
      await expect
        .poll(said(".computed"))
        .toContain(`The server did not tell where they come from: ${UNREACHED}`);
      await page.getByRole("button", { name: "Download" }).click();
      await expect.poll(() => page.locator(".menu .words").allInnerTexts()).toEqual([UNREACHED, UNREACHED]);
      await page.keyboard.press("Escape");
      await openBlank(page, "Title");
      await expect.poll(said(".popup")).toContain(UNREACHED);
      await page.keyboard.press("Escape");
      await ask("pages");
      await expect
        .poll(said())
        .toMatch(
          /^The database did not answer\n.*\nNothing is wrong with your question\. Run it again in a moment\.\nRun again/,
        );
      await expect.poll(said()).toContain(UNREACHED);
      // Opened anew it is whole but for the answer.
      await page.reload();
      await expect.poll(said()).toContain(UNREACHED);
      await expect.poll(said("#freshness")).toBe("It is not known how fresh the data is");
    } finally {
      await passage.open();
    }
    await page.getByRole("button", { name: /^Run again/ }).click();
    await answers("Average pages");
  });

  test("that the database let go of a question half answered", async () => {
    await open();
    await answers("Average price");
    const letGo = await holdBooks(stack.url);
    try {
      await ask("pages");
      await expect.poll(() => countWaiting(stack.url)).toBeGreaterThan(0);
      await owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1",
        [`%${library.schema}%`],
      );
      await expect
        .poll(said())
        .toMatch(/^The database did not answer\nThe database went away: .*\. Trying again may help\.\n/);
    } finally {
      await letGo();
    }
    await page.getByRole("button", { name: /^Run again/ }).click();
    await answers("Average pages");
  });

  test.each([
    [
      "${TABLE}.pages +",
      'The database does not accept the SQL of a field in this question: syntax error at or near ")". Look at the sql of its fields in the model.',
    ],
    [
      "1.0 * ${TABLE}.pages / (${TABLE}.code - 2)",
      "The question cannot be computed over this data: division by zero.",
    ],
  ])("what the model's own SQL comes to: %s", async (sql, words) => {
    const text = LIBRARY_YML.replace("pages: {unknown: 0,", `pages: {type: number, sql: "${sql}",`);
    const mistaken = await serve({ ...modelOf(text), schema: library.schema });
    try {
      await open(mistaken.url, "/explore/library/books?fields=books.average_pages");
      await expect.poll(said()).toMatch(/^This question was not answered\n/);
      await expect.poll(said()).toContain(`\n${words}\nChange the question, and run it again.`);
      await ask("price");
      await answers("Average price");
    } finally {
      await mistaken.close();
    }
  });

  test("that a role was taken away, of a file and of a question", async () => {
    const guarded = await openGuarded(library, { ann: { roles: ["ask", "download"] } }, {}, pool);
    try {
      const { id = "", secret = "" } = guarded.shown.get("ann") ?? {};
      await open(guarded.url);
      await page.getByLabel("Client id").fill(id);
      await page.getByLabel("Client secret").fill(secret);
      await page.getByRole("button", { name: "Log in" }).click();
      await answers("Average price");
      await page.getByRole("button", { name: "Download" }).click();
      await page.getByText(/^Matching books – \d/).waitFor();
      const file = await readFile(guarded.path, "utf8");
      await writeFile(guarded.path, file.replace(/"ask",\s*"download"/, '"admin"'));
      // Roles are looked up again within seconds.
      guarded.pass(60_000);
      await page.getByRole("button", { name: "This table as CSV", exact: true }).click();
      await expect
        .poll(said(".menu .state"))
        .toMatch(/^Nothing was downloaded\. This takes the role download, and ann has/);
      await page.keyboard.press("Escape");
      await ask("pages");
      await expect
        .poll(said())
        .toMatch(/^You may not ask this\nThis takes the role ask, and ann has .* can give it\./);
    } finally {
      await guarded.close();
    }
  });

  test("that a file broke off, and keeps nothing of it", async () => {
    const way = await openPassage(Number(new URL(server.url).port));
    try {
      await open(`http://127.0.0.1:${way.port}`);
      await answers("Average price");
      await page.getByRole("button", { name: "Download" }).click();
      await page.getByText(/^Matching books – \d/).waitFor();
      let files = 0;
      page.on("download", () => (files += 1));
      // Behind the head of the reply, in the middle of the file.
      way.cutAfter(2000);
      await page.getByRole("button", { name: "Matching books as XLSX", exact: true }).click();
      await expect
        .poll(said(".menu .state"))
        .toBe("Nothing was downloaded. The file broke off before its end. Try again.");
      way.cutAfter(undefined);
      await page.getByRole("button", { name: "Matching books as XLSX", exact: true }).click();
      await expect.poll(said(".menu .state")).toBe("Downloaded 5 rows ✓");
      await expect.poll(() => files).toBe(1);
    } finally {
      await way.close();
    }
  });

  test("which run it answers from, also when one was published in the middle of the question", async () => {
    const runs = `"${library.schema}_hydrate".runs`;
    await owner.query(
      `CREATE SCHEMA "${library.schema}_hydrate"; CREATE TABLE ${runs} (id integer PRIMARY KEY, state text, period text, started timestamptz, finished timestamptz); INSERT INTO ${runs} VALUES (1, 'published', '2026-01', '2026-02-01Z', '2026-02-01Z')`,
    );
    const ledgered = await serve(library);
    try {
      await open(ledgered.url);
      await answers("Average price");
      await expect.poll(said("#freshness")).toContain("(2026-01)");
      await owner.query(`BEGIN; LOCK TABLE ${BOOKS} IN ACCESS EXCLUSIVE MODE`);
      await ask("pages");
      await expect.poll(() => countWaiting(stack.url)).toBeGreaterThan(0);
      await owner.query(
        `UPDATE ${BOOKS} SET pages = 1000 WHERE pages > 0; INSERT INTO ${runs} VALUES (2, 'published', '2026-02', '2026-03-01Z', '2026-03-01Z'); COMMIT`,
      );
      await answers("Average pages");
      await expect.poll(said(".figure")).toBe("1,000");
      await expect.poll(said("#freshness")).toContain("(2026-02)");
    } finally {
      await ledgered.close();
    }
  });
});
