// Equal work wanted by several at once -> the work done once, for as long as anybody still wants it.
import { Mistake } from "../../../generator/index.ts";

/** Work under way, by what it is. */
export interface Flights<Result> {
  /**
   * Joins the work of that key, or begins it.
   * @param signal when it is aborted, whoever called leaves at once; the last one to leave stops the work
   * @param work begun at most once for all that join; its signal is aborted when everybody has left
   * @throws Mistake when whoever called has left; what `work` throws, to everybody who waits
   */
  join(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly joined: boolean }>;
  /** Whether there is work of that key to join. */
  has(key: string): boolean;
}

interface Flight<Result> {
  readonly controller: AbortController;
  readonly result: Promise<Result>;
  wanted: number;
  over: boolean;
}

/** Nothing is under way yet. */
export function openFlights<Result>(): Flights<Result> {
  const flights = new Map<string, Flight<Result>>();
  const begin = (key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> => {
    const controller = new AbortController();
    const flight = { controller, result: work(controller.signal), wanted: 0, over: false };
    flights.set(key, flight);
    const end = (): void => {
      flight.over = true;
      if (flights.get(key) === flight) flights.delete(key);
    };
    // Also hears a failure that nobody waits for any more.
    flight.result.then(end, end);
    return flight;
  };
  return {
    has: (key) => flights.has(key),
    join: async (key, signal, work) => {
      if (signal.aborted) throw cancelled();
      const known = flights.get(key);
      const flight = known ?? begin(key, work);
      flight.wanted += 1;
      try {
        return { result: await unlessLeft(flight.result, signal), joined: known !== undefined };
      } finally {
        flight.wanted -= 1;
        if (flight.wanted === 0 && !flight.over) {
          // Whoever comes now must not join what is being stopped.
          if (flights.get(key) === flight) flights.delete(key);
          flight.controller.abort();
        }
      }
    },
  };
}

function unlessLeft<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(cancelled());
    signal.addEventListener("abort", leave, { once: true });
    const settled = (): void => signal.removeEventListener("abort", leave);
    result.finally(settled).then(resolve, reject);
  });
}

function cancelled(): Mistake {
  return new Mistake("The question was cancelled.");
}
