// The page in a real browser, over a real server and a real Postgres: asked as people ask, checked against the API.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findQuestion, type Model } from "../generator/index.ts";
import { askForm, type FilledForm } from "../local/form.ts";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS, modelOf } from "./library.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const present = existsSync(CHROMIUM);
if (!present)
  process.stderr.write(
    `The page is not tested: there is no Chromium at ${CHROMIUM}. Install it, or say where it is with CHROMIUM_PATH.\n`,
  );

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

interface Asked {
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly limit: string;
}

describe.skipIf(!present)("the page", () => {
  let stack: Stack;
  let pool: pg.Pool;
  let movies: Model;
  let browser: Browser;
  let server: OpenServer;
  let page: Page;
  let complaints: string[];
  let asked: Asked[];

  beforeAll(async () => {
    const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
    movies = modelOf(text.replace(/^schema: .*$/m, `schema: page_${process.pid}`));
    stack = await openTestStack();
    await fillTables(stack.url, library, LIBRARY_ROWS);
    await fillTables(stack.url, movies, TWELVE_MOVIES);
    pool = openReader(stack.url);
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  });
  afterAll(async () => {
    await browser.close();
    await pool.end();
    await dropTables(stack.url, library);
    await dropTables(stack.url, movies);
    await stack.release();
  });

  beforeEach(async () => {
    server = await serve(library);
    await openPage({});
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
  });

  function serve(model: Model): Promise<OpenServer> {
    const at = new Date("2026-11-22T06:00:00Z");
    const freshness = async () => ({ run: "r1", period: "2026-10", at });
    return openServer({ model, pool, host: "127.0.0.1", port: 0, freshness });
  }

  /** A page that keeps what it complains of, where it goes and what it asks. */
  async function openPage(options: BrowserContextOptions): Promise<void> {
    const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...options });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    asked = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("request", (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin !== server.url && !request.url().startsWith(`blob:${server.url}`))
        complaints.push(`a request left for ${request.url()}`);
      if (pathname === "/api/4.0/queries/run/json") asked.push(request.postDataJSON() as Asked);
    });
  }

  async function goto(path: string): Promise<void> {
    await page.goto(server.url + path);
    await answered();
  }

  async function answered(): Promise<void> {
    await page.waitForSelector("#answer:not([aria-busy]) h1");
  }

  const heading = (): Promise<string> => page.locator("h1").innerText();
  const figure = (): Promise<string> => page.locator(".figure").innerText();
  async function tableRows(): Promise<readonly (readonly string[])[]> {
    const rows = await page.locator("table tr").all();
    return Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  }

  /** Waits for the answer to a question that begins like this. */
  async function answeredTo(beginning: string): Promise<void> {
    await page.locator("h1", { hasText: beginning }).waitFor();
    await answered();
  }

  /** The figures of the rows the page asked for, asked again of the API and shown as euros. */
  async function apiFigures(): Promise<readonly string[]> {
    const grouped = asked.find((query) => query.limit !== "1");
    const response = await fetch(`${server.url}/api/4.0/queries/run/json`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(grouped),
    });
    const rows = (await response.json()) as readonly Readonly<Record<string, number | null>>[];
    const euros = new Intl.NumberFormat("en-US", { style: "currency", currency: "EUR" });
    return rows.map((row) => euros.format(row[grouped?.fields[1] ?? ""] ?? 0));
  }

  test("opens on the model's own question with an answer, its coverage, its table and its SQL", async () => {
    await goto("/");
    expect(await heading()).toBe("Average price (EUR) by topic");
    expect(await page.title()).toBe("Average price (EUR) by topic · Town Library");
    expect(await figure()).toBe("€16.38");
    expect(await page.locator(".summary").innerText()).toContain(
      "Average over 4 of 5 books; 1 has no known price (EUR).",
    );
    expect(await page.locator(".note").first().innerText()).toBe(
      "A book can have several topics, so rows overlap and do not add up to the overall figure.",
    );
    expect(await tableRows()).toEqual([
      ["Topic", "Average price (EUR)", "Coverage (books)"],
      [AWKWARD.topic, "€30.00", "1 of 1"],
      ["Maths", "€15.00", "2 of 2"],
      ["Space", "€10.00", "1 of 2"],
      ["–", "€5.50", "1 of 1"],
      ["Overall", "€16.38", "4 of 5"],
    ]);
    expect((await tableRows()).slice(1, -1).map((row) => row[1])).toEqual(await apiFigures());
    expect(await page.locator(".bars .name").allInnerTexts()).toEqual([AWKWARD.topic, "Maths", "Space", "–"]);
    expect(await page.locator("#sql pre").first().innerText()).toContain('AS "topics.name"');
    expect(await page.locator("#freshness").innerText()).toMatch(
      /Data as of Nov 22, 2026, 6:00\sAM \(2026-10\)/,
    );
    expect(new URL(page.url()).search).toBe("?metric=price&aggregation=average&by=topic");
  });

  test("asks a whole question by keyboard alone", async () => {
    await goto("/");
    const tabTo = async (id: string): Promise<void> => {
      for (let step = 0; step < 20; step += 1) {
        if ((await page.evaluate("document.activeElement?.id")) === id) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the Tab key does not reach ${id}`);
    };
    await tabTo("pick-topic");
    await page.keyboard.type("spa");
    await page.waitForSelector("[role=option].active");
    await page.keyboard.press("Enter");
    await page.keyboard.type("MAT");
    await page.locator("[role=option].active", { hasText: "Maths" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("combobox", { name: "Topic" }).getAttribute("aria-expanded")).toBe("false");
    await tabTo("metric");
    await page.keyboard.type("Pages");
    await tabTo("aggregation");
    await page.keyboard.type("Max");
    await page.keyboard.press("Control+Enter");
    await answeredTo("Maximum");
    expect(await heading()).toBe("Maximum pages by topic · Topic: Space or Maths");
    expect(await tableRows()).toEqual([
      ["Topic", "Maximum pages", "Coverage (books)"],
      ["Space", "400", "2 of 2"],
      ["Maths", "200", "2 of 2"],
      ["Overall", "400", "3 of 3"],
    ]);
    expect(await page.locator("#said").innerText()).toBe(
      "Maximum pages by topic · Topic: Space or Maths: 400, 2 rows.",
    );
    expect(new URL(page.url()).search).toBe(
      "?metric=pages&aggregation=maximum&by=topic&topic=Space&topic=Maths",
    );
    await page.keyboard.press("Backspace");
    await page.goBack();
    await answeredTo("Average");
    expect(await page.locator("#metric").inputValue()).toBe("price");
    expect(await page.locator(".chip").count()).toBe(0);
  });

  test.each<[string, FilledForm]>([
    [
      "topic",
      {
        metric: "price",
        aggregation: "total",
        by: "topic",
        selected: { topic: [AWKWARD.topic, "Space"] },
        excluded: {},
      },
    ],
    [
      "title",
      {
        metric: "pages",
        aggregation: "count",
        by: undefined,
        selected: { title: [AWKWARD.title, " Élan", "null"] },
        excluded: {},
      },
    ],
    [
      "both",
      {
        metric: "pages",
        aggregation: "median",
        by: "bought_year",
        selected: { topic: ["Maths"], title: ["a_%^b"] },
        excluded: {},
      },
    ],
  ])("asks the API what the form asks anywhere else, by %s", async (_, filled) => {
    const parameters = new URLSearchParams({ metric: filled.metric, aggregation: filled.aggregation });
    if (filled.by !== undefined) parameters.set("by", filled.by);
    for (const [name, values] of Object.entries(filled.selected))
      for (const value of values) parameters.append(name, value);
    await goto(`/?${parameters.toString()}`);
    const form = findQuestion(library, "stock");
    if (form === undefined) throw new Error("the library has no form");
    const overall = askForm(library, form, { ...filled, by: undefined });
    const questions = filled.by === undefined ? [overall] : [overall, askForm(library, form, filled)];
    expect(asked.map(({ fields, filters }) => ({ fields, filters }))).toEqual(
      questions.map(({ fields, filters }) => ({ fields, filters })),
    );
  });

  test("finds a value that needs every escape", async () => {
    await goto(`/?metric=price&aggregation=average&by=topic&topic=${encodeURIComponent(AWKWARD.topic)}`);
    expect((await tableRows()).slice(1)).toEqual([
      [AWKWARD.topic, "€30.00", "1 of 1"],
      ["Overall", "€30.00", "1 of 1"],
    ]);
    await page.getByRole("combobox", { name: "Title" }).click();
    await page.keyboard.type("0%_");
    await page.getByRole("option", { name: AWKWARD.title }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Run" }).click();
    await answeredTo(AWKWARD.title);
    expect(await figure()).toBe("€30.00");
  });

  test("takes what was typed as a value, or says that it is none, and never drops it", async () => {
    await goto("/?metric=price&aggregation=average&by=topic");
    const topic = page.getByRole("combobox", { name: "Topic" });
    await topic.fill("maths");
    await page.getByRole("button", { name: "Run" }).click();
    await answeredTo("Maths");
    expect(new URL(page.url()).searchParams.getAll("topic")).toEqual(["Maths"]);
    await topic.fill("spce");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain("Topic: there is no “spce”.");
    expect(await topic.inputValue()).toBe("spce");
    expect(new URL(page.url()).searchParams.getAll("topic")).toEqual(["Maths"]);
  });
  test("shows a time in its order, and a total of nothing as not known", async () => {
    await goto("/?metric=price&aggregation=total&by=bought_year&title=Moons&title=Stars&title=Waves");
    expect(await tableRows()).toEqual([
      ["Bought Year", "Total price (EUR)", "Coverage (books)"],
      ["2021", "–", "0 of 1"],
      ["2019", "€30.00", "2 of 2"],
      ["Overall", "€30.00", "2 of 3"],
    ]);
    expect(await page.locator(".columns .bar").count()).toBe(1);
    expect(await page.locator(".axis").innerText()).toMatch(/2019\s+2020\s+2021/);
  });

  test("says why a pair is impossible, and chooses one that is not", async () => {
    await goto("/?metric=price&aggregation=total");
    await page.getByLabel("Metric").selectOption("pages");
    const total = page.locator("#aggregation option[value=total]");
    expect(await total.isDisabled()).toBe(true);
    expect(await total.innerText()).toBe("Total – nobody reads all books in a row");
    expect(await page.locator("#aggregation").inputValue()).toBe("average");
    expect(await page.locator(".warned").innerText()).toBe(
      "Total of Pages cannot be asked: nobody reads all books in a row. Average is chosen instead.",
    );
  });

  test("tells in words when nothing matches, and when a link asks for what is not there", async () => {
    await goto("/?metric=price&aggregation=average&by=topic&topic=Cooking");
    expect(await page.locator(".empty").innerText()).toBe(
      "No book matches Topic: Cooking. Take a value away to widen the question.",
    );
    asked = [];
    await goto("/?metric=weight&aggregation=total&by=topic&colour=red");
    const alert = await page.getByRole("alert").innerText();
    expect(alert).toContain("There is no metric called “weight”.");
    expect(alert).toContain("“colour” is not something this question can be narrowed by.");
    expect(asked).toEqual([]);
    await goto("/?metric=pages&aggregation=total");
    expect(await page.getByRole("alert").innerText()).toContain("nobody reads all books in a row");
  });

  test("says that it waits, keeps the old answer dimmed, and cancels as far as the database", async () => {
    await goto("/");
    const letGo = await holdBooks(stack.url);
    try {
      await page.getByLabel("Metric").selectOption("pages");
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("Asking the database…").waitFor();
      expect(await figure()).toBe("€16.38");
      expect(await page.locator("#answer").getAttribute("aria-busy")).toBe("true");
      await page.getByRole("button", { name: "Cancel" }).click();
      await answered();
      expect(await page.locator("#said").innerText()).toBe("Cancelled.");
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 0, { timeout: 10_000 });
    } finally {
      await letGo();
    }
    expect(await page.getByText("Asking the database…").count()).toBe(0);
    expect(await heading()).toBe("Average price (EUR) by topic");
  });

  test("tells in words when the server is gone", async () => {
    await goto("/");
    await server.close();
    await page.getByLabel("Metric").selectOption("pages");
    await page.getByRole("button", { name: "Run" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("The server does not answer.");
    expect(complaints.every((complaint) => complaint.includes("ERR_CONNECTION_REFUSED"))).toBe(true);
    complaints = [];
  });

  test("gives the rows away as CSV, as they are", async () => {
    await goto("/");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV (4 rows)" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("average-price-eur-by-topic.csv");
    const rows: unknown = parse(await readFile(await download.path()), { bom: true });
    expect(rows).toEqual([
      ["Topic", "Average price (EUR)", "Books with a known price (EUR)", "Books"],
      [AWKWARD.topic, "30", "1", "1"],
      ["Maths", "15", "2", "2"],
      ["Space", "10", "1", "2"],
      ["", "5.5", "1", "1"],
    ]);
  });

  test("fits a phone", async () => {
    await page.context().close();
    await openPage({ viewport: { width: 390, height: 800 }, colorScheme: "dark" });
    for (const path of ["/", "/?metric=price&aggregation=total&by=bought_year"]) {
      await goto(path);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    }
  });

  test("has a way to each of several questions, and says when the model has none", async () => {
    const [stock] = library.questions;
    if (stock === undefined) throw new Error("the library has no form");
    await server.close();
    server = await serve({ ...library, questions: [stock, { ...stock, name: "again", label: "Once more" }] });
    await goto("/");
    await page.getByRole("link", { name: "Once more" }).click();
    await page.waitForURL("**/?question=again&metric=price&aggregation=average&by=topic");
    await answered();
    expect(await figure()).toBe("€16.38");
    expect(await page.locator("#forms [aria-current=page]").innerText()).toBe("Once more");
    await server.close();
    server = await serve({ ...library, questions: [] });
    await goto("/");
    expect(await heading()).toBe("Town Library has no questions yet");
    expect(await page.locator("form").isVisible()).toBe(false);
  });

  test("is about films when the model is", async () => {
    await server.close();
    server = await serve(movies);
    await goto("/");
    expect(await heading()).toBe("Average budget by genre");
    // 1735 over the nine known budgets, in whole dollars.
    expect(await figure()).toBe("$193");
    expect(await page.locator(".summary").innerText()).toContain(
      "Average over 9 of 12 movies; 3 have no known budget.",
    );
    expect(await page.locator("form").innerText()).not.toMatch(/topic|book/i);
    await page.getByRole("combobox", { name: "Production Company" }).click();
    await page.keyboard.type("echo");
    await page.getByRole("option", { name: "Echo Films" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Run" }).click();
    await answeredTo("Echo Films");
    // Hotel 600, India 20, Juliet 60: Juliet was made by both companies of that name and counts once.
    expect(await figure()).toBe("$227");
    await page.getByRole("link", { name: "Total revenue by year of release" }).click();
    await answeredTo("Total revenue by released year");
    expect(await figure()).toBe("$3,395");
  });
});
