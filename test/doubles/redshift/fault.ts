// Faults to happen on purpose: when a connection is cut, and which transaction cannot be as if it were alone.

/** What goes wrong, once. */
export type FaultKind =
  /** The connection is cut when the first file of a COPY was read; nothing of the transaction stays. */
  | "cut_in_copy"
  /** The connection is cut when COMMIT arrives; nothing of the transaction stays. */
  | "cut_before_commit"
  /** The connection is cut when COMMIT was done and not yet answered; all of the transaction stays. */
  | "cut_after_commit"
  /** COMMIT fails with error 1023; nothing of the transaction stays. */
  | "conflict";

/** A fault in waiting. */
export interface Fault {
  readonly kind: FaultKind;
  /** Hits only a transaction (for `cut_in_copy`: a COPY) with a statement that holds this text. */
  readonly with?: string;
  /** How many that it fits go by before it hits; 0 when not said. */
  readonly skip?: number;
  /** How many it hits; 1 when not said. */
  readonly times?: number;
}

/** The faults of one double. */
export interface Faults {
  add(fault: Fault): void;
  /** No more faults. */
  clear(): void;
  /** @returns what goes wrong now; undefined when nothing does */
  take(kinds: readonly FaultKind[], statements: readonly string[]): FaultKind | undefined;
}

/** No fault in waiting. */
export function makeFaults(): Faults {
  let waiting: { readonly fault: Fault; skip: number; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(kinds, statements) {
      for (const one of waiting) {
        const text = one.fault.with;
        const fits = text === undefined || statements.some((statement) => statement.includes(text));
        if (one.left === 0 || !fits || !kinds.includes(one.fault.kind)) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        one.left -= 1;
        return one.fault.kind;
      }
      return undefined;
    },
  };
}
