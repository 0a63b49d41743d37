// Words for a filter expression that cannot be followed: which, on which field, what is wrong, what is right.
import { Mistake } from "../failure.ts";
import type { FilterLanguage } from "./tree.ts";

/** An expression where it stands. */
export interface WrittenFilter {
  /** With user attributes filled in. */
  readonly text: string;
  readonly language: FilterLanguage;
  /** The filtered field's full name. */
  readonly field: string;
}

/** Makes the Mistake for an expression that is not of its language; `at` counts UTF-16 units from 0. */
export type Refuse = (at: number, what: string) => Mistake;

/** The Mistake for an expression that is not of its language: what, where, and how it is done. */
export function refuser(expression: WrittenFilter): Refuse {
  return (at, what) => {
    const { wrong, hint } = wordsFor(expression, at, what);
    return new Mistake(`The filter ${say(expression)} ${wrong}. Write for example ${hint}.`);
  };
}

/** What is wrong with an expression, to follow its name, and expressions that are right. */
export function wordsFor(
  { text, language }: WrittenFilter,
  at: number,
  what: string,
): { readonly wrong: string; readonly hint: string } {
  const { name, examples } = LANGUAGES[language];
  const character = Array.from(text.slice(0, at)).length + 1;
  return { wrong: `is not a ${name} filter: at character ${character}, ${what}`, hint: list(examples) };
}

/** The Mistake for an expression that is well written and still cannot be followed. */
export function cannotFollow(expression: WrittenFilter, why: string): Mistake {
  return new Mistake(`The filter ${say(expression)} ${why}`);
}

function say({ text, field }: WrittenFilter): string {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return `"${shown}" on ${field}`;
}

/** How much of an expression a message repeats, in UTF-16 units. */
const LONGEST_SHOWN = 200;

function list(examples: readonly string[]): string {
  const quoted = examples.map((example) => `\`${example}\``);
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1) ?? ""}`;
}

const STRING = { name: "text", examples: ["red,blue", "%light%,-light blue", '"New York, NY"'] };
const DATE = { name: "date", examples: ["last 3 months", "2018-05-01 to 2018-06-01", "before 2018-Q1"] };

const LANGUAGES: Readonly<
  Record<FilterLanguage, { readonly name: string; readonly examples: readonly string[] }>
> = {
  string: STRING,
  tier: STRING,
  number: { name: "number", examples: ["5, 7", "[0, 100)", ">=5 AND <10"] },
  yesno: { name: "yes/no", examples: ["Yes", "No"] },
  date: DATE,
  date_time: DATE,
  location: {
    name: "location",
    examples: [
      "36.97, -122.03",
      "40 miles from 36.97, -122.03",
      "inside box from 72.33, -173.14 to 14.39, -61.70",
    ],
  },
};
