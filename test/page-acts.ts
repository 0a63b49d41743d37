// What people do on the page and what they see there, for the tests that do it.
import type { Page } from "playwright-core";

/** Waits until the answer's place is at rest. */
export async function answered(page: Page): Promise<void> {
  await page.waitForSelector("#answer:not([aria-busy]) h1");
}

/** Waits for the answer to a question that begins like this. */
export async function answeredTo(page: Page, beginning: string): Promise<void> {
  await page.locator("h1", { hasText: beginning }).waitFor();
  await answered(page);
}

/** The cells of the answer's table, a row each, heads and totals included. */
export async function tableRows(page: Page): Promise<readonly (readonly string[])[]> {
  const rows = await page.locator("#answer table tr").all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator("th, td").allInnerTexts();
      return cells.map((cell) => cell.replaceAll(/[↓↑\n]/g, "").trim());
    }),
  );
}

/** Opens the blank of a selector, by its label. */
export async function openBlank(page: Page, label: string): Promise<void> {
  await page.getByRole("combobox", { name: new RegExp(`^${label} `) }).click();
  await page.getByRole("combobox", { name: `Search ${label}` }).waitFor();
}

/** Closes it again. */
export async function closeBlank(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("listbox").waitFor({ state: "detached" });
}

/**
 * Goes to an address as Back and Forward do, without loading the page again, and waits for the answer.
 * @param title of what is to be there
 */
export async function follow(page: Page, address: string, title: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, "", ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  await arrived(page, title);
}

/** Waits in the page itself, which is quick where there is much to wait for. @param title of what is to be there */
export async function arrived(page: Page, title: string): Promise<void> {
  const shown = await page.evaluate<string>(`(async () => {
    const answer = document.getElementById("answer");
    for (let tries = 0; tries < 6000; tries += 1) {
      const words = answer.querySelector("h1")?.textContent;
      if (words === ${JSON.stringify(title)} && !answer.hasAttribute("aria-busy")) return words;
      await new Promise((done) => setTimeout(done, 10));
    }
    return answer.querySelector("h1")?.textContent ?? "";
  })()`);
  if (shown !== title) throw new Error(`the page shows “${shown}”, not “${title}”`);
}
