// Steps and cases as written -> what a dimension is made of.
import { madeExpression } from "../made.ts";
import type { At } from "../model/at.ts";
import type { Expression } from "../model/expression.ts";
import type { Dimension } from "../model/field.ts";
import { type Case, type Made, TIER_STYLES } from "../model/made.ts";
import type { DimensionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

/** What a dimension that is made of something says instead of plain SQL. */
export type MadeParts = Pick<Dimension, "type" | "expression" | "made">;

/** Numbers that are written out, as the names of steps need them. */
const DIGITS = /^-?\d{1,15}(\.\d+)?$/;

/**
 * @param of the number the steps are of
 * @param ofType what the column holds that is read; undefined where SQL is
 * @returns nothing after a complaint
 */
export function resolveTier(
  name: string,
  draft: DimensionDraft,
  at: At,
  of: Expression,
  ofType: Dimension["type"] | undefined,
  complaints: Complaints,
): MadeParts | undefined {
  const word = draft.type === "bin" ? "bin" : "tier";
  const key = `${word}s` as const;
  const other = word === "bin" ? "tiers" : "bins";
  const clash = (where: string, message: string, hint: string): void => {
    complaints.add({ code: "type-clash", at: [...at, where], message, hint });
  };
  if (draft[other] !== undefined)
    clash(other, `\`${name}\` is of type ${word}, and that has \`${key}\``, `call them \`${key}\``);
  if (ofType !== undefined && ofType !== "number")
    clash(
      "column",
      `\`${name}\` makes steps of a number, and its column is none`,
      "choose a column of numbers",
    );
  if (draft.format !== undefined)
    clash("format", `the steps of \`${name}\` are texts, which no format suits`, "leave `format` out");
  const tiers = draft[key];
  if (tiers === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say where its steps begin`,
      hint: `add \`${key}:\` with numbers, such as \`[0, 10, 100]\``,
    });
    return undefined;
  }
  const style = TIER_STYLES.find((known) => known === (draft.style ?? TIER_STYLES[0]));
  if (style === undefined) {
    complaints.unknownWord([...at, "style"], "a style of steps", draft.style ?? "", TIER_STYLES);
    return undefined;
  }
  const wrong = tiers.findIndex(
    (tier, index) => !DIGITS.test(String(tier)) || tier <= (tiers[index - 1] ?? -Infinity),
  );
  if (tiers.length === 0 || wrong >= 0) {
    complaints.add({
      code: "shape",
      at: tiers.length === 0 ? [...at, key] : [...at, key, wrong],
      message:
        tiers.length === 0
          ? `\`${name}\` has no step`
          : DIGITS.test(String(tiers[wrong]))
            ? `the step \`${tiers[wrong]}\` does not come after the one before it`
            : `\`${tiers[wrong]}\` has more digits than the name of a step can show`,
      hint: "write numbers from the smallest to the largest, each once",
    });
    return undefined;
  }
  if (style === "integer" && tiers.some((tier) => !Number.isInteger(tier))) {
    clash(
      "style",
      "style `integer` calls a step `10 to 19`, which says nothing of fractions",
      "write whole numbers, or choose style `interval` or `relational`",
    );
    return undefined;
  }
  const made: Made = { kind: "tier", word, of, tiers, style };
  return { type: "string", expression: madeExpression(made), made };
}

/**
 * @param read reads the SQL of one condition
 * @returns nothing after a complaint
 */
export function resolveCases(
  name: string,
  draft: DimensionDraft,
  at: At,
  read: (sql: string, at: At) => Expression,
  complaints: Complaints,
): MadeParts | undefined {
  saysNothing(
    name,
    draft,
    at,
    ["column", "sql", "unknown", "format", "timeframes", "datatype", "convert_tz"],
    "is made of cases",
    "say it in the conditions of the cases",
    complaints,
  );
  if (draft.type !== undefined && draft.type !== "string")
    complaints.add({
      code: "type-clash",
      at: [...at, "type"],
      message: `\`${name}\` is made of cases, whose labels are texts`,
      hint: "leave `type` out",
    });
  const written = draft.case ?? [];
  if (written.length === 0) {
    complaints.add({
      code: "shape",
      at: [...at, "case"],
      message: `\`${name}\` has no case`,
      hint: "write a list such as `[{label: Cheap, when: '${price} < 10'}]`",
    });
    return undefined;
  }
  const labels = [...written.map((one) => one.label), ...(draft.else === undefined ? [] : [draft.else])];
  for (const [index, label] of labels.entries()) {
    const where = index < written.length ? [...at, "case", index, "label"] : [...at, "else"];
    if (labels.indexOf(label) !== index)
      complaints.add({
        code: "duplicate-name",
        at: where,
        message: `two cases of \`${name}\` are called "${label}", and Looker would show them as two groups`,
        hint: "join their conditions by OR, or call one of them otherwise",
      });
    if (/;|\{\{|\{%|\p{Cc}/u.test(label))
      complaints.add({
        code: "bad-sql",
        at: where,
        message: `the label "${label}" cannot be carried into SQL and LookML`,
        hint: "leave `;`, `{{`, `{%` and line breaks out of it",
      });
  }
  const cases = written.map(({ label, when }, index): Case => ({
    label,
    when: read(when, [...at, "case", index, "when"]),
  }));
  const made: Made = { kind: "case", cases, otherwise: draft.else, alphaSort: draft.alpha_sort ?? false };
  return { type: "string", expression: madeExpression(made), made };
}

/** Complains about keys that mean nothing for what a dimension is, in words such as `is made of cases`. */
export function saysNothing(
  name: string,
  draft: DimensionDraft,
  at: At,
  keys: readonly (keyof DimensionDraft)[],
  is: string,
  hint: string,
  complaints: Complaints,
): void {
  for (const key of keys)
    if (draft[key] !== undefined)
      complaints.add({
        code: "type-clash",
        at: [...at, key],
        message: `\`${name}\` ${is}, so it takes no \`${key}\``,
        hint,
      });
}

/** Keys of one type of dimension, with the words for what lacks it. */
const KEYS_OF_TYPES: readonly (readonly [
  types: readonly string[],
  keys: readonly (keyof DimensionDraft)[],
  words: string,
])[] = [
  [["tier", "bin"], ["tiers", "bins", "style"], "is no dimension of type tier"],
  [["duration"], ["sql_start", "sql_end", "intervals"], "is no dimension of type duration"],
  [["location"], ["sql_latitude", "sql_longitude"], "is no dimension of type location"],
];

/** Complains about keys that say something only beside others. */
export function strayKeys(name: string, draft: DimensionDraft, at: At, complaints: Complaints): void {
  for (const [types, keys, words] of KEYS_OF_TYPES)
    if (!types.includes(draft.type ?? ""))
      saysNothing(name, draft, at, keys, words, `write \`type: ${types[0]}\`, or leave it out`, complaints);
  if (draft.case === undefined)
    saysNothing(
      name,
      draft,
      at,
      ["else", "alpha_sort"],
      "has no cases",
      "add `case:` with a list of them, or leave it out",
      complaints,
    );
}
