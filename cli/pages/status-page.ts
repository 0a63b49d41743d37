// How everything stands -> the page of `hydrate status`: what is published, who is at work, and which sources need a look.
import type { HydrateStatus, SourceStatus, Working } from "../../hydrate/index.ts";
import { sayFailed, type Worry } from "../../hydrate/history/worries.ts";
import { count, duration, moment, number } from "../../hydrate/words.ts";
import { type ListColumn, listLines, wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions, striking } from "./page.ts";

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
  const together = all ? [] : failedTogether(status.sources);
  const alone = withoutThose(status.sources, together);
  const { shown, hidden } = striking(alone, all, (source) => source.worries.length > 0);
  const sorted = all ? shown : shown.toSorted(worstFirst);
  const most = worried.length > MOST_WORRIED ? sorted.slice(0, MOST_WORRIED) : sorted;
  const left = all ? 0 : sorted.length - most.length;
  const calm =
    hidden === 0 ? 0 : hidden - (worried.length - alone.filter(({ worries }) => worries.length > 0).length);
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
    ...kindsLines(worried, width),
    ...together.flatMap((failed) => wrap(`  - ${sayTogether(failed)}`, width, "    ")),
    ...sourceLines(all ? sorted : most, width),
    ...(left === 0 ? [] : [`  … and ${count(left, "more source")} to look at (--all lists them)`]),
    ...(calm === 0
      ? []
      : [`  … and ${count(calm, "more source")} with nothing to look at (--all lists them)`]),
  ];
}

/** So many sources are read one by one. */
const MOST_WORRIED = 2 * AT_A_GLANCE;

const KINDS = {
  failed: "failed",
  late: "late",
  missing: "with a month missing",
  quarantine: "with much in quarantine",
  smaller: "smaller than usual",
  larger: "larger than usual",
  slower: "slower than usual",
} as const satisfies Record<Worry["kind"], string>;

/** Of many sources how many there are of each kind. */
function kindsLines(worried: readonly SourceStatus[], width: number): readonly string[] {
  if (worried.length <= AT_A_GLANCE) return [];
  const worst = worried.map(({ worries }) => worries[0]?.kind);
  const said = ORDER.flatMap((kind) => {
    const many = worst.filter((one) => one === kind).length;
    return many === 0 ? [] : [`${number(many)} ${KINDS[kind]}`];
  });
  return wrap(`By the worst of each: ${said.join(", ")}.`, width);
}

/** One run that failed with many sources is one thing to read. */
interface FailedTogether {
  readonly run: number;
  readonly said: string;
  readonly sources: readonly string[];
}

/** So few sources of one run are listed one by one. */
const FEW = 3;

function failedTogether(sources: readonly SourceStatus[]): readonly FailedTogether[] {
  const runs = new Map<number, SourceStatus[]>();
  for (const source of sources)
    if (source.failed !== undefined)
      runs.set(source.failed.run, [...(runs.get(source.failed.run) ?? []), source]);
  return [...runs].flatMap(([run, some]) => {
    const [first] = some;
    const said = first?.failed === undefined ? "" : sayFailed(first.failed);
    return some.length > FEW ? [{ run, said, sources: some.map(({ source }) => source) }] : [];
  });
}

function sayTogether({ said, sources }: FailedTogether): string {
  const named = sources.slice(0, FEW).join(", ");
  return `${count(sources.length, "source")} (${named} and ${number(sources.length - FEW)} more): ${said}`;
}

/** The sources, with what is said of many together not said of each. */
function withoutThose(
  sources: readonly SourceStatus[],
  together: readonly FailedTogether[],
): readonly SourceStatus[] {
  const runs = new Set(together.map(({ run }) => run));
  return sources.map((source) =>
    source.failed !== undefined && runs.has(source.failed.run)
      ? { ...source, worries: source.worries.filter(({ kind }) => kind !== "failed") }
      : source,
  );
}

/** What failed comes first, and of that what failed first. */
function worstFirst(a: SourceStatus, b: SourceStatus): number {
  return rank(a) - rank(b) || (a.failed?.run ?? 0) - (b.failed?.run ?? 0);
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

function rank(source: SourceStatus): number {
  const [worst] = source.worries;
  return worst === undefined ? ORDER.length : ORDER.indexOf(worst.kind);
}

/** `3 min ago`; `just now` within a second, and when clocks differ. */
export function ago(time: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - time.getTime()) / 1000);
  return seconds <= 0 ? "just now" : `${duration(seconds)} ago`;
}
