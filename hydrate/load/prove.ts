// A settled run -> the count of every record of every file, proved: none is lost, none is counted twice.
import type { FileReport, RecordCounts } from "../outcome.ts";
import type { Work } from "./work.ts";

/**
 * Counts in the warehouse what became of the records, and compares it with what was read.
 * @throws Error when a file's numbers do not add up: that is our bug, and nothing may be published
 */
export async function proveConservation(work: Work): Promise<readonly FileReport[]> {
  const { run, warehouse, scratch, names } = work;
  const raw = names.kept("raw_records");
  const countBy = async (table: string, where: string): Promise<ReadonlyMap<number, number>> => {
    const counted = await warehouse.query<{ file: string; n: string }>(
      `SELECT w.file, count(*) AS n FROM ${table} x JOIN ${raw} w ON w.run = $1 AND w.ordinal = x._ordinal ${where} GROUP BY w.file`,
      [run],
    );
    return new Map(counted.rows.map((row) => [Number(row.file), Number(row.n)]));
  };
  const all = await warehouse.query<{ file: string; n: string }>(
    `SELECT file, count(*) AS n FROM ${raw} WHERE run = $1 GROUP BY file`,
    [run],
  );
  const landed = new Map(all.rows.map((row) => [Number(row.file), Number(row.n)]));
  const quarantined = await countBy(scratch.faults, "");
  const collapsed = await countBy(scratch.settled, "WHERE x._verdict = 'collapsed'");
  const loaded = new Map<number, number>();
  for (const source of work.sources) {
    const counted = await warehouse.query<{ file: string; n: string }>(
      `SELECT _file AS file, count(*) AS n FROM ${scratch.records(source)} GROUP BY _file`,
    );
    for (const { file, n } of counted.rows) loaded.set(Number(file), Number(n));
  }
  return work.files.map((file) => {
    const counts = {
      read: file.next - file.first,
      loaded: loaded.get(file.number) ?? 0,
      collapsed: collapsed.get(file.number) ?? 0,
      quarantined: quarantined.get(file.number) ?? 0,
    };
    if (!adds(counts) || counts.read !== (landed.get(file.number) ?? 0)) {
      throw new Error(
        `records of ${file.file.name} are not conserved: ${JSON.stringify({ ...counts, landed: landed.get(file.number) ?? 0 })}`,
      );
    }
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
