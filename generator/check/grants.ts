// Rules about access grants: those that are required exist, and nothing tells those without one what it keeps back.
import { dimensionOfColumn, everyPiece, findField, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore, Join } from "../model/explore.ts";
import type { LiquidTest, Piece } from "../model/expression.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import type { Rule } from "./rule.ts";

/** The rules about access grants. */
export const grantRules: readonly Rule[] = [
  {
    sentence: "An access grant goes by the name of a user attribute, and somebody can hold it",
    check: (model) =>
      model.accessGrants.flatMap((grant): readonly Problem[] => [
        ...(/^[a-z][a-z0-9_]*$/.test(grant.userAttribute)
          ? []
          : [
              {
                code: "bad-name" as const,
                at: [...grant.at, "user_attribute"],
                message: `\`${grant.userAttribute}\` cannot be the name of a user attribute: names start with a lower-case letter and hold only lower-case letters, digits and _`,
              },
            ]),
        ...(grant.allowed.length > 0
          ? []
          : [
              {
                code: "missing-key" as const,
                at: [...grant.at, "allowed"],
                message: `no value of \`${grant.userAttribute}\` is allowed, so nobody holds \`${grant.name}\``,
                hint: "list the values whose owners may see what requires it",
              },
            ]),
      ]),
  },
  {
    sentence: "What is required is an access grant of the model",
    check: (model) => {
      const known = model.accessGrants.map((grant) => grant.name);
      return written(model).flatMap(({ grants, at }) =>
        grants.flatMap((name): readonly Problem[] =>
          known.includes(name)
            ? []
            : [
                {
                  code: "unknown-name",
                  at: [...at, "required_access_grants"],
                  message: `there is no access grant \`${name}\``,
                  hint: didYouMean(name, known) ?? `add \`${name}:\` under \`access_grants:\``,
                },
              ],
        ),
      );
    },
  },
  {
    sentence: "A field that is computed from one with a grant takes the same grant",
    check: (model) =>
      model.views.flatMap((view) =>
        usesOfGuarded(view).flatMap(({ field, used, step }): readonly Problem[] => {
          const lacking = lackingOf(model, used.requiredAccessGrants, [
            ...field.requiredAccessGrants,
            ...view.requiredAccessGrants,
          ]);
          if (lacking.length === 0) return [];
          return [
            tells(
              [...field.at, ...step],
              `\`${field.name}\` would show everybody what comes of \`${used.name}\``,
              lacking,
              `\`${field.name}\``,
            ),
          ];
        }),
      ),
  },
  {
    sentence: "What an explore asks of every question takes no grant that the explore does not take",
    check: (model) =>
      model.explores.flatMap((explore) =>
        asksFor(explore).flatMap(({ name, at }): readonly Problem[] => {
          const needed = grantsOfField(model, explore, name);
          const lacking = lackingOf(model, needed, explore.requiredAccessGrants);
          if (lacking.length === 0) return [];
          return [
            tells(
              at,
              `every question of explore \`${explore.name}\` stands on \`${name}\``,
              lacking,
              "the explore",
            ),
          ];
        }),
      ),
  },
  {
    sentence: "The fields a join compares take no grant that the join does not take",
    check: (model) =>
      model.explores.flatMap((explore) => explore.joins.flatMap((join) => compared(model, explore, join))),
  },
];

/** Everything that can say `required_access_grants`, with what it takes besides what it inherits. */
function written(model: Model): readonly { readonly grants: readonly string[]; readonly at: At }[] {
  return [
    ...model.views.flatMap(guardedIn),
    ...model.explores.flatMap((explore) => {
      const base = findView(model, explore.view)?.requiredAccessGrants ?? [];
      return [
        { grants: explore.requiredAccessGrants.filter((name) => !base.includes(name)), at: explore.at },
        ...explore.joins
          .filter((join) => !join.bridge)
          .map((join) => {
            const below = [
              ...(findView(model, join.view)?.requiredAccessGrants ?? []),
              ...joinsBelow(model, explore, join),
            ];
            return {
              grants: join.requiredAccessGrants.filter((name) => !below.includes(name)),
              at: join.at,
            };
          }),
      ];
    }),
  ];
}

const guardedIn = once((view: View) =>
  [view, ...view.fields.filter((field) => field.at[0] === "views")]
    .filter((noun) => noun.requiredAccessGrants.length > 0)
    .map((noun) => ({ grants: noun.requiredAccessGrants, at: noun.at })),
);

/** Fields that people wrote, each with those of the same view that it stands on and that take a grant. */
const usesOfGuarded = once((view: View) =>
  view.fields.flatMap((field) =>
    (field.at[0] === "views" ? namesIn(field) : []).flatMap(({ name, step }) => {
      const used = findField(view, name)?.field;
      return used === undefined || used.requiredAccessGrants.length === 0 ? [] : [{ field, used, step }];
    }),
  ),
);

/** What a join takes because of the one it hangs on; a bridge is part of the join itself. */
function joinsBelow(model: Model, explore: Explore, join: Join): readonly string[] {
  const before = explore.joins.find((one) => one.name === join.from);
  if (before === undefined) return [];
  if (!before.bridge) return before.requiredAccessGrants;
  return [
    ...(findView(model, before.view)?.requiredAccessGrants ?? []),
    ...joinsBelow(model, explore, before),
  ];
}

