// The text of a custom filter expression -> its tree.
import { Mistake } from "../../generator/index.ts";
import type { ExpressionNode, Operator } from "./tree.ts";

interface Token {
  readonly kind: "field" | "number" | "text" | "word" | "sign" | "end";
  readonly text: string;
  /** Counted in characters from 1. */
  readonly at: number;
}

const TOKEN =
  /\$\{(?<field>[^{}]*)\}|(?<number>\d+(?:\.\d+)?|\.\d+)|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|`(?<back>[^`]*)`|(?<word>[a-z_][a-z0-9_]*)|(?<sign><=|>=|!=|<>|[=<>(),+*/-])/iy;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "=": "=",
  "!=": "<>",
  "<>": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/** Longer and deeper than anybody writes; what is above would only wear out the machine. */
const MOST_CHARACTERS = 20_000;
const MOST_DEPTH = 100;

/**
 * @param expression in the language of Looker's custom filters: `${view.field}`, literals, comparisons,
 *   AND, OR, NOT, brackets and functions (docs.cloud.google.com/looker/docs/custom-filters)
 * @throws Mistake that says at which character what was expected
 */
export function parseFilterExpression(expression: string): ExpressionNode {
  if (expression.length > MOST_CHARACTERS)
    throw new Mistake(
      `The filter expression is longer than ${MOST_CHARACTERS} characters. Name many values with matches_filter(\${view.field}, \`one,another\`), or in filters.`,
    );
  const tokens = tokensOf(expression);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? { kind: "end", text: "", at: expression.length + 1 };
  const isSign = (text: string): boolean => peek().kind === "sign" && peek().text === text;
  const isWord = (text: string): boolean => peek().kind === "word" && peek().text.toLowerCase() === text;
  const expect = (sign: string): void => {
    if (!isSign(sign)) throw unexpected(expression, peek(), `"${sign}"`);
    next += 1;
  };
  const joined = (kind: "and" | "or", term: () => ExpressionNode): ExpressionNode => {
    const first = term();
    const terms = [first];
    while (isWord(kind)) {
      next += 1;
      terms.push(term());
    }
    return terms.length === 1 ? first : { kind, terms, at: first.at };
  };
  const any = (): ExpressionNode => {
    depth += 1;
    if (depth > MOST_DEPTH)
      throw new Mistake(
        `The filter expression has brackets more than ${MOST_DEPTH} deep. Leave out those that change nothing.`,
      );
    const found = joined("or", all);
    depth -= 1;
    return found;
  };
  const all = (): ExpressionNode => joined("and", negated);
  const negated = (): ExpressionNode => {
    const nots: number[] = [];
    while (isWord("not")) {
      nots.push(peek().at);
      next += 1;
    }
    return nots.reduceRight<ExpressionNode>((term, at) => ({ kind: "not", term, at }), compared());
  };
  const compared = (): ExpressionNode => {
    const left = value();
    const operator = peek().kind === "sign" ? OPERATORS[peek().text] : undefined;
    if (operator === undefined) {
      if (peek().kind === "sign" && /^[+*/-]$/.test(peek().text))
        throw new Mistake(
          `The filter expression calculates with "${peek().text}" at character ${peek().at}, which cannot be answered yet. Compare fields and values only; a calculation that is asked for often can be a dimension of the model.`,
        );
      return left;
    }
    next += 1;
    return { kind: "compare", operator, left, right: value(), at: left.at };
  };
  const value = (): ExpressionNode => {
    const token = peek();
    next += 1;
    switch (token.kind) {
      case "field":
        return { kind: "field", name: token.text.trim(), at: token.at };
      case "number":
        return { kind: "number", text: token.text, at: token.at };
      case "text":
        return { kind: "text", text: token.text, at: token.at };
      case "word":
        return wordValue(token);
      case "sign":
        if (token.text === "(") {
          const inside = any();
          expect(")");
          return inside;
        }
        if (token.text === "-" && peek().kind === "number") {
          const { text } = peek();
          next += 1;
          return { kind: "number", text: `-${text}`, at: token.at };
        }
        throw unexpected(expression, token, "a field or a value");
      case "end":
        throw unexpected(expression, token, "a field or a value");
    }
  };
  const wordValue = (token: Token): ExpressionNode => {
    const word = token.text.toLowerCase();
    if (isSign("(")) {
      next += 1;
      const parts: ExpressionNode[] = [];
      while (!isSign(")")) {
        if (parts.length > 0) expect(",");
        parts.push(any());
      }
      next += 1;
      return { kind: "call", name: word, parts, at: token.at };
    }
    if (word === "yes" || word === "true") return { kind: "yesno", value: true, at: token.at };
    if (word === "no" || word === "false") return { kind: "yesno", value: false, at: token.at };
    if (word === "null") return { kind: "null", at: token.at };
    throw unexpected(expression, token, "a field or a value");
  };
  const tree = any();
  if (peek().kind !== "end") throw unexpected(expression, peek(), "AND, OR or the end");
  return tree;
}

function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (;;) {
    from += /^\s*/.exec(expression.slice(from))?.[0].length ?? 0;
    if (from >= expression.length) return tokens;
    TOKEN.lastIndex = from;
    const groups = TOKEN.exec(expression)?.groups;
    if (groups === undefined)
      throw new Mistake(
        `The filter expression cannot be read from character ${from + 1}: ${excerpt(expression, from)}. Write fields as \${view.field}, texts in quotes, and numbers with a point.`,
      );
    const { field, number, double, single, back, word, sign } = groups;
    const quoted = (double ?? single)?.replaceAll(/\\(.)/gs, "$1") ?? back;
    const at = from + 1;
    if (field !== undefined) tokens.push({ kind: "field", text: field, at });
    else if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: quoted, at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else tokens.push({ kind: "sign", text: sign ?? "", at });
    from = TOKEN.lastIndex;
  }
}

function unexpected(expression: string, token: Token, wanted: string): Mistake {
  const found = token.kind === "end" ? "it ends there" : `there is ${excerpt(expression, token.at - 1)}`;
  return new Mistake(`The filter expression needs ${wanted} at character ${token.at}, but ${found}.`);
}

function excerpt(expression: string, from: number): string {
  const text = expression.slice(from, from + 20);
  return JSON.stringify(from + 20 < expression.length ? `${text}…` : text);
}
