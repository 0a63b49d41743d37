// Keys -> values that were asked for lately, as many as fit into so many bytes.
/** How much a {@link Cache} keeps. */
export interface CacheLimits {
  readonly entries: number;
  readonly bytes: number;
  /** How long a value is kept at most, in milliseconds. */
  readonly ms: number;
}

/** Keeps values; the one that was not asked for the longest goes first. */
export interface Cache<Value> {
  get(key: string): Value | undefined;
  /** Whether there may be one; it is not used by that. */
  has(key: string): boolean;
  /** Keeps the value unless it is larger than an eighth of the whole. @param bytes how much it holds */
  set(key: string, value: Value, bytes: number): void;
  clear(): void;
  readonly state: { readonly entries: number; readonly bytes: number };
}

/** @param now the time in milliseconds, from any beginning, never going back */
export function openCache<Value>(limits: CacheLimits, now: () => number): Cache<Value> {
  // A Map gives its keys in the order in which they were set, so the first is the oldest.
  const kept = new Map<string, { readonly value: Value; readonly bytes: number; readonly until: number }>();
  let bytes = 0;
  const drop = (key: string): void => {
    const entry = kept.get(key);
    if (entry === undefined) return;
    bytes -= entry.bytes;
    kept.delete(key);
  };
  return {
    get: (key) => {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      if (entry.until <= now()) {
        drop(key);
        return undefined;
      }
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    },
    has: (key) => kept.has(key),
    set: (key, value, size) => {
      drop(key);
      if (size > limits.bytes / 8 || limits.entries < 1) return;
      kept.set(key, { value, bytes: size, until: now() + limits.ms });
      bytes += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && bytes <= limits.bytes) return;
        drop(oldest);
      }
    },
    clear: () => {
      kept.clear();
      bytes = 0;
    },
    get state() {
      return { entries: kept.size, bytes };
    },
  };
}
