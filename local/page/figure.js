// @ts-check
// Decimal text and a Looker value format -> a number as people of this locale read it.

const CURRENCIES = /** @type {const} */ ({ usd: "USD", gbp: "GBP", eur: "EUR" });
const COMPACT_FROM = 10_000;

/** Stands for a value that is not known. */
export const NOTHING = "–";

/**
 * @param {string | null | undefined} text decimal text, or null for a value that is not known
 * @param {string | undefined} format one of Looker's value format names, e.g. `usd_0`
 * @returns {string} with all the digits the format shows
 */
export function showFigure(text, format) {
  return text === null || text === undefined ? NOTHING : show(text, optionsOf(text, format));
}

/**
 * @param {string | null | undefined} text
 * @param {string | undefined} format
 * @returns {string} three digits and a power for a large number, e.g. `$71.4M`
 */
export function showShort(text, format) {
  if (text === null || text === undefined) return NOTHING;
  const { style, currency, useGrouping } = optionsOf(text, format);
  if (Math.abs(Number(text)) < COMPACT_FROM || style === "percent" || useGrouping === false)
    return showFigure(text, format);
  return show(text, { style, currency, notation: "compact", maximumSignificantDigits: 3 });
}

/**
 * @param {string} text
 * @param {string | undefined} format
 * @returns {Intl.NumberFormatOptions}
 */
function optionsOf(text, format) {
  const [, name = "", digits] = /^([a-z]+)(?:_(\d))?$/.exec(format ?? "") ?? [];
  const fixed = (/** @type {number} */ count) => ({
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  });
  switch (name) {
    case "usd":
    case "gbp":
    case "eur":
      return { style: "currency", currency: CURRENCIES[name], ...fixed(digits === "0" ? 0 : 2) };
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

/**
 * @param {string} text
 * @param {Intl.NumberFormatOptions} options
 */
function show(text, options) {
  // Decimal text is formatted digit by digit; a JavaScript number would be rounded first (ECMA-402, "Intl mathematical value").
  return new Intl.NumberFormat(undefined, options).format(/** @type {Intl.StringNumericLiteral} */ (text));
}
