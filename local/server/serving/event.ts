// What became of a question or a download, for the log and the metrics.
import type { Question } from "../../question.ts";

/**
 * `answered` from the database; `joined` with an equal question under way; `kept` from an earlier answer;
 * `busy` was refused because too many waited; `failed` is our own bug.
 */
export type Outcome =
  | "answered"
  | "joined"
  | "kept"
  | "cancelled"
  | "busy"
  | "mistaken"
  | "outage"
  | "failed";

/** One question or download that is over. */
export interface ServingEvent {
  readonly kind: "question" | "download";
  /** Of the request it came with, where there is one. */
  readonly id: string;
  readonly who: string;
  readonly question: Question;
  readonly outcome: Outcome;
  /** Of the answer. */
  readonly rows: number;
  /** Sent; downloads only, since answers are written elsewhere. */
  readonly bytes: number | undefined;
  /** From asking to the end, waiting included, in milliseconds. */
  readonly ms: number;
}
