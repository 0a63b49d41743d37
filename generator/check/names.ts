// Rules about names: what Looker and every warehouse accept, and that no two things share one.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import type { Rule } from "./rule.ts";

/** Redshift's longest identifier, in bytes (Redshift, "Names and identifiers"). */
const LONGEST_NAME = 127;

type Named = readonly [what: string, name: string, at: At, onKey: boolean];

/** The rules about names. */
export const nameRules: readonly Rule[] = [
  {
    sentence: "Names start with a lower-case letter and hold only lower-case letters, digits and underscores",
    check: (model) =>
      everyName(model).flatMap(([what, name, at, onKey]): readonly Problem[] => {
        if (/^[a-z][a-z0-9_]*$/.test(name) && name.length <= LONGEST_NAME) return [];
        const long = name.length > LONGEST_NAME;
        return [
          {
            code: "bad-name",
            at,
            onKey,
            message: long
              ? `the ${what} name is ${name.length} characters long; ${LONGEST_NAME} is the most a warehouse takes`
              : `\`${name}\` cannot be the name of a ${what}: names start with a lower-case letter and hold only lower-case letters, digits and _`,
            hint: long ? undefined : suggestName(name),
          },
        ];
      }),
  },
  {
    sentence: "Fields of a view have different names, each timeframe of a dimension group counted",
    check: (model) =>
      model.views.flatMap((view) => {
        const seen = new Map<string, At>();
        return view.fields.flatMap((field) =>
          askedNames(field).flatMap((name): readonly Problem[] => {
            const first = seen.get(name);
            if (first === undefined) {
              seen.set(name, field.at);
              return [];
            }
            const message =
              field.kind === "dimension_group"
                ? `the timeframe \`${name}\` of \`${field.name}\` has the name of another field of view \`${view.name}\``
                : `view \`${view.name}\` has two fields that are called \`${name}\``;
            return [
              {
                code: "duplicate-name",
                at: field.at,
                onKey: true,
                message,
                hint: `the other one stands at \`${first.join(".")}\``,
              },
            ];
          }),
        );
      }),
  },
  {
    sentence: "Views joined in one explore have different names",
    check: (model) =>
      model.explores.flatMap((explore) => {
        const seen = new Set([explore.view]);
        return explore.joins.flatMap((join): readonly Problem[] => {
          const taken = seen.has(join.name);
          seen.add(join.name);
          if (!taken) return [];
          return [
            {
              code: "duplicate-name",
              at: join.at,
              onKey: true,
              message: `explore \`${explore.name}\` already holds a view called \`${join.name}\``,
              hint: "give this join another name and say `view:`",
            },
          ];
        });
      }),
  },
];

function everyName(model: Model): readonly Named[] {
  return [
    ["model", model.name, ["model"], false],
    ["schema", model.schema, ["schema"], false],
    ...model.sources.map((source): Named => ["source", source.name, source.at, true]),
    ...model.tables.flatMap((table): readonly Named[] => [
      ["table", table.name, table.at, true],
      ...table.columns.map((column): Named => ["column", column.name, column.at, true]),
    ]),
    ...model.views.flatMap((view): readonly Named[] => [
      ["view", view.name, view.at, true],
      ...view.fields.map((field): Named => ["field", field.name, field.at, true]),
    ]),
    ...model.explores.flatMap((explore): readonly Named[] => [
      ["explore", explore.name, explore.at, true],
      ...explore.joins.map((join): Named => ["join", join.name, join.at, true]),
    ]),
    ...model.questions.map((question): Named => ["question", question.name, question.at, true]),
  ];
}

function suggestName(name: string): string | undefined {
  const better = name
    .normalize("NFKD")
    .replace(/[^\w]+/g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^[^a-z]+|_+$/g, "");
  return better === "" || better === name ? undefined : `\`${better}\` would do`;
}
