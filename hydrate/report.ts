// What became of drops -> lines of plain text, as the admin reads them who owns every failure.
import { FAULT_CODES } from "./record/decode.ts";
import type { DropReport, HydrateReport, QuarantineReport, RecordCounts, TableReport } from "./outcome.ts";
import { count, number, size } from "./words.ts";

/** All drops, with an empty line between them. */
export function reportLines(report: HydrateReport): readonly string[] {
  return report.drops.flatMap((drop, index) => [...(index === 0 ? [] : [""]), ...dropLines(drop)]);
}

/** One drop. */
export function dropLines(report: DropReport): readonly string[] {
  if (report.outcome === "nothing_to_do") {
    return [`${report.drop}: nothing to do`, ...report.notes.map((note) => `  ${note}`)];
  }
  const seconds = (report.finished.getTime() - report.started.getTime()) / 1000;
  return [
    `${report.drop}: published as run ${report.run} in ${seconds.toFixed(1)} s`,
    ...report.files.map((file) => `  ${file.name} (${size(file.bytes)}): ${conservationLine(file.records)}`),
    ...(report.files.length > 1 ? [`  all files: ${conservationLine(report.records)}`] : []),
    "",
    ...tableLines(report.tables),
    ...section("Quarantine", report.quarantine.flatMap(quarantineLines)),
    ...section("Changed on reading", coercionLines(report)),
    ...section(
      "Columns that have changed",
      driftLines(
        report.drift.map((drift) => drift.said),
        `viewfinder hydrate show ${report.run} --all`,
      ),
    ),
    ...section(
      "Out of the ordinary",
      report.unusual.map((one) => one.said),
    ),
    ...section("Notes", report.notes),
  ];
}

/** `2,996 read = 2,995 loaded + 1 collapsed duplicate + 0 quarantined`: what every run must be able to say. */
export function conservationLine({ read, loaded, collapsed, quarantined }: RecordCounts): string {
  return `${number(read)} read = ${number(loaded)} loaded + ${count(collapsed, "collapsed duplicate")} + ${number(quarantined)} quarantined`;
}

/** More columns than this that have changed in one drop are told by their number. */
const MOST_DRIFT = 12;

/**
 * What is said of columns that have changed, as many as one reads.
 * @param all the command that names the others; undefined to have them all
 */
export function driftLines(said: readonly string[], all: string | undefined): readonly string[] {
  if (all === undefined || said.length <= MOST_DRIFT) return said;
  return [...said.slice(0, MOST_DRIFT), `and ${number(said.length - MOST_DRIFT)} more (${all} names them)`];
}

function tableLines(tables: readonly TableReport[]): readonly string[] {
  const rows = [
    ["table", "added", "changed", "removed", "unchanged"],
    ...tables.map((one) => [one.table, ...[one.added, one.changed, one.removed, one.unchanged].map(number)]),
  ];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return `  ${cells.join("  ")}`;
  });
}

/** One reason: how many records it took, and the first of them. */
export function quarantineLines({
  count: records,
  code,
  column,
  example,
}: QuarantineReport): readonly string[] {
  const where = column === undefined ? "" : ` (${column})`;
  const first = records === 1 ? "" : "the first: ";
  return [
    `${count(records, "record")}: ${FAULT_CODES[code]}${where}`,
    `  ${first}${example.file}:${example.line} (record ${number(example.record)}): ${example.reason}`,
  ];
}

/** Cells that are simply empty are not worth a line. */
function coercionLines(report: DropReport): readonly string[] {
  const words = {
    blank: ["held blanks alone and was read as empty", "held blanks alone and were read as empty"],
    trimmed: ["was trimmed of blanks", "were trimmed of blanks"],
    whole: ["was a whole number in another spelling", "were whole numbers in another spelling"],
  } as const;
  return report.coercions.flatMap(({ column, coercion, cells }) =>
    coercion === "empty"
      ? []
      : [`${column}: ${count(cells, "value")} ${words[coercion][cells === 1 ? 0 : 1]}`],
  );
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `  ${title}:`, ...lines.map((line) => `    ${line}`)];
}
