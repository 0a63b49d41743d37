// What a browser keeps of questions: remembered once each, read however damaged, taken to another browser as a file.
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  forget,
  type Kept,
  type KeptQuestion,
  merge,
  NOTHING_KEPT,
  readKept,
  remember,
  save,
  writeKept,
} from "../local/page/history/kept.ts";
import { findBarriers, hasChromium, openWatched } from "./page-browser.ts";
import { type LibraryInBrowser, openLibrary } from "./page-library.ts";

const question = (name: string, at = "2026-11-01T00:00:00.000Z"): KeptQuestion => ({
  title: name,
  address: `/explore/library/books?fields=${name}`,
  at,
  model: "library",
});
const asked = (...names: readonly string[]): Kept => ({
  saved: [],
  asked: names.map((name) => question(name)),
});

describe("what is kept", () => {
  test("holds what was asked once, the latest first, and no more than a hundred; what is saved for good", () => {
    let kept = remember(remember(asked("a"), question("b")), question("a", "2026-11-02T00:00:00.000Z"));
    expect(kept.asked.map((one) => one.title)).toEqual(["a", "b"]);
    kept = save(kept, question("b"));
    for (let more = 0; more < 150; more += 1) kept = remember(kept, question(`more ${more}`));
    expect([kept.asked.length, kept.saved.length]).toEqual([100, 1]);
    expect(forget(kept, question("b").address, "saved").saved).toEqual([]);
  });

  test("is written and read back the same", () => {
    const kept = save(asked("a", "Élan 日本"), question("=1+1"));
    expect(readKept(writeKept(kept))).toEqual({ kept, damaged: 0, unreadable: undefined });
  });

  test("is read as far as it can be", () => {
    const entries = [
      question("good"),
      null,
      7,
      { ...question("elsewhere"), address: "https://example.com/explore/" },
      { ...question("script"), address: "javascript:alert(1)" },
      { ...question("when"), at: "yesterday" },
      { ...question("nameless"), title: "" },
    ];
    const text = JSON.stringify({ viewfinder: "questions", version: 1, asked: entries, saved: "none" });
    const read = readKept(text);
    expect(read.kept).toEqual(asked("good"));
    expect(read.damaged).toBe(7);
    expect(readKept("{").unreadable).toBe("It is not a file of questions: it is no JSON.");
    expect(readKept("[]").unreadable).toBe("It is not a file of questions.");
    expect(readKept(writeKept(NOTHING_KEPT).replace('"version": 1', '"version": 2')).unreadable).toContain(
      "a later version",
    );
  });

  test("of two browsers comes together, and says what was new", () => {
    const later = { saved: [], asked: [question("b", "2026-11-05T00:00:00.000Z"), question("c")] };
    const { kept, added, known } = merge(asked("a", "b"), later);
    expect(kept.asked.map((one) => one.title)).toEqual(["b", "a", "c"]);
    expect([added, known]).toEqual([1, 1]);
  });
});

if (!hasChromium) process.stderr.write("The history is not tested: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("the history of a browser", () => {
  let shelf: LibraryInBrowser;
  beforeAll(async () => {
    shelf = await openLibrary();
  });
  afterAll(() => shelf.close());

  const history = (page: Page): Promise<void> => page.getByRole("button", { name: "History" }).click();
  const heading = async (page: Page, words: string): Promise<void> => {
    await page.locator("h1", { hasText: words }).waitFor();
    await page.locator("#answer:not([aria-busy]) .chart svg").waitFor();
  };

  test("leads back to what was asked, is exported, and comes whole into another browser", async () => {
    const first = await openWatched(shelf.browser, shelf.url);
    const { page } = first;
    await page.goto(shelf.url);
    await heading(page, "Average price (EUR) by topic");
    await page.getByRole("link", { name: "What a year cost" }).click();
    await heading(page, "Total price (EUR) by bought year");
    await history(page);
    await page.getByRole("button", { name: "Save this question" }).click();
    await page.getByRole("button", { name: "This question is saved ✓" }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export as a file" }).click(),
    ]);
    const exported = await readFile((await download.path()) ?? "", "utf8");
    await page.getByRole("link", { name: "Average price (EUR) by topic" }).click();
    await heading(page, "Average price (EUR) by topic");
    expect(page.url()).toContain("topics.name");
    await page.reload();
    await heading(page, "Average price (EUR) by topic");
    await history(page);
    const names = page.locator(".questions li a");
    await expect
      .poll(() => names.allTextContents())
      .toEqual([
        "Total price (EUR) by bought year",
        "Average price (EUR) by topic",
        "Total price (EUR) by bought year",
      ]);
    await first.close();
    expect(first.complaints).toEqual([]);

    const second = await openWatched(shelf.browser, shelf.url);
    await second.page.addInitScript("localStorage.setItem('viewfinder.questions', '{broken')");
    await second.page.goto(shelf.url);
    await heading(second.page, "Average price (EUR) by topic");
    await expect
      .poll(() => second.page.evaluate("localStorage.getItem('viewfinder.questions.damaged')"))
      .toBe("{broken");
    await history(second.page);
    const damaged = JSON.parse(exported) as { asked: unknown[] };
    await second.page.getByLabel("A file of questions").setInputFiles({
      name: "questions.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify({ ...damaged, asked: [...damaged.asked, "?"] })),
    });
    await second.page
      .getByText(
        /^1 question came from questions\.json; 1 was here already; 1 entry could not be read and was left out\.$/,
      )
      .waitFor();
    await second.close();
    expect(second.complaints).toEqual([]);
  });
});
