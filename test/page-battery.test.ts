// The page under people and data that mean it ill: names that are code, twenty-five thousand values, impatient fingers, browsers without storage, models with little in them.
import { Client } from "pg";
import type pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Model } from "../generator/index.ts";
import { addressOf } from "../local/page/question/open.ts";
import { startOf } from "../local/page/question/start.ts";
import { sayQuestion } from "../local/page/words/sentence.ts";
import { openReader } from "../local/pool.ts";
import { fillSheet } from "../local/server/fill-sheet.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { countWaiting, dropTables, holdBooks, library, LIBRARY_YML, modelOf } from "./library.ts";
import { answered, answeredTo, follow, openBlank, tableRows } from "./page-acts.ts";
import {
  findBarriers,
  hasChromium,
  openChromium,
  openWatched,
  type WatchedOptions,
  type WatchedPage,
} from "./page-browser.ts";
import { HOSTILE, HOSTILE_ROWS } from "./page-library.ts";

if (!hasChromium)
  process.stderr.write("The page is not put to the test: there is no Chromium (CHROMIUM_PATH).\n");

/** As many as the largest list of production companies there is. */
const MANY = 25_000;

describe.skipIf(!hasChromium)("the page", () => {
  const sheet = fillSheet(library, { kind: "none" });
  const [form] = sheet.forms;
  if (form === undefined) throw new Error("the library has no form");
  const byTopic = { ...startOf(form), metric: "price", aggregation: "total", by: "topic" };

  let stack: Stack;
  let pool: pg.Pool;
  let browser: Browser;
  let server: OpenServer;
  let watched: WatchedPage;
  let page: Page;
  /** What the browser itself may complain of in a test. */
  let expected: RegExp | undefined;

  const serve = (model: Model): Promise<OpenServer> =>
    openServer({ model, pool, host: "127.0.0.1", port: 0, freshness: async () => undefined });

  beforeAll(async () => {
    stack = await openTestStack();
    // A book and a topic of each name; and topics without end, all of one book.
    await fillTables(stack.url, library, HOSTILE_ROWS);
    const client = new Client({ connectionString: stack.url });
    await client.connect();
    const { schema } = library;
    await client.query(
      `INSERT INTO "${schema}".topics (id, name) SELECT 1000 + n, 'Topic ' || n FROM generate_series(1, ${MANY}) AS n;
       INSERT INTO "${schema}".book_topics (book_id, topic_id) SELECT 1, 1000 + n FROM generate_series(1, ${MANY}) AS n;
       ANALYZE "${schema}".topics; ANALYZE "${schema}".book_topics`,
    );
    await client.end();
    pool = openReader(stack.url);
    browser = await openChromium();
    server = await serve(library);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await pool.end();
    await dropTables(stack.url, library);
    await stack.release();
  });
  afterEach(async () => {
    await watched.close();
    const unexpected = watched.complaints.filter((line) => expected?.test(line) !== true);
    expected = undefined;
    if (unexpected.length > 0) throw new Error(unexpected.join("\n"));
  });

  async function open(options: WatchedOptions = {}): Promise<void> {
    watched = await openWatched(browser, server.url, options);
    ({ page } = watched);
  }

  async function goto(path: string, url = server.url): Promise<void> {
    await page.goto(url + path);
    await answered(page);
  }

  const heading = (): Promise<string> => page.locator("h1").innerText();
  const said = (): Promise<string> => page.locator("#said").innerText();
  const run = (): Promise<void> => page.getByRole("button", { name: "Run", exact: true }).click();
  const aggregate = async (name: string): Promise<void> => {
    await page.getByLabel("Aggregation").selectOption(name);
  };
  const NARROW = addressOf(
    { ...byTopic, chosen: { topic: { included: [...HOSTILE], match: "any", excluded: [] } } },
    sheet,
  );

  test("shows names that are code as names, and asks for each of them", async () => {
    await open({ viewport: { width: 320, height: 700 } });
    await goto(NARROW);
    const rows = (await tableRows(page)).slice(1, -1);
    // Spaces beside each other are one on a screen.
    expect(new Set(rows.map(([name]) => name))).toEqual(
      new Set(HOSTILE.map((name) => name.replace(/ +/, " "))),
    );
    await expect.poll(() => page.locator(".figure").innerText()).toBe("€153.00");
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    expect(await findBarriers(page)).toEqual([]);
    for (const [at, name] of HOSTILE.entries()) {
      const one = {
        ...byTopic,
        chosen: { title: { included: [name], match: "any", excluded: [] } },
      } as const;
      await follow(page, addressOf(one, sheet), sayQuestion(one));
      expect([name, await page.locator(".figure").innerText()]).toEqual([name, `€${at + 1}.00`]);
    }
    await expect.poll(() => page.evaluate("window.harmed")).toBeUndefined();
  });

  test("knows each of them when it is looked up, also those that are words of the filter language", async () => {
    await open();
    const response = await fetch(`${server.url}/values/library/books/books.title/known`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ values: HOSTILE }),
    });
    const { found } = (await response.json()) as { found: { asked: string; value: string }[] };
    expect(found.map(({ value }) => value)).toEqual([...HOSTILE]);
  });

  test("has the rows behind each of them", async () => {
    await open();
    await goto(NARROW);
    for (const name of HOSTILE.slice(0, 8)) {
      await page.locator("button.pick").getByText(name, { exact: true }).click();
      await page.getByText("1 book", { exact: true }).waitFor();
      await expect.poll(() => page.locator(".behind tbody td").first().innerText()).toBe(name);
      await page.getByRole("tab", { name: "Answer" }).click();
    }
  });

  test("finds its way in twenty-five thousand values, of which it never has more than fifty", async () => {
    await open();
    const sizes: number[] = [];
    page.on("response", async (response) => {
      if (!response.url().includes("/values/") || response.url().endsWith("/known")) return;
      sizes.push(((await response.json()) as { values: unknown[] }).values.length);
    });
    await goto(NARROW);
    await openBlank(page, "Topic");
    await page.keyboard.type("topic 2499");
    const found = page.locator(".popup .found");
    await expect.poll(() => found.innerText()).toBe("11 values with “topic 2499”");
    await expect
      .poll(() => page.getByRole("listbox").getByRole("option").first().innerText())
      .toContain("Topic 2499");
    await page.getByRole("combobox", { name: "Search Topic" }).fill("topic");
    await expect.poll(() => found.innerText()).toBe("The first 50; type to find others.");
    await expect.poll(() => page.getByRole("listbox").getByRole("option").count()).toBe(50);
    expect(Math.max(...sizes)).toBe(50);
    await page.keyboard.press("Escape");
    // Grouped by all of them: what is shown is said to be the first of more.
    await goto(addressOf(byTopic, sheet));
    await expect.poll(() => page.locator("caption").innerText()).toContain("The first 500 rows");
    await expect.poll(() => page.locator("#answer table tbody tr").count()).toBe(100);
  });

  test("is at the same place after any storm of Back and Forward", async () => {
    await open();
    await goto(NARROW);
    for (const [name, words] of [
      ["average", "Average"],
      ["maximum", "Maximum"],
      ["minimum", "Minimum"],
      ["median", "Median"],
    ] as const) {
      await aggregate(name);
      await run();
      await answeredTo(page, words);
    }
    await page.evaluate(`(async () => {
      for (const step of [-1, -1, 1, -2, 2, 1, -3, 1, -1, 1, -4, 1, 1, -1]) {
        history.go(step);
        await new Promise((done) => setTimeout(done, Math.abs(step) === 1 ? 5 : 30));
      }
    })()`);
    await expect.poll(async () => (await page.locator("#answer[aria-busy]").count()) === 0).toBe(true);
    await expect
      .poll(async () => {
        const aggregation = await page.getByLabel("Aggregation").inputValue();
        return (await heading()).toLowerCase().startsWith(aggregation);
      })
      .toBe(true);
    const [title, address] = [await heading(), page.url()];
    await page.reload();
    await answered(page);
    expect([await heading(), page.url()]).toEqual([title, address]);
  });

  test("answers the last question of impatient fingers, and lets go of the others", async () => {
    await open();
    await goto(NARROW);
    const letGo = await holdBooks(stack.url);
    try {
      await aggregate("maximum");
      await run();
      await run();
      await aggregate("minimum");
      await page.keyboard.press("Control+Enter");
      await aggregate("median");
      await run();
      await page.getByText("Asking the database…").waitFor();
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 1, { timeout: 60_000 });
      await page.getByRole("button", { name: "Cancel" }).click();
      await expect.poll(said).toBe("Cancelled.");
      await run();
      await page.getByText("Asking the database…").waitFor();
    } finally {
      await letGo();
    }
    await answeredTo(page, "Median price");
    await expect.poll(() => page.locator(".figure").innerText()).toBe("€9.00");
    await expect.poll(said).toMatch(/^Median price \(EUR\) by topic, .*: €9\.00, 17 rows\.$/);
  });

  test("tells two tabs of each other, and keeps on without storage", async () => {
    await open();
    await goto(NARROW);
    const other = await page.context().newPage();
    await other.goto(`${server.url}/explore/library/books`);
    await answered(other);
    await aggregate("maximum");
    await run();
    await answeredTo(page, "Maximum price");
    await other.locator("header").getByRole("button", { name: "History" }).click();
    await other.locator(".questions li", { hasText: "Maximum price" }).waitFor();
    await watched.close();

    await open();
    await page.addInitScript(
      `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`,
    );
    await goto(NARROW);
    await page.locator("header").getByRole("button", { name: "History" }).click();
    await page.getByText("This browser keeps nothing for this page").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Colours/ }).click();
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("light");
  });

  test("stays when a part of it cannot be fetched, and fetches it later", async () => {
    await open({ anew: true });
    await goto(NARROW);
    expected = /ERR_INTERNET_DISCONNECTED/;
    await page.context().setOffline(true);
    await page.getByRole("tab", { name: "SQL" }).click();
    await page.getByText("This part of the page could not be fetched.").waitFor();
    await page.locator("header").getByRole("button", { name: "History" }).click();
    await page.locator(".menu").getByText("This part of the page could not be fetched.").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => heading()).toContain("Total price (EUR) by topic");
  });

  test("has room on a watch and on a wall", async () => {
    await open();
    for (const [width, height] of [
      [240, 320],
      [3840, 2160],
    ] as const) {
      await page.setViewportSize({ width, height });
      await goto(NARROW);
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  });

  test("moves nothing where nothing is to move, and shows what is chosen in forced colours", async () => {
    await open({ reducedMotion: "reduce", forcedColors: "active" });
    await goto(NARROW);
    const moving = await page.evaluate(
      `[...document.querySelectorAll("*")].filter((one) => { const style = getComputedStyle(one); return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0); }).map((one) => one.outerHTML.slice(0, 80))`,
    );
    expect(moving).toEqual([]);
    await openBlank(page, "Topic");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    const looks = (of: string, property: string): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.querySelector(${JSON.stringify(of)}))[${JSON.stringify(property)}]`,
      );
    await expect.poll(() => looks(".segment input:checked + span", "outlineStyle")).toBe("solid");
    await expect
      .poll(() => looks(".option[data-selected] .tick", "backgroundColor"))
      .not.toBe(await looks(".popup", "backgroundColor"));
    expect(await findBarriers(page)).toEqual([]);
  });

  test.each([
    [
      "without joins",
      LIBRARY_YML.replace("{joins: {topics: {through: book_topics}}}", "{}")
        .replace("{topic: topics.name, title: books.title}", "{title: books.title}")
        .replace("by: [topic, bought_year, on_loan]", "by: [on_loan]")
        .replace("aggregation: average, by: topic", "aggregation: average, by: on_loan")
        .replace(/by: bought_year\}/, "by: on_loan}"),
    ],
    [
      "with one metric and nothing to group by",
      LIBRARY_YML.replace("by: [topic, bought_year, on_loan]", "by: [on_loan]")
        .replace(
          "default: {metric: price, aggregation: average, by: topic}",
          "default: {metric: price, aggregation: average}",
        )
        .replace(/ {4}examples:\n.*\n/, ""),
    ],
  ])("is whole for a model %s", async (_, text) => {
    const small = await serve({ ...modelOf(text), schema: library.schema });
    try {
      watched = await openWatched(browser, small.url);
      ({ page } = watched);
      await goto("/", small.url);
      await expect.poll(() => page.locator(".figure").innerText()).toBe("€9.00");
      expect(await findBarriers(page)).toEqual([]);
    } finally {
      await small.close();
    }
  });

  test("says that there is nothing yet where the tables are empty, or not there", async () => {
    const empty: Model = { ...library, schema: `${library.schema}_empty` };
    await fillTables(stack.url, empty, {});
    const [bare, none] = [await serve(empty), await serve({ ...library, schema: `${library.schema}_none` })];
    try {
      watched = await openWatched(browser, bare.url);
      ({ page } = watched);
      await goto("/", bare.url);
      await expect.poll(() => page.locator(".empty").innerText()).toBe("There are no books yet.");
      await expect.poll(() => page.locator("#freshness").innerText()).toContain("No data yet");
      await openBlank(page, "Topic");
      await page.getByText("There are no values yet.").waitFor();
      await watched.close();
      watched = await openWatched(browser, none.url);
      ({ page } = watched);
      expected = /status of \d+/;
      await goto("/", none.url);
      await expect.poll(() => page.getByRole("alert").innerText()).not.toMatch(/stack|Error:|undefined/);
      await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/hydrate/);
    } finally {
      await bare.close();
      await none.close();
      await dropTables(stack.url, empty);
    }
  });
});
