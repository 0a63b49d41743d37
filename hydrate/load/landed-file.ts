// A file of a drop after its records have landed.
import type { OpenFile } from "../open.ts";

/** One file after the pass. Its records have the ordinals from `first` up to, and without, `next`. */
export interface LandedFile extends OpenFile {
  /** The file's number in the run, from 0. */
  readonly number: number;
  readonly first: number;
  readonly next: number;
  /** The bytes of its first line, without the line end: with it, raw records can be read again. */
  readonly header: Buffer;
}
