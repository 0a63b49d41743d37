// Values with their counts -> a list that is searched as one types.
import { distance } from "fastest-levenshtein";
import { fold } from "./fold.ts";

/** One value to choose. */
export interface CountedValue {
  readonly value: string;
  /** How many rows of the explore have it; null where nobody counted. */
  readonly count: number | null;
}

/** What was found. */
export interface Found {
  /** The best first. */
  readonly values: readonly CountedValue[];
  /** How many values match. */
  readonly matched: number;
  /** How many there are. */
  readonly total: number;
}

/** Values of one field, ready to be searched. */
export interface ValueList {
  /**
   * Every word of the term must be in the value, whatever its case and accents. A value that is the term comes
   * first, then those that begin with it, then those with every word at the beginning of one of theirs, then the
   * rest; among equals, the one with the most rows.
   * @param most values to give
   */
  search(term: string, most: number): Found;
  /**
   * The value that a text is: the same, or the only one that differs from it in capital letters, accents and
   * blanks alone.
   */
  find(text: string): CountedValue | undefined;
  /** The value most like a text that is none: one that contains it, or that a slip of the keys away; undefined where none is. */
  near(text: string): string | undefined;
  /** About how much memory it takes, in bytes. */
  readonly bytes: number;
}

/** @param values in any order, each once */
export function openList(values: readonly CountedValue[]): ValueList {
  // In the order in which equals are given, so that a search has nothing to sort.
  const sorted = values.toSorted(
    (one, other) =>
      (other.count ?? 0) - (one.count ?? 0) ||
      (one.value < other.value ? -1 : one.value > other.value ? 1 : 0),
  );
  const folded = sorted.map(({ value }) => fold(value));
  // Made when it is first wanted: lists of names are looked up far more seldom than searched.
  let places: ReadonlyMap<string, readonly number[]> | undefined;
  const search: ValueList["search"] = (term, most) => {
    const whole = plain(term);
    const words = whole === "" ? [] : whole.split(" ");
    const ranks: readonly number[][] = [[], [], [], []];
    let matched = 0;
    for (let index = 0; index < folded.length; index += 1) {
      const text = folded[index] ?? "";
      if (!words.every((word) => text.includes(word))) continue;
      matched += 1;
      const rank = ranks[rankOf(text, whole, words)];
      if (rank !== undefined && rank.length < most) rank.push(index);
    }
    const best = ranks.flat().slice(0, most);
    return {
      values: best.flatMap((index) => sorted[index] ?? []),
      matched,
      total: sorted.length,
    };
  };
  return {
    search,
    near: (text) => {
      const inside = search(text, 1).values[0]?.value;
      if (inside !== undefined) return inside;
      const wanted = plain(text);
      let best: number | undefined;
      let least = Math.max(1, Math.floor(wanted.length / 4)) + 1;
      for (const [index, one] of folded.entries()) {
        if (Math.abs(one.length - wanted.length) >= least) continue;
        const away = distance(wanted, one);
        if (away < least) [best, least] = [index, away];
      }
      return best === undefined ? undefined : sorted[best]?.value;
    },
    bytes: sorted.reduce((sum, { value }) => sum + value.length * 4 + 100, 0),
    find: (text) => {
      places ??= placesOf(folded);
      const found = (places.get(plain(text)) ?? []).flatMap((index) => sorted[index] ?? []);
      return found.find(({ value }) => value === text) ?? (found.length === 1 ? found[0] : undefined);
    },
  };
}

function plain(text: string): string {
  return fold(text).trim().replaceAll(/\s+/g, " ");
}

function placesOf(folded: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, text] of folded.entries()) {
    const key = text.trim().replaceAll(/\s+/g, " ");
    const known = places.get(key);
    if (known === undefined) places.set(key, [index]);
    else known.push(index);
  }
  return places;
}

function rankOf(text: string, whole: string, words: readonly string[]): number {
  if (text === whole) return 0;
  if (text.startsWith(whole)) return 1;
  return words.every((word) => beginsAWord(text, word)) ? 2 : 3;
}

function beginsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  return false;
}
