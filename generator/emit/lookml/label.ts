// What a noun is called and what it takes to see it -> what LookML must say of it: nothing where Looker would do the same unasked.
import type { Model } from "../../model/model.ts";
import { isTranslated } from "../../speak.ts";

/** The grants something takes, as `required_access_grants` says them; undefined where it takes none. */
export function grantsToSay(noun: { readonly requiredAccessGrants: readonly string[] }): readonly string[] | undefined {
  return noun.requiredAccessGrants.length === 0 ? undefined : noun.requiredAccessGrants;
}

/**
 * @param noun anything with a name and a label
 * @returns the label, or undefined where it is Looker's own for that name (underscores to spaces, capitalised
 * words); in a project with several languages every label that people see, since Looker translates no other
 */
export function labelToSay(
  noun: { readonly name: string; readonly label: string; readonly hidden?: boolean },
  model: Model,
): string | undefined {
  if (isTranslated(model) && noun.hidden !== true) return noun.label;
  const lookers = noun.name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
  return noun.label === lookers ? undefined : noun.label;
}
