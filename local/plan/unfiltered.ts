// A question -> a refusal of its filters on fields that the model lets nobody filter by.
import { type Explore, findField, findView, Mistake, type Model } from "../../generator/index.ts";
import type { Question } from "../question.ts";
import { findJoin } from "./paths.ts";

/**
 * Looker's `can_filter: no`. Filters that the explore or an access filter puts on every question are the model's own.
 * @throws Mistake for the first filter of the question on such a field
 */
export function refuseUnfiltered(model: Model, explore: Explore, question: Question): void {
  for (const [name, expression] of Object.entries(question.filters)) {
    if (expression.trim() === "") continue;
    const [alias = "", fieldName = ""] = name.split(".");
    const viewName = alias === explore.view ? alias : findJoin(explore, alias)?.view;
    const view = viewName === undefined ? undefined : findView(model, viewName);
    const field = view && findField(view, fieldName)?.field;
    if (field?.lookml?.["can_filter"] === false)
      throw new Mistake(
        `The model lets nobody filter by ${name} (can_filter: no). Leave that filter out, or filter by another field.`,
      );
  }
}
