// What stands behind `{% if %}` as written -> a test of the question, as a small tree.
import type { LiquidTest, LiquidValue } from "../model/expression.ts";
import type { SqlTrouble } from "./sql-text.ts";

export type { SqlTrouble } from "./sql-text.ts";

const TOKEN =
  /\s*(?:(and|or)\b|(==|!=|<>)|'([^']*)'|"([^"]*)"|_user_attributes\s*\[\s*(?:'(\w+)'|"(\w+)")\s*\]|([a-z][\w.]*))/y;

type Token =
  | { readonly kind: "join"; readonly word: "and" | "or" }
  | { readonly kind: "sign"; readonly equal: boolean }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly value: LiquidValue }
  | { readonly kind: "asked"; readonly test: LiquidTest };

/**
 * @param written e.g. `unit._parameter_value == 'million' and movies.title._is_filtered`
 * @param view the view that names without one belong to
 * @returns the test, or what is wrong with it
 */
export function readLiquidTest(written: string, view: string): LiquidTest | SqlTrouble {
  const tokens = tokensOf(written.trim(), view);
  return (tokens === undefined ? undefined : testOf(tokens)) ?? unclear(written);
}

/**
 * @param written `field` or `view.field`
 * @returns undefined for anything else
 */
export function readName(
  written: string,
  view: string,
): { readonly view: string; readonly field: string } | undefined {
  const [, of, field] = /^(?:([a-z][a-z0-9_]*)\.)?([a-z][a-z0-9_]*)$/.exec(written) ?? [];
  return field === undefined ? undefined : { view: of ?? view, field };
}

/** Liquid reads from the right: `a and b or c` is `a and (b or c)`. */
function testOf(tokens: readonly Token[]): LiquidTest | undefined {
  const at = tokens.findIndex((token) => token.kind === "join");
  const left = simpleTest(at < 0 ? tokens : tokens.slice(0, at));
  const join = tokens[at];
  if (left === undefined || join?.kind !== "join") return left;
  const right = testOf(tokens.slice(at + 1));
  return right === undefined ? undefined : { kind: join.word, left, right };
}

function simpleTest([value, sign, text, ...more]: readonly Token[]): LiquidTest | undefined {
  if (more.length > 0) return undefined;
  if (value?.kind === "asked") return sign === undefined ? value.test : undefined;
  if (value?.kind !== "value" || sign?.kind !== "sign" || text?.kind !== "text") return undefined;
  return { kind: "compared", value: value.value, equal: sign.equal, text: text.text };
}

function tokensOf(written: string, view: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < written.length) {
    const match = TOKEN.exec(written);
    const token = match === null ? undefined : tokenOf(match, view);
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function tokenOf(match: RegExpExecArray, view: string): Token | undefined {
  const [, join, sign, single, double, attribute, other, path] = match;
  if (join === "and" || join === "or") return { kind: "join", word: join };
  if (sign !== undefined) return { kind: "sign", equal: sign === "==" };
  const text = single ?? double;
  if (text !== undefined) return { kind: "text", text };
  const named = attribute ?? other;
  if (named !== undefined) return { kind: "value", value: { kind: "user_attribute", attribute: named } };
  const [, name = "", asked] = /^(.*)\.(_parameter_value|_is_filtered|_in_query)$/.exec(path ?? "") ?? [];
  const field = readName(name, view);
  if (field === undefined) return undefined;
  if (asked === "_parameter_value") return { kind: "value", value: { kind: "parameter_value", ...field } };
  return { kind: "asked", test: { kind: asked === "_in_query" ? "in_query" : "is_filtered", ...field } };
}

function unclear(written: string): SqlTrouble {
  return {
    message: `\`${written}\` is not a test that the fallback server follows`,
    hint: "compare `parameter._parameter_value` or `_user_attributes['name']` with a text by `==` or `!=`, or ask `view.field._is_filtered` or `view.field._in_query`; `and` and `or` join several",
  };
}
