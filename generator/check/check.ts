// A Model -> everything in it that breaks a rule.
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { aggregateTableRules } from "./aggregate-tables.ts";
import { byHandRules } from "./by-hand.ts";
import { computedRules } from "./computed.ts";
import { conditionRules } from "./conditions.ts";
import { derivedRules } from "./derived.ts";
import { cutNameRules } from "./cut-names.ts";
import { exploreSourceRules } from "./explore-sources.ts";
import { expressionRules } from "./expressions.ts";
import { fieldRules } from "./fields.ts";
import { filterRules } from "./filters.ts";
import { grantRules } from "./grants.ts";
import { hazardRules } from "./hazards.ts";
import { joinRules } from "./joins.ts";
import { liquidRules } from "./liquid.ts";
import { nameRules } from "./names.ts";
import { measureRules } from "./measures.ts";
import { ownTestRules } from "./own-tests.ts";
import { localeRules, localeWarnings } from "./locales.ts";
import type { Rule } from "./rule.ts";
import { sqlHabitRules } from "./sql-habits.ts";
import { tableRules } from "./tables.ts";

/** Every rule of the model format, in the order they are reported. */
export const RULES: readonly Rule[] = [
  ...nameRules,
  ...cutNameRules,
  ...tableRules,
  ...derivedRules,
  ...exploreSourceRules,
  ...joinRules,
  ...expressionRules,
  ...computedRules,
  ...measureRules,
  ...sqlHabitRules,
  ...fieldRules,
  ...conditionRules,
  ...filterRules,
  ...aggregateTableRules,
  ...liquidRules,
  ...byHandRules,
  ...grantRules,
  ...localeRules,
  ...ownTestRules,
];

/** All problems of a model; it may lack parts that `resolve` complained about. */
export function check(model: Model): readonly Problem[] {
  return RULES.flatMap((rule) => rule.check(model));
}

/** What is allowed in a complete model and yet deserves a look. */
export function warn(model: Model): readonly Problem[] {
  return [...hazardRules, ...localeWarnings].flatMap((rule) => rule.check(model));
}
