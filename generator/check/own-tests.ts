// Rules about the user's own data tests: what they ask can be asked, and what they assert is about it.
import { GENERATED_TEST } from "../emit/lookml/data-test.ts";
import { findExplore } from "../find.ts";
import type { OwnTest } from "../model/data-test.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../read/suggest.ts";
import { FILTERED, missingField, type Wanted } from "./conditions.ts";
import { badFilter, fieldOf } from "./filters.ts";
import type { Rule } from "./rule.ts";

const SHOWN: Wanted = {
  kinds: ["dimension", "dimension_group", "measure", "chosen_measure"],
  words: "dimension or measure",
};

/** The rules about data tests. */
export const ownTestRules: readonly Rule[] = [
  {
    sentence: "A data test has no name that generated tests have",
    check: (model) =>
      (model.tests ?? []).flatMap((test): readonly Problem[] =>
        GENERATED_TEST.test(test.name)
          ? [
              {
                code: "duplicate-name",
                at: test.at,
                onKey: true,
                message: `\`${test.name}\` is a name that generated tests have`,
                hint: "choose another name",
              },
            ]
          : [],
      ),
  },
  {
    sentence: "A data test asks for fields that its explore has, and asserts something of them",
    check: (model) => (model.tests ?? []).flatMap((test) => [...badFields(test, model), ...badAsserts(test)]),
  },
  {
    sentence: "A data test is filtered in the filter languages of its fields, sorted by fields it asks for",
    check: (model) => (model.tests ?? []).flatMap((test) => [...badFilters(test, model), ...badSorts(test)]),
  },
];

function badFields(test: OwnTest, model: Model): readonly Problem[] {
  if (test.fields.length === 0)
    return [
      {
        code: "shape",
        at: [...test.at, "fields"],
        message: "the list of fields is empty",
        hint: "name the fields that the test is about",
      },
    ];
  return test.fields.flatMap((name, index) =>
    missing(test, model, name, SHOWN, [...test.at, "fields", index], false),
  );
}

function badFilters(test: OwnTest, model: Model): readonly Problem[] {
  return test.filters.flatMap(({ field: name, expression, at }): readonly Problem[] => {
    const explore = findExplore(model, test.explore);
    const field = explore === undefined ? undefined : fieldOf(model, explore, name);
    if (field === undefined) return missing(test, model, name, FILTERED, at, true);
    return badFilter(field, expression, name, at);
  });
}

function missing(
  test: OwnTest,
  model: Model,
  name: string,
  wanted: Wanted,
  at: At,
  onKey: boolean,
): readonly Problem[] {
  const explore = findExplore(model, test.explore);
  return explore === undefined ? [] : missingField(model, explore, name, wanted, at, onKey);
}

function badSorts(test: OwnTest): readonly Problem[] {
  return [
    ...test.sorts.flatMap(({ field, direction }): readonly Problem[] => {
      // The key is as it was written, with or without its view.
      const at = [...test.at, "sorts"];
      if (!test.fields.includes(field))
        return [
          {
            code: "unknown-name",
            at,
            message: `the test is sorted by \`${field}\`, which is not among its fields`,
            hint: didYouMean(field, test.fields),
          },
        ];
      if (direction === "asc" || direction === "desc") return [];
      return [
        {
          code: "unknown-word",
          at,
          message: `\`${direction}\` is not a direction`,
          hint: "write asc or desc",
        },
      ];
    }),
    ...(test.limit === undefined || (Number.isInteger(test.limit) && test.limit > 0)
      ? []
      : [
          {
            code: "shape" as const,
            at: [...test.at, "limit"],
            message: `\`${test.limit}\` is not a number of rows`,
            hint: "write a whole number from 1 on",
          },
        ]),
  ];
}

function badAsserts(test: OwnTest): readonly Problem[] {
  if (test.asserts.length === 0)
    return [
      {
        code: "shape",
        at: [...test.at, "assert"],
        message: "the test asserts nothing",
        hint: "write `assert: {name: ${field} > 0}`",
      },
    ];
  return test.asserts.flatMap(({ name, expression }): readonly Problem[] => {
    const at = [...test.at, "assert", name];
    if (expression.includes(";"))
      return [
        {
          code: "bad-sql",
          at,
          message: "the expression holds a `;`, which would end it early",
          hint: "write one expression without a semicolon",
        },
      ];
    const named = [...expression.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] ?? "");
    if (named.length === 0)
      return [
        {
          code: "shape",
          at,
          message: "the expression is about none of the test's fields",
          hint: `name one, such as \`\${${test.fields[0] ?? "view.field"}}\``,
        },
      ];
    return named
      .filter((field) => !test.fields.includes(field))
      .map((field) => ({
        code: "unknown-name",
        at,
        message: `the expression names \`${field}\`, which is not among the test's fields`,
        hint: didYouMean(field, test.fields),
      }));
  });
}
