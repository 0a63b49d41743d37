// Rows of short texts -> lines with their columns under each other, no wider than the terminal.

/** One column of a listing. */
export interface ListColumn {
  readonly head: string;
  /** Numbers stand to the right. */
  readonly align?: "left" | "right";
  /** Where the terminal is narrow: `cut` shortens the texts, `drop` leaves the column out; otherwise it stays whole. */
  readonly narrow?: "cut" | "drop";
}

const GAP = "  ";
/** A text that is cut keeps at least so many characters. */
const LEAST = 12;

/**
 * @param rows one text for each column; a text that is missing is empty
 * @param width characters of a line; Infinity when no terminal reads it, so that nothing is cut
 * @param indent stands before every line
 * @returns the heads and one line a row, or no line when there are no rows
 */
export function listLines(
  columns: readonly ListColumn[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = "",
): readonly string[] {
  if (rows.length === 0) return [];
  const all = columns.map((column, at) => ({
    ...column,
    at,
    width: Math.max(length(column.head), ...rows.map((row) => length(row[at] ?? ""))),
  }));
  const shown = fit(
    // A column that says nothing in any row is not worth its place.
    all.filter((column) => rows.some((row) => (row[column.at] ?? "") !== "")),
    width - indent.length,
  );
  const line = (texts: readonly string[]): string =>
    `${indent}${shown
      .map((column) => pad(cut(texts[column.at] ?? "", column.width), column.width, column.align ?? "left"))
      .join(GAP)}`.trimEnd();
  return [line(columns.map((column) => column.head)), ...rows.map(line)];
}

interface Fitted extends ListColumn {
  readonly at: number;
  readonly width: number;
}

/** Leaves columns out from the right, then cuts the widest of those that may be cut, until a line fits. */
function fit(columns: readonly Fitted[], width: number): readonly Fitted[] {
  let kept = columns;
  const over = (): number => wide(kept) - width;
  while (over() > 0) {
    const cuttable = kept.filter((column) => column.narrow === "cut" && column.width > LEAST);
    const spare = cuttable.reduce((sum, column) => sum + column.width - LEAST, 0);
    const last = kept.findLast((column) => column.narrow === "drop");
    if (spare < over() && last !== undefined) {
      kept = kept.filter((column) => column !== last);
      continue;
    }
    const [widest] = cuttable.toSorted((a, b) => b.width - a.width);
    if (widest === undefined) break;
    const smaller = { ...widest, width: Math.max(LEAST, widest.width - Math.max(1, Math.floor(over() / 2))) };
    kept = kept.map((column) => (column === widest ? smaller : column));
  }
  return kept;
}

function wide(columns: readonly Fitted[]): number {
  return columns.reduce((sum, column) => sum + column.width, GAP.length * Math.max(0, columns.length - 1));
}

function cut(text: string, width: number): string {
  const letters = Array.from(text);
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join("")}…`;
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - length(text)));
  return align === "right" ? blanks + text : text + blanks;
}

function length(text: string): number {
  return Array.from(text).length;
}

/**
 * A sentence broken into lines between words.
 * @param width characters of a line; Infinity leaves it in one
 * @param indent stands before every line after the first
 */
export function wrap(text: string, width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  const lead = /^ */.exec(text)?.[0] ?? "";
  const [first = "", ...words] = text.slice(lead.length).split(" ");
  let line = lead + first;
  for (const word of words) {
    const longer = `${line} ${word}`;
    if (length(longer) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** How many characters a line may have: those of the terminal, and all when the output goes elsewhere. */
export function widthOf(out: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return out.isTTY === true ? Math.max(60, out.columns ?? 80) : Number.POSITIVE_INFINITY;
}
