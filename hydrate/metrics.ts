// The ledger -> OpenMetrics text: how the runs, each source and each table stand, for Prometheus and its kin.
import type { History } from "./history/open.ts";
import { monthEnd } from "./history/months.ts";
import { type RunDetail, readRun } from "./history/run.ts";
import { listRuns, RUN_STATES, type RunLine } from "./history/runs.ts";
import { type HydrateStatus, readStatus } from "./history/status.ts";
import { ratio } from "./history/worries.ts";

/** What is measured. */
export interface HydrateMetrics {
  readonly status: HydrateStatus;
  /** The last run that ended, whatever became of it. */
  readonly last: RunLine | undefined;
  /** The run readers see. */
  readonly head: RunDetail | undefined;
}

/** @param now the clock, against which lags are measured */
export async function readMetrics(history: History, now: Date): Promise<HydrateMetrics> {
  const status = await readStatus(history, now);
  const runs = await listRuns(history, { limit: 20 });
  return {
    status,
    last: runs.find((run) => run.state !== "running"),
    head: status.head === undefined ? undefined : await readRun(history, status.head.id),
  };
}

type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly name: string;
  readonly help: string;
  readonly unit?: "seconds" | "bytes" | "ratio";
  readonly samples: readonly (readonly [labels: Labels, value: number | undefined])[];
}

/**
 * All families are gauges: they tell how things stand in the ledger, not what one process has counted, so that
 * any process may write them. Without timestamps, which node_exporter's textfile collector refuses.
 * Format: OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/), which is also valid
 * Prometheus text.
 * @returns text that ends with `# EOF` and a line break
 */
export function openMetrics(metrics: HydrateMetrics): string {
  const lines = familiesOf(metrics).flatMap(({ name, help, unit, samples }) => {
    const told = samples.filter(([, value]) => value !== undefined && Number.isFinite(value));
    if (told.length === 0) return [];
    const full = `viewfinder_hydrate_${name}${unit === undefined ? "" : `_${unit}`}`;
    return [
      `# TYPE ${full} gauge`,
      ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
      `# HELP ${full} ${escapeHelp(help)}`,
      ...told.map(([labels, value]) => `${full}${printLabels(labels)} ${value}`),
    ];
  });
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

function familiesOf({ status, last, head }: HydrateMetrics): readonly Family[] {
  const { sources, now, working } = status;
  const since = (time: Date): number => Math.max(0, (now.getTime() - time.getTime()) / 1000);
  const seconds = (run: RunLine | undefined): number | undefined =>
    run?.finished === undefined ? undefined : (run.finished.getTime() - run.started.getTime()) / 1000;
  const bySource = (value: (source: (typeof sources)[number]) => number | undefined): Family["samples"] =>
    sources.map((source) => [{ source: source.source }, value(source)]);
  const published = status.head?.finished;
  return [
    {
      name: "published_run",
      help: "Number of the run whose rows readers see.",
      samples: [[{}, status.head?.id]],
    },
    {
      name: "published_timestamp",
      unit: "seconds",
      help: "When that run was published, in seconds since 1970.",
      samples: [[{}, published === undefined ? undefined : published.getTime() / 1000]],
    },
    {
      name: "last_run_state",
      help: "1 for the state in which the last run ended, 0 for the others.",
      samples:
        last === undefined
          ? []
          : RUN_STATES.filter((state) => state !== "running").map((state) => [
              { state },
              last.state === state ? 1 : 0,
            ]),
    },
    {
      name: "last_run",
      unit: "seconds",
      help: "How long the last run took.",
      samples: [[{}, seconds(last)]],
    },
    {
      name: "running",
      help: "1 while a run is at work; 0 also when the last one ended without a word.",
      samples: [[{}, working === undefined || working.holder.gone ? 0 : 1]],
    },
    {
      name: "lease_age",
      unit: "seconds",
      help: "For how long the run under way has held the lease.",
      samples: [[{}, working === undefined ? undefined : since(working.holder.since)]],
    },
    {
      name: "lease_silence",
      unit: "seconds",
      help: "Time since the last sign of life of the run under way.",
      samples: [[{}, working === undefined ? undefined : since(working.holder.beat)]],
    },
    {
      name: "table_rows",
      help: "Rows of a table that the published run added, changed, removed or found unchanged.",
      samples: (head?.tables ?? []).flatMap((table) =>
        (["added", "changed", "removed", "unchanged"] as const).map((change): readonly [Labels, number] => [
          { table: table.table, change },
          table[change],
        ]),
      ),
    },
    {
      name: "source_records",
      help: "Records of a source's last delivery, by what became of them.",
      samples: sources.flatMap(({ source, last: delivery }) =>
        delivery === undefined
          ? []
          : (["loaded", "collapsed", "quarantined"] as const).map((fate): readonly [Labels, number] => [
              { source, fate },
              delivery.records[fate],
            ]),
      ),
    },
    {
      name: "source",
      unit: "bytes",
      help: "Size of a source's last delivery.",
      samples: bySource((source) => source.last?.bytes),
    },
    {
      name: "source_run",
      unit: "seconds",
      help: "How long the run of a source's last delivery took.",
      samples: bySource((source) => source.last?.seconds),
    },
    {
      name: "source_quarantine",
      unit: "ratio",
      help: "Share of a source's last delivery that went to quarantine, from 0 to 1.",
      samples: bySource((source) => (source.last === undefined ? undefined : ratio(source.last))),
    },
    {
      name: "source_in_quarantine_records",
      help: "Records of a source that are in quarantine now, over all runs.",
      samples: bySource((source) => source.quarantined),
    },
    {
      name: "source_lag",
      unit: "seconds",
      help: "Time since the end of the last month that a source was delivered for.",
      samples: bySource(({ last: delivery }) =>
        delivery?.period === undefined ? undefined : since(monthEnd(delivery.period)),
      ),
    },
    {
      name: "source_late",
      help: "1 when a month of a source is overdue by its own habit.",
      samples: bySource((source) => (source.months.late === undefined ? 0 : 1)),
    },
    {
      name: "source_missing_months",
      help: "Months between the first and the last of a source that were never delivered.",
      samples: bySource((source) => source.months.missing.length),
    },
    {
      name: "source_failed",
      help: "1 when the last run of a source published nothing.",
      samples: bySource((source) => (source.failed === undefined ? 0 : 1)),
    },
  ];
}

function printLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
