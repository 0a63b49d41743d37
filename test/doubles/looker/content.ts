// What people made in Looker, and a model -> what of it refers to fields that are not there (API 4.0, ContentValidation).
import { findExplore, findField, findView, type Model } from "../../../generator/index.ts";
import type { Content } from "./double.ts";

/** @param model undefined where the LookML cannot be understood, or is not there: then nothing is found */
export function brokenBy(content: readonly Content[], model: Model | undefined): readonly object[] {
  return content.flatMap((one) => {
    const gone = one.fields.filter((field) => !isThere(field, one.explore, model));
    if (gone.length === 0) return [];
    return [
      {
        id: one.id,
        dashboard: { id: one.id, title: one.title },
        errors: gone.map((field) => ({
          message: `Unknown or inaccessible field "${field}"`,
          field_name: field,
          model_name: one.model,
          explore_name: one.explore,
          removable: false,
        })),
      },
    ];
  });
}

function isThere(name: string, exploreName: string, model: Model | undefined): boolean {
  const explore = model === undefined ? undefined : findExplore(model, exploreName);
  if (model === undefined || explore === undefined) return false;
  const [alias = "", field = ""] = name.split(".");
  const view = findView(model, explore.joins.find((join) => join.name === alias)?.view ?? alias);
  return view !== undefined && findField(view, field) !== undefined;
}
