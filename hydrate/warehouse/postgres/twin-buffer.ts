// Two buffers in turn: one is filled while the other is sent, so that a long load makes no garbage.

/** A place to write to. */
export interface TwinBuffer {
  /** Makes room for so many bytes more. @returns the buffer to write to; the last one given is no longer good */
  room(size: number): Buffer;
  /** How much of it is written; set it after writing. */
  at: number;
  /** What is written, and begins anew in the other buffer. It is good until the next call. */
  swap(): Buffer;
}

const FIRST_BYTES = 1024 * 1024;

/** Buffers that grow as they must. */
export function twinBuffer(): TwinBuffer {
  let filling = Buffer.allocUnsafe(FIRST_BYTES);
  let other = Buffer.alloc(0);
  const twin: TwinBuffer = {
    at: 0,
    room(size) {
      if (twin.at + size <= filling.length) return filling;
      const larger = Buffer.allocUnsafe(Math.max(filling.length * 2, twin.at + size));
      filling.copy(larger, 0, 0, twin.at);
      filling = larger;
      return filling;
    },
    swap() {
      const written = filling.subarray(0, twin.at);
      [filling, other] = [
        other.length < filling.length ? Buffer.allocUnsafe(filling.length) : other,
        filling,
      ];
      twin.at = 0;
      return written;
    },
  };
  return twin;
}
