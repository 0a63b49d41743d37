// What a run tells while it works.
import type { DropReport } from "./outcome.ts";

/**
 * The steps of a run, in order; a run that has no need of one leaves it out. `wait`: for another run to end.
 * `verify`: the manifest and its signature. `open`: files are listed and their hashes taken. `ledger`: what was
 * loaded before is looked up. `land`: records are kept raw, decoded, screened and staged, in one pass.
 * `upload`: decoded files go to the pipeline bucket. `copy`: the warehouse takes them in. `settle`: duplicates.
 * `publish`: tables are brought up to date, unseen by others. `record`: the ledger. `commit`: the warehouse is
 * told to make it all visible. `done`: the drop is finished; `report` tells how.
 */
export type HydrateStep =
  | "wait"
  | "verify"
  | "open"
  | "ledger"
  | "land"
  | "upload"
  | "copy"
  | "settle"
  | "publish"
  | "record"
  | "commit"
  | "done";

/** One moment of a run. */
export interface HydrateEvent {
  readonly step: HydrateStep;
  /** The drop's name. */
  readonly drop: string;
  /** What the step is about just now: a file's name, a table's, or for `wait` who is waited for. */
  readonly about: string | undefined;
  /** Which file or table that is, counted from 1, of how many this step goes through. */
  readonly place?: { readonly number: number; readonly of: number } | undefined;
  /** Records read so far in this drop. */
  readonly records: number;
  /** Bytes this step has gone through, and has to go through, over all files of the drop. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Only with `done`. */
  readonly report: DropReport | undefined;
}

/** Hears of every moment. */
export type Progress = (event: HydrateEvent) => void;
