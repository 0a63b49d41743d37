// Hydrates drops and tells on the screen how it goes and how it went.
import type { Model } from "../generator/index.ts";
import { hydrate, dropLines } from "../hydrate/index.ts";
import { showProgress } from "./progress.ts";

/**
 * @param url the warehouse
 * @param path a file, a folder, or s3://…
 * @param source the source the files belong to, when their names do not tell
 * @param again load files that were loaded before once more
 */
export async function hydrateDrops(
  model: Model,
  url: string,
  path: string,
  source: string | undefined,
  again = false,
): Promise<void> {
  const progress = showProgress(process.stderr);
  try {
    await hydrate({
      model,
      url,
      path,
      source,
      again,
      now: () => new Date(),
      progress: (event) => {
        progress.tell(event);
        if (event.report === undefined) return;
        progress.clear();
        for (const line of dropLines(event.report)) console.log(line);
      },
    });
  } finally {
    progress.clear();
  }
}
