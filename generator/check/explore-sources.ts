// Rules about tables that are questions to explores: what they ask is there, and comes to the same table in Looker.
import { findExplore, findView } from "../find.ts";
import type { At } from "../model/at.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { type Asked, badBindAll, badBinds } from "./bound-filters.ts";
import { FILTERED, missingField, type Wanted } from "./conditions.ts";
import { dependenceOfSource } from "./depends.ts";
import { badFilter, fieldOf } from "./filters.ts";
import { grantsOfField, lackingOf, tells } from "./grants.ts";
import type { Rule } from "./rule.ts";
import { badColumns, badField } from "./source-columns.ts";
import { badZone } from "./zone.ts";

const ASKED: Wanted = {
  kinds: ["dimension", "dimension_group", "measure"],
  words: "dimension or measure",
};

/** The rules about tables that are questions to explores. */
export const exploreSourceRules: readonly Rule[] = [
  {
    sentence: "A table that is a question to an explore asks one that exists, for fields that it has",
    check: (model) => [
      ...sources(model).flatMap(([, source]): readonly Problem[] => {
        const known = model.explores.map((explore) => explore.name);
        if (known.includes(source.explore)) return [];
        return [
          {
            code: "unknown-name",
            at: [...source.at, "explore"],
            message: `there is no explore \`${source.explore}\``,
            hint: didYouMean(source.explore, known),
          },
        ];
      }),
      ...asked(model).flatMap(({ source, explore }) =>
        source.columns.flatMap(({ field, at }): readonly Problem[] => {
          const missing = missingField(model, explore, field, ASKED, at, false);
          return missing.length > 0 ? missing : badField(model, explore, field, at);
        }),
      ),
    ],
  },
  {
    sentence: "The columns of such a table are those that its question gives, each of its field's type",
    check: (model) =>
      asked(model).flatMap(({ table, source, explore }) => badColumns(model, explore, table, source)),
  },
  {
    sentence:
      "Such a question is filtered in the filter languages of its fields, in a time zone that exists, and cut off in an order",
    check: (model) =>
      asked(model).flatMap(({ source, explore }) => [
        ...source.filters.flatMap(({ field: name, expression, at }): readonly Problem[] => {
          const field = fieldOf(model, explore, name);
          if (field === undefined) return missingField(model, explore, name, FILTERED, at, true);
          return badFilter(field, expression, name, at);
        }),
        ...badZone(source.timezone, [...source.at, "timezone"]),
        ...badOrder(source),
        ...((source.customFilter ?? "").includes(";")
          ? [
              {
                code: "bad-sql" as const,
                at: [...source.at, "expression_custom_filter"],
                message: "the expression holds a `;`, which would end it early",
                hint: "write one expression without a semicolon",
              },
            ]
          : []),
      ]),
  },
  {
    sentence: "A filter that is bound to such a question is of a field there is, and of the same language",
    check: (model) => asked(model).flatMap((one) => [...badBinds(model, one), ...badBindAll(model, one)]),
  },
  {
    sentence:
      "Such a question says itself by what its explore filters every question, and is kept only where everybody gets the same",
    check: (model) => asked(model).flatMap((one) => [...leftOpen(one), ...badlyKept(model, one)]),
  },
  {
    sentence: "The view over such a question takes the grants of the explore and the fields it asks",
    check: (model) => asked(model).flatMap((one) => badGrants(model, one)),
  },
];

function sources(model: Model): readonly (readonly [Table, ExploreSource])[] {
  return model.tables.flatMap((table) =>
    table.derived?.source === undefined ? [] : [[table, table.derived.source] as const],
  );
}

function asked(model: Model): readonly Asked[] {
  return sources(model).flatMap(([table, source]) => {
    const explore = findExplore(model, source.explore);
    const view = model.views.find((one) => one.table === table.name);
    return explore === undefined ? [] : [{ table, source, explore, view }];
  });
}

