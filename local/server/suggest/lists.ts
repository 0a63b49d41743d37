// Fields whose values are asked for -> lists of them in memory, until the next run is published.
import { openCache } from "../serving/cache.ts";
import { openFlights } from "../serving/flights.ts";
import type { Published } from "../serving/published.ts";
import { type CountedValue, openList, type ValueList } from "./list.ts";

/** Above so many values a field is searched by the database. */
export const MOST_VALUES = 200_000;
/** All lists together, in bytes. */
const MOST_BYTES = 256 * 1024 * 1024;
const KEPT_MS = 3_600_000;

/** Lists by what they are of. */
export interface ValueLists {
  /**
   * @param key what decides the values besides the run: the field and who may see what
   * @param load at most {@link MOST_VALUES} + 1 values
   * @returns undefined when there are too many values, or no run is known by which to tell that they changed
   */
  of(
    key: string,
    signal: AbortSignal | undefined,
    load: (signal: AbortSignal) => Promise<readonly CountedValue[]>,
  ): Promise<{ readonly list: ValueList; readonly published: Published } | undefined>;
}

type Held = ValueList | "too many";

/** @param published the run that published what the database holds */
export function openLists(published: () => Promise<Published | undefined>): ValueLists {
  const lists = openCache<Held>({ entries: 1_000, bytes: MOST_BYTES, ms: KEPT_MS }, () => performance.now());
  const flights = openFlights<Held>();
  const never = new AbortController().signal;
  return {
    of: async (key, signal, load) => {
      const run = await published();
      if (run === undefined) return undefined;
      const whole = `${run.run} ${key}`;
      const fetched = async (stop: AbortSignal): Promise<Held> => {
        const values = await load(stop);
        const held: Held = values.length > MOST_VALUES ? "too many" : openList(values);
        // A run that was published meanwhile may be in the values already, or not.
        if ((await published())?.run === run.run)
          lists.set(whole, held, held === "too many" ? 100 : held.bytes);
        return held;
      };
      const held = lists.get(whole) ?? (await flights.join(whole, signal ?? never, fetched)).result;
      return held === "too many" ? undefined : { list: held, published: run };
    },
  };
}
