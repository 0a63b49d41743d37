// Runs -> the page of `hydrate runs`: one line each, and why it published nothing.
import type { RunLine } from "../../hydrate/index.ts";
import { count, duration, moment, number } from "../../hydrate/words.ts";
import { gistOf } from "../../hydrate/history/gist.ts";
import { type ListColumn, listLines, wrap } from "../columns.ts";
import type { PageOptions } from "./page.ts";

const COLUMNS: readonly ListColumn[] = [
  { head: "run", align: "right" },
  { head: "drop", narrow: "cut" },
  { head: "state" },
  { head: "began (UTC)" },
  { head: "took", align: "right" },
  { head: "records", align: "right" },
  { head: "quarantined", align: "right" },
  { head: "added", align: "right", narrow: "drop" },
  { head: "changed", align: "right", narrow: "drop" },
  { head: "removed", align: "right", narrow: "drop" },
];

/** So much of a reason is worth reading in a list. */
const MOST_REASON = 240;

/** What each state is called. */
export const STATE_WORDS = {
  running: "running",
  published: "published",
  refused: "refused",
  died: "died",
  rolled_back: "rolled back",
  abandoned: "abandoned",
  done: "rollback",
} as const satisfies Record<RunLine["state"], string>;

/** One line a run, the latest first; below it why it published nothing or what it came from, and a sum at the end. */
export function runsPage(runs: readonly RunLine[], { width, all }: PageOptions): readonly string[] {
  if (runs.length === 0) return ["No run fits."];
  const [heads, ...lines] = listLines(
    COLUMNS,
    runs.map((run) => [
      String(run.id),
      dropOf(run),
      STATE_WORDS[run.state],
      moment(run.started).slice(0, 16),
      run.finished === undefined ? "" : duration((run.finished.getTime() - run.started.getTime()) / 1000),
      run.records === undefined ? "" : number(run.records.read),
      run.records === undefined ? "" : number(run.records.quarantined),
      ...(run.records === undefined
        ? ["", "", ""]
        : [run.rows.added, run.rows.changed, run.rows.removed].map(number)),
    ]),
    width,
  );
  const indent = " ".repeat(Math.max(3, ...runs.map((run) => String(run.id).length)) + 4);
  return [
    heads ?? "",
    ...runs.flatMap((run, at) => {
      const about = aboutRun(run);
      const cut = all || about.length <= MOST_REASON ? about : `${about.slice(0, MOST_REASON)}…`;
      return [lines[at] ?? "", ...(about === "" ? [] : wrap(`${indent}${cut}`, width, indent))];
    }),
    ...sumLine(runs),
  ];
}

/** What its line says of itself anyway is not said twice. */
function dropOf({ kind, drop, period, upon, replays }: RunLine): string {
  if (kind === "rollback" && upon !== undefined) return `to run ${upon}`;
  return replays === undefined ? drop : (period ?? drop);
}

function aboutRun(run: RunLine): string {
  if (run.replays !== undefined) return `records from the quarantine of run ${run.replays}`;
  return run.reason === undefined ? "" : gistOf(run.reason);
}

function sumLine(runs: readonly RunLine[]): readonly string[] {
  if (runs.length < 2) return [];
  const failed = runs.filter((run) => run.state === "refused" || run.state === "died").length;
  const records = runs.reduce((sum, run) => sum + (run.records?.read ?? 0), 0);
  const bad = failed === 0 ? "" : `; ${count(failed, "run")} published nothing`;
  return ["", `${count(runs.length, "run")}, ${count(records, "record")} read${bad}.`];
}
