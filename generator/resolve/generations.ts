// The number of generations as written -> the number, or undefined where it is not said.
import type { Complaints } from "./complaints.ts";

/** More would make what is kept of each table larger than the table many times over. */
const MOST = 1_000;

/** @param written the model's `generations:` */
export function readGenerations(written: number | undefined, complaints: Complaints): number | undefined {
  if (written === undefined || (written >= 1 && written <= MOST)) return written;
  complaints.add({
    code: "shape",
    at: ["generations"],
    message: `\`${written}\` generations cannot be kept: it is a number from 1 to ${MOST.toLocaleString("en-US")}`,
    hint: "leave it out for 12",
  });
  return undefined;
}
