// What a rollback changed -> the page of `hydrate rollback`: which runs are seen now, and the rows that came and went.
import type { Generation, RollbackReport } from "../../hydrate/index.ts";
import { count, moment } from "../../hydrate/words.ts";
import { listLines, wrap } from "../columns.ts";
import { type PageOptions, section } from "./page.ts";
import { tableLines } from "./table-lines.ts";

/** What changed; the notes tell how to go forward again. */
export function rollbackPage(report: RollbackReport, { width, all }: PageOptions): readonly string[] {
  if (report.run === undefined)
    return [`Readers see run ${report.to} already. Nothing was changed.`, ...report.notes];
  return [
    ...wrap(
      `Readers see run ${report.to} now, where they saw run ${report.from} before (recorded as run ${report.run}, ${moment(report.finished)}).`,
      width,
    ),
    ...section("Rows", tableLines(report.tables, width - 2, all)),
    ...section(
      "Notes",
      report.notes.flatMap((note) => wrap(note, width - 2, "  ")),
    ),
  ];
}

/** Runs that the tables can be brought to. */
export function generationsPage(
  generations: readonly Generation[],
  { width }: PageOptions,
): readonly string[] {
  const reachable = generations.filter((one) => one.reachable);
  if (reachable.length === 0) return ["There is no run the tables could be brought to."];
  return [
    `The tables can be brought to ${count(reachable.length, "run")}: viewfinder hydrate rollback --to <run>`,
    ...listLines(
      [
        { head: "run", align: "right" },
        { head: "drop", narrow: "cut" },
        { head: "published (UTC)" },
        { head: "" },
      ],
      reachable.map(({ run, drop, finished, head, state }) => [
        String(run),
        drop,
        moment(finished).slice(0, 16),
        head ? "seen now" : state === "rolled_back" ? "rolled back" : "",
      ]),
      width,
      "  ",
    ),
  ];
}
