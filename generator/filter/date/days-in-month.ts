// A month -> how many days it has.

/** @param month from 1 to 12; one beyond them is of another year */
export function daysInMonth(year: number, month: number): number {
  const last = new Date(0);
  // `Date.UTC` would take the years 0 to 99 for 1900 to 1999.
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}
