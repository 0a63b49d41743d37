// A decoder of cells -> one that knows again the texts that keep coming back.
import { isFault, type Cell, type DecodeCell } from "./decode.ts";
import type { Coercion } from "./scalar.ts";

/** How many texts are known at most, and how long one may be: enough for languages and genres, little for memory. */
const MOST_TEXTS = 2_000;
const LONGEST_TEXT = 400;

/** What was changed in cells, in the order it was seen. */
export type Coercions = (readonly [column: string, coercion: Coercion])[];

/**
 * Texts must be characters that UTF-8 can hold, as those of a record are.
 *
 * Reading a list takes longer than finding one that was read, and columns of lists say the same things again
 * and again. Only texts that were read without a fault and without a change are remembered.
 * @param heard where `decode` tells of changes
 */
export function recalling(decode: DecodeCell, heard: () => Coercions): DecodeCell {
  let known = new Map<string, Cell>();
  let older = new Map<string, Cell>();
  return (text) => {
    if (text.length > LONGEST_TEXT) return decode(text);
    const found = known.get(text) ?? older.get(text);
    if (found !== undefined) return found;
    const before = heard().length;
    // A part of a text keeps all of it in memory, here the record's; so what is remembered is a copy.
    const own = Buffer.from(text).toString();
    const decoded = decode(own);
    if (!isFault(decoded) && heard().length === before) {
      if (known.size === MOST_TEXTS) {
        older = known;
        known = new Map();
      }
      known.set(own, decoded);
    }
    return decoded;
  };
}
