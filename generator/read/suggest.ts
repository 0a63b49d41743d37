// A mistyped word -> the word that was probably meant.
import { distance } from "fastest-levenshtein";

/**
 * @param word what was written
 * @param known what could have been written
 * @returns a hint such as ``did you mean `budget`?``, or a short list of what exists, or undefined
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best === undefined) return undefined;
  if (best.far <= Math.max(1, Math.floor(word.length / 3))) return `did you mean \`${best.name}\`?`;
  const inside = known.find((name) => name.includes(word) || word.includes(name));
  if (inside !== undefined && word.length > 2) return `did you mean \`${inside}\`?`;
  if (known.length <= 12) return `one of: ${known.map((name) => `\`${name}\``).join(", ")}`;
  return undefined;
}
