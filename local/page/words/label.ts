// Labels of the model -> the same words inside a sentence.

/** `Runtime` is `runtime`, `IMDb Votes` is `IMDb votes`. */
export function inSentence(label: string): string {
  return label.replaceAll(/(?<![\p{L}\d])\p{Lu}\p{Ll}*(?![\p{L}\d])/gu, (word) =>
    word.length === 1 && label.length > 1 ? word : word.toLowerCase(),
  );
}

/** `average budget` is `Average budget`. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * @param shown the count as it is shown
 * @returns e.g. `1,902 movies`
 */
export function counted(
  count: number,
  noun: { readonly one: string; readonly many: string },
  shown: string = count.toLocaleString(),
): string {
  return `${shown} ${count === 1 ? noun.one : noun.many}`;
}
