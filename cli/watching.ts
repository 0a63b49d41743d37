// Prints a Looker project again whenever its model or its refinements change, until the user ends it.
import { existsSync, type FSWatcher, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { report } from "./exit.ts";

/** Editors write a file in several steps; what follows within this time is one change. In milliseconds. */
const SETTLE_MS = 40;

/**
 * @param folder the project's folder, whose `refinements/` are watched too
 * @param partsOf the files the model is written in; asked again after each printing
 * @param generate prints once; a mistake in the model is told, and the watch goes on
 * @param rest what is done after the first printing, while nobody waits
 * @returns when the user presses Ctrl-C
 */
export async function watchAndGenerate(
  folder: string,
  partsOf: () => Promise<readonly string[]>,
  generate: () => Promise<void>,
  rest: () => Promise<void>,
): Promise<void> {
  let waiting: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const watchers = new Map<string, FSWatcher>();
  const again = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      last = last.then(() => once(generate)).then(watchParts);
    }, SETTLE_MS);
  };
  const parts = new Set<string>();
  const watchParts = async (): Promise<void> => {
    // A part that is not there is a mistake that the printing has told.
    for (const part of await partsOf().catch(() => [])) parts.add(resolve(part));
    for (const part of parts) {
      const holds = dirname(part);
      if (watchers.has(holds)) continue;
      // The folder, not the file: an editor that writes a new file and renames it leaves a watched file behind.
      watchers.set(
        holds,
        watch(holds, (_event, name) => {
          // A new file beside a part may be one that `include:` takes in.
          if (name === null || parts.has(join(holds, name)) || /\.ya?ml$/.test(basename(name))) again();
        }),
      );
    }
  };
  await watchParts();
  const refinements = join(folder, "refinements");
  if (existsSync(refinements)) watchers.set(refinements, watch(refinements, again));
  await once(generate);
  await watchParts();
  const [first = folder] = parts;
  console.log(`Watching ${basename(first)}; Ctrl-C ends it.`);
  // What is wrong with the model has been told.
  last = last.then(rest).catch(() => undefined);
  await new Promise<void>((done) => {
    process.once("SIGINT", () => done()).once("SIGTERM", () => done());
  });
  clearTimeout(waiting);
  for (const watcher of watchers.values()) watcher.close();
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
