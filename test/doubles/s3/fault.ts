// Faults to happen on purpose: which requests they hit, how often, and what goes wrong.

/** What goes wrong with a request. */
export type FaultKind =
  /** 503, as S3 answers those who ask too fast. */
  | { readonly kind: "slow_down" }
  /** 503 without a reason. */
  | { readonly kind: "unavailable" }
  /** 500. */
  | { readonly kind: "internal_error" }
  /** The connection is cut before any answer. */
  | { readonly kind: "reset" }
  /** The connection is cut after so many bytes of the body. */
  | { readonly kind: "cut"; readonly after: number }
  /** The body stops after so many bytes, and the connection stays open. */
  | { readonly kind: "stall"; readonly after: number }
  /** The body comes in pieces of so many bytes, with a pause after each. */
  | { readonly kind: "slow"; readonly bytes: number; readonly pauseMs: number }
  /** Somebody puts another object under the key just before the request is answered. */
  | { readonly kind: "replace"; readonly body: string }
  /** Somebody deletes the object just before the request is answered. */
  | { readonly kind: "remove" }
  /** One bit of the body differs from what was stored. `at`: which byte. */
  | { readonly kind: "flip"; readonly at: number }
  /** The credentials have run out. */
  | { readonly kind: "expired" }
  /** The credentials lack the right. */
  | { readonly kind: "denied" }
  /** The bucket is in another region. */
  | { readonly kind: "elsewhere"; readonly region: string };

/** A fault in waiting. */
export type Fault = FaultKind & {
  /** S3's name of the operation, e.g. `GetObject`; undefined hits all. */
  readonly on?: string;
  /** Hits keys (for listings: prefixes) that begin so. */
  readonly key?: string;
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
  /** @returns what goes wrong with this request; undefined when nothing does */
  take(operation: string, key: string): FaultKind | undefined;
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
    take(operation, key) {
      const fits = waiting.filter(
        ({ fault, left }) =>
          left > 0 &&
          (fault.on === undefined || fault.on === operation) &&
          (fault.key === undefined || key.startsWith(fault.key)),
      );
      for (const one of fits) {
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
