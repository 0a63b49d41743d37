// Looker's addresses for people, opened in a real browser: the form where it can ask the same, else a plain table.
import { existsSync } from "node:fs";
import type pg from "pg";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, dropTables, library, LIBRARY_ROWS } from "./library.ts";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("an explore's address", () => {
  let stack: Stack;
  let pool: pg.Pool;
  let server: OpenServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

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
    const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      args: ["--disable-gpu", "--disable-background-networking", "--no-first-run", ...sandbox],
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await pool.end();
    await dropTables(stack.url, library);
    await stack.release();
  });
  beforeEach(async () => {
    page = await (await browser.newContext({ locale: "en-US", timezoneId: "UTC" })).newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A refused question is told on the page, and the browser tells its status too.
      if (message.type() === "error" && !/status of 40[04]/.test(message.text()))
        complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.context().close();
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
  });

  async function open(parameters: string): Promise<void> {
    await page.goto(`${server.url}/explore/library/books${parameters}`);
    await page.waitForSelector("#answer:not([aria-busy]) h1");
  }

  const title = (): Promise<string> => page.locator("#answer h1").innerText();
  const cells = async (): Promise<string[][]> =>
    Promise.all(
      (await page.locator("#answer table tbody tr").all()).map((row) => row.locator("th,td").allInnerTexts()),
    );

  test("that the form can ask fills the form in", async () => {
    await open(
      "?fields=topics.name,books.average_price&f[topics.name]=Space,Maths&sorts=books.average_price+desc+0&limit=500",
    );
    expect(await title()).toBe("Average price (EUR) by topic · Topic: Space or Maths");
    expect(await page.locator("#question").isVisible()).toBe(true);
    expect(page.url()).toBe(
      `${server.url}/?metric=price&aggregation=average&by=topic&topic=Space&topic=Maths`,
    );
    expect((await cells()).map(([name]) => name)).toEqual(["Maths", "Space"]);
  });

  test("with a value that needs every escape is the same question", async () => {
    const expression = encodeURIComponent('Nature^, ^"wild^"');
    await open(`?fields=books.total_price&f[books.topic]=${expression}`);
    expect(await title()).toBe(`Total price (EUR) · Topic: ${AWKWARD.topic}`);
  });

  test("that the form cannot ask is a plain table, with the SQL and the files of it", async () => {
    const address = "?fields=books.title,books.price&f[books.price]=%3E6&sorts=books.price&limit=2";
    await open(address);
    expect(await title()).toBe("Title, Price (EUR) · books.price: >6");
    expect(await cells()).toEqual([
      ["Stars", "€10.00"],
      ["Waves", "€20.00"],
    ]);
    expect(await page.locator("#answer caption").innerText()).toBe("2 rows, the most this link asks for");
    expect(await page.locator("#question").isVisible()).toBe(false);
    expect(await page.locator("#sql").innerText()).toContain('AS "books.price"');
    expect(page.url()).toContain(address);
    const csv = (await page.locator('a:has-text("Download CSV")').getAttribute("href")) ?? "";
    expect(await (await fetch(server.url + csv)).text()).toContain("Stars");
  });

  test("with pivots and totals shows them", async () => {
    await open(
      "?fields=topics.name,books.on_loan,books.count&pivots=books.on_loan&sorts=topics.name&total=on&row_total=right",
    );
    expect(await page.locator("#answer thead th").allInnerTexts()).toEqual([
      "Topic",
      "No: Books",
      "Yes: Books",
      "Total: Books",
    ]);
    expect((await cells())[0]).toEqual(["Maths", "1", "1", "2"]);
    expect(await page.locator("#answer tfoot th, #answer tfoot td").allInnerTexts()).toEqual([
      "Overall",
      "3",
      "2",
      "5",
    ]);
  });

  test("that nobody can follow says why, and a blank one is the page", async () => {
    await open("?fields=books.titel");
    expect(await page.locator('[role="alert"]').innerText()).toContain("There is no field books.titel");
    await open("");
    expect(await title()).toBe("Average price (EUR) by topic");
  });

  test("of an explore that is not there says so, rather than showing another", async () => {
    await page.goto(`${server.url}/explore/library/bokks`);
    await page.waitForSelector("#answer:not([aria-busy]) h1");
    expect(await page.locator('[role="alert"]').innerText()).toContain(
      "There is no explore bokks in model library; did you mean `books`?",
    );
  });

  test("shows figures of one run only, and which, when one is published between them", async () => {
    let asked = 0;
    await page.route("**/queries/run/json", async (route) => {
      asked += 1;
      // The first of two answers is older than the run that the second is from.
      const run = asked === 1 ? 1 : 2;
      const response = await route.fetch();
      const headers = {
        ...response.headers(),
        "x-published-run": String(run),
        "x-published-period": `2026-0${run}`,
        "x-published-at": `2026-0${run}-03T04:05:00.000Z`,
      };
      await route.fulfill({ response, headers });
    });
    await open("");
    expect(await title()).toBe("Average price (EUR) by topic");
    expect(asked).toBe(4);
    expect(await page.locator("#freshness").innerText()).toBe("Data as of Feb 3, 2026, 4:05 AM (2026-02)");
  });
});
