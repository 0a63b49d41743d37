// What is generated is clean under the rules that LookML's linters check, and each rule would tell when it is not.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, emitLookml, type File } from "../generator/index.ts";
import { CASES } from "./cases/harness.ts";
import { broken, RULES } from "./linter/rules.ts";

function movies(): readonly File[] {
  const { model } = compile(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return emitLookml(model);
}

function printed(name: string): readonly File[] {
  const model = CASES.find((one) => one.name === name)?.compiled.model;
  if (model === undefined) throw new Error(`${name} has problems`);
  return emitLookml(model);
}

/** What the generator leaves to people; linter/rules.ts says why. */
const LEFT_TO_PEOPLE = /^H[15] /;

test.each([
  ["movies", movies()],
  ["shop", printed("shop")],
] as const)("%s is clean", (_name, files) => {
  expect(broken(files).filter((one) => !LEFT_TO_PEOPLE.test(one))).toEqual([]);
});

test("a model that says what the linter asks of people is clean without an exemption", () => {
  expect(broken(printed("linted"))).toEqual([]);
});

const VIEW = "views/movies.view.lkml";
const EXPLORE = "explores/movies.explore.lkml";
const many = (how: number, line: (index: number) => string): string =>
  Array.from({ length: how }, (_one, index) => line(index)).join("\n");

/** A change to the movies' project that breaks a rule. */
const SPOILT: readonly (readonly [rule: string, path: string, from: string | RegExp, to: string])[] = [
  ["K1", VIEW, /pk1_id/g, "pk2_id"],
  ["K3", VIEW, "  dimension: pk1_id {", "  dimension: early {}\n  dimension: pk1_id {"],
  ["K4", VIEW, "    hidden: yes\n", ""],
  ["K7", VIEW, "    primary_key: yes\n", ""],
  [
    "K8",
    VIEW,
    "    primary_key: yes\n",
    "  }\n  dimension: other {\n    primary_key: yes\n    sql: 1 ;;\n  }\n  dimension: rest {\n",
  ],
  ["F1", VIEW, "sql: ${TABLE}.id ;;", "sql: ${genres.pk1_id} ;;"],
  ["F2", VIEW, "    hidden: yes\n", '    hidden: yes\n    view_label: "X"\n'],
  ["F3", VIEW, /    filters: \[pk1_id: "NOT NULL"\]\n/, ""],
  ["F4", VIEW, '    description: "What is measured"\n', ""],
  ["E1", EXPLORE, "${movies.pk1_id}", "${TABLE}.id"],
  ["E2", EXPLORE, "${movies.pk1_id}", "${movies.title}"],
  ["E6", EXPLORE, "    type: left_outer\n", "    foreign_key: movies.title\n"],
  ["E7", EXPLORE, "  description:", '  label: "Movies of all the years there were"\n  description:'],
  ["T1", "movies.model.lkml", "sql_trigger:", 'interval_trigger: "1 hour"\n  sql_trigger:'],
  ["T2", VIEW, /  sql_table_name: .* ;;/, "  derived_table: { sql: SELECT 1 ;; }"],
  [
    "H2",
    VIEW,
    "\n  dimension: title",
    `\n${many(25, (index) => `  dimension: f${index} { description: "x" }`)}\n\n  dimension: title`,
  ],
  [
    "H3",
    VIEW,
    "\n  dimension: title",
    `\n${many(12, (index) => `  dimension: f${index} { group_label: "G${index}" description: "x" }`)}\n\n  dimension: title`,
  ],
  [
    "H4",
    VIEW,
    "\n  dimension: title",
    `\n${many(32, (index) => `  dimension: f${index} { group_label: "G${index} > Inner" description: "x" }`)}\n\n  dimension: title`,
  ],
  [
    "H6",
    EXPLORE,
    "\n  join: movie_genres",
    `\n${many(20, (index) => `  join: j${index} {}`)}\n\n  join: movie_genres`,
  ],
  ["W1", VIEW, "    hidden: yes", "      hidden: yes"],
];

test("every rule has something that breaks it", () => {
  const people = ["H1", "H5"];
  expect([...SPOILT.map(([rule]) => rule), ...people].sort()).toEqual(Object.keys(RULES).sort());
});

test.each([
  ["H1", "views/orders.view.lkml", "[Order ID]"],
  ["H5", "explores/orders.explore.lkml", "[Orders]"],
])("%s tells what it is about", (rule, path, label) => {
  const files = printed("linted").map((file) =>
    file.path === path ? { path, text: file.text.replace(label, "Plain") } : file,
  );
  expect(broken(files).map((one) => one.split(" ")[0])).toEqual([rule]);
});

test.each(SPOILT)("%s tells what it is about", (rule, path, from, to) => {
  const files = movies().map((file) =>
    file.path === path ? { path, text: file.text.replace(from, () => to) } : file,
  );
  expect(broken(files).map((one) => one.split(" ")[0])).toContain(rule);
});
