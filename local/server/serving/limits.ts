// How much the server takes on and keeps, and for how long.
import type { FormatName } from "../download/formats.ts";

/** Bounds of one server. */
export interface ServingLimits {
  /** Questions in the database at once. */
  readonly questions: number;
  /** Questions that wait for their turn; one more is refused with 429. */
  readonly waiting: number;
  /** Downloads in the database at once; each holds a session for as long as its client takes to read. */
  readonly downloads: number;
  /** Downloads that wait for their turn. */
  readonly waitingDownloads: number;
  /** Answers kept at most; 0 keeps none. */
  readonly keptAnswers: number;
  /** Bytes of kept answers at most, as JSON. */
  readonly keptBytes: number;
  /** How long an answer is kept at most, in milliseconds, even when no run is published. */
  readonly keptMs: number;
  /** Rows of a file at most, by its format, where fewer are wanted than the format can hold. */
  readonly mostRows?: Partial<Readonly<Record<FormatName, number>>> | undefined;
}

/**
 * The limits when nothing else is asked for. An answer is kept for an hour at most, as in Looker
 * (docs.cloud.google.com/looker/docs/caching-and-datagroups, the default of `persist_for`).
 * @param sessions of the pool; one of them is left for what is asked in passing, such as suggestions
 */
export function usualLimits(sessions: number): ServingLimits {
  const downloads = sessions < 4 ? 1 : Math.min(4, Math.floor(sessions / 4));
  return {
    questions: Math.max(1, sessions - downloads - 1),
    waiting: 200,
    downloads,
    waitingDownloads: 20,
    keptAnswers: 2_000,
    keptBytes: 64 * 1024 * 1024,
    keptMs: 3_600_000,
  };
}
