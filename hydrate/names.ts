// A model's schema -> the quoted names of everything that hydrate has in the warehouse.
import { hash } from "node:crypto";
import type { Model } from "../generator/index.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** The tables hydrate keeps for good, beside the lineage of each published table. */
export type KeptTable =
  | "runs"
  | "files"
  | "tasks"
  | "tables"
  | "raw_records"
  | "quarantine"
  | "coercions"
  | "drift"
  | "manifests"
  | "notes"
  | "replays"
  | "corrections"
  | "gave_way"
  | "lease"
  | "beats";

/** Names, ready to stand in SQL unless said otherwise. */
export interface Names {
  /** Where hydrate keeps its own tables; plain. */
  readonly schema: string;
  readonly quotedSchema: string;
  /** Where the tables of the model are; plain. */
  readonly publishedSchema: string;
  readonly published: (table: string) => string;
  readonly kept: (table: KeptTable) => string;
  /** The table that tells from which record each row (or each record's rows) of a published table came. */
  readonly lineage: (table: string) => string;
  readonly lineagePlain: (table: string) => string;
  /** What rows of a published table were before each run that changed them; `of` says of the table or of its lineage. */
  readonly history: (table: string, of: "rows" | "lineage") => string;
  readonly historyPlain: (table: string, of: "rows" | "lineage") => string;
  /** A table that one run needs. @param rest e.g. `rows_3_movies` */
  readonly scratch: (run: number, rest: string) => string;
  /** Any name as an identifier. */
  readonly quote: (name: string) => string;
}

/** Scratch tables of any run are called so. */
export const SCRATCH_NAME = /^run_\d+_/;

/** @param longest the longest name the warehouse takes, in bytes */
export function namesOf(
  model: Pick<Model, "schema">,
  warehouse: Pick<Warehouse, "dialect" | "longestName">,
): Names {
  const quote = (name: string): string => warehouse.dialect.identifier(name);
  const fit = (name: string): string => fitting(name, warehouse.longestName);
  const schema = fit(`${model.schema}_hydrate`);
  const own = (name: string): string => `${quote(schema)}.${quote(name)}`;
  return {
    schema,
    quotedSchema: quote(schema),
    publishedSchema: model.schema,
    published: (table) => `${quote(model.schema)}.${quote(table)}`,
    kept: own,
    lineage: (table) => own(fit(`lineage_${table}`)),
    lineagePlain: (table) => fit(`lineage_${table}`),
    history: (table, of) => own(fit(`history_${of}_${table}`)),
    historyPlain: (table, of) => fit(`history_${of}_${table}`),
    scratch: (run, rest) => own(fit(`run_${run}_${rest}`)),
    quote,
  };
}

/** A name that is too long is cut and told apart by a hash of the whole. */
function fitting(name: string, longest: number): string {
  if (Buffer.byteLength(name) <= longest) return name;
  return `${name.slice(0, longest - 9)}_${hash("sha256", name).slice(0, 8)}`;
}
