// Where the S3 double keeps objects: buckets of keys, each key with all its versions.

/** The bytes of an object; they need not be in memory. */
export interface Content {
  readonly size: number;
  /** Bytes from `start` up to, and without, `end`. */
  read(start: number, end: number): Iterable<Buffer>;
}

/** What is kept beside the bytes. */
export interface Attributes {
  /** Without quotes. */
  readonly etag: string;
  /** Headers that come back with the object: content-type, x-amz-meta-…, x-amz-server-side-encryption … */
  readonly headers: Readonly<Record<string, string>>;
  /** Come back only when asked for. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** One version of an object. Without content it is a delete marker. */
export interface Version extends Attributes {
  readonly id: string;
  readonly key: string;
  readonly content: Content | undefined;
  readonly modified: Date;
}

/** One bucket. Versions are always kept; `suspended` buckets only do not tell their ids. */
export interface Bucket {
  readonly name: string;
  readonly created: Date;
  /** Whether answers name versions, as those of a versioned bucket do. */
  readonly versioned: boolean;
  /** The versions of each key, the oldest first. */
  readonly keys: Map<string, Version[]>;
}

let versions = 0;

/** All bytes in memory. */
export function bytesContent(bytes: Buffer): Content {
  return {
    size: bytes.length,
    *read(start, end) {
      for (let at = start; at < end; at += PIECE) yield bytes.subarray(at, Math.min(end, at + PIECE));
    },
  };
}

/** How many bytes are sent at a time. */
const PIECE = 64 * 1024;

/**
 * A large object that is made while it is read.
 * @param block bytes that repeat from the beginning to `size`
 */
export function repeatedContent(block: Buffer, size: number): Content {
  return {
    size,
    *read(start, end) {
      for (let at = start; at < end;) {
        const from = at % block.length;
        const piece = block.subarray(from, Math.min(block.length, from + (end - at)));
        yield piece;
        at += piece.length;
      }
    },
  };
}

/** Makes an empty bucket. */
export function makeBucket(name: string, versioned: boolean, now: Date): Bucket {
  return { name, created: now, versioned, keys: new Map() };
}

/** The version that a reader who names none sees; undefined when there is none or it was deleted. */
export function latestOf(bucket: Bucket, key: string): Version | undefined {
  const latest = bucket.keys.get(key)?.at(-1);
  return latest?.content === undefined ? undefined : latest;
}

/** Puts a version on top of the others. @returns it */
export function addVersion(
  bucket: Bucket,
  key: string,
  content: Content | undefined,
  attributes: Attributes,
  now: Date,
): Version {
  versions += 1;
  const id = `v${String(versions).padStart(6, "0")}`;
  const version = { ...attributes, id, key, content, modified: now };
  const before = bucket.versioned ? (bucket.keys.get(key) ?? []) : [];
  bucket.keys.set(key, [...before, version]);
  return version;
}

/** Removes one version for good. */
export function removeVersion(bucket: Bucket, key: string, id: string): void {
  const left = (bucket.keys.get(key) ?? []).filter((version) => version.id !== id);
  if (left.length === 0) bucket.keys.delete(key);
  else bucket.keys.set(key, left);
}

/** Keys in the order S3 lists them: by the bytes of their UTF-8. */
export function sortedKeys(bucket: Bucket, prefix: string): readonly string[] {
  return [...bucket.keys.keys()].filter((key) => key.startsWith(prefix)).sort(compareBytes);
}

/** Order of two texts by the bytes of their UTF-8. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
