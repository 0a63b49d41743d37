// Rows -> parts of a few megabytes, cut so that every slice of the cluster has as many to read as the others.

/** Rows of one table that become one file, in whole lines. */
export interface Part {
  readonly target: number;
  /** Counts the parts of its table, from 0. */
  readonly number: number;
  /** The lowest ordinal of a record in it. */
  readonly firstOrdinal: number;
  readonly rows: number;
  readonly lines: readonly Buffer[];
}

/** Gathers; what is complete is handed out by `full`, and the rest by `all`. */
export interface Gatherer {
  add(target: number, ordinal: number, line: string): void;
  /** Parts that are big enough, or that memory has no room for. */
  full(): readonly Part[];
  /** What is left, as the last parts. */
  all(): readonly Part[];
}

/** What the sizes are, in bytes before compression. */
export interface GatherSizes {
  /** A part has no more than this, unless one row has: about a megabyte once compressed, the least that COPY likes. */
  readonly part: number;
  /** The last part is not cut into pieces smaller than this. */
  readonly piece: number;
  /** What all tables together may hold in memory. */
  readonly memory: number;
}

const MB = 1024 * 1024;
/** What all of a run needs in memory is to stay below 256 MB. */
export const GATHER_SIZES: GatherSizes = { part: 4 * MB, piece: MB / 4, memory: 24 * MB };

interface Chunk {
  readonly bytes: Buffer;
  readonly rows: number;
  readonly firstOrdinal: number;
}

interface Heap {
  chunks: Chunk[];
  bytes: number;
  /** Lines that are no chunk yet. */
  text: string;
  textRows: number;
  textOrdinal: number;
  parts: number;
}

/** How many characters of lines become one chunk of bytes. */
const CHUNK = 64 * 1024;

/** @param slices how many readers the cluster has; the parts of a table become a multiple of it */
export function createGatherer(targets: number, slices: number, sizes: GatherSizes): Gatherer {
  const heaps = Array.from({ length: targets }, (): Heap => ({
    chunks: [],
    bytes: 0,
    text: "",
    textRows: 0,
    textOrdinal: 0,
    parts: 0,
  }));
  let held = 0;
  const settle = (heap: Heap): void => {
    if (heap.textRows === 0) return;
    const bytes = Buffer.from(heap.text);
    heap.chunks.push({ bytes, rows: heap.textRows, firstOrdinal: heap.textOrdinal });
    heap.bytes += bytes.length;
    held += bytes.length;
    heap.text = "";
    heap.textRows = 0;
  };
  const close = (target: number, chunks: readonly Chunk[]): readonly Part[] => {
    const heap = heaps[target];
    const [first] = chunks;
    if (heap === undefined || first === undefined) return [];
    heap.parts += 1;
    return [
      {
        target,
        number: heap.parts - 1,
        firstOrdinal: first.firstOrdinal,
        rows: chunks.reduce((sum, chunk) => sum + chunk.rows, 0),
        lines: chunks.map((chunk) => chunk.bytes),
      },
    ];
  };
  /** The first chunks of a table, at least one, and no more than so many bytes of them. */
  const take = (target: number, most: number): readonly Chunk[] => {
    const heap = heaps[target];
    if (heap === undefined) return [];
    let end = 0;
    let bytes = 0;
    for (const chunk of heap.chunks) {
      if (end > 0 && bytes + chunk.bytes.length > most) break;
      bytes += chunk.bytes.length;
      end += 1;
    }
    held -= bytes;
    heap.bytes -= bytes;
    return heap.chunks.splice(0, end);
  };
  return {
    add(target, ordinal, line) {
      const heap = heaps[target];
      if (heap === undefined) throw new Error("a row was loaded into no table of the loading");
      if (heap.textRows === 0) heap.textOrdinal = ordinal;
      heap.text += line;
      heap.textRows += 1;
      if (heap.text.length >= CHUNK) settle(heap);
    },
    full() {
      const parts: Part[] = [];
      for (const [target, heap] of heaps.entries()) {
        // As much again stays behind, so that there always is enough to cut the last parts from.
        while (heap.bytes >= 2 * sizes.part) parts.push(...close(target, take(target, sizes.part)));
      }
      while (held > sizes.memory) {
        const largest = heaps.reduce(
          (best, heap, at) => (heap.bytes > (heaps[best]?.bytes ?? 0) ? at : best),
          0,
        );
        parts.push(...close(largest, take(largest, Infinity)));
      }
      return parts;
    },
    all() {
      return heaps.flatMap((heap, target) => {
        settle(heap);
        const { parts, bytes } = heap;
        const wanted = slices - (parts % slices);
        const pieces = Math.max(1, Math.min(wanted, Math.floor(bytes / sizes.piece)));
        return cut(take(target, Infinity), pieces).flatMap((chunks) => close(target, chunks));
      });
    },
  };
}

/** Cuts chunks into so many runs of about the same size. */
function cut(chunks: readonly Chunk[], pieces: number): readonly (readonly Chunk[])[] {
  const all = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
  const runs: Chunk[][] = Array.from({ length: pieces }, () => []);
  let before = 0;
  for (const chunk of chunks) {
    runs[Math.min(pieces - 1, Math.floor((before / all) * pieces))]?.push(chunk);
    before += chunk.bytes.length;
  }
  return runs.filter((run) => run.length > 0);
}
