// A question to the ledger -> its answer on the screen, as a page or as JSON; no lease is taken.
import { loadModel } from "../generator/index.ts";
import { type History, readHistory, readWorking } from "../hydrate/index.ts";
import { widthOf } from "./columns.ts";
import type { GlobalOptions } from "./options.ts";
import type { PageOptions } from "./pages/page.ts";
import { underWay } from "./pages/status-page.ts";
import { withWarehouse } from "./warehouse.ts";

/** The options of commands that show what the ledger knows. */
export interface ReadingOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Bytes are no JSON: records stand in it as the text they hold. A replacer for JSON.stringify. */
function bytesAsText(_: string, value: unknown): unknown {
  // What `Buffer.toJSON` makes of bytes, before a replacer sees them.
  const { type, data } = Object(value) as { readonly type?: unknown; readonly data?: unknown };
  return type === "Buffer" && Array.isArray(data) ? Buffer.from(data as number[]).toString("utf8") : value;
}

/** Nothing was hydrated yet: then no question has an answer. */
export const NOTHING_YET = "Nothing was hydrated yet. `viewfinder hydrate <path>` loads drops.";

/**
 * Prints what `read` finds: the page, or with --json the thing itself as one line of JSON (null when nothing was hydrated yet).
 * @param saysWhoWorks the page tells by itself that a run is under way; otherwise that is said on stderr
 */
export async function showHistory<Read>(
  { model: file, environment }: GlobalOptions,
  options: ReadingOptions,
  read: (history: History, now: Date) => Promise<Read>,
  page: (found: Read, options: PageOptions) => readonly string[],
  saysWhoWorks = false,
): Promise<void> {
  const model = await loadModel(file, environment);
  await withWarehouse(file, async (stack) => {
    const now = new Date();
    const found = await readHistory(stack.url, model, async (history) => {
      const working = saysWhoWorks ? undefined : await readWorking(history);
      if (working !== undefined) console.error(underWay(working, now));
      return { read: await read(history, now) };
    });
    if (options.json === true) {
      console.log(JSON.stringify(found?.read ?? null, bytesAsText));
      return;
    }
    const lines =
      found === undefined
        ? [NOTHING_YET]
        : page(found.read, { width: widthOf(process.stdout), all: options.all === true, now });
    for (const line of lines) console.log(line);
  });
}
