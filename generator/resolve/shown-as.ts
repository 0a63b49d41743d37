// What a field of any kind says of itself as written -> how it is shown, and to whom.
import type { At } from "../model/at.ts";
import type { Measure } from "../model/field.ts";
import type { MeasureDraft } from "../read/shape.ts";
import { grantsOf } from "./grants.ts";
import { labelOf } from "./label.ts";

/** The keys that every kind of field may have. */
type AnyFieldDraft = Pick<
  MeasureDraft,
  "label" | "description" | "group" | "hidden" | "required_access_grants" | "lookml"
>;

/** What every field of the model has. */
type Shown = Pick<
  Measure,
  "name" | "label" | "description" | "groupLabel" | "hidden" | "requiredAccessGrants" | "lookml" | "at"
>;

/** Its label is its name in words when none is written. */
export function shownAs(name: string, draft: AnyFieldDraft, at: At): Shown {
  return {
    name,
    label: draft.label ?? labelOf(name),
    description: draft.description,
    groupLabel: draft.group,
    hidden: draft.hidden ?? false,
    requiredAccessGrants: grantsOf(draft.required_access_grants),
    lookml: draft.lookml,
    at,
  };
}
