// Pictures of every state of the page, at the widths and in the colours people have, for eyes: npm run shots [folder] [state...].
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findBarriers, openWatched } from "./page-browser.ts";
import { openMovies } from "./page-movies.ts";
import { inState, PAGE_STATES } from "./page-states.ts";

/** A phone, a tablet, a laptop, a wide screen; in CSS pixels. */
const WIDTHS = [390, 768, 1280, 1920] as const;

const [, , folder = "shots", ...wanted] = process.argv;
await mkdir(folder, { recursive: true });
const movies = await openMovies();
try {
  for (const state of PAGE_STATES) {
    if (wanted.length > 0 && !wanted.some((name) => state.name.startsWith(name))) continue;
    const watched = await openWatched(movies.browser, movies.url, { viewport: { width: 1280, height: 900 } });
    const { page } = watched;
    try {
      await inState(state, page, movies, async () => {
        for (const width of WIDTHS)
          for (const colorScheme of ["light", "dark"] as const) {
            await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
            await page.emulateMedia({ colorScheme });
            // Charts are drawn anew for the width.
            await page.evaluate(
              "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
            );
            await state.again?.(page);
            for (const barrier of width === 768 ? await findBarriers(page, "color-contrast") : []) {
              process.exitCode = 1;
              process.stdout.write(`${state.name}, ${colorScheme}: ${barrier}\n`);
            }
            await page.screenshot({
              path: join(folder, `${state.name}-${width}-${colorScheme}.png`),
              fullPage: true,
            });
          }
      });
      process.stdout.write(`${state.name}\n`);
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`${state.name}: ${(error as Error).message}\n`);
    } finally {
      await watched.close();
    }
  }
} finally {
  await movies.close();
}
