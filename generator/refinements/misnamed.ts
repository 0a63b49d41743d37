// What is wrong in a file of refinements/, by its offset in the text.
import type { Problem } from "../problem.ts";

/** A problem without a path in looker.yml: it has an offset into the file's text instead. */
export interface Misnamed extends Omit<Problem, "at" | "offset"> {
  readonly offset: number;
}
