// What became of quarantine that was put through again -> the page of `hydrate replay`: what passed, and what stays and why.
import type { ReplayReport } from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions } from "./page.ts";
import { tableLines } from "./table-lines.ts";

/** One paragraph for each run whose quarantine was looked at. */
export function replayPage(replays: readonly ReplayReport[], options: PageOptions): readonly string[] {
  if (replays.length === 0) return ["Nothing is in quarantine."];
  return replays.flatMap((replay, index) => [...(index === 0 ? [] : [""]), ...replayLines(replay, options)]);
}

function replayLines(replay: ReplayReport, { width, all }: PageOptions): readonly string[] {
  const { of, tried, passed, failing, beaten, superseded, notes, report } = replay;
  const head = `Quarantine of run ${of.id} (${of.drop}): `;
  if (tried === 0) return [`${head}nothing to put through again.`, ...notes.map((note) => `  ${note}`)];
  const stay = tried - passed;
  const shown = all ? failing : failing.slice(0, AT_A_GLANCE);
  const hidden = failing.slice(shown.length).reduce((sum, one) => sum + one.count, 0);
  const again = report?.records.quarantined ?? 0;
  return [
    ...wrap(
      `${head}${count(tried, "record")} looked at, ${passed === 0 ? "none of which passes; nothing was published" : `${number(passed)} ${passed === 1 ? "passes" : "pass"} and ${passed === 1 ? "was" : "were"} published as run ${report?.run}`}${stay === 0 ? "" : `; ${number(stay)} ${stay === 1 ? "stays" : "stay"} in quarantine`}.`,
      width,
    ),
    ...(report === undefined
      ? []
      : ["", ...tableLines(report.tables, width - 2, all).map((line) => `  ${line}`)]),
    ...(again === 0
      ? []
      : [
          "",
          ...wrap(
            `  ${count(again, "record")} of those that passed lost against another one of the same key, and ${again === 1 ? "is" : "are"} in quarantine again, of run ${report?.run}.`,
            width,
            "  ",
          ),
        ]),
    ...(stay === 0 ? [] : ["", "  What stays:"]),
    ...shown.flatMap((one) => wrap(`    ${number(one.count)}  ${one.reason}`, width, "       ")),
    ...(hidden === 0 ? [] : [`    ${number(hidden)}  for other reasons (--all lists them)`]),
    ...(beaten === 0 ? [] : [`    ${number(beaten)}  beaten by another record of the same key`]),
    ...(superseded === 0
      ? []
      : [
          `    ${number(superseded)}  would pass, but another record of the same key has come with that run or since`,
        ]),
    ...notes.flatMap((note) => wrap(`  ${note}`, width, "    ")),
  ];
}
