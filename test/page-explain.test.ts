// What an answer is made of, on the page: its SQL to read and copy, and in words which rows count and where they come from.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBarriers, hasChromium, openWatched } from "./page-browser.ts";
import { type LibraryInBrowser, openLibrary } from "./page-library.ts";

if (!hasChromium)
  process.stderr.write("What explains answers is not tested: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("what an answer is made of", () => {
  const FIELDS = "topics.name,books.average_price,books.count_price,books.count";
  let shelf: LibraryInBrowser;
  beforeAll(async () => {
    shelf = await openLibrary();
  });
  afterAll(() => shelf.close());

  test("is its SQL as the server lays it out, and the words for which rows count", async () => {
    const watched = await openWatched(shelf.browser, shelf.url);
    const { page } = watched;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const filter = `f[topics.name]=${encodeURIComponent("Space,Maths")}`;
    await page.goto(`${shelf.url}/explore/library/books?fields=${FIELDS}&${filter}&limit=500`);
    await page.locator(".chart svg").waitFor();

    const [response] = await Promise.all([
      page.waitForResponse((reply) => reply.url().endsWith("/queries/run/sql")),
      page.getByRole("tab", { name: "SQL" }).click(),
    ]);
    const sql = await response.text();
    expect(sql).toContain('-- $1 = "Space"\n-- $2 = "Maths"');
    await expect.poll(() => page.locator(".sql pre").textContent()).toBe(sql);
    await page.getByRole("button", { name: "Copy SQL" }).click();
    await page.getByRole("button", { name: "Copied ✓" }).waitFor();
    await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toBe(sql);
    await expect.poll(() => page.locator(".sql-keyword").first().textContent()).toBe("SELECT");
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole("tab", { name: "How was this computed?" }).click();
    await page.getByText("nothing was hydrated into it").first().waitFor();
    const words = await page.locator(".computed").innerText();
    for (const sentence of [
      "3 books match the question. 2 of them count; 1 book is left out",
      "They are grouped by topic, and average price (EUR) is computed for each of 2 rows.",
      "It is no sum of the rows of the table.",
      "A book can have several topics, so rows overlap",
      "which holds topics[].name in catalogue",
      "which holds price in catalogue",
    ])
      expect(words).toContain(sentence);
    expect(await findBarriers(page)).toEqual([]);
    await watched.close();
    expect(watched.complaints).toEqual([]);
  });
});
