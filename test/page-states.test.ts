// Every state of the page in a real browser: no barrier that axe finds, in light and in dark, and nothing to move sideways for on a phone or at 400 % zoom.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findBarriers, hasChromium, openWatched } from "./page-browser.ts";
import { type MoviesInBrowser, openMovies } from "./page-movies.ts";
import { inState, type PageState, PAGE_STATES } from "./page-states.ts";

if (!hasChromium)
  process.stderr.write("The states of the page are not tested: there is no Chromium (CHROMIUM_PATH).\n");

/** A phone, and a window of 1280 pixels at 400 % zoom (WCAG 2.2, 1.4.10). */
const NARROW = [390, 320] as const;
/** So many pages are open at once. */
const AT_ONCE = 3;

describe.skipIf(!hasChromium)("every state of the page", () => {
  let movies: MoviesInBrowser;
  beforeAll(async () => {
    movies = await openMovies();
  }, 120_000);
  afterAll(() => movies.close());

  async function lookAt(state: PageState, colorScheme: "light" | "dark"): Promise<readonly string[]> {
    const watched = await openWatched(movies.browser, movies.url, { viewport: { width: 1280, height: 900 } });
    const { page } = watched;
    try {
      return await inState(state, page, movies, async () => {
        await page.emulateMedia({ colorScheme });
        const found = [...(await findBarriers(page))];
        for (const width of NARROW) {
          await page.setViewportSize({ width, height: 800 });
          const wide = (): Promise<number> => page.evaluate("document.documentElement.scrollWidth");
          // Charts are drawn anew for the width.
          const fits = vi.waitUntil(async () => (await wide()) <= width, { timeout: 60_000 });
          await fits.catch(async () => found.push(`${width}: the page is ${await wide()} pixels wide`));
        }
        return found;
      });
    } catch (error) {
      return [(error as Error).message];
    } finally {
      await watched.close();
    }
  }

  test("is free of barriers and fits the screen", async () => {
    const waits = PAGE_STATES.filter((state) => state.holds === true);
    const rest = PAGE_STATES.filter((state) => state.holds !== true);
    const found: Record<string, readonly string[]> = {};
    const look = async (state: PageState): Promise<void> => {
      // Every other one in the dark; `npm run shots` looks at each in both.
      const isDark = PAGE_STATES.indexOf(state) % 2 === 1;
      found[state.name] = await lookAt(state, isDark ? "dark" : "light");
    };
    const work = async (): Promise<void> => {
      for (let state = rest.pop(); state !== undefined; state = rest.pop()) await look(state);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const state of waits) await look(state);
    expect(Object.keys(found)).toHaveLength(PAGE_STATES.length);
    expect(Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0))).toEqual({});
  }, 600_000);
});
