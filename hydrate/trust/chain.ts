// A manifest x those accepted before it -> whether it is the next of its chain, and what is missing if it is not.
import type { DeliveredDrop, SignedManifest } from "./delivery.ts";
import type { Finding } from "./finding.ts";
import type { Manifest } from "./manifest.ts";

/** A manifest that was accepted, as the ledger keeps it for one of its sources. */
export interface Accepted {
  readonly source: string;
  readonly sha256: string;
  readonly period: string;
  readonly revision: number;
  readonly previous: string | undefined;
  /** When the vendor made it. */
  readonly created: Date;
}

/** What the ledger keeps of a manifest, for each of its sources. */
export function acceptedOf({ manifest, sha256, sources }: SignedManifest): readonly Accepted[] {
  const { period, revision, previous, created } = manifest;
  return sources.map((source) => ({ source, sha256, period, revision, previous, created }));
}

/** @param accepted those of all sources, in the order they were accepted */
export function judgeChain(
  read: SignedManifest | undefined,
  accepted: readonly Accepted[],
): readonly Finding[] {
  if (read?.key === undefined) return [];
  // One that was accepted once has its place; it may come again.
  if (accepted.some((one) => one.sha256 === read.sha256)) return [];
  const found = read.sources.flatMap((source) =>
    judgeSource(
      read,
      accepted.filter((one) => one.source === source),
    ),
  );
  const told = new Set<string>();
  return found.filter(({ message }) => !told.has(message) && told.add(message));
}

function judgeSource({ manifest, sha256 }: SignedManifest, before: readonly Accepted[]): readonly Finding[] {
  const { period, revision, previous } = manifest;
  const head = headOf(before);
  if (head === undefined) {
    if (previous === undefined) return [];
    return [
      {
        code: "begins_midway",
        message: `its manifest follows another one (${short(previous)}), and none of this source was accepted here before: whether one is missing cannot be told`,
      },
    ];
  }
  const same = before.filter((one) => one.period === period).toSorted((a, b) => b.revision - a.revision)[0];
  if (same !== undefined && revision <= same.revision) {
    return [
      {
        code: "old_revision",
        message:
          revision === same.revision
            ? `it is another revision ${revision} of ${period} than the one accepted before. A correction needs a higher revision`
            : `it is revision ${revision} of ${period}, and revision ${same.revision} was accepted before: somebody delivers what was corrected since`,
      },
    ];
  }
  // The first one accepted may have begun midway; what it follows is the one it names by its hash, and no other.
  const next = before.find((one) => one.previous === sha256);
  if (next !== undefined) {
    return [
      {
        code: "late_month",
        message: `it is about ${period}, and comes after ${sayAccepted(next)}, whose manifest follows it: a late month`,
      },
    ];
  }
  if (previous !== head.sha256) return [broken(manifest, head, before)];
  const latest =
    before
      .map((one) => one.period)
      .toSorted()
      .at(-1) ?? head.period;
  if (same === undefined && period < latest) {
    return [
      {
        code: "late_month",
        message: `it is about ${period}, and comes after ${latest}: a late month`,
      },
    ];
  }
  const skipped = monthsBetween(latest, period);
  if (skipped.length === 0) return [];
  return [
    {
      code: "skipped_month",
      message: `nothing was delivered for ${sayMonths(skipped)}: its manifest follows that of ${head.period} directly, so the vendor has passed over ${skipped.length === 1 ? "it" : "them"}`,
    },
  ];
}

function broken({ period, previous }: Manifest, head: Accepted, before: readonly Accepted[]): Finding {
  const last = `the last one accepted is that of ${sayAccepted(head)} (${short(head.sha256)})`;
  if (previous === undefined) {
    return {
      code: "fork",
      message: `its manifest says it is the first of its chain, and ${last}. Have it signed again with \`--previous\``,
    };
  }
  const followed = before.find((one) => one.sha256 === previous);
  if (followed !== undefined) {
    return {
      code: "fork",
      message: `its manifest follows that of ${sayAccepted(followed)}, which another one has followed already; ${last}. Have it signed again with \`--previous\``,
    };
  }
  const months = monthsBetween(head.period, period);
  const missing =
    months.length > 0
      ? `${sayMonths(months)} ${months.length === 1 ? "is" : "are"} missing`
      : `something delivered after ${sayAccepted(head)} is missing`;
  return {
    code: "gap",
    message: `${missing}: its manifest follows one (${short(previous)}) that was never accepted; ${last}. Load what is missing first, or ask the vendor for it`,
  };
}

/** The one that no other follows; undefined when nothing was accepted. */
export function headOf(accepted: readonly Accepted[]): Accepted | undefined {
  const followed = new Set(accepted.map((one) => one.previous));
  return accepted.findLast((one) => !followed.has(one.sha256));
}

/** Drops in an order in which each comes after the one its manifest follows; otherwise as they were. */
export function inChainOrder(drops: readonly DeliveredDrop[]): readonly DeliveredDrop[] {
  const left = [...drops];
  const ordered: DeliveredDrop[] = [];
  while (left.length > 0) {
    const waited = new Set(left.map((drop) => drop.delivery.signed?.sha256));
    const next = left.findIndex(({ delivery }) => {
      const previous = delivery.signed?.manifest.previous;
      return previous === undefined || !waited.has(previous);
    });
    ordered.push(...left.splice(Math.max(0, next), 1));
  }
  return ordered;
}

/** The months after one and before another. */
function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = after(first); month < last; month = after(month)) months.push(month);
  return months;
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

const MOST_MONTHS = 6;

function sayMonths(months: readonly string[]): string {
  if (months.length > MOST_MONTHS) return `${months[0]} to ${months.at(-1)}`;
  return months.join(", ");
}

function sayAccepted({ period, revision }: Accepted): string {
  return revision === 1 ? period : `${period}, revision ${revision}`;
}

function short(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
