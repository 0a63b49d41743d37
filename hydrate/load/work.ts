// What every step after landing needs to know of its run.
import type { Source } from "../../generator/index.ts";
import type { LandedFile } from "./landed-file.ts";
import type { Names } from "../names.ts";
import type { Scratch } from "./scratch.ts";
import type { Replayed } from "./standing.ts";
import type { Task } from "../tasks.ts";
import type { TableRecord } from "../table-records.ts";
import type { ExistingTable, Warehouse } from "../warehouse/warehouse.ts";

/** One run after its files have landed. */
export interface Work {
  /** Its number in the ledger. */
  readonly run: number;
  /** The run whose rows readers see until this one is published; 0 when there is none. */
  readonly head: number;
  readonly period: string | undefined;
  /** Those of the drop that are loaded, in the model's order. */
  readonly sources: readonly Source[];
  readonly files: readonly LandedFile[];
  /** One for each table that these sources fill. */
  readonly tasks: readonly Task[];
  /** The latest month that was published before this run, when any drop had one. */
  readonly latest: string | undefined;
  /**
   * True when a later month was published before this one: then what that month says stays, record by
   * record, whatever order the months come in.
   */
  readonly late: boolean;
  /** The run whose quarantine is put through again: what came with it or since stays, row by row. */
  readonly replayed: Replayed | undefined;
  /** Names of the tables whose lineage is there. */
  readonly traced: ReadonlySet<string>;
  /** Names of the tables that this run makes. */
  readonly made: ReadonlySet<string>;
  /** Hydrate's own tables as they were when the run began, by name. */
  readonly own: ReadonlyMap<string, ExistingTable>;
  /** What the ledger knows of each published table. */
  readonly records: ReadonlyMap<string, TableRecord>;
  readonly scratch: Scratch;
  readonly warehouse: Warehouse;
  readonly names: Names;
}

/** The files of one source, as the range of their records' ordinals: from `first` up to, and without, `next`. */
export function ordinalsOf(work: Work, source: Source): { readonly first: number; readonly next: number } {
  const files = work.files.filter((file) => file.source === source);
  return { first: files[0]?.first ?? 0, next: files.at(-1)?.next ?? 0 };
}

/** The sources that this run fills a table from, in the order of their records. */
export function sourcesOf(work: Work, task: Task): readonly Source[] {
  return work.sources.filter((source) => task.feeds.some((feed) => feed.source === source.name));
}

/** Of these, the ones of which a drop replaces all that came before. */
export function snapshotsOf(work: Work, task: Task): readonly Source[] {
  return sourcesOf(work, task).filter((source) => source.load === "snapshot");
}
