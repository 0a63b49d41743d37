// The ledger -> the runs whose rows can be seen or could be seen again, and which of them stand upon which.
import type { Model } from "../generator/index.ts";
import { allRuns, type Run } from "./ledger.ts";
import { tableRecords, type TableRecord } from "./table-records.ts";
import { namesOf } from "./names.ts";
import type { Generation } from "./outcome.ts";
import { connectWarehouse } from "./warehouse/named.ts";

/**
 * Reads and changes nothing.
 * @returns the latest first; none when nothing was ever published
 * @throws Outage when the database cannot be reached or read
 */
export async function generations(
  url: string,
  model: Pick<Model, "schema" | "tables">,
): Promise<readonly Generation[]> {
  const warehouse = await connectWarehouse(url);
  try {
    const names = namesOf(model, warehouse);
    const runs = (await warehouse.tablesOf(names.schema)).find((table) => table.name === "runs");
    // An older hydrate kept nothing that one could go back to.
    if (runs === undefined || !runs.columns.some((column) => column.name === "upon")) return [];
    const records = await tableRecords(warehouse, names);
    return generationsOf(
      await allRuns(warehouse, names),
      model.tables.map((table) => table.name),
      records,
    );
  } finally {
    await warehouse.close();
  }
}

/**
 * @param runs all runs, the latest first
 * @param tables names of the model's tables
 */
function generationsOf(
  runs: readonly Run[],
  tables: readonly string[],
  records: ReadonlyMap<string, TableRecord>,
): readonly Generation[] {
  const floor = floorOf(tables, records);
  const head = headOf(runs);
  return runs.flatMap(({ id, kind, state, drop, period, started, finished }): readonly Generation[] => {
    if (kind !== "load") return [];
    if (state !== "published" && state !== "rolled_back" && state !== "abandoned") return [];
    return [
      {
        run: id,
        drop,
        period,
        state,
        finished: finished ?? started,
        head: id === head,
        reachable: id === head || id >= floor,
      },
    ];
  });
}

/** The run whose rows readers see: the latest of those that are published. 0 when there is none. */
export function headOf(runs: readonly Run[]): number {
  return runs.find((run) => run.state === "published")?.id ?? 0;
}

/** The earliest run that all tables can be brought to; infinity when nothing was kept yet. */
export function floorOf(tables: readonly string[], records: ReadonlyMap<string, TableRecord>): number {
  const known = tables.flatMap((table) => {
    const record = records.get(table);
    return record === undefined ? [] : [record.keptFrom ?? Number.POSITIVE_INFINITY];
  });
  return Math.max(0, ...known);
}

/**
 * A run and all those whose rows it built upon: what readers of it see comes from these.
 * @param runs all runs, the latest first
 */
export function lineOf(run: number, runs: readonly Run[]): ReadonlySet<number> {
  const byId = new Map(runs.map((one) => [one.id, one]));
  const line = new Set<number>();
  let at = byId.get(run);
  while (at !== undefined && !line.has(at.id)) {
    const { id, upon } = at;
    line.add(id);
    // Runs of an older hydrate do not say what they built upon: it was always the one before.
    at = upon === undefined ? runs.find((one) => one.id < id && one.state === "published") : byId.get(upon);
  }
  return line;
}
