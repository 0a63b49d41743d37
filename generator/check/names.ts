// Rules about names: what Looker and every warehouse accept, and that no two things share one.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import { once } from "../once.ts";
import type { Problem } from "../problem.ts";
import { plainColumn } from "../resolve/expression.ts";
import { RESERVED } from "./reserved.ts";
import { eachView, type Rule } from "./rule.ts";

/** Redshift's longest identifier, in bytes (Redshift, "Names and identifiers"). */
const LONGEST_NAME = 127;

type Named = readonly [what: string, name: string, at: At, onKey: boolean];

/** Words that addresses of the page and options of `ask` use for something else. */
const BLANKS: readonly string[] =
  `metric aggregation by question fields filter sort limit format attribute model
  verbose help environment`.split(/\s+/);

/** The rules about names. */
export const nameRules: readonly Rule[] = [
  {
    sentence: "Names start with a lower-case letter and hold only lower-case letters, digits and underscores",
    check: (model) =>
      everyName(model).flatMap(([what, name, at, onKey]): readonly Problem[] => {
        if (isGood(name)) return [];
        const long = name.length > LONGEST_NAME;
        return [
          {
            code: "bad-name",
            at,
            onKey,
            message: long
              ? `the ${what} name is ${name.length} characters long; ${LONGEST_NAME} is the most a warehouse takes`
              : `\`${name}\` cannot be the name of ${/^[aeiou]/.test(what) ? "an" : "a"} ${what}: names start with a lower-case letter and hold only lower-case letters, digits and _`,
            hint: long ? undefined : suggestName(name, what),
          },
        ];
      }),
  },
  {
    sentence: "A view, in an explore too, is not called by a word that SQL keeps for itself",
    check: (model) =>
      [
        ...model.views.map((view) => ({ name: view.name, at: view.at })),
        ...model.explores.flatMap((explore) =>
          explore.joins.filter((join) => join.name !== join.view).map(({ name, at }) => ({ name, at })),
        ),
      ].flatMap(({ name, at }): readonly Problem[] =>
        RESERVED.has(name)
          ? [
              {
                code: "bad-name",
                at,
                onKey: true,
                message: `\`${name}\` is a word of SQL, and Looker would write it into queries as it is`,
                hint:
                  at[0] === "explores"
                    ? `call the join \`joined_${name}\`, say, and add \`view: …\``
                    : `call the view \`${name}s\`, say, and add \`table: …\``,
              },
            ]
          : [],
      ),
  },
  {
    sentence: "Fields of a view have different names, each timeframe of a dimension group counted",
    check: eachView((view) => {
      const seen = new Map<string, Field>();
      return view.fields.flatMap((field) =>
        askedNames(field).flatMap((name): readonly Problem[] => {
          const first = seen.get(name);
          if (first === undefined) {
            seen.set(name, field);
            return [];
          }
          return [twice(name, view.name, first, field)];
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
  {
    sentence: "A selector does not have the name of another blank of the question, or of an option of `ask`",
    check: (model) =>
      model.questions.flatMap((form) =>
        form.selectors.flatMap((selector): readonly Problem[] =>
          BLANKS.includes(selector.name)
            ? [
                {
                  code: "bad-name",
                  at: selector.at,
                  onKey: true,
                  message: `a selector cannot be called \`${selector.name}\`: that word already means something in a question`,
                  hint: "give it the name of what it chooses, e.g. the name of the view",
                },
              ]
            : [],
        ),
      ),
  },
];

function isGood(name: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(name) && name.length <= LONGEST_NAME;
}

/** Of tables and views, which are many, the names that are bad. */
function everyName(model: Model): readonly Named[] {
  return [
    ["model", model.name, ["model"], false],
    ["schema", model.schema, ["schema"], false],
    ...(model.tests ?? []).flatMap((test): readonly Named[] => [
      ["data test", test.name, test.at, true],
      ...test.asserts.map(({ name }): Named => ["assertion", name, [...test.at, "assert", name], true]),
    ]),
    ...model.accessGrants.map((grant): Named => ["access grant", grant.name, grant.at, true]),
    ...model.sources.map((source): Named => ["source", source.name, source.at, true]),
    ...model.tables.flatMap(badNamesOfTable),
    ...model.views.flatMap(badNamesOfView),
    ...model.explores.flatMap((explore): readonly Named[] => [
      ["explore", explore.name, explore.at, true],
      ...explore.joins.map((join): Named => ["join", join.name, join.at, true]),
      ...(explore.aggregateTables ?? []).map((table): Named => [
        "aggregate table",
        table.name,
        table.at,
        true,
      ]),
    ]),
    ...model.questions.map((question): Named => ["question", question.name, question.at, true]),
  ];
}

const badNamesOfTable = once((table: Table): readonly Named[] => [
  ...[table].filter(isBadlyNamed).map(({ name, at }): Named => ["table", name, at, true]),
  ...table.columns.filter(isBadlyNamed).map(({ name, at }): Named => ["column", name, at, true]),
]);

const badNamesOfView = once((view: View): readonly Named[] => [
  ...[view].filter(isBadlyNamed).map(({ name, at }): Named => ["view", name, at, true]),
  ...view.fields
    .filter((field) => isBadlyNamed(field) && isWritten(field))
    .map(({ name, at }): Named => ["field", name, at, true]),
]);

function isBadlyNamed({ name }: { readonly name: string }): boolean {
  return !isGood(name);
}

/** Told at the field people wrote; a field that a question makes cannot be called otherwise. */
function twice(name: string, view: string, one: Field, other: Field): Problem {
  const [made, written] = one.at[0] === "questions" ? [one, other] : [other, one];
  const at = { code: "duplicate-name", onKey: true } as const;
  if (made.at[0] === "questions" && written.at[0] === "views")
    return {
      ...at,
      at: written.at,
      message: `question \`${String(made.at[1])}\` makes a field called \`${name}\`, and view \`${view}\` has one already`,
      hint: "give this one another name",
    };
  return {
    ...at,
    at: other.at,
    message:
      other.kind === "dimension_group"
        ? `the timeframe \`${name}\` of \`${other.name}\` has the name of another field of view \`${view}\``
        : `view \`${view}\` has two fields that are called \`${name}\``,
    hint: `the other one stands at \`${one.at.join(".")}\``,
  };
}

/** Fields that the model makes are named after others, which are judged where they are written. */
function isWritten(field: Field): boolean {
  if (field.kind === "selector") return field.keeps === "any";
  // A dimension with its column's name is complained about as the column.
  if (field.kind === "dimension" && plainColumn(field.expression) === field.name) return false;
  return field.at[0] === "views" && field.at.length === 4;
}

function suggestName(name: string, what: string): string | undefined {
  const better = name
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/^(?=[0-9])/, `${what}_`)
    .replace(/[^\w]+/g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^[^a-z]+|_+$/g, "");
  return better === "" || better === name ? undefined : `\`${better}\` would do`;
}
