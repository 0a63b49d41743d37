// A run x the runs before it -> what is smaller, larger or slower than its own history.
import type { FileReport, UnusualReport } from "./outcome.ts";
import type { Work } from "./load/work.ts";
import { median } from "./median.ts";
import { count, duration, number } from "./words.ts";

/** How many runs are looked back at, and how few of them tell nothing. */
const MOST_RUNS = 12;
const FEWEST_RUNS = 3;
/** How much slower, in seconds, a run must be for anybody to care. */
const SLOWER_BY = 10;

interface Before {
  readonly source: string;
  readonly run: string;
  readonly records: string;
  readonly seconds: string | null;
}

/**
 * Half of the usual is smaller, twice the usual is larger or slower; the usual is the median.
 * @param files those of this run
 * @param seconds how long this run took
 */
export async function findUnusual(
  work: Work,
  files: readonly FileReport[],
  seconds: number,
): Promise<readonly UnusualReport[]> {
  const before = await runsBefore(work);
  const found: UnusualReport[] = [];
  for (const { name } of work.sources) {
    const now = files
      .filter((file) => file.source === name)
      .reduce((sum, file) => sum + file.records.read, 0);
    const runs = before.filter((one) => one.source === name).slice(0, MOST_RUNS);
    const usual = median(runs.map((one) => Number(one.records))) ?? 0;
    if (runs.length < FEWEST_RUNS || usual === 0) continue;
    const kind = now < usual / 2 ? "smaller" : now > usual * 2 ? "larger" : undefined;
    if (kind === undefined) continue;
    found.push({
      source: name,
      kind,
      now,
      usual,
      runs: runs.length,
      said: `source ${name} is ${kind} than its own history: ${count(now, "record")}, where ${number(Math.round(usual))} were usual in the ${runs.length} runs before`,
    });
  }
  // A run of other sources says nothing about how long this one takes.
  const whole = new Map<string, { sources: number; seconds: number }>();
  for (const one of before) {
    const known = whole.get(one.run) ?? { sources: 0, seconds: Number(one.seconds ?? 0) };
    whole.set(one.run, { ...known, sources: known.sources + 1 });
  }
  const alike = [...whole.values()]
    .filter((one) => one.sources === work.sources.length)
    .slice(0, MOST_RUNS)
    .map((one) => one.seconds);
  const usual = median(alike) ?? 0;
  if (alike.length >= FEWEST_RUNS && seconds > usual * 2 && seconds > usual + SLOWER_BY) {
    found.push({
      source: undefined,
      kind: "slower",
      now: seconds,
      usual,
      runs: alike.length,
      said: `the run took ${duration(seconds)}, where ${duration(usual)} were usual in the ${alike.length} runs before`,
    });
  }
  return found;
}

/** For each source of this run and each published run before it that loaded that source, the latest run first. */
async function runsBefore({ run, warehouse, names, sources }: Work): Promise<readonly Before[]> {
  const marks = sources.map((_, at) => `$${at + 2}`).join(", ");
  const found = await warehouse.query<Before>(
    `SELECT source, run, records, seconds FROM (
       SELECT f.source, f.run, sum(f.records_read) AS records,
              max(EXTRACT(EPOCH FROM r.finished) - EXTRACT(EPOCH FROM r.started)) AS seconds,
              row_number() OVER (PARTITION BY f.source ORDER BY f.run DESC) AS place
         FROM ${names.kept("files")} f JOIN ${names.kept("runs")} r ON r.id = f.run
        WHERE r.state = 'published' AND f.run <> $1 AND f.source IN (${marks})
          AND NOT EXISTS (SELECT 1 FROM ${names.kept("replays")} p WHERE p.run = r.id)
        GROUP BY f.source, f.run) b
      WHERE place <= ${MOST_RUNS}
      ORDER BY run DESC`,
    [run, ...sources.map((source) => source.name)],
  );
  return found.rows;
}
