// Numbers as fractions of whole numbers, so that no sum, average, median or percentile is ever rounded.

/** `top / bottom`, in lowest terms; `bottom` is above 0. */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** The fraction in lowest terms. */
export function fraction(top: bigint, bottom: bigint = 1n): Fraction {
  const sign = bottom < 0n ? -1n : 1n;
  const divisor = sign * common(top < 0n ? -top : top, bottom * sign);
  return { top: top / divisor, bottom: bottom / divisor };
}

/**
 * Decimal text such as `-12.50` or `1.5e+20`, or a fraction such as `10/3`.
 * @throws Error for anything else, `NaN` and `Infinity` among them
 */
export function readFraction(text: string): Fraction {
  const [, over, under] = /^(-?\d+)\/(\d+)$/.exec(text) ?? [];
  if (over !== undefined && under !== undefined) return fraction(BigInt(over), BigInt(under));
  const [, sign, whole = "", decimals = "", exponent = "0"] =
    /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  if (sign === undefined || whole + decimals === "") throw new Error(`${text} is not a decimal number`);
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${decimals}`);
  const places = decimals.length - Number(exponent);
  return places >= 0 ? fraction(digits, 10n ** BigInt(places)) : fraction(digits * 10n ** BigInt(-places));
}

/** Decimal text where the digits end, else `10/3`. */
export function printFraction({ top, bottom }: Fraction): string {
  let places = 0n;
  while (places < 40n && 10n ** places % bottom !== 0n) places += 1n;
  if (10n ** places % bottom !== 0n) return `${top}/${bottom}`;
  const digits = (top * 10n ** places) / bottom;
  if (places === 0n) return String(digits);
  const text = String(digits < 0n ? -digits : digits).padStart(Number(places) + 1, "0");
  return `${digits < 0n ? "-" : ""}${text.slice(0, -Number(places))}.${text.slice(-Number(places))}`;
}

/** `a + b`. */
export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

/** `a - b`. */
export function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
}

/** `a * b`. */
export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.top, a.bottom * b.bottom);
}

/** Below 0, 0 or above 0, as `a` is smaller than, equal to or larger than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether two numbers differ by no more than a billionth of the larger one. */
export function near(a: Fraction, b: Fraction): boolean {
  const size = ({ top, bottom }: Fraction): Fraction => fraction(top < 0n ? -top : top, bottom);
  const larger = compare(size(a), size(b)) > 0 ? size(a) : size(b);
  return compare(size(minus(a, b)), times(larger, fraction(1n, 1_000_000_000n))) <= 0;
}

function common(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other !== 0n) [one, other] = [other, one % other];
  return one === 0n ? 1n : one;
}
