// Values of a column that the model does not name -> the type that all of them fit.
import type { ColumnType } from "../../generator/index.ts";
import { readScalar } from "./scalar.ts";

/** Types to try, the narrowest first; text fits everything. */
const TYPES = [
  "integer",
  "double",
  "boolean",
  "date",
  "timestamp",
  "text",
] as const satisfies readonly ColumnType["kind"][];

/** So many values tell enough. */
const MOST_VALUES = 1_000;

/** Looks at values as they go by. */
export interface Sniffer {
  see(text: string): void;
  /** As the model would write it; undefined when no value was seen. */
  fits(): string | undefined;
}

/** A sniffer that has seen nothing yet. */
export function createSniffer(): Sniffer {
  let left: readonly (typeof TYPES)[number][] = TYPES;
  let seen = 0;
  return {
    see(text) {
      if (seen >= MOST_VALUES || text.trim() === "") return;
      seen += 1;
      left = left.filter((kind) => kind === "text" || fit(text, kind));
    },
    fits: () => (seen === 0 ? undefined : left[0]),
  };
}

function fit(text: string, kind: Exclude<(typeof TYPES)[number], "text">): boolean {
  const read = readScalar(text, { kind }, () => {});
  return read === null || typeof read === "string";
}
