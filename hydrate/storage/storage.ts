// A storage: where drops lie. Whatever it is, hydrate lists it, and reads its files from beginning to end.

/** A file as the storage lists it, not opened yet. */
export interface StoredFile {
  /** Without its folder, e.g. `movies_metadata.csv`. */
  readonly name: string;
  /** What the storage needs to find it again, and what messages call it: a path, or `s3://bucket/key`. */
  readonly address: string;
  /** In bytes, as stored: of a `.gz` file packed. */
  readonly size: number;
  /** S3's ETag from the listing: what is read must still have it. */
  readonly etag?: string | undefined;
  /** S3's version id, known once the file was opened: whatever is put there later, these bytes are read. */
  readonly version?: string | undefined;
}

/** What stands at an address. Names are in order. */
export type Place =
  | {
      readonly kind: "file";
      readonly file: StoredFile;
      /** Name of the folder it lies in. */ readonly folder: string;
    }
  | {
      readonly kind: "folder";
      readonly name: string;
      readonly files: readonly StoredFile[];
      readonly folders: readonly string[];
    };

/** The bytes of a file as they are stored, and which version they are of. */
export interface StoredBytes {
  readonly version: string | undefined;
  readonly bytes: AsyncIterable<Buffer>;
}

/** One kind of place for files: gives bytes just as they are stored. */
export interface Store {
  /**
   * Looks without reading a file.
   * @param address as the user wrote it, or one of `folders`
   * @throws Mistake when nothing stands there, Outage when the store does not answer
   */
  look(address: string): Promise<Place>;
  /**
   * Begins to read; resolves when the store has answered.
   * @param from the first byte that is wanted, counted from 0
   * @throws Outage when reading fails, or the file is no longer the one that was listed
   */
  begin(file: StoredFile, from: number): Promise<StoredBytes>;
}

/** Hears of every chunk of a file as it is stored, before it is unpacked. */
export type HearStored = (chunk: Buffer) => void;

/** A file whose content is about to be read. */
export interface OpenedFile {
  /** With its version, where the storage has such. */
  readonly file: StoredFile;
  /** In order, in chunks; of a `.gz` file unpacked. */
  readonly content: AsyncIterable<Buffer>;
}

/** A storage that can be read. Names that end in `.gz` are read unpacked. */
export interface Storage {
  /** See `Store`. */
  look(address: string): Promise<Place>;
  /**
   * Opens a file, so that every later reading of the file it gives is of the same version.
   * @throws Outage when it cannot be opened; while it is read: Mistake when a packed file is damaged or
   *   unpacks beyond measure, Outage when the storage fails
   */
  open(file: StoredFile, hear?: HearStored): Promise<OpenedFile>;
  /** The content of a file, as `open` gives it. */
  read(file: StoredFile, hear?: HearStored): AsyncIterable<Buffer>;
  /**
   * A small file as it is stored, whole.
   * @param most bytes it may have
   * @throws Mistake when it has more, Outage when reading fails
   */
  small(file: StoredFile, most: number): Promise<Buffer>;
}
