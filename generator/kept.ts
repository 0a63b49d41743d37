// What one printing of a model leaves behind for the next, which then does again only what has changed.
import type { File } from "./emit/file.ts";
import { type Memory, openMemory } from "./memory.ts";
import type { Source } from "./model/source.ts";
import type { Table } from "./model/table.ts";
import type { View } from "./model/view.ts";
import type { KnownNouns } from "./read/nouns.ts";
import type { Pieces } from "./read/pieces.ts";

/** Kept between printings, and changed by each; with or without it the result is the same. */
export interface Kept {
  /** Nouns of the model's files by their text. */
  readonly pieces: Pieces;
  /** Nouns that have the right shape. */
  readonly nouns: KnownNouns;
  /** All sources, under one name. */
  readonly sources: Memory<readonly Source[]>;
  readonly tables: Memory<Table>;
  /** A view as it is written; none where nothing is left of it. */
  readonly views: Memory<readonly View[]>;
  /** A view with the dimensions that joins compare. */
  readonly joined: Memory<View>;
  /** Files by their path, with all that they were printed from. */
  readonly files: Memory<File>;
}

/** Nothing is kept yet. */
export function openKept(): Kept {
  return {
    pieces: new Map(),
    nouns: new Map(),
    sources: openMemory(),
    tables: openMemory(),
    views: openMemory(),
    joined: openMemory(),
    files: openMemory(),
  };
}
