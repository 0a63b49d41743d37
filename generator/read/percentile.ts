// A number as written -> whether it is a percentile.

/** @returns true from 0 to 100 with at most four decimals; more would cost Redshift digits of the values */
export function isPercentile(value: number): boolean {
  return value >= 0 && value <= 100 && /^\d+(\.\d{1,4})?$/.test(String(value));
}
