// Decimal text -> decimal text: moved by powers of ten and rounded, every digit kept until then.

/** A number as its digits: `whole` has no leading zeros, `fraction` none at its end; both may be empty. */
export interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/**
 * @param text a JavaScript number's or a database's decimal text, e.g. `-12.50` or `1e+21`
 * @returns undefined when it is none
 */
export function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text) ?? [];
  if (sign === undefined || (whole === "" && fraction === "")) return undefined;
  return movePoint({ negative: sign === "-", whole, fraction }, Number(exponent));
}

/** The number times ten to the power of `places`. */
export function movePoint({ negative, whole, fraction }: Decimal, places: number): Decimal {
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
  const at = Math.max(0, point);
  return trimmed({ negative, whole: padded.slice(0, at), fraction: padded.slice(at) });
}

/** Rounded to `places` digits after the point, halves away from zero, as spreadsheets do. */
export function roundDecimal(decimal: Decimal, places: number): Decimal {
  const { negative, whole, fraction } = decimal;
  if (fraction.length <= places) return decimal;
  const kept = BigInt(`0${whole}${fraction.slice(0, places)}`);
  const up = (fraction[places] ?? "0") >= "5" ? 1n : 0n;
  const digits = String(kept + up).padStart(places + 1, "0");
  const at = digits.length - places;
  return trimmed({ negative, whole: digits.slice(0, at), fraction: digits.slice(at) });
}

/** Below 0, equal to 0, or above: how the number compares with another. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const places = Math.max(one.fraction.length, other.fraction.length);
  const scaled = (decimal: Decimal): bigint => {
    const digits = BigInt(`0${decimal.whole}${decimal.fraction.padEnd(places, "0")}`);
    return decimal.negative ? -digits : digits;
  };
  const [left, right] = [scaled(one), scaled(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether it has no digit but zeros. */
export function isZero({ whole, fraction }: Decimal): boolean {
  return whole === "" && fraction === "";
}

function trimmed({ negative, whole, fraction }: Decimal): Decimal {
  return { negative, whole: whole.replace(/^0+/, ""), fraction: fraction.replace(/0+$/, "") };
}
