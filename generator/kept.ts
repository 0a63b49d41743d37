// What one printing of a model leaves behind for the next, which then does again only what has changed.
import type { File } from "./emit/file.ts";
import type { Pieces } from "./read/pieces.ts";

/** Kept between printings, and changed by each; with or without it the result is the same. */
export interface Kept {
  /** Nouns of the model's files by their text. */
  readonly pieces: Pieces;
  /** Views' files by their path, with all that they were printed from. */
  readonly views: Map<string, { readonly from: string; readonly file: File }>;
}

/** Nothing is kept yet. */
export function openKept(): Kept {
  return { pieces: new Map(), views: new Map() };
}
