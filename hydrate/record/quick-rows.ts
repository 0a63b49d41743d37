// What a record says x one task -> the rows it gives to the task's table, as the places of their values.
import type { Take } from "../tasks.ts";
import { careOf, LONGEST_KEY_BYTES, type Fed } from "./rows.ts";
import type { Spelled } from "./spelled.ts";

/** What one record gives to one table; good until the next record. */
export interface QuickRows {
  readonly task: number;
  /** How many columns a row has. */
  readonly width: number;
  /** How many rows there are. */
  readonly size: () => number;
  /** For each row and column the spot of its value; -1 for null. */
  readonly spots: () => Int32Array;
  /** @returns false when the rows are not sound, or two of them have one key: then the screen has to look at them */
  gather(): boolean;
}

/** A record whose cells have been read. */
export interface ReadRecord {
  readonly said: Spelled;
  /** For each column of its source the spot of its first value, and how many elements it has. */
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
}

/** So many rows are compared each with each; more are left to who can look keys up. */
const MOST_COMPARED = 48;

/** Opens the rows of a task. @param record the one that is read at the time of `gather` */
export function quickRows({ task, feeds }: Fed, { said, firsts, counts }: ReadRecord): QuickRows {
  const { required, key } = careOf(task);
  const width = task.table.columns.length;
  let spots = new Int32Array(16 * width);
  let size = 0;

  const spotOf = (take: Take, element: number): number => {
    if (take.kind === "element") return element + take.field;
    const first = firsts[take.cell] ?? 0;
    if (take.kind === "record") return first;
    return counts[take.cell] === 0 ? -1 : first + take.field;
  };
  const isNothing = (spot: number): boolean => spot < 0 || said.isNothing(spot);
  const isSound = (row: number): boolean => {
    for (const at of required) if (isNothing(spots[row + at] ?? -1)) return false;
    let bytes = 0;
    for (const at of key) bytes += said.sizeOf(spots[row + at] ?? -1);
    return bytes <= LONGEST_KEY_BYTES;
  };
  const haveOneKey = (one: number, other: number): boolean => {
    for (const at of key) if (!said.isSame(spots[one + at] ?? -1, spots[other + at] ?? -1)) return false;
    return true;
  };
  return {
    task: task.number,
    width,
    size: () => size,
    spots: () => spots,
    gather() {
      size = 0;
      for (const { list, takes, fields } of feeds) {
        const elements = list === undefined ? 1 : (counts[list] ?? 0);
        if (elements > MOST_COMPARED) return false;
        const begin = list === undefined ? 0 : (firsts[list] ?? 0);
        for (let element = 0; element < elements; element += 1) {
          const row = size * width;
          if (row + width > spots.length) {
            const more = new Int32Array(spots.length * 2);
            more.set(spots);
            spots = more;
          }
          for (let at = 0; at < width; at += 1) {
            const take = takes[at];
            spots[row + at] = take === undefined ? -1 : spotOf(take, begin + element * fields);
          }
          if (!isSound(row)) return false;
          for (let before = 0; before < row; before += width) if (haveOneKey(before, row)) return false;
          size += 1;
        }
      }
      return true;
    },
  };
}
