// What an answer can be trusted with -> lines below it: on how many rows each measure stands, whether groups overlap, where it comes from.
import type { Answer } from "../local/answer.ts";
import type { Coverage, MeasureCoverage } from "../local/coverage.ts";

/** The most drops that are named. */
const MOST_DROPS = 3;

/**
 * @param shown the answer, for its columns' labels
 * @returns lines without line breaks
 */
export function printCoverage(coverage: Coverage, shown: Answer): readonly string[] {
  const labels = new Map(shown.columns.map((column) => [column.name, column.label]));
  const alike = new Map<string, MeasureCoverage[]>();
  for (const measure of coverage.measures) {
    const { view, matching, known, leftOut } = measure;
    // A count of rows stands on all of them, and its number says so itself.
    if (leftOut === undefined) continue;
    const key = JSON.stringify([view, matching, known, leftOut]);
    alike.set(key, [...(alike.get(key) ?? []), measure]);
  }
  const lines = [...alike.values()].flatMap((measures) => {
    const [first] = measures;
    if (first === undefined) return [];
    const names = measures.map(({ measure }) => labels.get(measure) ?? measure);
    const rows = `${count(first.known)} of ${count(first.matching)} rows of ${first.view}`;
    return [
      `${listed(names)} ${names.length === 1 ? "stands" : "stand"} on ${rows}; in the others ${first.leftOut ?? ""}.`,
    ];
  });
  if (coverage.overlapping.length > 0)
    lines.push(
      `Rows of ${listed(coverage.overlapping)} are in more than one group, so the groups do not add up to the total.`,
    );
  lines.push(`Computed from ${listed(coverage.tables)}${fromDrops(coverage)}.`);
  return lines;
}

function fromDrops({ drops }: Coverage): string {
  if (drops === undefined) return "";
  if (drops.length === 0) return ", which hold no row of any drop";
  const named = drops
    .slice(0, MOST_DROPS)
    .map(({ drop, run, period }) =>
      period === undefined || drop.includes(period)
        ? `${drop} (run ${run})`
        : `${drop} for ${period} (run ${run})`,
    );
  const more = drops.length - named.length;
  if (more > 0) named.push(more === 1 ? "one drop before them" : `${count(more)} drops before them`);
  return `, as loaded with ${listed(named)}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

const count = (number: number): string => number.toLocaleString("en-US");
