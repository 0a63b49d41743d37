// What a run works with, whatever it does.
import type { Model } from "../generator/index.ts";
import type { Progress } from "./event.ts";
import type { Replayed } from "./load/standing.ts";
import type { Storage } from "./storage/storage.ts";
import type { Task } from "./tasks.ts";
import type { UndoMeans } from "./undo.ts";

/** What a run works with; the same for all drops. The lease is held. */
export interface Means extends UndoMeans {
  readonly model: Model;
  /** One for each table of the model. */
  readonly tasks: readonly Task[];
  readonly storage: Storage;
  /** Files that were loaded before are loaded once more. */
  readonly again: boolean;
  /** A source is loaded even when more of its records cannot be read than its budget allows. */
  readonly acceptQuarantine: boolean;
  /** Nothing will stay of it: what is only good for what stays is left out. */
  readonly rehearsal: boolean;
  readonly progress: Progress;
  /** The run whose quarantine the drop is; undefined for what vendors deliver. */
  readonly replayed?: Replayed | undefined;
  /** What else is written in the transaction that publishes; may be called again when that is begun again. */
  readonly alongside?: ((run: number) => Promise<void>) | undefined;
}
