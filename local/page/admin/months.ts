// Deliveries of a source -> its months from the first to the last, those that never came included.
import type { Counts, Source } from "./ledger.ts";

/** One month of a source. */
export interface Month {
  /** `2026-10`. */
  readonly month: string;
  /** All deliveries for the month together; undefined when none came. */
  readonly records: Pick<Counts, "read" | "quarantined"> | undefined;
}

/** A small chart holds so many months; the last are shown. */
const MOST_MONTHS = 36;

/** A drop without a month of its own counts for the month in which it was published. */
export function monthsOf({ last }: Pick<Source, "last">): readonly Month[] {
  const found = new Map<string, Pick<Counts, "read" | "quarantined">>();
  for (const { period, published, records } of last) {
    const month = /^\d{4}-\d\d$/.test(period ?? "") ? (period ?? "") : published.slice(0, 7);
    const before = found.get(month) ?? { read: 0, quarantined: 0 };
    found.set(month, {
      read: before.read + records.read,
      quarantined: before.quarantined + records.quarantined,
    });
  }
  const named = [...found.keys()].toSorted();
  const [first] = named;
  const end = named.at(-1);
  if (first === undefined || end === undefined) return [];
  const months: Month[] = [];
  for (let month = first; month <= end; month = after(month))
    months.push({ month, records: found.get(month) });
  return months.slice(-MOST_MONTHS);
}

/** Which share of records went to quarantine, in words of the reader's language, e.g. `3.1%`. */
export function sayShare({ read, quarantined }: Pick<Counts, "read" | "quarantined">): string {
  const share = read === 0 ? 0 : quarantined / read;
  const digits = share > 0 && share < 0.0995 ? 1 : 0;
  return share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: digits });
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
