// What the ledger says in its own short words -> words for people.
import type { Run } from "./ledger.ts";

const STATES: Readonly<Record<string, string>> = {
  running: "under way",
  published: "published",
  refused: "refused",
  died: "died",
  rolled_back: "rolled back",
  abandoned: "abandoned",
  done: "rollback",
};

/** What became of a run. */
export function sayState(state: string): string {
  return STATES[state] ?? state;
}

/** What a run loaded, e.g. `2026-10`, `back to run 3`, `quarantine of run 3`. */
export function sayDrop({ kind, drop, upon, replays }: Run): string {
  if (kind === "rollback" && upon !== null) return `back to run ${upon}`;
  return replays === null ? drop : `quarantine of run ${replays}, once more`;
}

/** Whether a run published nothing and should have. */
export function isFailed({ state }: Pick<Run, "state">): boolean {
  return state === "refused" || state === "died";
}

/** The first line of a reason that says something; the rest is a press away. */
export function gistOf(reason: string): string {
  return (
    reason
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? reason
  );
}

/** A reason's code as words: `too_few_cells` is `too few cells`. */
export function sayCode(code: string): string {
  return code === "type" ? "wrong type" : code.replaceAll("_", " ");
}
