// A path that is looked at again and again -> each drop loaded once it is complete, and once more when it changes.
import { Mistake, Outage, type Model } from "../generator/index.ts";
import { type ListedDrop, listDrops } from "./listing.ts";
import type { DropReport } from "./outcome.ts";

/** What is told while watching. */
export type WatchMoment =
  | { readonly kind: "loaded"; readonly drop: string; readonly report: DropReport }
  /** It is not tried again until its files change. */
  | { readonly kind: "refused"; readonly drop: string; readonly error: Mistake }
  /** It is tried again. `drop` is undefined when the listing itself failed. */
  | { readonly kind: "failed"; readonly drop: string | undefined; readonly error: Outage }
  /** Seen, and not complete: `unsigned` waits for its manifest, `growing` for its files to stand still. */
  | { readonly kind: "waiting"; readonly drop: string; readonly why: "unsigned" | "growing" }
  /** There is nothing to load where one looks. */
  | { readonly kind: "nothing"; readonly error: Mistake };

/** What to watch, and how. */
export interface WatchOptions {
  readonly model: Model;
  readonly path: string;
  readonly source?: string | undefined;
  /** Loads one drop, and gives its report. */
  readonly load: (drop: string) => Promise<DropReport | undefined>;
  readonly tell: (moment: WatchMoment) => void;
  /** Waits for the next look; resolves early when something hints at a new drop. */
  readonly rest: () => Promise<void>;
  /** Whether to end. Asked before each look and each drop. */
  readonly ended: () => boolean;
}

/** What is remembered of a drop from one look to the next. */
interface Seen {
  readonly mark: string;
  readonly state: "growing" | "unsigned" | "failed" | "settled";
}

/**
 * Looks until it is told to end. Whether a drop was loaded before, the ledger knows; what is remembered here
 * only spares the reading.
 * @throws Outage when the world fails in a way that trying again does not help
 */
export async function watchDrops(options: WatchOptions): Promise<void> {
  const seen = new Map<string, Seen>();
  let empty: string | undefined;
  let looks = 0;
  while (!options.ended()) {
    const listed = await look(options, (error) => {
      if (error.message !== empty) options.tell({ kind: "nothing", error });
      empty = error.message;
    });
    if (listed.length > 0) empty = undefined;
    for (const drop of listed) {
      if (options.ended()) return;
      // What lies there from the beginning is nothing new, and most of it was loaded long ago.
      const state = await visit(drop, seen.get(drop.name), options, looks > 0);
      seen.set(drop.name, { mark: drop.mark, state });
    }
    looks += 1;
    if (!options.ended()) await options.rest();
  }
}

async function look(
  { model, path, source, tell }: WatchOptions,
  nothing: (error: Mistake) => void,
): Promise<readonly ListedDrop[]> {
  try {
    return await listDrops(model, path, source);
  } catch (error) {
    if (error instanceof Mistake) nothing(error);
    else if (error instanceof Outage && error.retry) tell({ kind: "failed", drop: undefined, error });
    else throw error;
    return [];
  }
}

async function visit(
  drop: ListedDrop,
  before: Seen | undefined,
  { load, tell }: WatchOptions,
  isNews: boolean,
): Promise<Seen["state"]> {
  const same = before?.mark === drop.mark;
  if (same && before.state === "settled") return "settled";
  if (!drop.signed && drop.mustBeSigned) {
    if (!same) tell({ kind: "waiting", drop: drop.name, why: "unsigned" });
    return "unsigned";
  }
  // A manifest is written last; without one, files are complete when they did not change between two looks.
  if (!drop.signed && !same) {
    if (isNews) tell({ kind: "waiting", drop: drop.name, why: "growing" });
    return "growing";
  }
  try {
    const report = await load(drop.name);
    if (report !== undefined) tell({ kind: "loaded", drop: drop.name, report });
    return "settled";
  } catch (error) {
    if (error instanceof Mistake) {
      tell({ kind: "refused", drop: drop.name, error });
      return "settled";
    }
    if (!(error instanceof Outage) || !error.retry) throw error;
    tell({ kind: "failed", drop: drop.name, error });
    return "failed";
  }
}
