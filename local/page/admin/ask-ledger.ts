// The server's addresses for admins -> what the ledger of hydrate knows.
import { getJson } from "../server/request.ts";
import type { Quarantine, QuarantineGroup, QuarantineRecord, Run, RunInFull, Source } from "./ledger.ts";

/** Runs on a page, and records. */
const PAGE = 20;

/** @param before only runs with a smaller number */
export function readRuns(
  before: number | undefined,
  signal: AbortSignal,
): Promise<{ readonly runs: readonly Run[]; readonly more: boolean }> {
  return getJson(`/runs?limit=${PAGE}${before === undefined ? "" : `&before=${before}`}`, signal);
}

/** The run whose rows readers see; undefined when nothing is published. */
export async function readPublished(signal: AbortSignal): Promise<Run | undefined> {
  const { runs } = await getJson<{ readonly runs: readonly Run[] }>("/runs?state=published&limit=1", signal);
  return runs[0];
}

/** One run. */
export function readRun(run: number, signal: AbortSignal): Promise<RunInFull> {
  return getJson(`/runs/${run}`, signal);
}

/** What is in quarantine. */
export function readQuarantine(signal: AbortSignal): Promise<Quarantine> {
  return getJson("/quarantine", signal);
}

/** @param after the last record of the page before */
export function readRecords(
  { run, source, code, column }: QuarantineGroup,
  after: QuarantineRecord | undefined,
  signal: AbortSignal,
): Promise<{ readonly records: readonly QuarantineRecord[]; readonly more: boolean }> {
  const asked = new URLSearchParams({ run: String(run), source, code, limit: String(PAGE) });
  if (column !== null) asked.set("column", column);
  if (after !== undefined) asked.set("after", `${after.run}.${after.ordinal}`);
  return getJson(`/quarantine/records?${asked}`, signal);
}

/** All sources of the model. */
export async function readSources(signal: AbortSignal): Promise<readonly Source[]> {
  return (await getJson<{ readonly sources: readonly Source[] }>("/sources", signal)).sources;
}
