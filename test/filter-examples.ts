// The tables of test/filters: expressions of Looker's documentation, what is close to one, and what is none.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FilterLanguage } from "../generator/filter/tree.ts";

/** One table: `\`expression\`` lines, each with what becomes of it below, indented. */
export interface Examples {
  readonly name: string;
  readonly language: FilterLanguage;
  readonly caseSensitive: boolean;
}

/** Every table, by the name of its file. */
export const TABLES: readonly Examples[] = [
  { name: "string", language: "string", caseSensitive: true },
  { name: "not-case-sensitive", language: "string", caseSensitive: false },
  { name: "user-attributes", language: "string", caseSensitive: true },
  { name: "tier", language: "tier", caseSensitive: true },
  { name: "number", language: "number", caseSensitive: true },
  { name: "date", language: "date", caseSensitive: true },
  { name: "date-and-time", language: "date_time", caseSensitive: true },
  { name: "yesno", language: "yesno", caseSensitive: true },
  { name: "location", language: "location", caseSensitive: true },
];

/** Where a table stands. */
export function tableFile(name: string): string {
  return fileURLToPath(new URL(`filters/${name}.txt`, import.meta.url));
}

/** The expressions of a table, and whether the table says that they are understood. */
export function examplesOf(name: string): readonly { readonly text: string; readonly understood: boolean }[] {
  return readFileSync(tableFile(name), "utf8")
    .split("\n\n")
    .map((block) => {
      const [first = "", second = ""] = block.split("\n");
      if (!/^`.*`$/.test(first)) throw new Error(`${name}.txt has a block that begins with ${first}`);
      return { text: first.slice(1, -1), understood: !second.startsWith("  refused") };
    });
}
