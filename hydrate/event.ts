// What a run tells while it works.
import type { DropReport } from "./outcome.ts";

/**
 * The steps of a run, in order. `wait`: for another run to end. `open`: files are listed and their hashes
 * taken. `land`: records are kept raw, decoded, screened and staged, in one pass. `settle`: duplicates.
 * `publish`: tables are brought up to date, unseen by others. `record`: the ledger, and then all is visible.
 * `done`: the drop is finished; `report` tells how.
 */
export type HydrateStep = "wait" | "open" | "land" | "settle" | "publish" | "record" | "done";

/** One moment of a run. */
export interface HydrateEvent {
  readonly step: HydrateStep;
  /** The drop's name. */
  readonly drop: string;
  /** What the step is about just now: a file's name, a table's, or for `wait` who is waited for. */
  readonly about: string | undefined;
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
