// A drop x the ledger -> sentences about what the admin should know of it, whatever became of its records.
import type { Drop } from "./drop.ts";
import type { Work } from "./load/work.ts";
import { listed } from "./words.ts";

/** A drop without a month counts as the newest; a late one would then win over newer months. */
export function sayMonth(work: Work): readonly string[] {
  if (work.period !== undefined || work.latest === undefined) return [];
  return [
    `the drop's name tells no month, so what it holds was taken as newer than all that is loaded, ${work.latest} included; put a late delivery into a folder named after its month`,
  ];
}

/** Files that nobody asked for. */
export function sayStrays(drop: Drop): readonly string[] {
  if (drop.strays.length === 0) return [];
  const [are, match] = drop.strays.length === 1 ? ["was", "matches"] : ["were", "match"];
  return [`${listed(drop.strays)} ${are} left alone: the name ${match} no source's \`files\``];
}

/** Runs that a rollback had taken away, and that are given up now. */
export function sayAbandoned(runs: readonly number[]): readonly string[] {
  if (runs.length === 0) return [];
  const [are, they] = runs.length === 1 ? ["is", "it holds"] : ["are", "they hold"];
  return [
    `${sayRuns(runs)}, rolled back before, ${are} abandoned now: what ${they} is not in the tables; hydrate ${runs.length === 1 ? "its drop" : "their drops"} again to have it, or go back with \`rollback --to ${runs.at(-1)}\``,
  ];
}

/** `run 3`, `runs 3 and 4`, `runs 3, 4 and 5`. */
export function sayRuns(runs: readonly number[]): string {
  if (runs.length === 1) return `run ${runs[0]}`;
  return `runs ${runs.slice(0, -1).join(", ")} and ${runs.at(-1)}`;
}
