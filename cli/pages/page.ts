// What every page is told: how wide it may be, whether all is wanted, and what time it is.

/** How a page is to be written. */
export interface PageOptions {
  /** Characters of a line; Infinity when no terminal reads it. */
  readonly width: number;
  /** Everything; otherwise only what is out of the ordinary, once it is much. */
  readonly all: boolean;
  readonly now: Date;
}

/** So many lines are read at a glance; a longer list shows what is out of the ordinary. */
export const AT_A_GLANCE = 12;

/** A title with lines below it, and an empty line before; nothing when there are no lines. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}

/**
 * The rows worth showing: all when they are few or all are wanted, otherwise the striking ones.
 * @returns them, and how many were left out
 */
export function striking<Row>(
  rows: readonly Row[],
  all: boolean,
  isStriking: (row: Row) => boolean,
): { readonly shown: readonly Row[]; readonly hidden: number } {
  if (all || rows.length <= AT_A_GLANCE) return { shown: rows, hidden: 0 };
  const shown = rows.filter(isStriking);
  return { shown, hidden: rows.length - shown.length };
}
