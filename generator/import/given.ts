// A parameter or filter-only field of a LookML view -> the same as looker.yml says it.
import { FILTER_TYPES, PARAMETER_TYPES } from "../model/field.ts";
import { labelOf } from "../resolve/label.ts";
import { common, type FieldSurroundings, wordsOf, type Written } from "./field.ts";
import { type Block, manyOf, textOf } from "./project.ts";

/** @returns undefined when it is left out */
export function importParameter(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const what = `parameter ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  const given = textOf(block, "default_value");
  if (!PARAMETER_TYPES.some((known) => known === type) || given === undefined) {
    const why =
      given === undefined ? "it has no default_value" : `looker.yml has no parameters of type ${type}`;
    around.report.leftOut(what, block, why, "type");
    return undefined;
  }
  const allowed = manyOf(block, "allowed_value").map((one) => {
    const value = textOf(one, "value") ?? "";
    return [value, wordsOf(one, "label") ?? labelOf(value)] as const;
  });
  around.report.carried(what, block);
  return {
    type,
    ...(allowed.length === 0 ? {} : { allowed_values: Object.fromEntries(allowed) }),
    default_value: given,
    ...common(name, block, "parameter", what, around),
  };
}

/** @returns undefined when it is left out */
export function importFilter(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const what = `filter ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (block["sql"] !== undefined || !FILTER_TYPES.some((known) => known === type)) {
    const why =
      block["sql"] === undefined ? `looker.yml has no filters of type ${type}` : "it has SQL of its own";
    around.report.leftOut(what, block, why);
    return undefined;
  }
  around.report.carried(what, block);
  return { ...(type === "string" ? {} : { type }), ...common(name, block, "filter", what, around) };
}
