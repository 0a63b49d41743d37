// Faults to happen on purpose: which requests they hit, how often, before or after their effect, and what goes wrong.

/** What goes wrong with a request. */
export type FaultKind =
  /** An answer of this status in place of Looker's. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message: string;
      readonly retryAfter?: string;
    }
  /** The connection is cut. */
  | { readonly kind: "cut" }
  /** No answer ever comes. */
  | { readonly kind: "silence" }
  /** The token is no longer known: its session, and the workspace it was in, are gone. */
  | { readonly kind: "expire" }
  /** Something else happens in the world just then. The request waits for it, and goes no further when it says so. */
  | { readonly kind: "meanwhile"; readonly happens: () => void | Promise<void>; readonly thenCut?: boolean };

/** A fault in waiting. */
export type Fault = FaultKind & {
  /** Looker's name of the operation, e.g. `validate_project`. */
  readonly on: string;
  /** Whether the request has had its effect by then; `before` when not said. */
  readonly when?: "before" | "after";
  /** How many requests go by before it hits; 0 when not said. */
  readonly skip?: number;
  /** How many requests it hits; 1 when not said. */
  readonly times?: number;
};

/** The faults of one double. */
export interface Faults {
  /** The next requests that it fits are hit. Several that fit one request: the first added hits. */
  add(fault: Fault): void;
  /** No more faults. */
  clear(): void;
  /** @returns what goes wrong with this request at this moment; undefined when nothing does */
  take(operation: string, when: "before" | "after"): FaultKind | undefined;
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
    take(operation, when) {
      for (const one of waiting) {
        if (one.left === 0 || one.fault.on !== operation || (one.fault.when ?? "before") !== when) continue;
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
