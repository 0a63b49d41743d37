// What a rule is: a sentence that must hold of every model, and the function that finds where it does not.
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";

/** A rule of the model format. */
export interface Rule {
  /** What must hold, as one would say it. */
  readonly sentence: string;
  /** Everything in the model that breaks it. */
  readonly check: (model: Model) => readonly Problem[];
}

/**
 * The check of a rule about views each by itself.
 * @param look a view that is still the same from one printing to the next is not looked at again
 */
export function eachView(look: (view: View) => readonly Problem[]): Rule["check"] {
  const found = once(look);
  return (model) => model.views.flatMap(found);
}
