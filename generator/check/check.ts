// A Model -> everything in it that breaks a rule.
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { conditionRules } from "./conditions.ts";
import { expressionRules } from "./expressions.ts";
import { fieldRules } from "./fields.ts";
import { joinRules } from "./joins.ts";
import { liquidRules } from "./liquid.ts";
import { nameRules } from "./names.ts";
import type { Rule } from "./rule.ts";
import { sqlHabitRules } from "./sql-habits.ts";
import { tableRules } from "./tables.ts";

/** Every rule of the model format, in the order they are reported. */
export const RULES: readonly Rule[] = [
  ...nameRules,
  ...tableRules,
  ...joinRules,
  ...expressionRules,
  ...sqlHabitRules,
  ...fieldRules,
  ...conditionRules,
  ...liquidRules,
];

/** All problems of a model; it may lack parts that `resolve` complained about. */
export function check(model: Model): readonly Problem[] {
  return RULES.flatMap((rule) => rule.check(model));
}
