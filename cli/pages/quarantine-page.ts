// What is in quarantine -> the page of `hydrate quarantine`: how many records for which reason, and the first of each.
import {
  FAULT_CODES,
  type QuarantinedGroup,
  type QuarantineList,
  type SettledGroup,
} from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions, section } from "./page.ts";

/** By run, the latest first; of many reasons the most frequent. */
export function quarantinePage(list: QuarantineList, { width, all }: PageOptions): readonly string[] {
  const since = [
    ...(list.replayed === 0
      ? []
      : [` ${number(list.replayed)} more ${list.replayed === 1 ? "was" : "were"} put through again since.`]),
    ...(list.corrected === 0
      ? []
      : [
          ` ${number(list.corrected)} more ${list.corrected === 1 ? "is" : "are"} settled: later drops brought ${list.corrected === 1 ? "it" : "them"} anew${all ? "" : " (--all lists them)"}.`,
        ]),
  ].join("");
  const settled = all ? settledLines(list.settled, width) : [];
  if (list.records === 0) return [...wrap(`Nothing is in quarantine.${since}`, width), ...settled];
  const runs = [...new Set(list.groups.map((group) => group.run))];
  return [
    ...wrap(
      `${count(list.records, "record")} in quarantine, from ${count(runs.length, "run")}.${since}`,
      width,
    ),
    ...(all ? runs : runs.slice(0, AT_A_GLANCE)).flatMap((run) => {
      const groups = list.groups.filter((group) => group.run === run);
      const records = groups.reduce((sum, group) => sum + group.count, 0);
      return [
        "",
        `Run ${run} (${groups[0]?.drop}): ${count(records, "record")}`,
        ...reasonLines(groups, width - 2, all).map((line) => `  ${line}`),
      ];
    }),
    ...(all || runs.length <= AT_A_GLANCE
      ? []
      : ["", `… and ${count(runs.length - AT_A_GLANCE, "more run")} (--all lists them)`]),
    ...settled,
  ];
}

const HOW = {
  key: "corrected by",
  record: "loaded as they were by",
  file: "in a file that came again with",
  snapshot: "in a snapshot that was replaced by",
} as const satisfies Record<SettledGroup["how"], string>;

/** What nobody waits for any more, and who brought it. */
export function settledLines(settled: readonly SettledGroup[], width: number): readonly string[] {
  return section(
    "Settled",
    settled.flatMap(({ run, drop, source, by, byDrop, how, count: records, example }) =>
      wrap(
        `${count(records, "record")} of ${source} from run ${run} (${drop}), ${HOW[how]} run ${by} (${byDrop}); ${records === 1 ? "it was" : "the first was"} ${example.file}:${example.line} (record ${number(example.record)}): ${example.reason}`,
        width - 2,
        "  ",
      ),
    ),
  );
}

/** One reason and the first record of it, the most frequent first. */
export function reasonLines(
  groups: readonly QuarantinedGroup[],
  width: number,
  all: boolean,
): readonly string[] {
  const shown = all ? groups : groups.slice(0, AT_A_GLANCE);
  const wide = Math.max(0, ...shown.map((group) => number(group.count).length));
  const sources = new Set(groups.map((group) => group.source));
  const hidden = groups.slice(shown.length).reduce((sum, group) => sum + group.count, 0);
  const indent = " ".repeat(wide + 2);
  return [
    ...shown.flatMap((group) => {
      const { example } = group;
      const where = [
        ...(sources.size > 1 ? [group.source] : []),
        ...(group.column === undefined ? [] : [group.column]),
      ].join(".");
      return [
        ...wrap(
          `${number(group.count).padStart(wide)}  ${FAULT_CODES[group.code]}${where === "" ? "" : ` (${where})`} [${group.code}]`,
          width,
          indent,
        ),
        ...wrap(
          `${indent}${group.count === 1 ? "" : "the first: "}${example.file}:${example.line} (record ${number(example.record)}): ${example.reason}`,
          width,
          indent,
        ),
      ];
    }),
    ...(hidden === 0
      ? []
      : [
          `${number(hidden).padStart(wide)}  for ${count(groups.length - shown.length, "more reason")} (--all lists them)`,
        ]),
  ];
}
