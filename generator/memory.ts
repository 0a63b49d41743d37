// What was made of some things -> the same again, as long as those are the very same things.

/** What things of one kind were made into, each under a name of its own. */
export interface Memory<Made> {
  /** @returns what was kept under the name, if every thing it was made of is the very same; else undefined */
  recall(name: string, of: readonly unknown[]): Made | undefined;
  /** @param of everything that `made` follows from */
  keep(name: string, of: readonly unknown[], made: Made): void;
}

/** Remembers nothing yet. */
export function openMemory<Made>(): Memory<Made> {
  const known = new Map<string, { readonly of: readonly unknown[]; readonly made: Made }>();
  return {
    recall: (name, of) => {
      const before = known.get(name);
      const same =
        before !== undefined &&
        before.of.length === of.length &&
        before.of.every((one, index) => one === of[index]);
      return same ? before.made : undefined;
    },
    keep: (name, of, made) => {
      known.set(name, { of, made });
    },
  };
}
