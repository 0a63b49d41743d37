// The page in a real browser, over a real server and a real Postgres: asked as people ask, checked against the API.
import { readFile } from "node:fs/promises";
import type pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findQuestion, type Model } from "../generator/index.ts";
import { askForm, type FilledForm } from "../local/form.ts";
import { writeAddress } from "../local/page/question/address.ts";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer, type ServerOptions } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { answered, answeredTo, closeBlank, openBlank, tableRows } from "./page-acts.ts";
import {
  hasChromium,
  openChromium,
  openWatched,
  type WatchedOptions,
  type WatchedPage,
} from "./page-browser.ts";
import { openGuarded } from "./access-server.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS, modelOf } from "./library.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

/** Fields of `average price`, with the two counts that stand beside it. */
const PRICE = "books.average_price,books.count_price,books.count";
const HOME = `/explore/library/books?fields=topics.name,${PRICE}&limit=500`;

/** A query as the page sends it. */
interface AskedQuery {
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly sorts: readonly string[];
}

describe.skipIf(!hasChromium)("the page", () => {
  let stack: Stack;
  let pool: pg.Pool;
  let movies: Model;
  let browser: Browser;
  /** The library's, for all tests; and the one a test has of its own. */
  let shared: OpenServer;
  let server: OpenServer;
  let watched: WatchedPage;
  let page: Page;
  /** Questions of the page, in order. */
  let asked: AskedQuery[];
  let forgiven: boolean;

  beforeAll(async () => {
    const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
    movies = modelOf(text.replace(/^schema: .*$/m, `schema: page_${process.pid}`));
    stack = await openTestStack();
    await fillTables(stack.url, library, LIBRARY_ROWS);
    await fillTables(stack.url, movies, TWELVE_MOVIES);
    pool = openReader(stack.url);
    browser = await openChromium();
    shared = await serve(library);
  });
  afterAll(async () => {
    await browser.close();
    await shared.close();
    await pool.end();
    await dropTables(stack.url, library);
    await dropTables(stack.url, movies);
    await stack.release();
  });

  beforeEach(async () => {
    server = shared;
    forgiven = false;
    await open();
  });
  afterEach(async () => {
    await watched.close();
    if (server !== shared) await server.close();
    if (!forgiven && watched.complaints.length > 0) throw new Error(watched.complaints.join("\n"));
  });

  function serve(model: Model, options: Partial<ServerOptions> = {}): Promise<OpenServer> {
    const at = new Date("2026-11-22T06:00:00Z");
    const freshness = async () => ({ run: "r1", period: "2026-10", at });
    return openServer({ model, pool, host: "127.0.0.1", port: 0, freshness, ...options });
  }

  /** A server of the test's own, and a page that belongs to it. */
  async function use(model: Model, options: Partial<ServerOptions> = {}): Promise<void> {
    if (server !== shared) await server.close();
    server = await serve(model, options);
    await open();
  }

  async function open(options: WatchedOptions = {}): Promise<void> {
    await watched?.close();
    watched = await openWatched(browser, server.url, options);
    ({ page } = watched);
    asked = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/queries/run/json_detail"))
        asked.push(request.postDataJSON() as AskedQuery);
    });
  }

  /** What the browser complained of, which had to be; the rest is told at the end of the test. */
  function forgive(expected: RegExp): void {
    for (const complaint of watched.complaints) expect(complaint).toMatch(expected);
    forgiven = true;
  }

  async function goto(path: string): Promise<void> {
    await page.goto(server.url + path);
    await answered(page);
  }

  const heading = (): Promise<string> => page.locator("h1").innerText();
  const figure = (): Promise<string> => page.locator(".figure").innerText();
  const address = (): string => decodeURIComponent(page.url().slice(server.url.length));
  const run = (): Promise<void> => page.getByRole("button", { name: "Run", exact: true }).click();

  test("opens on the model's own question with an answer, its coverage, its table and its address", async () => {
    await goto("/");
    await expect.poll(() => heading()).toBe("Average price (EUR) by topic");
    await expect.poll(() => page.title()).toBe("Average price (EUR) by topic · Town Library");
    await expect.poll(() => figure()).toBe("€16.38");
    await expect
      .poll(() => page.locator(".summary").innerText())
      .toContain("Average over 4 of 5 books; 1 has no known price (EUR) and is left out.");
    await expect
      .poll(() => page.locator(".note").first().innerText())
      .toBe("A book can have several topics, so rows overlap and do not add up to the overall figure.");
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["Topic", "Average price (EUR)", "Coverage (books)"],
        [AWKWARD.topic, "€30.00", "1 of 1"],
        ["Maths", "€15.00", "2 of 2"],
        ["Space", "€10.00", "1 of 2"],
        ["–", "€5.50", "1 of 1"],
        ["All matching", "€16.38", "4 of 5"],
      ]);
    await expect
      .poll(() => page.locator("#freshness").innerText())
      .toMatch(/Data as of Nov 22, 2026, 6:00\sAM \(2026-10\)/);
    expect(address()).toBe(HOME);
    await page.getByRole("tab", { name: "SQL" }).click();
    await expect.poll(() => page.getByRole("tabpanel").innerText()).toContain('AS "topics.name"');
  });

  test("is there before any script is: the form filled in, the question as its title", async () => {
    await open({ javaScriptEnabled: false });
    await page.goto(
      `${server.url}/explore/library/books?fields=books.average_pages&f[books.topic]=Space,Maths`,
    );
    await expect.poll(() => page.title()).toBe("Average pages, where topic is Space or Maths · Town Library");
    await expect.poll(() => page.getByLabel("Metric").inputValue()).toBe("pages");
    await expect
      .poll(() => page.getByRole("combobox", { name: /^Topic/ }).innerText())
      .toContain("Space, Maths");
  });

  test("weighs little, loads nothing from elsewhere and runs nothing that stands in its HTML", async () => {
    await open({ anew: true });
    const sizes = { js: 0, css: 0 };
    const pressed = new Set<string | undefined>();
    page.on("response", async (response) => {
      const kind = response.request().resourceType();
      if (response.url().includes("/assets/")) pressed.add(response.headers()["content-encoding"]);
      if (kind === "script") sizes.js += (await gzipped(await response.body())).length;
      if (kind === "stylesheet") sizes.css += (await gzipped(await response.body())).length;
    });
    const response = await page.goto(server.url);
    await answered(page);
    expect(response?.headers()["content-security-policy"]).toMatch(/default-src 'none';script-src 'self';/);
    expect(response?.headers()["content-security-policy"]).not.toContain("unsafe");
    expect([...pressed]).toEqual(["gzip"]);
    expect(sizes.js).toBeGreaterThan(50_000);
    expect(sizes.js).toBeLessThan(170_000);
    expect(sizes.css).toBeLessThan(15_000);
  });

  test("asks a whole question by keyboard alone", async () => {
    await goto("/");
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let step = 0; step < 30; step += 1) {
        const now = await page.evaluate<string>(focusedName);
        if (name.test(now)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the Tab key does not reach ${String(name)}`);
    };
    await tabTo(/^Topic/);
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Search Topic" }).waitFor();
    await page.keyboard.type("spa");
    await page.locator("[role=option][data-highlighted]", { hasText: "Space" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("MAT");
    await page.locator("[role=option][data-highlighted]", { hasText: "Maths" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    await tabTo(/^Metric/);
    await page.keyboard.type("Pages");
    await tabTo(/^Aggregation/);
    await page.keyboard.type("Max");
    await page.keyboard.press("Control+Enter");
    await answeredTo(page, "Maximum");
    await expect.poll(() => heading()).toBe("Maximum pages by topic, where topic is Space or Maths");
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["Topic", "Maximum pages", "Coverage (books)"],
        ["Space", "400", "2 of 2"],
        ["Maths", "200", "2 of 2"],
        ["All matching", "400", "3 of 3"],
      ]);
    await expect
      .poll(() => page.locator("#said").innerText())
      .toBe("Maximum pages by topic, where topic is Space or Maths: 400, 2 rows.");
    expect(address()).toBe(
      "/explore/library/books?fields=topics.name,books.maximum_pages,books.count_pages,books.count&f[books.topic]=Space,Maths&f[topics.name]=Space,Maths&limit=500",
    );
  });

  test("goes back and forward through its answers without asking again", async () => {
    await goto("/");
    await page.getByLabel("Metric").selectOption("pages");
    expect(address()).toContain("books.average_pages");
    await run();
    await answeredTo(page, "Average pages");
    await page.getByLabel("Group by").selectOption("bought_year");
    const before = asked.length;
    await page.goBack();
    await answeredTo(page, "Average price");
    expect(address()).toBe(HOME);
    await expect.poll(() => page.getByLabel("Metric").inputValue()).toBe("price");
    await expect.poll(() => figure()).toBe("€16.38");
    await page.goForward();
    await answeredTo(page, "Average pages by topic");
    expect(asked.length).toBe(before);
    await page.reload();
    await answered(page);
    await expect.poll(() => heading()).toBe("Average pages by bought year");
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
        selected: { title: [AWKWARD.title, "Élan"] },
        excluded: {},
      },
    ],
    [
      "both",
      {
        metric: "pages",
        aggregation: "median",
        by: "bought_year",
        selected: { topic: ["Maths"] },
        excluded: { title: ["Waves"] },
      },
    ],
    [
      "all of several",
      {
        metric: "price",
        aggregation: "average",
        by: "topic",
        selected: {},
        allOf: { topic: ["Space", "Maths"] },
        excluded: {},
      },
    ],
  ])("asks the API what the form asks anywhere else, by %s", async (_, filled) => {
    const form = findQuestion(library, "stock");
    if (form === undefined) throw new Error("the library has no form");
    const { view, fields, filters } = askForm(library, form, filled);
    await goto(writeAddress({ model: "library", view, fields, filters, sorts: [], limit: "500" }));
    expect(asked.map((one) => [one.fields, one.filters])).toEqual([[fields, filters]]);
    const response = await fetch(`${server.url}/api/4.0/queries/run/json`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "library", view, fields, filters, sorts: [], limit: "500" }),
    });
    const rows = (await response.json()) as readonly object[];
    const shown = filled.by === undefined ? [figure] : (await tableRows(page)).slice(1, -1);
    expect(shown).toHaveLength(rows.length);
  });

  test("finds a value that needs every escape, and takes any of, all of, and none of some", async () => {
    await goto("/");
    await openBlank(page, "Title");
    await page.keyboard.type("0%_");
    await page.getByRole("option", { name: AWKWARD.title }).click();
    await closeBlank(page);
    await run();
    await answeredTo(page, "Average price (EUR) by topic, where title");
    await expect.poll(() => figure()).toBe("€30.00");
    await page.getByRole("button", { name: `Remove ${AWKWARD.title}` }).click();
    await openBlank(page, "Topic");
    await page.getByRole("option", { name: "Space" }).click();
    await page.getByRole("option", { name: "Maths" }).click();
    await page.getByText("all of them").click();
    await closeBlank(page);
    await run();
    await answeredTo(page, "Average price (EUR) by topic, where topic is both Space and Maths");
    // Stars alone is about both.
    await expect.poll(() => figure()).toBe("€10.00");
    await page.getByRole("button", { name: "Remove Maths" }).click();
    await openBlank(page, "Topic");
    await page.getByText("Exclude", { exact: true }).click();
    await page.getByRole("option", { name: "Maths" }).click();
    await closeBlank(page);
    await run();
    await answeredTo(page, "Average price (EUR) by topic, where topic is Space and topic is not Maths");
    // Moons, whose price is not known.
    await expect.poll(() => figure()).toBe("–");
    await expect
      .poll(() => page.locator(".summary").innerText())
      .toContain("None of 1 book has a known price (EUR).");
  });

  test("takes a pasted list, and says which of it there is not", async () => {
    await goto("/");
    await openBlank(page, "Title");
    await page.getByRole("button", { name: "Paste a list…" }).click();
    await page.getByLabel("Title, one on each line").fill("stars\nWAVES\nélan\nNo such book\n");
    await page.getByRole("button", { name: "Find them" }).click();
    await page.getByText("3 found, 1 not found").waitFor();
    await expect.poll(() => page.locator(".paste ul").innerText()).toContain("“No such book”");
    await closeBlank(page);
    await expect
      .poll(() => page.locator(".chip").allInnerTexts())
      .toEqual(["Stars", "Waves", "Élan"].map((name) => expect.stringContaining(name) as string));
    await run();
    await answeredTo(page, "Average price (EUR) by topic, where title is Stars, Waves or Élan");
    await expect.poll(() => figure()).toBe("€11.83");
  });

  test("narrows by time, counts in finer grains, and shows a time in its order", async () => {
    const title = "f[books.title]=Moons,Stars,Waves";
    await goto(`/explore/library/books?fields=books.bought_year,books.total_price&${title}`);
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["Bought Year", "Total price (EUR)", "Coverage (books)"],
        ["2021", "–", "0 of 1"],
        ["2019", "€30.00", "2 of 2"],
        ["All matching", "€30.00", "2 of 3"],
      ]);
    await page.getByLabel("Grain").selectOption("month");
    await page.getByText("any time").click();
    await page.getByLabel("Bought to").fill("2019-04-30");
    await run();
    await answeredTo(page, "Total price (EUR) by bought month");
    await expect
      .poll(() => heading())
      .toBe(
        "Total price (EUR) by bought month, where title is Moons, Stars or Waves, bought until Apr 30, 2019",
      );
    expect((await tableRows(page)).slice(1)).toEqual([
      ["2019-03", "€10.00", "1 of 1"],
      ["All matching", "€10.00", "1 of 1"],
    ]);
    expect(address()).toContain("f[books.bought_month]=before+2019-05-01");
  });

  test("puts a second group side by side, each with totals of its own", async () => {
    await goto("/");
    await page.getByLabel("Side by side").selectOption("on_loan");
    await run();
    await answeredTo(page, "Average price (EUR) by topic and on loan");
    await expect
      .poll(() => tableRows(page))
      .toEqual([
        ["Topic", "No", "Yes", "All"],
        [AWKWARD.topic, "€30.00", "", "€30.00"],
        ["Maths", "€20.00", "€10.00", "€15.00"],
        ["Space", "", "€10.00", "€10.00"],
        ["–", "€5.50", "", "€5.50"],
        ["All matching", "€18.50", "€10.00", "€16.38"],
      ]);
  });

  test("sorts by asking, and says so in the head and in the address", async () => {
    await goto("/");
    const price = page.getByRole("columnheader", { name: "Average price (EUR)" });
    await expect.poll(() => price.getAttribute("aria-sort")).toBe("descending");
    await price.getByRole("button").click();
    await page.waitForURL(/sorts=/);
    await answered(page);
    await expect.poll(() => price.getAttribute("aria-sort")).toBe("ascending");
    expect((await tableRows(page)).slice(1, -1).map(([name]) => name)).toEqual([
      "–",
      "Space",
      "Maths",
      AWKWARD.topic,
    ]);
    expect(asked.at(-1)?.sorts).toEqual(["books.average_price"]);
  });

  test("says why a pair is impossible, and chooses one that is not", async () => {
    await goto("/explore/library/books?fields=books.total_price");
    await page.getByLabel("Metric").selectOption("pages");
    const total = page.getByLabel("Aggregation").locator("option[value=total]");
    await expect.poll(() => total.isDisabled()).toBe(true);
    await expect.poll(() => total.innerText()).toBe("Total – nobody reads all books in a row");
    await expect.poll(() => page.getByLabel("Aggregation").inputValue()).toBe("average");
    await expect
      .poll(() => page.locator(".warned").innerText())
      .toBe("Total of Pages cannot be asked: nobody reads all books in a row. Average is chosen instead.");
  });

  test("keeps what a link asks for and is not there, asks nothing, and says what is meant", async () => {
    await goto(`/explore/library/books?fields=topics.name,${PRICE}&f[books.topic]=Spce,Maths,space`);
    expect(asked).toEqual([]);
    await expect.poll(() => heading()).toBe("This link asks for something that is not here");
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("Topic: there is no “Spce”.");
    await expect.poll(() => page.locator(".chip.unknown").allInnerTexts()).toHaveLength(2);
    expect(address()).toContain("f[books.topic]=Spce,Maths,space");
    await run();
    expect(asked).toEqual([]);
    await page.getByRole("button", { name: "Use “Space”" }).click();
    await page.getByRole("button", { name: "Ask without 1 unknown value" }).click();
    await answeredTo(page, "Average price (EUR) by topic, where topic is Maths or Space");
    await expect.poll(() => page.locator(".chip.unknown").count()).toBe(0);
  });

  test("tells what to take back when nothing matches", async () => {
    await goto("/explore/library/books?fields=books.average_price&f[books.topic]=Space&f[books.title]=Waves");
    await expect.poll(() => page.locator(".empty").innerText()).toBe("No book matches all of this.");
    await expect
      .poll(() => page.locator(".ways").innerText())
      .toMatch(/Any title: 2 books\s+Any topic: 1 book/);
    await page.getByRole("link", { name: "Any title" }).click();
    await answeredTo(page, "Average price (EUR), where topic is Space");
    await expect.poll(() => figure()).toBe("€10.00");
  });

  test("waits with examples on an empty page", async () => {
    await goto("/explore/library/books");
    await expect.poll(() => heading()).toBe("Ask your first question");
    expect(asked).toEqual([]);
    await expect
      .poll(() => page.locator(".cards a").allInnerTexts())
      .toEqual(["What a year cost", "Total price (EUR) by topic", "Average price (EUR) by bought year"]);
    await expect.poll(() => page.locator(".foot").innerText()).toContain("5 books");
    await page.locator(".cards a").first().click();
    await answeredTo(page, "Total price (EUR) by bought year");
  });

  test("says that it waits, keeps the old answer dimmed, and cancels as far as the database", async () => {
    await goto("/");
    const letGo = await holdBooks(stack.url);
    try {
      await page.getByLabel("Metric").selectOption("pages");
      await run();
      await page.getByText("Asking the database…").waitFor();
      await expect.poll(() => figure()).toBe("€16.38");
      await expect.poll(() => page.locator("#answer").getAttribute("aria-busy")).toBe("true");
      await page.getByRole("button", { name: "Cancel" }).click();
      await answered(page);
      await expect.poll(() => page.locator("#said").innerText()).toBe("Cancelled.");
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 0, { timeout: 60_000 });
      await expect.poll(() => heading()).toBe("Average price (EUR) by topic");
      await expect.poll(() => page.locator(".note").first().innerText()).toContain("Cancelled.");
      await run();
      await page.getByText("Asking the database…").waitFor();
      expect(await countWaiting(stack.url)).toBeGreaterThan(0);
      await page.close();
      await vi.waitUntil(async () => (await countWaiting(stack.url)) === 0, { timeout: 60_000 });
    } finally {
      await letGo();
    }
  });

  test("tells in words when the database is slow, the queue full, the server gone", async () => {
    const hasty = openReader(stack.url, { statementTimeoutMs: 700 });
    await use(library, { pool: hasty, limits: { questions: 1, waiting: 0 } });
    await goto("/");
    const letGo = await holdBooks(stack.url);
    try {
      await page.getByLabel("Metric").selectOption("pages");
      await run();
      await page.getByRole("alert").waitFor();
      await expect
        .poll(() => page.getByRole("alert").innerText())
        .toContain("The database stopped this question because it took too long");
      const other = fetch(`${server.url}/api/4.0/queries/run/json`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "library", view: "books", fields: ["books.count"] }),
      });
      await vi.waitUntil(async () => (await countWaiting(stack.url)) > 0, { timeout: 60_000 });
      await page.getByRole("button", { name: "Run again" }).click();
      await page.getByText("Many are asking just now").waitFor();
      await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/Try again in \d+ seconds?\./);
      await other;
    } finally {
      await letGo();
      await server.close();
      await hasty.end();
    }
    await run();
    await page.getByText("The server does not answer").waitFor();
    await expect.poll(() => heading()).toBe("Average pages by topic");
    await page.context().setOffline(true);
    await run();
    await page.getByText("This computer is offline").waitFor();
    forgive(/ERR_CONNECTION_REFUSED|ERR_INTERNET|429|503/);
  });

  test("says that the model has changed since the page was opened", async () => {
    await use(library);
    await goto("/");
    const port = Number(new URL(server.url).port);
    const [stock] = library.questions;
    if (stock === undefined) throw new Error("the library has no form");
    const views = library.views.map((view) => ({
      ...view,
      fields: view.fields.filter((field) => field.name !== "median_pages"),
    }));
    await server.close();
    const questions = [{ ...stock, metrics: stock.metrics.slice(0, 1) }];
    server = await serve({ ...library, views, questions }, { port });
    await page.getByLabel("Metric").selectOption("pages");
    await page.getByLabel("Aggregation").selectOption("median");
    await run();
    await page.getByRole("alert").waitFor();
    await expect
      .poll(() => page.getByRole("alert").innerText())
      .toContain("The model has changed since this page was opened");
    forgive(/status of 4\d\d/);
  });

  test("leads to the login when it has run out, and back to the question", async () => {
    const guarded = await openGuarded(library, { ann: { roles: ["ask"] } }, {}, pool);
    try {
      const link = "/explore/library/books?fields=books.bought_year,books.total_price";
      await watched.close();
      watched = await openWatched(browser, guarded.url);
      ({ page } = watched);
      const logIn = async (): Promise<void> => {
        const { id = "", secret = "" } = guarded.shown.get("ann") ?? {};
        await page.getByLabel("Client id").fill(id);
        await page.getByLabel("Client secret").fill(secret);
        await page.getByRole("button", { name: "Log in" }).click();
        await answered(page);
      };
      await page.goto(guarded.url + link);
      await logIn();
      await expect.poll(() => heading()).toBe("Total price (EUR) by bought year");
      await expect.poll(() => page.locator("#who").innerText()).toContain("ann");
      await expect.poll(() => page.getByRole("link", { name: "Admin" }).count()).toBe(0);
      // The session ends behind the page's back.
      await page.evaluate(
        `fetch("/logout", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })`,
      );
      await page.getByLabel("Metric").selectOption("pages");
      await run();
      await page.getByRole("alert").waitFor();
      await expect.poll(() => page.getByRole("alert").innerText()).toContain("You are logged out");
      await page.getByRole("button", { name: "Log in" }).click();
      await logIn();
      await expect.poll(() => heading()).toBe("Average pages by bought year");
      forgive(/status of 401/);
    } finally {
      await guarded.close();
    }
  });

  test.each([390, 320])("fits a screen %i pixels wide, in every state", async (width) => {
    await open({ viewport: { width, height: 800 }, colorScheme: "dark" });
    for (const path of [
      "/",
      "/explore/library/books?fields=books.bought_year,books.total_price",
      "/explore/library/books?fields=topics.name,books.on_loan,books.average_price&pivots=books.on_loan",
      "/explore/library/books?fields=books.average_price&f[books.topic]=Nowhere",
      "/explore/library/books",
    ]) {
      await goto(path);
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
    await goto("/");
    await openBlank(page, "Topic");
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test("wears light and dark colours by choice, and keeps the choice", async () => {
    await goto("/");
    const scheme = (): Promise<unknown> =>
      page.evaluate("getComputedStyle(document.documentElement).colorScheme");
    await expect.poll(() => scheme()).toBe("light dark");
    await page.getByRole("button", { name: /Colours: system/ }).click();
    await expect.poll(() => scheme()).toBe("light");
    await page.getByRole("button", { name: /Colours: light/ }).click();
    await page.reload();
    await expect.poll(() => scheme()).toBe("dark");
  });

  test("reads as the reader's language writes numbers and days", async () => {
    await open({ locale: "de-DE" });
    await goto("/");
    await expect.poll(() => figure()).toMatch(/^16,38\s€$/);
    await expect.poll(() => page.locator("#freshness").innerText()).toContain("22.11.2026");
  });

  test("has a way to each of several questions, and says when the model has none", async () => {
    const [stock] = library.questions;
    if (stock === undefined) throw new Error("the library has no form");
    await use({ ...library, questions: [stock, { ...stock, name: "again", label: "Once more" }] });
    await goto("/");
    await page.getByRole("link", { name: "Once more" }).click();
    await page.waitForURL(/&question=again$/);
    await answered(page);
    await expect.poll(() => figure()).toBe("€16.38");
    await expect.poll(() => page.locator("header [aria-current=page]").innerText()).toBe("Once more");
    await page.reload();
    await answered(page);
    await expect.poll(() => page.locator("header [aria-current=page]").innerText()).toBe("Once more");
    await use({ ...library, questions: [] });
    await goto("/");
    await expect.poll(() => heading()).toBe("Town Library has no questions yet");
    await expect.poll(() => page.locator("form").count()).toBe(0);
  });

  test("is about films when the model is", async () => {
    await use(movies);
    await goto("/");
    await expect.poll(() => heading()).toBe("Average budget by genre");
    // 1735 over the nine known budgets, in whole dollars.
    await expect.poll(() => figure()).toBe("$193");
    await expect
      .poll(() => page.locator(".summary").innerText())
      .toContain("Average over 9 of 12 movies; 3 have no known budget and are left out.");
    await expect.poll(() => page.locator("#question").innerText()).not.toMatch(/topic|book/i);
    await openBlank(page, "Production Company");
    await page.keyboard.type("echo");
    await page.getByRole("option", { name: "Echo Films" }).click();
    await closeBlank(page);
    await run();
    await answeredTo(page, "Average budget by genre, where production company is Echo Films");
    // Hotel 600, India 20, Juliet 60: Juliet was made by both companies of that name and counts once.
    await expect.poll(() => figure()).toBe("$227");
    await page.getByRole("link", { name: "Total revenue by year of release" }).click();
    await answeredTo(page, "Total revenue by released year");
    await expect.poll(() => figure()).toBe("$3,395");
    const counts = async (narrowing: string): Promise<string> => {
      await goto(`/explore/movies/movies?fields=movies.average_votes,movies.count&${narrowing}`);
      return page.locator(".summary").innerText();
    };
    // Alpha, Foxtrot, Golf, Bravo and Juliet are comedies; Alpha, Delta, Golf and Kilo action; Alpha and Golf are both.
    expect(await counts("f[movies.genre]=Action,Comedy")).toContain("over all 7 movies");
    expect(await counts("f[movies.genre_all_of]=Action,Comedy")).toContain("over all 2 movies");
    expect(await counts("f[movies.genre_excluded]=Action,Comedy")).toContain("over all 5 movies");
  });
});

/** What a screen reader would call the element that has the focus. */
const focusedName = `(() => {
  const element = document.activeElement;
  const by = (element?.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
  return [...by, element?.getAttribute("aria-label") ?? "", element?.labels?.[0]?.textContent ?? ""].join(" ").trim();
})()`;

async function gzipped(body: Buffer): Promise<Buffer> {
  const { gzipSync } = await import("node:zlib");
  return gzipSync(body, { level: 9 });
}
