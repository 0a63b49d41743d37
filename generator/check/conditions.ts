// Rules about what an explore asks of every question: its fields exist, and its SQL can be joined without doubt.
import { askedNames, everyPiece, findField, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore, Join } from "../model/explore.ts";
import type { Expression } from "../model/expression.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";

/** What a field may be, and how a sentence calls such fields. */
export interface Wanted {
  readonly kinds: readonly Field["kind"][];
  readonly words: string;
}

/** What filters may be on. */
export const FILTERED: Wanted = {
  kinds: ["dimension", "dimension_group", "measure", "selector", "filter", "parameter", "chosen_measure"],
  words: "field",
};
const DIMENSION: Wanted = { kinds: ["dimension", "dimension_group"], words: "dimension" };
const MEASURE: Wanted = { kinds: ["measure"], words: "measure" };

/** The rules about what an explore asks of every question. */
export const conditionRules: readonly Rule[] = [
  {
    sentence: "A filter that an explore puts on every question is on one of its fields",
    check: (model) =>
      model.explores.flatMap((explore) => {
        const conditional = explore.conditionallyFilter;
        return [
          ...[...explore.alwaysFilter, ...(conditional?.filters ?? [])].flatMap((filter) =>
            missingField(model, explore, filter.field, FILTERED, filter.at, true),
          ),
          ...(conditional?.unless ?? []).flatMap((name, index) =>
            missingField(
              model,
              explore,
              name,
              FILTERED,
              [...explore.at, "conditionally_filter", "unless", index],
              false,
            ),
          ),
        ];
      }),
  },
  {
    sentence: "A field has one of an explore's filters at most",
    check: (model) =>
      model.explores.flatMap((explore) => {
        const seen = new Set<string>();
        return [...explore.alwaysFilter, ...(explore.conditionallyFilter?.filters ?? [])].flatMap(
          (filter): readonly Problem[] => {
            const taken = seen.has(filter.field);
            seen.add(filter.field);
            if (!taken) return [];
            return [
              {
                code: "duplicate-name",
                at: filter.at,
                onKey: true,
                message: `explore \`${explore.name}\` already has a filter on \`${filter.field}\``,
                hint: "keep one of them; a filter expression can hold several conditions",
              },
            ];
          },
        );
      }),
  },
  {
    sentence: "An access filter is on a dimension of the explore, by the name of a user attribute",
    check: (model) =>
      model.explores.flatMap((explore) =>
        explore.accessFilters.flatMap(({ field, userAttribute, at }): readonly Problem[] => [
          ...missingField(model, explore, field, DIMENSION, [...at, "field"], false),
          ...(/^[a-z][a-z0-9_]*$/.test(userAttribute)
            ? []
            : [
                {
                  code: "bad-name" as const,
                  at: [...at, "user_attribute"],
                  message: `\`${userAttribute}\` cannot be the name of a user attribute: names start with a lower-case letter and hold only lower-case letters, digits and _`,
                },
              ]),
        ]),
      ),
  },
  {
    sentence:
      "The SQL of an explore refers to its fields: dimensions in `sql_always_where`, measures in `sql_always_having`",
    check: (model) =>
      model.explores.flatMap((explore) => [
        ...sqlProblems(model, explore, explore.sqlAlwaysWhere, "sql_always_where", DIMENSION),
        ...sqlProblems(model, explore, explore.sqlAlwaysHaving, "sql_always_having", MEASURE),
      ]),
  },
  {
    sentence: "The views that `sql_always_where` names repeat rows over one branch of joins at most",
    check: (model) => model.explores.flatMap(severalBranches),
  },
];

function sqlProblems(
  model: Model,
  explore: Explore,
  expression: Expression | undefined,
  key: string,
  wanted: Wanted,
): readonly Problem[] {
  const at: At = [...explore.at, key];
  return everyPiece(expression?.pieces ?? []).flatMap((piece): readonly Problem[] => {
    if (piece.kind === "field")
      return missingField(model, explore, `${piece.view}.${piece.field}`, wanted, at, false);
    if (piece.kind !== "column" && piece.kind !== "table") return [];
    return [
      {
        code: "bad-sql",
        at,
        message: "an explore has several tables, so `${TABLE}` says nothing in its SQL",
        hint: `write \`\${${explore.view}.<field>}\``,
      },
    ];
  });
}

/** What is wrong with a name that must be a field of the explore. */
export function missingField(
  model: Model,
  explore: Explore,
  name: string,
  wanted: Wanted,
  at: At,
  onKey: boolean,
): readonly Problem[] {
  const [alias = "", fieldName = "", ...rest] = name.split(".");
  const view = viewOf(model, explore, alias);
  const field = view === undefined || rest.length > 0 ? undefined : findField(view, fieldName)?.field;
  if (field !== undefined && wanted.kinds.includes(field.kind)) return [];
  if (field !== undefined)
    return [
      {
        code: "type-clash",
        at,
        onKey,
        message: `\`${name}\` is a ${field.kind.replaceAll("_", " ")}, and a ${wanted.words} is wanted here`,
      },
    ];
  const group = view?.fields.find((one) => one.kind === "dimension_group" && one.name === fieldName);
  if (group !== undefined)
    return [
      {
        code: "type-clash",
        at,
        onKey,
        message: `\`${name}\` is a dimension group; one of its timeframes is wanted here`,
        hint: `write \`${alias}.${askedNames(group).find((one) => !one.endsWith("_raw")) ?? `${fieldName}_raw`}\``,
      },
    ];
  const known = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
  return [
    {
      code: "unknown-name",
      at,
      onKey,
      message: `there is no ${wanted.words} \`${name}\` in explore \`${explore.name}\``,
      hint: didYouMean(
        name,
        known.flatMap((one) =>
          (viewOf(model, explore, one)?.fields ?? [])
            .filter(
              (other) =>
                wanted.kinds.includes(other.kind) && !(other.kind === "dimension" && other.primaryKey),
            )
            .flatMap((other) => askedNames(other).map((asked) => `${one}.${asked}`)),
        ),
      ),
    },
  ];
}

function viewOf(model: Model, explore: Explore, alias: string): View | undefined {
  const name = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  return name === undefined ? undefined : findView(model, name);
}

function severalBranches(explore: Explore): readonly Problem[] {
  const named = everyPiece(explore.sqlAlwaysWhere?.pieces ?? []).flatMap((piece) =>
    piece.kind === "field" ? [piece.view] : [],
  );
  const branches = [...new Set(named)].flatMap((alias) => {
    const first = wayTo(explore, alias).find((join) => join.relationship.endsWith("to_many"));
    return first === undefined ? [] : [{ alias, first: first.name }];
  });
  if (new Set(branches.map((branch) => branch.first)).size < 2) return [];
  const names = branches.map((branch) => `\`${branch.alias}\``);
  return [
    {
      code: "bad-sql",
      at: [...explore.at, "sql_always_where"],
      message: `${names.join(" and ")} each have many rows for one of \`${explore.view}\`, by different joins, so the condition would be tested on every pair of them`,
      hint: "keep one of them in the SQL; a filter on the other can stand under `always_filter` or `access_filters`",
    },
  ];
}

/** The joins from the base view to a joined one, in that order. */
function wayTo(explore: Explore, alias: string): readonly Join[] {
  const join = explore.joins.find((one) => one.name === alias);
  return join === undefined ? [] : [...wayTo(explore, join.from), join];
}
