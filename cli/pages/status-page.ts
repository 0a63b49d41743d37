// How everything stands -> the page of `hydrate status`: what is published, who is at work, and which sources need a look.
import type { HydrateStatus, SourceStatus, Working } from "../../hydrate/index.ts";
import { count, duration, moment, number } from "../../hydrate/words.ts";
import { type ListColumn, listLines, wrap } from "../columns.ts";
import { type PageOptions, striking } from "./page.ts";

const WAREHOUSES = { postgres: "Postgres", redshift: "Redshift" } as const;

const COLUMNS: readonly ListColumn[] = [
  { head: "source", narrow: "cut" },
  { head: "month" },
  { head: "run", align: "right" },
  { head: "published (UTC)", narrow: "drop" },
  { head: "records", align: "right" },
  { head: "in quarantine", align: "right" },
];

/** The summary first, then the sources: all when they are few, otherwise those that need a look. */
export function statusPage(status: HydrateStatus, { width, all }: PageOptions): readonly string[] {
  const worried = status.sources.filter((source) => source.worries.length > 0);
  const { shown, hidden } = striking(status.sources, all, (source) => source.worries.length > 0);
  const sorted = all ? shown : shown.toSorted((a, b) => rank(a) - rank(b));
  const quarantined = status.sources.reduce((sum, source) => sum + source.quarantined, 0);
  return [
    ...wrap(publishedLine(status), width),
    ...wrap(workingLine(status), width),
    ...(quarantined === 0
      ? []
      : [`In quarantine: ${count(quarantined, "record")} (viewfinder hydrate quarantine tells why).`]),
    "",
    worried.length === 0
      ? `${count(status.sources.length, "source")}, and nothing to look at.`
      : `${number(worried.length)} of ${count(status.sources.length, "source")} to look at.`,
    ...sourceLines(sorted, width),
    ...(hidden === 0
      ? []
      : [`  … and ${count(hidden, "more source")} with nothing to look at (--all lists them)`]),
  ];
}

function publishedLine({ head, period, now, schema, warehouse }: HydrateStatus): string {
  const where = `in schema ${schema} on ${WAREHOUSES[warehouse]}`;
  if (head === undefined) return `Nothing is published yet ${where}.`;
  const at = head.finished ?? head.started;
  const upTo = period === undefined ? "" : `; the latest month is ${period}`;
  return `Published ${where}: run ${head.id} (${head.drop}), ${moment(at)}, ${ago(at, now)}${upTo}.`;
}

function workingLine({ working, now }: HydrateStatus): string {
  return working === undefined ? "No run is under way." : underWay(working, now);
}

/** Who is at work on what, and that readers still see what was there before; or that they are gone. */
export function underWay({ holder, run }: Working, now: Date): string {
  if (holder.gone) {
    const ended = run === undefined ? "The last run" : `Run ${run.id} (${run.drop})`;
    return `${ended} has ended without a word: process ${holder.process} on ${holder.host} of user ${holder.user}, begun ${moment(holder.since)}; last sign of life ${ago(holder.beat, now)}. Nothing of it is published, and the next run tidies up after it.`;
  }
  const what = run === undefined ? "A run is beginning" : `Run ${run.id} (${run.drop}) is under way`;
  return `${what}: process ${holder.process} on ${holder.host} of user ${holder.user} since ${moment(holder.since)}, ${ago(holder.since, now)}; last sign of life ${ago(holder.beat, now)}. What stands here is what was there before it.`;
}

/** What is to be looked at stands below its source. */
function sourceLines(sources: readonly SourceStatus[], width: number): readonly string[] {
  const [heads, ...lines] = listLines(
    COLUMNS,
    sources.map(({ source, last, quarantined }) => [
      source,
      last?.period ?? (last === undefined ? "never" : "no month"),
      last === undefined ? "" : String(last.run),
      last === undefined ? "" : moment(last.published).slice(0, 16),
      last === undefined ? "" : number(last.records.read),
      last === undefined ? "" : number(quarantined),
    ]),
    width,
    "  ",
  );
  if (heads === undefined) return [];
  return [
    heads,
    ...sources.flatMap(({ worries }, at) => [
      lines[at] ?? "",
      ...worries.flatMap(({ said }) => wrap(`    - ${said}`, width, "      ")),
    ]),
  ];
}

const ORDER = ["failed", "late", "missing", "quarantine", "smaller", "larger", "slower"] as const;

/** What failed comes first. */
function rank(source: SourceStatus): number {
  const [worst] = source.worries;
  return worst === undefined ? ORDER.length : ORDER.indexOf(worst.kind);
}

/** `3 min ago`; `just now` within a second, and when clocks differ. */
export function ago(time: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - time.getTime()) / 1000);
  return seconds <= 0 ? "just now" : `${duration(seconds)} ago`;
}
