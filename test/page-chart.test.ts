// Charts of answers: which shape an answer deserves, what is drawn of it in a real browser, the rows behind a point, and the chart as a file.
import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { describeChart } from "../local/page/chart/describe.ts";
import { kindsFor } from "../local/page/chart/kinds.ts";
import type { ChartAxis, ChartData, ChartPoint } from "../local/page/props.ts";
import { findBarriers, hasChromium, openWatched, type WatchedPage } from "./page-browser.ts";
import { type LibraryInBrowser, openLibrary } from "./page-library.ts";

const TOPIC: ChartAxis = {
  label: "Topic",
  field: "topics.name",
  type: "string",
  format: undefined,
  timeframe: undefined,
};
const YEAR: ChartAxis = { ...TOPIC, label: "Bought Year", field: "books.bought_year", timeframe: "year" };

function data(points: readonly ChartPoint[], more: Partial<ChartData> = {}): ChartData {
  const measure = { label: "Average price", format: undefined };
  return { title: "", measure, group: TOPIC, split: undefined, points, overall: "1", cut: false, ...more };
}

const one = (key: string | null, value: string | null): ChartPoint => ({ key, split: undefined, value });
const pairs = (keys: readonly string[], splits: readonly string[]): readonly ChartPoint[] =>
  keys.flatMap((key, at) => splits.map((split, index) => ({ key, split, value: String(at + index) })));
const letters = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => String.fromCharCode(97 + at));
const possible = (drawn: ChartData): readonly string[] =>
  kindsFor(drawn).flatMap(({ kind, impossible }) => (impossible === undefined ? [kind] : []));

describe("the shape an answer deserves", () => {
  test("follows from what it is grouped by", () => {
    const years = ["2019", "2020", "2021"];
    expect(possible(data([], { group: undefined }))).toEqual(["number"]);
    expect(possible(data([one("a", "1"), one("b", "2")]))).toEqual(["bars", "number"]);
    expect(possible(data([one("2019", "1"), one("2020", "2")], { group: YEAR }))[0]).toBe("line");
    expect(possible(data(pairs(letters(4), letters(3)), { split: TOPIC }))[0]).toBe("grouped bars");
    expect(possible(data(pairs(letters(20), letters(3)), { split: TOPIC }))[0]).toBe("heat table");
    expect(possible(data(pairs(letters(4), letters(9)), { split: TOPIC }))[0]).toBe("heat table");
    expect(possible(data(pairs(years, letters(6)), { group: YEAR, split: TOPIC }))[0]).toBe("line");
    expect(possible(data(pairs(years, letters(7)), { group: YEAR, split: TOPIC }))[0]).toBe("heat table");
  });

  test("is none of those that say why they are impossible", () => {
    const why = (drawn: ChartData): Readonly<Record<string, string | undefined>> =>
      Object.fromEntries(kindsFor(drawn).map(({ kind, impossible }) => [kind, impossible]));
    expect(why(data([one("a", "1"), one("b", "2")], { overall: null }))).toEqual({
      bars: undefined,
      number: "there is no figure over all rows",
      line: "topic is not a time",
      "grouped bars": "it takes a second group",
      "heat table": "it takes a second group",
    });
    expect(why(data([one("2019", "1"), one("2020", null)], { group: YEAR }))["line"]).toBe(
      "a line takes two points in time",
    );
    const moments = [
      one("2020-01-01 10:00", "1"),
      one("2020-01-01 11:00", "2"),
      one("2020-01-02 09:00", "2"),
    ];
    expect(why(data(moments, { group: { ...YEAR, timeframe: "raw" } }))["line"]).toBe(
      "several values of bought year fall on one day",
    );
    expect(why(data(pairs(["a"], ["b"]), { split: YEAR }))["bars"]).toBe(
      "bars show one group, and this answer has two: topic and bought year",
    );
    expect(why(data([one("a", null)]))["bars"]).toBe("no value is known");
  });

  test("is said in a sentence", () => {
    expect(describeChart(data([one("a", "1"), one(null, "-2"), one("c", null)]), "bars")).toBe(
      "Ranked bars for 3 values of topic: the most is a with 1, the least no known topic with -2.",
    );
    const years = data(pairs(["2021", "2019"], ["x", "y"]), { group: YEAR, split: TOPIC });
    expect(describeChart(years, "line")).toBe(
      "2 lines, one for each topic, from 2019 to 2021: the most is 2019, y with 2, the least 2021, x with 0.",
    );
    expect(describeChart(data([one("a", null)]), "bars")).toBe("No value is known.");
  });
});

