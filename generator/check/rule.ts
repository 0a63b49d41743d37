// What a rule is: a sentence that must hold of every model, and the function that finds where it does not.
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";

/** A rule of the model format. */
export interface Rule {
  /** What must hold, as one would say it. */
  readonly sentence: string;
  /** Everything in the model that breaks it. */
  readonly check: (model: Model) => readonly Problem[];
}
