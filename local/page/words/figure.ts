// Decimal text and a Looker value format -> a number as people of this locale read it.

const CURRENCIES: Readonly<Record<string, string>> = { usd: "USD", gbp: "GBP", eur: "EUR" };
const COMPACT_FROM = 10_000;

/** Stands for a value that is not known. */
export const NOTHING = "–";

/**
 * @param text decimal text, or null for a value that is not known
 * @param format one of Looker's value format names, e.g. `usd_0`
 * @returns with all the digits the format shows
 */
export function showFigure(text: string | null | undefined, format?: string): string {
  return text === null || text === undefined ? NOTHING : show(text, optionsOf(text, format));
}

/**
 * As {@link showFigure}, but three digits and a power for a large number.
 * @returns e.g. `$71.4M`
 */
export function showShort(text: string | null | undefined, format?: string): string {
  if (text === null || text === undefined) return NOTHING;
  const { style, currency, useGrouping } = optionsOf(text, format);
  if (Math.abs(Number(text)) < COMPACT_FROM || style === "percent" || useGrouping === false)
    return showFigure(text, format);
  return show(text, {
    ...(style === undefined ? {} : { style }),
    ...(currency === undefined ? {} : { currency }),
    notation: "compact",
    maximumSignificantDigits: 3,
  });
}

/** A count, e.g. `1,902`. */
export function showCount(count: number): string {
  return count.toLocaleString();
}

function optionsOf(text: string, format: string | undefined): Intl.NumberFormatOptions {
  const [, name = "", digits] = /^([a-z]+)(?:_(\d))?$/.exec(format ?? "") ?? [];
  const fixed = (count: number): Intl.NumberFormatOptions => ({
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  });
  const currency = CURRENCIES[name];
  if (currency !== undefined) return { style: "currency", currency, ...fixed(digits === "0" ? 0 : 2) };
  switch (name) {
    case "decimal":
      return fixed(Number(digits));
    case "percent":
      return { style: "percent", ...fixed(Number(digits)) };
    case "id":
      return { useGrouping: false, maximumFractionDigits: 0 };
    default: {
      const size = Math.abs(Number(text));
      return size > 0 && size < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 };
    }
  }
}

function show(text: string, options: Intl.NumberFormatOptions): string {
  // Decimal text is formatted digit by digit; a JavaScript number would be rounded first (ECMA-402, "Intl mathematical value").
  return new Intl.NumberFormat(undefined, options).format(text as Intl.StringNumericLiteral);
}
