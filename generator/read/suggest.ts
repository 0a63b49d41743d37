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
  // What Looker calls it.
  ["format", "value_format_name", "value_format"],
  ["group", "group_label", "view_label"],
  ["table", "sql_table_name"],
  ["sql", "derived_table"],
  ["key", "primary_key"],
  ["on", "sql_on", "foreign_key"],
  ["detail", "drill_fields"],
  ["allowed_values", "allowed_value"],
  ["dimensions", "dimension_group", "dimension_groups"],
];

/**
 * @param word what was written
 * @param known what could have been written
 * @returns a hint such as ``did you mean `budget`?``, or a short list of what exists, or undefined
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const bare = word.toLowerCase().replace(/\s*\(.*\)$/, "");
  const parts = word.split(/\s+/);
  if (parts.length > 1 && parts.every((part) => known.includes(part)))
    return `is a comma missing? ${parts.map((part) => `\`${part}\``).join(", ")}`;
  const same = SAME.filter((words) => words.includes(bare))
    .flat()
    .find((name) => known.includes(name));
  if (same !== undefined) return `did you mean \`${same}\`?`;
  const ranked = known
    .map((name) => ({ name, far: farApart(bare, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best === undefined) return undefined;
  // A view before the name makes it longer, and hardly more alike.
  const view = bare.lastIndexOf(".") + 1;
  const length = bare.length - view + Math.min(view, 3);
  if (best.far <= Math.max(1, Math.floor(length / 3))) return `did you mean \`${best.name}\`?`;
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

/** @returns the word that a hint of `didYouMean` says was meant; undefined when it only lists what exists */
export function meantBy(hint: string | undefined): string | undefined {
  return /\bdid you mean `([^`]+)`\?/.exec(hint ?? "")?.[1] ?? /^`([^`]+)` would do$/.exec(hint ?? "")?.[1];
}
