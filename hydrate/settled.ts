// A record of quarantine -> the conditions that nothing published has settled it since.
import type { Names } from "./names.ts";

/** True for a record `q` that was not put through again by a run that is published. */
export function replayedNone(names: Pick<Names, "kept">): string {
  return `NOT EXISTS (SELECT 1 FROM ${names.kept("replays")} p JOIN ${names.kept("runs")} m ON m.id = p.run AND m.state = 'published'
                        WHERE p.of_run = q.run AND p.of_ordinal = q.ordinal)`;
}

/** True for a record `q` that no published run has brought anew. */
export function correctedNone(names: Pick<Names, "kept">): string {
  return `NOT EXISTS (SELECT 1 FROM ${names.kept("corrections")} c JOIN ${names.kept("runs")} m ON m.id = c.run AND m.state = 'published'
                        WHERE c.of_run = q.run AND c.of_ordinal = q.ordinal)`;
}
