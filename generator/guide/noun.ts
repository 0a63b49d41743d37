// What the guide says of one noun of looker.yml: its keys, each in a sentence, and a model that uses all of them.

/** One key of a noun. */
export interface KeyNote {
  /** One sentence for whoever meets the key in an editor. */
  readonly say: string;
  /** The only words the key takes, where they are few; a list of them where the key takes a list. */
  readonly words?: readonly string[];
  /** What holds when the key is not written. */
  readonly otherwise?: string;
}

/** One noun. */
export interface NounNote {
  /** As `shape.ts` calls it. */
  readonly name: string;
  /** Where it stands, e.g. `sources.<name>`. */
  readonly place: string;
  readonly say: string;
  readonly keys: Readonly<Record<string, KeyNote>>;
  /** A whole model in which every key of the noun is used. */
  readonly example: string;
}
