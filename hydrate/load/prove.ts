// A settled run -> the count of every record of every file, proved: none is lost, none is counted twice.
import type { FileReport, RecordCounts } from "../outcome.ts";
import { tablesOf } from "./scratch.ts";
import type { Work } from "./work.ts";

/**
 * Counts in the warehouse what became of the records, and compares it with what was read. That the warehouse has
 * every record raw, COPY has said already: both loadings compare its count with what they have sent.
 * @throws Error when a file's numbers do not add up: that is our bug, and nothing may be published
 */
export async function proveConservation(work: Work): Promise<readonly FileReport[]> {
  const { warehouse, scratch, names } = work;
  const countBy = async (
    table: string,
    where = "",
    column = "_file",
  ): Promise<ReadonlyMap<number, number>> => {
    const file = names.quote(column);
    const counted = await warehouse.query<{ file: string; n: string }>(
      `SELECT ${file} AS file, count(*) AS n FROM ${table} ${where} GROUP BY ${file}`,
    );
    return new Map(counted.rows.map((row) => [Number(row.file), Number(row.n)]));
  };
  const quarantined = await countBy(scratch.faults);
  const collapsed = await countBy(scratch.settled, "WHERE _verdict = 'collapsed'");
  const loaded = new Map<number, number>();
  for (const { table, columns } of tablesOf(work.sources.map(scratch.records))) {
    const column = columns.find((one) => one.means === "_file")?.name;
    for (const [file, n] of await countBy(table, "", column)) loaded.set(file, n);
  }
  return work.files.map((file) => {
    const counts = {
      read: file.next - file.first,
      loaded: loaded.get(file.number) ?? 0,
      collapsed: collapsed.get(file.number) ?? 0,
      quarantined: quarantined.get(file.number) ?? 0,
    };
    if (!adds(counts))
      throw new Error(`records of ${file.file.name} are not conserved: ${JSON.stringify(counts)}`);
    return { name: file.file.name, source: file.source.name, bytes: file.size, records: counts };
  });
}

/** The counts of several files together. */
export function sumOf(files: readonly FileReport[]): RecordCounts {
  const sum = (of: (counts: RecordCounts) => number): number =>
    files.reduce((total, file) => total + of(file.records), 0);
  return {
    read: sum((counts) => counts.read),
    loaded: sum((counts) => counts.loaded),
    collapsed: sum((counts) => counts.collapsed),
    quarantined: sum((counts) => counts.quarantined),
  };
}

function adds({ read, loaded, collapsed, quarantined }: RecordCounts): boolean {
  return read === loaded + collapsed + quarantined;
}
