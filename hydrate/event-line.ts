// Moments of a run -> lines of JSON that programs read: one object a line, its shape promised by a schema.
import { z } from "zod";
import type { HydrateEvent } from "./event.ts";
import type { HydrateStatus } from "./history/status.ts";
import type { DropReport, RecordCounts } from "./outcome.ts";

const counts = z.object({
  read: z.int().describe("records read; always loaded + collapsed + quarantined"),
  loaded: z.int(),
  collapsed: z
    .int()
    .describe("said the same, value for value, as another record of their key that was loaded"),
  quarantined: z.int(),
});

const at = z.iso.datetime().describe("when, in UTC");
const drop = z.string().describe("the drop's name");
const period = z.string().nullable().describe("the drop's month, 2026-11; null when its name tells none");

const step = z.object({
  event: z.literal("step"),
  at,
  drop,
  step: z.enum([
    "wait",
    "verify",
    "open",
    "ledger",
    "land",
    "upload",
    "copy",
    "settle",
    "publish",
    "record",
    "commit",
  ]),
  about: z.string().nullable().describe("the file or table the step is at; for wait, who is waited for"),
  place: z
    .object({ number: z.int(), of: z.int() })
    .nullable()
    .describe("which file or table that is, counted from 1, of how many"),
  records: z.int().describe("records read so far in this drop"),
  bytes: z
    .object({ done: z.int(), total: z.int() })
    .describe("bytes this step has gone through, over all files"),
});

const dropEvent = z.object({
  event: z.literal("drop"),
  at,
  drop,
  period,
  outcome: z.enum(["published", "nothing_to_do"]),
  run: z.int().nullable().describe("its number in the ledger; null when there was nothing to do"),
  seconds: z.number(),
  records: counts,
  files: z.array(z.object({ name: z.string(), source: z.string(), bytes: z.int(), records: counts })),
  tables: z.array(
    z.object({
      table: z.string(),
      added: z.int(),
      changed: z.int(),
      removed: z.int(),
      unchanged: z.int(),
    }),
  ),
  quarantine: z.array(
    z.object({
      code: z.string(),
      column: z.string().nullable(),
      count: z.int(),
      example: z.object({ file: z.string(), record: z.int(), line: z.int(), reason: z.string() }),
    }),
  ),
  coercions: z.array(
    z.object({ source: z.string(), column: z.string(), coercion: z.string(), cells: z.int() }),
  ),
  drift: z.array(
    z.object({
      source: z.string(),
      column: z.string(),
      kind: z.enum(["new", "missing", "retyped"]),
      said: z.string(),
    }),
  ),
  budgets: z.array(
    z.object({
      source: z.string(),
      read: z.int(),
      unreadable: z.int(),
      most: z.int(),
      verdict: z.enum(["kept", "accepted"]),
    }),
  ),
  unusual: z.array(
    z.object({
      source: z.string().nullable(),
      kind: z.enum(["smaller", "larger", "slower"]),
      now: z.number(),
      usual: z.number(),
      said: z.string(),
    }),
  ),
  notes: z.array(z.string()),
});

const failed = z.object({
  event: z.literal("failed"),
  at,
  drop: z.string().nullable().describe("the drop that failed, when the failure came after it was begun"),
  kind: z
    .enum(["mistake", "outage", "stopped", "bug"])
    .describe("mistake: the model or the drop is wrong; outage: the world is; stopped: by a signal"),
  because: z
    .enum(["budget"])
    .nullable()
    .describe(
      "budget: more of the drop could not be read than its source's budget allows; null: the message tells",
    ),
  exit: z.int().describe("the exit code that follows"),
  retry: z.boolean().describe("whether running the same command again may help"),
  message: z.string(),
});

const worry = z.object({
  event: z.literal("worry"),
  at,
  source: z.string(),
  kind: z
    .enum(["failed", "late", "missing", "quarantine", "smaller", "larger", "slower"])
    .describe("what is not as it should be of this source, now that the run is over"),
  said: z.string(),
});

