// The ledger -> the columns of the file that each source was loaded from last, so that a new one is noticed.
import type { Source } from "../generator/index.ts";
import type { Names } from "./names.ts";
import { headerNames } from "./record/header.ts";
import { createSplitter } from "./record/split.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** @returns nothing for a source that was never published, or by a hydrate that did not keep headers */
export async function lastColumns(
  warehouse: Warehouse,
  names: Names,
  sources: readonly Source[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await warehouse.query<{ source: string; header: unknown }>(
    `SELECT source, header FROM (
       SELECT f.source, f.header, row_number() OVER (PARTITION BY f.source ORDER BY f.run DESC, f.number DESC) AS place
         FROM ${names.kept("files")} f JOIN ${names.kept("runs")} r ON r.id = f.run
        WHERE r.state = 'published' AND f.header IS NOT NULL AND f.source IN (${sources.map((_, at) => `$${at + 1}`).join(", ")})) b
      WHERE place = 1`,
    sources.map((source) => source.name),
  );
  const columns = new Map<string, ReadonlySet<string>>();
  for (const { source, header } of found.rows) {
    const bytes = warehouse.readBytes(header);
    const splitter = createSplitter();
    const record = bytes === undefined ? undefined : (splitter.push(bytes)[0] ?? splitter.finish());
    if (record !== undefined) columns.set(source, new Set(headerNames(record)));
  }
  return columns;
}
