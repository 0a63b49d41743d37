// Work that wants a session of the database -> so much of it at once, so much waiting in order, the rest refused.
import { Mistake } from "../../../generator/index.ts";
import { Busy } from "./busy.ts";

/** How much goes through a {@link Gate}. */
export interface GateLimits {
  /** What goes through, in words, e.g. `questions`. */
  readonly what: string;
  /** The most at once. */
  readonly atOnce: number;
  /** The most that wait. */
  readonly waiting: number;
}

/** Lets work through in the order it came. */
export interface Gate {
  /**
   * @param signal when it is aborted while the work waits, the work is not begun
   * @param begun called when the wait is over
   * @throws Busy when too much waits already; what `work` throws
   */
  through<Result>(signal: AbortSignal, work: () => Promise<Result>, begun?: () => void): Promise<Result>;
  /** How much is under way and how much waits now. */
  readonly state: { readonly underWay: number; readonly waiting: number };
}

/** How many seconds somebody who is refused is told to wait: about what a look at the page takes. */
const TRY_AGAIN_SECONDS = 2;

/** A gate that nothing has gone through yet. */
export function openGate(limits: GateLimits): Gate {
  let underWay = 0;
  const queue: (() => void)[] = [];
  const enter = (signal: AbortSignal): Promise<void> => {
    if (underWay < limits.atOnce) {
      underWay += 1;
      return Promise.resolve();
    }
    if (queue.length >= limits.waiting) throw new Busy(limits.what, queue.length, TRY_AGAIN_SECONDS);
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        queue.splice(queue.indexOf(turn), 1);
        reject(new Mistake("The question was cancelled."));
      };
      queue.push(turn);
      signal.addEventListener("abort", leave, { once: true });
    });
  };
  const exit = (): void => {
    const turn = queue.shift();
    // Whoever is next takes over the place, so that nobody slips in between.
    if (turn === undefined) underWay -= 1;
    else turn();
  };
  return {
    through: async (signal, work, begun) => {
      if (signal.aborted) throw new Mistake("The question was cancelled.");
      await enter(signal);
      begun?.();
      try {
        return await work();
      } finally {
        exit();
      }
    },
    get state() {
      return { underWay, waiting: queue.length };
    },
  };
}