if (!hasChromium) process.stderr.write("Charts are not tested: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("a chart on the page", () => {
  const EXPLORE = "/explore/library/books?fields=";
  const BY_TOPIC = `${EXPLORE}topics.name,books.average_price,books.count_price,books.count&limit=500`;
  const BY_YEAR = `${EXPLORE}books.bought_year,books.total_price,books.count_price,books.count&limit=500`;
  const SPLIT = `${EXPLORE}topics.name,books.on_loan,books.average_price,books.count_price,books.count&pivots=books.on_loan&limit=500`;

  let shelf: LibraryInBrowser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    shelf = await openLibrary();
  });
  afterAll(() => shelf.close());
  afterEach(async () => {
    await watched.close();
    if (watched.complaints.length > 0) throw new Error(watched.complaints.join("\n"));
  });

  async function open(path: string, options: Parameters<typeof openWatched>[2] = {}): Promise<void> {
    watched = await openWatched(shelf.browser, shelf.url, options);
    ({ page } = watched);
    await page.goto(shelf.url + path);
    await page.locator(".chart svg").waitFor();
  }

  const texts = (): Promise<readonly string[]> => page.locator(".chart svg text").allTextContents();
  async function taken(name: string): Promise<Download> {
    await page.getByRole("button", { name: "Download", exact: false }).first().click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    return download;
  }

  test("has a name, a sentence, a bar for each group with its value beside it, and other shapes or why not", async () => {
    await open(BY_TOPIC);
    const svg = page.locator(".chart svg");
    await expect.poll(() => svg.getAttribute("role")).toBe("img");
    await expect.poll(() => svg.locator("title").textContent()).toBe(await page.locator("h1").innerText());
    await expect
      .poll(() => svg.locator("desc").textContent())
      .toBe(
        'Ranked bars for 4 values of topic: the most is Nature, "wild" with €30.00, the least no known topic with €5.50.',
      );
    expect((await texts()).join(" | ")).toBe(
      'Overall €16.38 | Nature, "wild" | €30.00 | Maths | €15.00 | Space | €10.00 | – | €5.50',
    );
    const bars = await svg.locator("rect").all();
    const widths = await Promise.all(bars.map(async (bar) => Number(await bar.getAttribute("width"))));
    const [longest = 0] = widths;
    expect(widths.map((width) => Math.round((width / longest) * 30 * 100) / 100)).toEqual([30, 15, 10, 5.5]);
    const kinds = page.locator(".chart-kind select option");
    await expect.poll(() => kinds.allTextContents()).toContain("Line – topic is not a time");
    await expect.poll(() => page.locator(".chart-kind select option:disabled").count()).toBe(3);
    expect(await findBarriers(page)).toEqual([]);
  });

  test("tells of a point under the pointer until Escape, is one stop of the Tab key, and its points open the rows behind them", async () => {
    await open(BY_TOPIC);
    const bar = await page.locator(".chart svg rect").first().boundingBox();
    await page.mouse.move((bar?.x ?? 0) + 5, (bar?.y ?? 0) + 5);
    await expect
      .poll(() => page.locator(".chart .tip").innerText())
      .toBe('Nature, "wild"\nAverage price (EUR): €30.00');
    await page.locator(".chart .point").focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".chart .tip").count()).toBe(0);
    const point = page.locator(".chart .point");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(() => point.getAttribute("aria-label"))
      .toBe("Maths: €15.00. 2 of 4, arrow keys go on. Opens the rows behind it.");
    await expect.poll(() => page.locator(".chart .point:focus").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Books – Topic: Maths" }).waitFor();
    const cells = page.locator(".behind td:first-child");
    await cells.first().waitFor();
    expect((await cells.allTextContents()).toSorted()).toEqual(["Stars", "Waves"]);
    await page.getByRole("button", { name: "All books behind the answer" }).click();
    await expect.poll(() => cells.count()).toBe(5);
  });

  test("opens the rows behind the bar that is clicked, also those without a group", async () => {
    await open(BY_TOPIC);
    const bar = await page.locator(".chart svg rect").nth(3).boundingBox();
    await page.mouse.click((bar?.x ?? 0) + 5, (bar?.y ?? 0) + 5);
    await page.getByRole("heading", { name: "Books – Topic: –" }).waitFor();
    await expect.poll(() => page.locator(".behind td:first-child").allTextContents()).toEqual(["Élan"]);
  });

  test("of a time is a line with a gap where nothing is known, never a 0", async () => {
    await open(BY_YEAR);
    const line = await page.locator(".chart svg path.lines").getAttribute("d");
    expect(line?.match(/M/g)).toHaveLength(2);
    await expect.poll(() => page.locator(".chart svg circle").count()).toBe(2);
    await expect
      .poll(() => page.locator(".chart figcaption").innerText())
      .toBe(
        "No total price (EUR) is known for one year, 2020: the line has a gap there. What has no known bought year is not on it.",
      );
    await page.locator(".chart-kind select").selectOption("bars");
    await expect.poll(() => texts()).toContain("2021");
    await expect.poll(() => page.locator(".chart svg path").count()).toBe(0);
  });

  test("of two groups names every bar in words, and can be a table in colours", async () => {
    await open(SPLIT, { colorScheme: "dark" });
    await expect
      .poll(() => texts())
      .toEqual(expect.arrayContaining(["Space", "Maths", 'Nature, "wild"', "–", "€30.00"]));
    const bars = await page.locator(".chart svg rect").count();
    const kinds = page.locator(".chart-kind select");
    await kinds.selectOption("heat table");
    await expect.poll(() => page.locator(".chart svg rect").count()).toBeGreaterThan(bars);
    await expect.poll(() => page.locator(".chart svg rect.missing").count()).toBeGreaterThan(0);
    await expect
      .poll(() => page.locator(".chart figcaption").innerText())
      .toContain("“–” is a pair without a known");
    expect(await findBarriers(page)).toEqual([]);
  });

  test("fits a phone without being scaled", async () => {
    await open(BY_TOPIC, { viewport: { width: 390, height: 800 } });
    const svg = page.locator(".chart svg");
    await expect.poll(() => svg.getAttribute("viewBox")).toBeNull();
    const size = 'getComputedStyle(document.querySelector(".chart svg .value")).fontSize';
    await expect.poll(() => page.evaluate(size)).toBe("13px");
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("is taken away as an SVG that needs nothing else", async () => {
    await open(BY_TOPIC);
    const download = await taken("SVG");
    expect(download.suggestedFilename()).toBe("Average price (EUR) by topic.svg");
    const svg = await readFile((await download.path()) ?? "", "utf8");
    expect(svg).not.toMatch(/class=|style|var\(|light-dark|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    for (const text of ["Average price (EUR) by topic", "Source: ", "Maths", "€15.00"])
      expect(svg).toContain(text);
    expect(svg).toContain('fill="rgb(36, 86, 198)"');
    expect(svg).not.toMatch(/="(?:none|miter|butt)"/);
    const read = `new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").documentElement.localName`;
    await expect.poll(() => page.evaluate(read)).toBe("svg");
  });

  test("is taken away as a PNG of twice its size, in the colours in which it is seen", async () => {
    await open(BY_TOPIC, { colorScheme: "dark" });
    const wide = Number(await page.locator(".chart svg").getAttribute("width"));
    const png = await readFile((await (await taken("PNG")).path()) ?? "");
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe((wide + 40) * 2);
    const corner = await page.evaluate(`(async () => {
      const bytes = Uint8Array.fromBase64("${png.toString("base64")}");
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return [...context.getImageData(2, 2, 1, 1).data];
    })()`);
    expect(corner).toEqual([21, 24, 28, 255]);
    await expect
      .poll(() => page.getByRole("status").allTextContents())
      .toContain("Downloaded the chart as PNG ✓");
  });
});
