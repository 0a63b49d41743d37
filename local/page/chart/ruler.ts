// A text and the page's font -> how wide it is in pixels, and as much of it as fits.

/** Measures texts of one font. */
export interface Ruler {
  /** In pixels. */
  width(text: string): number;
  /** The text, cut with an ellipsis where it is wider than `most` pixels. */
  fit(text: string, most: number): string;
}

/** Where nothing can be measured, a character is about so wide for each pixel of its size. */
const USUAL_WIDTH = 0.56;

/**
 * @param family a CSS font family
 * @param size in pixels
 */
export function openRuler(family: string, size: number): Ruler {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = `${size}px ${family}`;
  const known = new Map<string, number>();
  const width = (text: string): number => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const measured = context?.measureText(text).width ?? text.length * size * USUAL_WIDTH;
    known.set(text, measured);
    return measured;
  };
  return {
    width,
    fit: (text, most) => {
      if (width(text) <= most) return text;
      // By whole characters as people see them; a cut through one would show a box.
      const signs = Array.from(text);
      let [low, high] = [0, signs.length];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (width(`${signs.slice(0, middle).join("").trimEnd()}…`) <= most) low = middle;
        else high = middle - 1;
      }
      return low === 0 ? "…" : `${signs.slice(0, low).join("").trimEnd()}…`;
    },
  };
}
