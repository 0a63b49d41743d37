// Looker's addresses for people, opened in a real browser: the form where it can ask the same, else a plain table.
import type pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, dropTables, library, LIBRARY_ROWS } from "./library.ts";
import { tableRows } from "./page-acts.ts";
import { hasChromium, openChromium, openWatched, type WatchedPage } from "./page-browser.ts";

describe.skipIf(!hasChromium)("an explore's address", () => {
  let stack: Stack;
  let pool: pg.Pool;
  let server: OpenServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    stack = await openTestStack();
    await fillTables(stack.url, library, LIBRARY_ROWS);
    pool = openReader(stack.url);
    server = await openServer({
      model: library,
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
    });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await pool.end();
    await dropTables(stack.url, library);
    await stack.release();
  });
  beforeEach(async () => {
    watched = await openWatched(browser, server.url);
    ({ page } = watched);
  });
  afterEach(async () => {
    await watched.close();
    // A refused question is told on the page, and the browser tells its status too.
    const complaints = watched.complaints.filter((one) => !/status of 40[04]/.test(one));
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
  });

  async function open(parameters: string): Promise<void> {
    await page.goto(`${server.url}/explore/library/books${parameters}`);
    await page.waitForSelector("#answer:not([aria-busy]) h1");
  }

  const title = (): Promise<string> => page.locator("#answer h1").innerText();
  /** The rows without heads and totals. */
  const cells = async (totals = 0): Promise<readonly (readonly string[])[]> =>
    (await tableRows(page)).slice(1, totals === 0 ? undefined : -totals);

  test("that the form can ask fills the form in", async () => {
    await open(
      "?fields=topics.name,books.average_price&f[topics.name]=Space,Maths&sorts=books.average_price+desc+0&limit=500",
    );
    await expect.poll(() => title()).toBe("Average price (EUR) by topic, where topic is Space or Maths");
    await expect.poll(() => page.locator("#question").isVisible()).toBe(true);
    expect(decodeURIComponent(page.url())).toBe(
      `${server.url}/explore/library/books?fields=topics.name,books.average_price,books.count_price,books.count&sorts=books.average_price+desc&f[books.topic]=Space,Maths&f[topics.name]=Space,Maths&limit=500`,
    );
    expect((await cells(1)).map(([name]) => name)).toEqual(["Maths", "Space"]);
  });

  test("of a selector alone keeps the other values of its rows, as in Looker", async () => {
    await open("?fields=topics.name,books.average_price&f[books.topic]=Space");
    expect((await cells(1)).map(([name]) => name)).toEqual(["Maths", "Space"]);
    await expect.poll(() => page.getByLabel("Only the chosen topic as rows").isChecked()).toBe(false);
  });

  test("with a value that needs every escape is the same question", async () => {
    const expression = encodeURIComponent('Nature^, ^"wild^"');
    await open(`?fields=books.total_price&f[books.topic]=${expression}`);
    await expect.poll(() => title()).toBe(`Total price (EUR), where topic is ${AWKWARD.topic}`);
  });

  test("that the form cannot ask is a plain table, with the SQL and the files of it", async () => {
    const address = "?fields=books.title,books.price&f[books.price]=%3E6&sorts=books.price&limit=2";
    await open(address);
    await expect.poll(() => title()).toBe("Title, Price (EUR) · books.price: >6");
    await expect
      .poll(() => cells())
      .toEqual([
        ["Stars", "€10.00"],
        ["Waves", "€20.00"],
      ]);
    await expect
      .poll(() => page.locator("#answer caption").innerText())
      .toBe("The first 2 rows, the most this link asks for; there are more.");
    await expect.poll(() => page.locator("#question").count()).toBe(0);
    expect(page.url()).toContain(address);
    await page.getByRole("tab", { name: "SQL" }).click();
    await expect.poll(() => page.getByRole("tabpanel").innerText()).toContain('AS "books.price"');
  });

  test("with pivots and totals shows them", async () => {
    await open(
      "?fields=topics.name,books.on_loan,books.count&pivots=books.on_loan&sorts=topics.name&total=on&row_total=right",
    );
    await expect
      .poll(() => page.locator("#answer thead th").allInnerTexts())
      .toEqual(["Topic", "No: Books", "Yes: Books", "Total: Books"]);
    expect((await cells())[0]).toEqual(["Maths", "1", "1", "2"]);
    expect((await cells()).at(-1)).toEqual(["All matching", "3", "2", "5"]);
  });

  test("that nobody can follow says why, and a blank one is the page", async () => {
    await open("?fields=books.titel");
    await expect
      .poll(() => page.locator('[role="alert"]').innerText())
      .toContain("There is no field books.titel");
    await open("");
    await expect.poll(() => title()).toBe("Ask your first question");
  });

  test("of an explore that is not there says so, rather than showing another", async () => {
    await page.goto(`${server.url}/explore/library/bokks`);
    await page.waitForSelector("#answer:not([aria-busy]) h1");
    await expect
      .poll(() => page.locator('[role="alert"]').innerText())
      .toContain("There is no explore bokks in model library; did you mean books?");
  });

  test("is asked whole, with its totals, so that all its figures are of one run", async () => {
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/queries/")) asked.push(request.postData() ?? "");
    });
    await open("?fields=topics.name,books.average_price");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('"total":true');
  });
});
