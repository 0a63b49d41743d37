// What is in quarantine -> the page of `hydrate quarantine`: how many records for which reason, and the first of each.
import { FAULT_CODES, type QuarantinedGroup, type QuarantineList } from "../../hydrate/index.ts";
import { count, number } from "../../hydrate/words.ts";
import { wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions } from "./page.ts";

/** By run, the latest first; of many reasons the most frequent. */
export function quarantinePage(list: QuarantineList, { width, all }: PageOptions): readonly string[] {
  const replayed =
    list.replayed === 0
      ? ""
      : ` ${number(list.replayed)} more ${list.replayed === 1 ? "was" : "were"} put through again since.`;
  if (list.records === 0) return [`Nothing is in quarantine.${replayed}`];
  const runs = [...new Set(list.groups.map((group) => group.run))];
  return [
    ...wrap(
      `${count(list.records, "record")} in quarantine, from ${count(runs.length, "run")}.${replayed}`,
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
  ];
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
