// Random keys handed out -> what each stands for, until it runs out.
import { digestOf, randomKey } from "./secret.ts";

/** How keys run out; in milliseconds. */
export interface TicketTerms {
  /** After this long, however often it is used. */
  readonly lifetime: number;
  /** After so long without use; undefined for no such end. */
  readonly idle?: number | undefined;
  /** The most keys at a time; the one that was used longest ago makes room. */
  readonly most: number;
  readonly now: () => number;
}

/** Keys of one kind: access tokens, sessions, logins under way. Held hashed, in memory only. */
export interface Tickets<Value> {
  /**
   * @param lifetime when it is to run out sooner than usual, in milliseconds
   * @returns the key, which is told nowhere else
   */
  issue(value: Value, lifetime?: number): string;
  /** What a key stands for; undefined when it was never issued, was dropped or has run out. */
  find(key: string): Value | undefined;
  /** @returns whether there was such a key */
  drop(key: string): boolean;
}

interface Held<Value> {
  readonly value: Value;
  readonly ends: number;
  used: number;
}

/** Starts without any key. */
export function openTickets<Value>(terms: TicketTerms): Tickets<Value> {
  // In order of use, the longest unused first.
  const held = new Map<string, Held<Value>>();
  const isOver = (one: Held<Value>, now: number): boolean =>
    now >= one.ends || (terms.idle !== undefined && now >= one.used + terms.idle);
  return {
    issue(value, lifetime = terms.lifetime) {
      const now = terms.now();
      for (const [digest, one] of held) {
        if (held.size < terms.most && !isOver(one, now)) break;
        held.delete(digest);
      }
      const key = randomKey();
      held.set(digestOf(key), { value, ends: now + Math.min(lifetime, terms.lifetime), used: now });
      return key;
    },
    find(key) {
      const digest = digestOf(key);
      const one = held.get(digest);
      if (one === undefined) return undefined;
      const now = terms.now();
      held.delete(digest);
      if (isOver(one, now)) return undefined;
      one.used = now;
      held.set(digest, one);
      return one.value;
    },
    drop: (key) => held.delete(digestOf(key)),
  };
}
