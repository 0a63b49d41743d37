// What became of each thing in an imported project: carried, approximated or left out, with file and line.
import type { Block, Project, Spot } from "./project.ts";

/** How much of something arrived. */
export type Fidelity = "carried" | "approximated" | "left out";

/** What became of one thing. */
export interface Fate {
  readonly fidelity: Fidelity;
  /** E.g. `dimension orders.amount`, `html of dimension orders.amount`. */
  readonly what: string;
  readonly spot: Spot;
  /** What is different, or why it could not come along. */
  readonly note: string | undefined;
}

/** Collects fates. */
export interface Report {
  readonly fates: readonly Fate[];
  carried(what: string, block: Block): void;
  approximated(what: string, block: Block, note: string, parameter?: string): void;
  leftOut(what: string, block: Block, note: string, parameter?: string): void;
}

/** An empty report. */
export function openReport(project: Project): Report {
  const fates: Fate[] = [];
  const add = (fidelity: Fidelity, what: string, block: Block, note?: string, parameter?: string): void => {
    fates.push({ fidelity, what, spot: project.spotOf(block, parameter), note });
  };
  return {
    fates,
    carried: (what, block) => add("carried", what, block),
    approximated: (what, block, note, parameter) => add("approximated", what, block, note, parameter),
    leftOut: (what, block, note, parameter) => add("left out", what, block, note, parameter),
  };
}
