// What became of drops -> what `hydrate` prints: one drop in full, of several one line each and then their sum.
import { conservationLine, type DropReport, dropLines } from "../../hydrate/index.ts";
import { count, duration, number } from "../../hydrate/words.ts";
import { percent } from "../../hydrate/history/worries.ts";
import { wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions, section } from "./page.ts";
import { tableLines } from "./table-lines.ts";

/** One drop that was asked for alone. Of many files those with quarantine are listed, the others counted. */
export function dropPage(report: DropReport, { width, all }: PageOptions): readonly string[] {
  if (all || report.files.length <= AT_A_GLANCE) return dropLines(report);
  const striking = report.files
    .filter((file) => file.records.quarantined > 0)
    .toSorted((a, b) => b.records.quarantined - a.records.quarantined)
    .slice(0, AT_A_GLANCE);
  const reasons = report.quarantine.slice(0, AT_A_GLANCE);
  return [
    dropLine(report),
    ...section(
      `Files: ${number(report.files.length)}`,
      striking.map((file) => `${file.name}: ${conservationLine(file.records)}`),
    ),
    ...(striking.length === report.files.length
      ? []
      : [`  … and ${number(report.files.length - striking.length)} more (--all lists them)`]),
    ...section("Tables", tableLines(report.tables, width - 2, false)),
    ...section(
      "Out of the ordinary",
      report.unusual.map((one) => one.said),
    ),
    ...section(
      "Quarantine",
      reasons.map(
        ({ code, column, count: records, example }) =>
          `${number(records)} ${code}${column === undefined ? "" : ` (${column})`}, the first ${example.file}:${example.line}: ${example.reason}`,
      ),
    ),
    ...section("Notes", report.notes.slice(0, AT_A_GLANCE)),
    ...(report.notes.length > AT_A_GLANCE
      ? [
          `  … and ${number(report.notes.length - AT_A_GLANCE)} more (viewfinder hydrate show ${report.run} --all)`,
        ]
      : []),
  ];
}

/** One drop among several, in one line. */
export function dropLine(report: DropReport): string {
  const [note, ...more] = report.notes;
  if (report.outcome === "nothing_to_do") {
    const why =
      note === undefined
        ? ""
        : `: ${note}${more.length === 0 ? "" : ` (and ${count(more.length, "note")} more)`}`;
    return `${report.drop}: nothing to do${why}`;
  }
  const { read, quarantined } = report.records;
  const share = quarantined === 0 ? "" : ` (${percent(quarantined / read)})`;
  const seconds = (report.finished.getTime() - report.started.getTime()) / 1000;
  const facts = [`run ${report.run}`, `${conservationLine(report.records)}${share}`, duration(seconds)].join(
    ", ",
  );
  const odd = [
    ...report.unusual.map((one) => one.said),
    ...(report.drift.length === 0
      ? []
      : [`${count(report.drift.length, "column")} other than the model says`]),
    ...(report.notes.length === 0 ? [] : [count(report.notes.length, "note")]),
  ];
  return `${report.drop}: ${[facts, ...odd].join("; ")}`;
}

/** What several drops come to together; the last line names the command that tells more. */
export function sumPage(reports: readonly DropReport[], { width, all }: PageOptions): readonly string[] {
  const published = reports.filter((report) => report.outcome === "published");
  const [worst] = published.toSorted((a, b) => b.records.quarantined - a.records.quarantined);
  if (published.length === 0)
    return ["", `${count(reports.length, "drop")}, and nothing to do in any of them.`];
  const sum = (of: (report: DropReport) => number): number =>
    published.reduce((total, report) => total + of(report), 0);
  const records = {
    read: sum((one) => one.records.read),
    loaded: sum((one) => one.records.loaded),
    collapsed: sum((one) => one.records.collapsed),
    quarantined: sum((one) => one.records.quarantined),
  };
  const names = [...new Set(published.flatMap((report) => report.tables.map((table) => table.table)))];
  const tables = names.map((table) => {
    const of = published.flatMap((report) => report.tables.filter((one) => one.table === table));
    const total = (key: "added" | "changed" | "removed" | "unchanged"): number =>
      of.reduce((all, one) => all + one[key], 0);
    return {
      table,
      added: total("added"),
      changed: total("changed"),
      removed: total("removed"),
      unchanged: total("unchanged"),
    };
  });
  const idle = reports.length - published.length;
  return [
    "",
    ...wrap(
      `${count(reports.length, "drop")}: ${number(published.length)} published${idle === 0 ? "" : `, ${number(idle)} with nothing to do`}; ${conservationLine(records)}.`,
      width,
    ),
    ...tableLines(tables, width - 2, all).map((line) => `  ${line}`),
    ...(worst === undefined || worst.records.quarantined === 0
      ? []
      : [
          `Most quarantine: run ${worst.run} (${worst.drop}); viewfinder hydrate show ${worst.run} tells why.`,
        ]),
  ];
}