interface Name {
  readonly name: string;
  /** The rest of the way to where it stands in the YAML. */
  readonly step: At;
}

/** The fields of its own view that a field stands on. */
function namesIn(field: Field): readonly Name[] {
  switch (field.kind) {
    case "dimension":
      return [
        ...(field.orderBy === undefined ? [] : [{ name: field.orderBy, step: ["order_by_field"] }]),
        ...namesInSql(field.expression.pieces).map((name) => ({ name, step: ["sql"] })),
      ];
    case "dimension_group":
      return namesInSql(field.expression.pieces).map((name) => ({ name, step: ["sql"] }));
    case "measure":
      return [
        ...named(field.of, field.pick === undefined ? "of" : "sql"),
        ...named(field.distinctKey, "distinct_key"),
        ...named(field.comparison?.time, "based_on_time"),
        ...field.filters.map(({ dimension }) => ({ name: dimension, step: ["filters", dimension] })),
        ...namesInSql(field.expression?.pieces ?? []).map((name) => ({ name, step: ["sql"] })),
      ];
    default:
      return [];
  }
}

function named(name: string | undefined, key: string): readonly Name[] {
  return name === undefined ? [] : [{ name, step: [key] }];
}

function namesInSql(pieces: readonly Piece[]): readonly string[] {
  return everyPiece(pieces).flatMap((piece): readonly string[] => {
    if (piece.kind === "field" || piece.kind === "parameter" || piece.kind === "condition")
      return [piece.field];
    if (piece.kind !== "choice") return [];
    return piece.branches.flatMap(({ when }) => (when === undefined ? [] : namesInTest(when)));
  });
}

function namesInTest(test: LiquidTest): readonly string[] {
  switch (test.kind) {
    case "and":
    case "or":
      return [...namesInTest(test.left), ...namesInTest(test.right)];
    case "compared":
      return test.value.kind === "parameter_value" ? [test.value.field] : [];
    default:
      // Whether a field is asked for tells nothing of its values.
      return [];
  }
}

/** The fields that an explore's own filters and SQL name, by full name. */
function asksFor(explore: Explore): readonly { readonly name: string; readonly at: At }[] {
  const inSql = (pieces: readonly Piece[] | undefined, key: string): readonly { name: string; at: At }[] =>
    everyPiece(pieces ?? []).flatMap((piece) =>
      piece.kind === "field" || piece.kind === "parameter" || piece.kind === "condition"
        ? [{ name: `${piece.view}.${piece.field}`, at: [...explore.at, key] }]
        : [],
    );
  return [
    ...explore.accessFilters.map(({ field, at }) => ({ name: field, at: [...at, "field"] })),
    ...[...explore.alwaysFilter, ...(explore.conditionallyFilter?.filters ?? [])].map(({ field, at }) => ({
      name: field,
      at,
    })),
    ...inSql(explore.sqlAlwaysWhere?.pieces, "sql_always_where"),
    ...inSql(explore.sqlAlwaysHaving?.pieces, "sql_always_having"),
  ];
}

/** Everything it takes to see a field of an explore, besides the explore. */
export function grantsOfField(model: Model, explore: Explore, name: string): readonly string[] {
  const [alias = "", fieldName = ""] = name.split(".");
  const join = explore.joins.find((one) => one.name === alias);
  const view = findView(model, join?.view ?? (alias === explore.view ? alias : ""));
  const field = view === undefined ? undefined : findField(view, fieldName)?.field;
  return [
    ...(join?.requiredAccessGrants ?? []),
    ...(view?.requiredAccessGrants ?? []),
    ...(field?.requiredAccessGrants ?? []),
  ];
}

function compared(model: Model, explore: Explore, join: Join): readonly Problem[] {
  const from = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
  const dimensions = join.on.flatMap(({ fromColumn, toColumn }) => [
    ...dimensionIn(findView(model, from), fromColumn),
    ...dimensionIn(findView(model, join.view), toColumn),
  ]);
  return dimensions.flatMap(({ name, requiredAccessGrants }): readonly Problem[] => {
    const lacking = lackingOf(model, requiredAccessGrants, join.requiredAccessGrants);
    if (lacking.length === 0) return [];
    return [tells(join.at, `join \`${join.name}\` compares \`${name}\``, lacking, "the join", true)];
  });
}

function dimensionIn(view: View | undefined, column: string): readonly Field[] {
  const dimension = view === undefined ? undefined : dimensionOfColumn(view, column);
  return dimension === undefined ? [] : [dimension];
}

/** Grants that are needed and not taken; those the model does not have are complained about where they are written. */
export function lackingOf(
  model: Model,
  needed: readonly string[],
  taken: readonly string[],
): readonly string[] {
  return model.accessGrants
    .map((grant) => grant.name)
    .filter((name) => needed.includes(name) && !taken.includes(name));
}

/** That something tells those without a grant what the grant keeps back. */
export function tells(
  at: At,
  what: string,
  lacking: readonly string[],
  noun: string,
  onKey: boolean = false,
): Problem {
  const names = lacking.map((name) => `\`${name}\``).join(" and ");
  return {
    code: "grant-clash",
    at,
    onKey,
    message: `${what}, which only those with ${names} may see`,
    hint: `add \`required_access_grants: [${lacking.join(", ")}]\` to ${noun} too`,
  };
}
