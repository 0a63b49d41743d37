// Prints a Looker project again whenever its model or its refinements change, until the user ends it.
import { existsSync, type FSWatcher, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { report } from "./exit.ts";

/** Editors write a file in several steps; what follows within this time is one change. In milliseconds. */
const SETTLE_MS = 40;

/**
 * @param file path of the model
 * @param folder the project's folder, whose `refinements/` are watched too
 * @param generate prints once; a mistake in the model is told, and the watch goes on
 * @returns when the user presses Ctrl-C
 */
export async function watchAndGenerate(
  file: string,
  folder: string,
  generate: () => Promise<void>,
): Promise<void> {
  let waiting: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const again = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      last = last.then(() => once(generate));
    }, SETTLE_MS);
  };
  const watchers: FSWatcher[] = [
    // The folder, not the file: an editor that writes a new file and renames it leaves a watched file behind.
    watch(dirname(resolve(file)), (_event, name) => {
      if (name === null || name === basename(file)) again();
    }),
  ];
  const refinements = join(folder, "refinements");
  if (existsSync(refinements)) watchers.push(watch(refinements, again));
  await once(generate);
  console.log(`Watching ${file}; Ctrl-C ends it.`);
  await new Promise<void>((done) => {
    process.once("SIGINT", () => done()).once("SIGTERM", () => done());
  });
  clearTimeout(waiting);
  for (const watcher of watchers) watcher.close();
  await last;
}

async function once(generate: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await generate();
    console.log(`  in ${Math.round(performance.now() - started)} ms`);
  } catch (error) {
    report(error, false);
  }
}
