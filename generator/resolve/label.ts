// A name -> the words people read: `production_company` -> `Production Company`.

const INITIALISMS = new Map(
  ["ID", "URL", "USD", "EUR", "GBP", "IMDb", "TMDB", "SKU", "VAT", "UTC", "API", "ISO", "KPI"].map((word) => [
    word.toLowerCase(),
    word,
  ]),
);

/**
 * Looker's own rule for default labels (underscores to spaces, capitalised words), with initialisms set right.
 * @param name a name of the model
 */
export function labelOf(name: string): string {
  return name
    .split("_")
    .filter((word) => word !== "")
    .map((word) => INITIALISMS.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

/**
 * What one row is called when the model does not say: the plural name without its ending.
 * @param many e.g. `companies`
 */
export function singularOf(many: string): string {
  if (/[^aeiou]ies$/.test(many)) return many.replace(/ies$/, "y");
  if (/(ss|us|is)$/.test(many)) return many;
  if (/(ch|sh|x|z|ss)es$/.test(many)) return many.replace(/es$/, "");
  return many.replace(/s$/, "");
}
