// A storage: where drops lie. Whatever it is, hydrate lists it, and reads its files from beginning to end.

/** A file as the storage lists it, not opened yet. */
export interface StoredFile {
  /** Without its folder, e.g. `movies_metadata.csv`. */
  readonly name: string;
  /** What the storage needs to find it again. */
  readonly address: string;
  /** In bytes. */
  readonly size: number;
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

/** A storage that can be read. */
export interface Storage {
  /**
   * Looks without reading a file.
   * @param address as the user wrote it, or one of `folders`
   * @throws Mistake when nothing stands there, Outage when the storage does not answer
   */
  look(address: string): Promise<Place>;
  /**
   * The bytes of a file, in order, in chunks.
   * @throws Outage when reading fails
   */
  read(file: StoredFile): AsyncIterable<Buffer>;
}
