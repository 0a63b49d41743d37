// Files as they are and as they should be -> what a deploy changes.

/** What a deploy changes. Paths are from the project's root, in order. */
export interface Change {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** True when nothing changes. */
export function isNothing({ added, changed, removed }: Change): boolean {
  return added.length + changed.length + removed.length === 0;
}

/** E.g. `2 new, 1 changed`. */
export function printChange(change: Change): string {
  const parts = [
    [change.added.length, "new"],
    [change.changed.length, "changed"],
    [change.removed.length, "removed"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? "nothing to change" : said.join(", ");
}

/** Each path with a sign before it: `+` new, `~` changed, `-` removed. */
export function listChange({ added, changed, removed }: Change): readonly string[] {
  return [
    ...added.map((path) => `+ ${path}`),
    ...changed.map((path) => `~ ${path}`),
    ...removed.map((path) => `- ${path}`),
  ].toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}
