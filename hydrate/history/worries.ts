// A source's deliveries -> what is not as it should be, the worst first, each in a few words.
import { count, duration, moment, number } from "../words.ts";
import type { Delivery } from "./deliveries.ts";
import { gistOf } from "./gist.ts";
import { median } from "../median.ts";
import { type MonthGaps, sayMonths } from "./months.ts";
import type { RunState } from "../ledger.ts";

/** A run that loaded nothing, after the last one that did. */
export interface FailedRun {
  readonly run: number;
  readonly drop: string;
  readonly state: RunState;
  readonly at: Date;
  readonly reason: string | undefined;
}

/** One thing that is not as it should be. */
export interface Worry {
  readonly kind: "failed" | "late" | "missing" | "quarantine" | "smaller" | "larger" | "slower";
  /** A few words without a full stop. */
  readonly said: string;
}

/** What is compared. */
export interface Watched {
  readonly source: string;
  /** The latest first. */
  readonly deliveries: readonly Delivery[];
  readonly months: MonthGaps;
  /** Runs since the last delivery that loaded nothing, the latest first. */
  readonly failures: readonly FailedRun[];
}

/** With fewer deliveries before it, nobody can say what is usual. */
const LEAST_BEFORE = 3;
/** What is usual is what the last so many deliveries were. */
const USUAL = 12;
/** Half of the usual is smaller, twice the usual is larger or slower, as `findUnusual` judges a run under way. */
const MUCH = 2;
/** How much slower, in seconds, a run must be for anybody to care. */
const SLOWER_BY = 10;
/** From this share on, quarantine is worth a word; below it, when it is several times the usual one. */
const MUCH_QUARANTINE = 0.01;

/** The worst first: nothing was loaded, nothing came, something is missing, something is odd. */
export function worriesOf({ source, deliveries, months, failures }: Watched): readonly Worry[] {
  const worries: Worry[] = [];
  const add = (kind: Worry["kind"], said: string): void => {
    worries.push({ kind, said });
  };
  const [failed, ...earlier] = failures;
  if (failed !== undefined) {
    const said = sayFailed(failed);
    const before = sayEarlier(source, failed, earlier);
    add("failed", before === "" ? said : `${said.replace(/\.$/, "")}. ${before}`);
  }
  const { late, missing } = months;
  // A month that came and was refused is not late, and that it was refused is said.
  const due = late?.periods.filter((period) => !failures.some(({ drop }) => drop === period)) ?? [];
  if (late !== undefined && due.length > 0)
    add("late", `${sayMonths(due)} ${due.length === 1 ? "is" : "are"} late, expected by ${day(late.due)}`);
  if (missing.length > 0)
    add("missing", `${sayMonths(missing)} ${missing.length === 1 ? "is" : "are"} missing`);
  worries.push(...oddities(deliveries));
  return worries;
}

/** `run 3 (2026-11) was refused: a.csv is empty` */
export function sayFailed(failed: FailedRun): string {
  return `run ${failed.run} (${failed.drop}) ${failed.state === "died" ? "died" : "was refused"}${failed.reason === undefined ? "" : `: ${gistOf(failed.reason)}`}`;
}

/** So many drops are named. */
const MOST_DROPS = 3;

/** A drop that was tried again and again is one drop. */
function sayEarlier(source: string, failed: FailedRun, earlier: readonly FailedRun[]): string {
  if (earlier.length === 0) return "";
  const drops = new Map<string, number>();
  for (const { drop, run } of earlier) if (drop !== failed.drop && !drops.has(drop)) drops.set(drop, run);
  const named = [...drops].slice(0, MOST_DROPS).map(([drop, run]) => `${drop} (run ${run})`);
  const more = drops.size > named.length ? ` and ${count(drops.size - named.length, "more drop")}` : "";
  const others = drops.size === 0 ? "" : `, of ${named.join(", ")}${more} too`;
  return `${count(earlier.length + 1, "run")} published nothing since the last that did${others}: viewfinder hydrate runs --source ${source}`;
}

/** What is odd about the last delivery by those before it. */
export function oddities(deliveries: readonly Delivery[]): readonly Worry[] {
  const [last, ...before] = deliveries;
  if (last === undefined) return [];
  const worries: Worry[] = [];
  const usual = before.slice(0, USUAL);
  const known = usual.length >= LEAST_BEFORE;
  const share = ratio(last);
  const usualShare = median(usual.map(ratio)) ?? 0;
  if (share >= MUCH_QUARANTINE && (!known || share > usualShare * 2)) {
    const than = known ? `, usually ${percent(usualShare)}` : "";
    worries.push({ kind: "quarantine", said: `${percent(share)} in quarantine${than}` });
  }
  if (!known) return worries;
  const records = median(usual.map((one) => one.records.read)) ?? 0;
  const smaller = last.records.read < records / MUCH;
  if (smaller || last.records.read > records * MUCH) {
    worries.push({
      kind: smaller ? "smaller" : "larger",
      said: `${count(last.records.read, "record")}, usually ${number(Math.round(records))}`,
    });
  }
  const seconds = median(usual.map((one) => one.seconds)) ?? 0;
  if (last.seconds > seconds * MUCH && last.seconds > seconds + SLOWER_BY)
    worries.push({ kind: "slower", said: `took ${duration(last.seconds)}, usually ${duration(seconds)}` });
  return worries;
}

/** Which share of its records went to quarantine, from 0 to 1. */
export function ratio({ records }: Pick<Delivery, "records">): number {
  return records.read === 0 ? 0 : records.quarantined / records.read;
}

/** A share in words: `3.1 %`, `0 %`, `under 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return "under 0.1 %";
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}

function day(time: Date): string {
  return moment(time).slice(0, 10);
}
