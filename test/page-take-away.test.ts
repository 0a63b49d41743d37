// What is taken away of an answer: each file read back by somebody else's reader and compared row for row with the server, its counts before and after, and the link.
import { readFile } from "node:fs/promises";
import { parquetReadObjects } from "hyparquet";
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import readXlsx from "read-excel-file/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findBarriers, hasChromium, openWatched, type WatchedPage } from "./page-browser.ts";
import { type LibraryInBrowser, openLibrary } from "./page-library.ts";

if (!hasChromium) process.stderr.write("Downloads are not tested: there is no Chromium (CHROMIUM_PATH).\n");

/** Cells as text to compare; a date has its day only. */
type Rows = readonly (readonly string[])[];

const BYTE_ORDER_MARK = "\u{feff}";

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === "number") return String(Number(value.toFixed(6)));
  if (typeof value === "bigint") return value.toString();
  return typeof value === "string" ? value : JSON.stringify(value);
};
const inRows = (records: readonly Readonly<Record<string, unknown>>[]): Rows =>
  records.map((record) => Object.values(record).map(cell));
const WORDS: Readonly<Record<string, string>> = { yes: "true", no: "false" };
/** What only the spelling of a format is: 10.00 is 10, Yes is true, and a text that could be a formula has an apostrophe. */
const alike = (rows: Rows): Rows =>
  rows
    .map((row) =>
      row.map((text) => {
        const plain = text.replace(/^'(?=[=+\-@])/, "").toLowerCase();
        return /^-?\d+\.\d+$/.test(plain) ? cell(Number(plain)) : (WORDS[plain] ?? plain);
      }),
    )
    .toSorted((one, other) => (one.join() < other.join() ? -1 : 1));

const READERS: Readonly<Record<string, (bytes: Buffer) => Promise<Rows>>> = {
  CSV: async (bytes) => parse(bytes, { from_line: 2 }),
  "CSV for Excel": async (bytes) => parse(bytes, { from_line: 2, bom: true }),
  XLSX: async (bytes) => {
    const [first] = await readXlsx(bytes);
    return (first?.data ?? []).slice(1).map((row) => row.map(cell));
  },
  JSON: async (bytes) => inRows(JSON.parse(bytes.toString("utf8")) as Readonly<Record<string, unknown>>[]),
  Parquet: async (bytes) => {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    return inRows(await parquetReadObjects({ file }));
  },
};

describe.skipIf(!hasChromium)("what is taken away", () => {
  const FIELDS = ["topics.name", "books.average_price", "books.count_price", "books.count"];
  const BY_TOPIC = `/explore/library/books?fields=${FIELDS.join(",")}&limit=500`;

  let shelf: LibraryInBrowser;
  let watched: WatchedPage;
  let page: Page;
  /** What the browser itself will complain of in a test. */
  let expected: string | undefined;

  beforeAll(async () => {
    shelf = await openLibrary();
  });
  afterAll(() => shelf.close());
  afterEach(async () => {
    await watched.close();
    const unexpected = watched.complaints.filter((line) => line !== expected);
    expected = undefined;
    if (unexpected.length > 0) throw new Error(unexpected.join("\n"));
  });

  async function open(path: string, { url }: { readonly url: string } = shelf): Promise<void> {
    watched = await openWatched(shelf.browser, url);
    ({ page } = watched);
    await page.goto(url + path);
    await page.locator(".chart svg").waitFor();
    await page.getByRole("button", { name: "Download" }).click();
    await page.getByText(/^Matching books – \d/).waitFor();
  }

  async function taken(scope: string, format: string): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `${scope} as ${format}`, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile((await download.path()) ?? "") };
  }

  async function asked(path: string, init: RequestInit = {}): Promise<Rows> {
    const response = await fetch(shelf.url + path, init);
    return inRows((await response.json()) as Readonly<Record<string, unknown>>[]);
  }

  test("is the table and the rows behind it in five formats, each as the server has them", async () => {
    await open(BY_TOPIC);
    const headings = await page.locator(".menu h2").allTextContents();
    expect(headings).toEqual([
      "This table – 4 rows",
      "Matching books – 5 rows",
      "The chart as it stands here",
    ]);
    expect(await findBarriers(page)).toEqual([]);
    const answer = await asked("/api/4.0/queries/run/json", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "library", view: "books", fields: FIELDS, limit: "-1" }),
    });
    const rows = await asked(`/download/library/books.json?fields=${FIELDS.join(",")}&scope=rows`);
    expect(new Set(rows.map((row) => row[0]))).toEqual(new Set(["1", "2", "3", "4", "5"]));
    for (const [format, read] of Object.entries(READERS)) {
      const table = await taken("This table", format);
      expect([format, alike(await read(table.bytes))]).toEqual([format, alike(answer)]);
      await page.getByText("Downloaded 4 rows ✓").waitFor();
      const behind = await taken("Matching books", format);
      expect([format, alike(await read(behind.bytes))]).toEqual([format, alike(rows)]);
      await page.getByText("Downloaded 5 rows ✓").waitFor();
      const begins = table.bytes.toString("utf8").startsWith(BYTE_ORDER_MARK);
      expect([format, begins]).toEqual([format, format === "CSV for Excel"]);
      expect(table.name).toMatch(/^Average Price \(EUR\).* by Topic.*\.(csv|xlsx|json|parquet)$/);
    }
  });

  test("is all that matches, narrowed as the question is, also beyond the rows that are shown", async () => {
    const filter = `f[topics.name]=${encodeURIComponent("Space,Maths")}`;
    await open(`/explore/library/books?fields=${FIELDS.join(",")}&${filter}&limit=1`);
    await expect
      .poll(() => page.locator(".menu h2").allTextContents())
      .toEqual(expect.arrayContaining(["This table – 2 rows", "Matching books – 3 rows"]));
    const { bytes } = await taken("This table", "CSV");
    expect((await READERS["CSV"]?.(bytes))?.map((row) => row[0])).toEqual(["Maths", "Space"]);
  });

  test("is said to be incomplete before it is taken, where a format cannot hold it", async () => {
    const small = await shelf.serve({ mostRows: { xlsx: 4 } });
    try {
      await open(BY_TOPIC, small);
      await expect
        .poll(() => page.locator(".menu .words").allInnerTexts())
        .toEqual([
          "XLSX cannot hold so many rows: the file would have the first of them only, and its name would begin with “incomplete”. CSV holds them all.",
        ]);
      const { name, bytes } = await taken("Matching books", "XLSX, incomplete");
      expect(name).toMatch(/^incomplete-Books/);
      expect(await READERS["XLSX"]?.(bytes)).toHaveLength(4);
      const told = page.locator(".menu .state.done");
      await told.waitFor();
      await expect
        .poll(() => told.innerText())
        .toBe("Downloaded 4 rows; there are more than the file can hold");
    } finally {
      await small.close();
    }
  });

  test("is nothing when the way to the server breaks, and the page says so", async () => {
    await open(BY_TOPIC);
    expected = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED";
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "This table as CSV", exact: true }).click();
    const told = page.locator(".menu .state.failed");
    await told.waitFor();
    await expect.poll(() => told.innerText()).toBe("Nothing was downloaded. This computer is offline.");
  });

  test("is the link in the address bar, which opens the same answer", async () => {
    await open(BY_TOPIC);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied ✓" }).waitFor();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(link).toBe(page.url());
    const title = await page.locator("h1").innerText();
    await page.goto(link);
    await page.locator(".chart svg").waitFor();
    await expect.poll(() => page.locator("h1").innerText()).toBe(title);
  });
});
