// How often somebody may do something: a few times at once, and then at a steady pace.

/** The pace of one kind of thing. */
export interface PaceTerms {
  /** How many at once. */
  readonly burst: number;
  /** How many a second after that. */
  readonly perSecond: number;
  /** In milliseconds. */
  readonly now: () => number;
}

/** Keeps count for many at a time. */
export interface Pace {
  /** Seconds until `key` may again; 0 for now. */
  wait(key: string): number;
  /** Counts one, and tells as `wait` does whether it was one too many; those are not counted. */
  take(key: string): number;
  /** Forgets what was counted. */
  forgive(key: string): void;
}

/** The most keys counted at a time; beyond them the one that was seen longest ago is forgotten. */
const MOST_KEYS = 20_000;

/** A bucket for each key, full at first (the usual token bucket). */
export function openPace({ burst, perSecond, now }: PaceTerms): Pace {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const leftOf = (key: string): number => {
    const bucket = buckets.get(key);
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.left + ((now() - bucket.at) / 1000) * perSecond);
  };
  const secondsFrom = (left: number): number => (left >= 1 ? 0 : Math.ceil((1 - left) / perSecond));
  return {
    wait: (key) => secondsFrom(leftOf(key)),
    take(key) {
      const left = leftOf(key);
      const seconds = secondsFrom(left);
      if (seconds > 0) return seconds;
      buckets.delete(key);
      if (buckets.size >= MOST_KEYS)
        for (const oldest of buckets.keys()) {
          buckets.delete(oldest);
          break;
        }
      buckets.set(key, { left: left - 1, at: now() });
      return 0;
    },
    forgive: (key) => void buckets.delete(key),
  };
}
