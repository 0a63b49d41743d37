// A mistyped word -> the word that was probably meant.
import { distance } from "fastest-levenshtein";

/** Words of one meaning: people bring them from SQL, spreadsheets and other tools. */
const SAME: readonly (readonly string[])[] = [
  ["sum", "total"],
  ["average", "avg", "mean"],
  ["percentile", "quantile", "percentile_cont"],
  ["min", "minimum", "lowest"],
  ["max", "maximum", "highest"],
  ["count_distinct", "distinct", "unique"],
  ["text", "string", "str", "varchar", "char"],
  ["integer", "int", "bigint", "number"],
  ["decimal", "numeric", "money", "number"],
  ["double", "float", "real", "number"],
  ["boolean", "bool", "yesno"],
  ["timestamp", "datetime", "time"],
  ["date", "day", "time"],
  ["snapshot", "replace", "full", "overwrite"],
  ["upsert", "append", "merge", "incremental"],
];

/**
 * @param word what was written
 * @param known what could have been written
 * @returns a hint such as ``did you mean `budget`?``, or a short list of what exists, or undefined
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const bare = word.toLowerCase().replace(/\s*\(.*\)$/, "");
  const same = SAME.filter((words) => words.includes(bare))
    .flat()
    .find((name) => known.includes(name));
  if (same !== undefined) return `did you mean \`${same}\`?`;
  const ranked = known
    .map((name) => ({ name, far: farApart(bare, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best === undefined) return undefined;
  if (best.far <= Math.max(1, Math.floor(bare.length / 3))) return `did you mean \`${best.name}\`?`;
  const inside = known.find((name) => name.includes(bare) || bare.includes(name));
  if (inside !== undefined && bare.length > 2) return `did you mean \`${inside}\`?`;
  if (known.length <= 12) return `one of: ${known.map((name) => `\`${name}\``).join(", ")}`;
  return undefined;
}

/** Letters in the wrong order are the likeliest slip. */
function farApart(word: string, name: string): number {
  const letters = (text: string): string => text.split("").sort().join("");
  return letters(word) === letters(name) ? Math.min(0.5, distance(word, name)) : distance(word, name);
}
