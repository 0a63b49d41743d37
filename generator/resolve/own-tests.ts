// Data tests as written -> tests whose fields have their full names.
import type { OwnTest } from "../model/data-test.ts";
import type { Explore } from "../model/explore.ts";
import type { At } from "../model/at.ts";
import type { OwnTestDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

/**
 * Fields without a view are those of the explore's base view. Whether they exist is judged by the rules.
 * @param drafts the model's `tests:`
 * @returns the tests in the same order, without those of an explore that does not exist
 */
export function resolveOwnTests(
  drafts: Readonly<Record<string, OwnTestDraft>>,
  explores: readonly Explore[],
  complaints: Complaints,
): readonly OwnTest[] {
  return Object.entries(drafts).flatMap(([name, draft]): readonly OwnTest[] => {
    const at: At = ["tests", name];
    const explore = explores.find((one) => one.name === draft.explore);
    if (explore === undefined) {
      const known = explores.map((one) => one.name);
      complaints.unknownName([...at, "explore"], "explore", draft.explore, known, false, [
        "explores",
        draft.explore,
      ]);
      return [];
    }
    const full = (field: string): string => (field.includes(".") ? field : `${explore.view}.${field}`);
    return [
      {
        name,
        explore: explore.name,
        fields: draft.fields.map(full),
        filters: Object.entries(draft.filters ?? {}).map(([field, expression]) => ({
          field: full(field),
          expression,
          at: [...at, "filters", field],
        })),
        sorts: Object.entries(draft.sorts ?? {}).map(([field, direction]) => ({
          field: full(field),
          direction,
        })),
        limit: draft.limit,
        asserts: Object.entries(draft.assert).map(([assert, expression]) => ({
          name: assert,
          expression: expression.replaceAll(
            /\$\{\s*([\w.]+)\s*\}/g,
            (_whole, field: string) => `\${${full(field)}}`,
          ),
        })),
        at,
      },
    ];
  });
}
