// What one record says, as bytes: its values in canonical spelling one after the other, and where each of them stands.

/** How many bytes and values there is room for at first; both grow. */
const FIRST_BYTES = 64 * 1024;
const FIRST_SPOTS = 1024;
const ZERO = 0x30;

/**
 * Values are appended as `saidBy` says them, each followed by a NUL, so that all bytes together are what two records
 * share exactly when they say the same. A value has a number, its spot; nothing at its spot stands for null.
 */
export class Spelled {
  bytes: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  /** How many bytes are written. */
  at = 0;
  /** Of each spot the first byte and the byte after the last. */
  spots: Int32Array = new Int32Array(2 * FIRST_SPOTS);
  /** How many spots there are. */
  count = 0;

  /** Begins the next record. */
  clear(): void {
    this.at = 0;
    this.count = 0;
  }

  /** Makes room for so many bytes and for one spot more. */
  room(bytes: number): void {
    if (this.at + bytes > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + bytes));
      this.bytes.copy(larger, 0, 0, this.at);
      this.bytes = larger;
    }
    if (2 * this.count + 2 > this.spots.length) {
      const more = new Int32Array(this.spots.length * 2);
      more.set(this.spots);
      this.spots = more;
    }
  }

  /** Appends a value that is spelled in other bytes. */
  value(from: Uint8Array, begin: number, end: number): void {
    const size = end - begin;
    this.room(size + 1);
    const { bytes, at } = this;
    // What is copied by the system costs some time however short it is.
    if (size > LONG) bytes.set(from.subarray(begin, end), at);
    else for (let place = 0; place < size; place += 1) bytes[at + place] = from[begin + place] ?? 0;
    this.close(at + size);
  }

  /** Appends a value that is there as a text, or null. */
  text(value: string | null): void {
    const text = value ?? "";
    // A character of a string is at most three bytes.
    this.room(text.length * 3 + 1);
    this.close(this.at + this.bytes.write(text, this.at));
  }

  /** Appends null. */
  nothing(): void {
    this.room(1);
    this.close(this.at);
  }

  /** Appends how many elements follow, which is no value and has no spot. */
  elements(number: number): void {
    this.room(12);
    if (number < 10) this.bytes[this.at++] = ZERO + number;
    else this.at += this.bytes.write(String(number), this.at);
    this.bytes[this.at++] = 0;
  }

  /** How many bytes a value has; 0 for null, which is no spot at all, too. */
  sizeOf(spot: number): number {
    return spot < 0 ? 0 : (this.spots[2 * spot + 1] ?? 0) - (this.spots[2 * spot] ?? 0);
  }

  /** Whether null stands at a spot. */
  isNothing(spot: number): boolean {
    return this.spots[2 * spot] === this.spots[2 * spot + 1];
  }

  /** Whether two spots hold the same. */
  isSame(one: number, other: number): boolean {
    const size = this.sizeOf(one);
    if (size !== this.sizeOf(other)) return false;
    const [left, right] = [this.spots[2 * one] ?? 0, this.spots[2 * other] ?? 0];
    // Keys that are alike differ at their ends.
    for (let at = size - 1; at >= 0; at -= 1)
      if (this.bytes[left + at] !== this.bytes[right + at]) return false;
    return true;
  }

  private close(end: number): void {
    this.spots[2 * this.count] = this.at;
    this.spots[2 * this.count + 1] = end;
    this.count += 1;
    this.bytes[end] = 0;
    this.at = end + 1;
  }
}

/** From so many bytes on, copying them by the system is quicker than one by one. */
const LONG = 40;
