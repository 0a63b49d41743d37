// A field's lineage from the server -> sentences: which columns it reads, from what they are filled, and by which drops.
import { getJson } from "../server/request.ts";
import { listed } from "../words/sentence.ts";

/** What is used of `/lineage/:model/:explore/:field`. */
export interface Lineage {
  readonly field: string;
  readonly label: string;
  /** As `schema.table`. */
  readonly table: string;
  readonly columns: readonly {
    readonly column: string;
    readonly from: readonly { readonly source: string; readonly path: string }[];
  }[];
  /** The latest first; null where the ledger does not say. */
  readonly drops: readonly LineageDrop[] | null;
}

/** A drop whose records are in the field's table. */
export interface LineageDrop {
  readonly drop: string;
  readonly run: string;
  readonly period?: string | undefined;
  readonly published: string;
  readonly files: readonly {
    readonly name: string;
    readonly source: string;
    readonly sha256: string;
    readonly records: number;
  }[];
}

/** @throws Failure */
export function readLineage(
  model: string,
  explore: string,
  field: string,
  signal: AbortSignal,
): Promise<Lineage> {
  return getJson(`/lineage/${[model, explore, field].map(encodeURIComponent).join("/")}`, signal);
}

/** Where a field's columns come from, e.g. `budget in movies_metadata and tmdb_5000_movies`. */
export function sayOrigins(
  columns: Lineage["columns"],
): readonly { readonly column: string; readonly origin: string }[] {
  return columns.map(({ column, from }) => {
    const sources = new Map<string, string[]>();
    for (const { source, path } of from) sources.set(path, [...(sources.get(path) ?? []), source]);
    const origin = [...sources].map(([path, names]) => `${path} in ${listed(names, "and")}`);
    return { column, origin: origin.length === 0 ? "what the table was given" : listed(origin, "and") };
  });
}