function badOrder(source: ExploreSource): readonly Problem[] {
  const fields = source.columns.map(({ field }) => field);
  const { limit } = source;
  const at: At = [...source.at, "limit"];
  const window = source.derivedColumns.find(({ sql }) => /\bover\s*\(/i.test(sql));
  return [
    ...source.sorts.flatMap((sort): readonly Problem[] => {
      if (!fields.includes(sort.field))
        return [
          {
            code: "unknown-name",
            at: sort.at,
            onKey: true,
            message: `the question is sorted by \`${sort.field}\`, which is not among its columns`,
            hint: didYouMean(sort.field, fields),
          },
        ];
      if (sort.direction === "asc" || sort.direction === "desc") return [];
      return [
        {
          code: "unknown-word",
          at: sort.at,
          message: `\`${sort.direction}\` is not a direction`,
          hint: "write asc or desc",
        },
      ];
    }),
    ...(limit !== undefined && !(Number.isInteger(limit) && limit > 0)
      ? [
          {
            code: "shape" as const,
            at,
            message: `\`${limit}\` is not a number of rows`,
            hint: "write a whole number from 1 on",
          },
        ]
      : []),
    ...(limit !== undefined && source.sorts.length === 0
      ? [
          {
            code: "missing-key" as const,
            at,
            message: `nothing says which ${limit} rows the question keeps`,
            hint: "add `sorts:` with the fields its rows are sorted by, each with asc or desc",
          },
        ]
      : []),
    ...(limit !== undefined && window !== undefined
      ? [
          {
            code: "looker" as const,
            at: window.at,
            message: `\`${window.name}\` looks at other rows, and Looker does not say whether those beyond \`limit\` are among them`,
            hint: "leave `limit` out, and filter the view by this column",
          },
        ]
      : []),
  ];
}

/** Whether Looker puts these into the question of a table as well, its documentation does not say. */
function leftOpen({ source, explore }: Asked): readonly Problem[] {
  const said = new Set(source.filters.map(({ field }) => field));
  const at: At = [...source.at, "explore"];
  const [access] = explore.accessFilters;
  const conditional = explore.conditionallyFilter;
  const lifted = conditional?.unless.some((field) => said.has(field)) ?? true;
  const missing = [...explore.alwaysFilter, ...(lifted ? [] : (conditional?.filters ?? []))].filter(
    ({ field }) => !said.has(field),
  );
  return [
    ...(access === undefined
      ? []
      : [
          {
            code: "looker" as const,
            at,
            message: `explore \`${explore.name}\` filters \`${access.field}\` by who asks, and Looker does not say whether that holds in a table made of it`,
            hint: "ask an explore without `access_filters:`, and put the filter on the explores that show the view",
          },
        ]),
    ...missing.map(({ field, expression }): Problem => ({
      code: "looker",
      at,
      message: `explore \`${explore.name}\` filters \`${field}\` unless a question does, and Looker does not say whether that holds in a table made of it`,
      hint: `say \`${field}: ${expression}\`, or another filter on it, under \`filters:\``,
    })),
  ];
}

function badlyKept(model: Model, { table, source }: Asked): readonly Problem[] {
  const by = table.derived?.persistence?.renewed.by;
  const [dependence] = dependenceOfSource(model, source);
  if (by === undefined || dependence === undefined) return [];
  return [
    {
      code: "looker",
      at: [...table.at, by],
      message: `\`${table.name}\` depends on ${dependence}, so its rows cannot be kept`,
      hint: `leave \`${by}\` and all that goes with it out, or what depends on it`,
    },
  ];
}

function badGrants(model: Model, { source, explore, view }: Asked): readonly Problem[] {
  if (view === undefined) return [];
  const needed = [
    ...explore.requiredAccessGrants,
    ...[...source.columns, ...source.filters].flatMap(({ field }) => grantsOfField(model, explore, field)),
    ...source.bindFilters.flatMap(({ to }) => grantsOfField(model, explore, to)),
  ];
  const lacking = lackingOf(model, needed, view.requiredAccessGrants);
  if (lacking.length === 0) return [];
  return [
    tells(
      findView(model, view.name)?.at ?? view.at,
      `\`${view.name}\` would show everybody what comes of explore \`${explore.name}\``,
      lacking,
      "the view",
      true,
    ),
  ];
}