const end = z.object({
  event: z.literal("end"),
  at,
  drops: z.int(),
  published: z.int(),
  records: counts.describe("over all drops"),
  seconds: z.number(),
});

/**
 * One line of `--json`. `step` may come any number of times and is for showing; `drop` comes once for each
 * drop that is finished; `worry` comes for each thing that needs a look when all is loaded; the last line is `end`, or `failed`. Fields may be added later; none will be renamed,
 * retyped or left out.
 */
export const EVENT_LINE = z.discriminatedUnion("event", [step, dropEvent, worry, failed, end]);

/** A line as the schema promises it. */
export type EventLine = z.infer<typeof EVENT_LINE>;

/** One moment of a run as a line; undefined for moments that are told otherwise. */
export function lineOfEvent(event: HydrateEvent, now: Date): EventLine | undefined {
  if (event.step === "done") return event.report === undefined ? undefined : lineOfReport(event.report, now);
  return {
    event: "step",
    at: now.toISOString(),
    drop: event.drop,
    step: event.step,
    about: event.about ?? null,
    place: event.place ?? null,
    records: event.records,
    bytes: { done: event.bytesDone, total: event.bytesTotal },
  };
}

/** Every promised field is named here, so that what the report gains later does not slip out unpromised. */
function lineOfReport(report: DropReport, now: Date): EventLine {
  return {
    event: "drop",
    at: now.toISOString(),
    drop: report.drop,
    period: report.period ?? null,
    outcome: report.outcome,
    run: report.run ?? null,
    seconds: secondsBetween(report.started, report.finished),
    records: countsOf(report.records),
    files: report.files.map(({ name, source, bytes, records }) => ({
      name,
      source,
      bytes,
      records: countsOf(records),
    })),
    tables: report.tables.map(({ table, added, changed, removed, unchanged }) => ({
      table,
      added,
      changed,
      removed,
      unchanged,
    })),
    quarantine: report.quarantine.map(({ code, column, count, example }) => ({
      code,
      column: column ?? null,
      count,
      example: { file: example.file, record: example.record, line: example.line, reason: example.reason },
    })),
    coercions: report.coercions.map(({ source, column, coercion, cells }) => ({
      source,
      column,
      coercion,
      cells,
    })),
    drift: report.drift.map(({ source, column, kind, said }) => ({ source, column, kind, said })),
    budgets: report.budgets.map(({ source, read, unreadable, most, verdict }) => ({
      source,
      read,
      unreadable,
      most,
      verdict,
    })),
    unusual: report.unusual.map(({ source, kind, now: value, usual, said }) => ({
      source: source ?? null,
      kind,
      now: value,
      usual,
      said,
    })),
    notes: [...report.notes],
  };
}

/** What `hydrate status` would have one look at, a line each. */
export function linesOfWorries({ sources }: Pick<HydrateStatus, "sources">, now: Date): readonly EventLine[] {
  return sources.flatMap(({ source, worries }) =>
    worries.map(({ kind, said }) => ({ event: "worry" as const, at: now.toISOString(), source, kind, said })),
  );
}

/** The last line when all went well. */
export function lineOfEnd(reports: readonly DropReport[], started: Date, now: Date): EventLine {
  const sum = (of: (report: DropReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  return {
    event: "end",
    at: now.toISOString(),
    drops: reports.length,
    published: reports.filter((report) => report.outcome === "published").length,
    records: {
      read: sum(({ records }) => records.read),
      loaded: sum(({ records }) => records.loaded),
      collapsed: sum(({ records }) => records.collapsed),
      quarantined: sum(({ records }) => records.quarantined),
    },
    seconds: secondsBetween(started, now),
  };
}

function countsOf({ read, loaded, collapsed, quarantined }: RecordCounts): RecordCounts {
  return { read, loaded, collapsed, quarantined };
}

function secondsBetween(started: Date, finished: Date): number {
  return (finished.getTime() - started.getTime()) / 1000;
}
