// Faults in waiting: what is to go wrong with the next things that it fits, how many go by first, and how many are hit.

/** How often a fault hits. */
export interface Timed {
  /** How many that it fits go by before it hits; 0 when not said. */
  readonly skip?: number;
  /** How many it hits; 1 when not said. */
  readonly times?: number;
}

/** The faults of one double. */
export interface Waiting<Fault extends Timed, Asked extends readonly unknown[]> {
  /** The next that it fits are hit. Several that fit the same: the first added hits. */
  add(fault: Fault): void;
  /** No more faults. */
  clear(): void;
  /** @returns what goes wrong now; undefined when nothing does */
  take(...asked: Asked): Fault | undefined;
}

/** No fault in waiting. @param fits whether a fault is one of what happens now */
export function makeWaiting<Fault extends Timed, Asked extends readonly unknown[]>(
  fits: (fault: Fault, ...asked: Asked) => boolean,
): Waiting<Fault, Asked> {
  let waiting: { readonly fault: Fault; skip: number; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(...asked) {
      for (const one of waiting) {
        if (one.left === 0 || !fits(one.fault, ...asked)) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        one.left -= 1;
        return one.fault;
      }
      return undefined;
    },
  };
}
