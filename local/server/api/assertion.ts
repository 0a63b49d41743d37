// What a data test asserts of a row (`${orders.count} = 1`) -> whether it holds.
import { Mistake } from "../../../generator/index.ts";
import type { Cell } from "../../answer.ts";

const TOKEN = /\s*(?:\$\{([\w.]+)\}|(\d+(?:\.\d+)?)|(<=|>=|!=|[-+*/()<>=,]|abs))/y;

/**
 * Looker's expressions as far as they are followed here: numbers, fields, `+ - * /`, `abs`, one comparison. As in
 * SQL, nothing holds of a value that is not known.
 * @param row values by full field name; a number may be decimal text
 * @throws Mistake for an expression of another form, which only Looker works out
 */
export function holds(expression: string, row: Readonly<Record<string, Cell>>): boolean {
  const tokens = tokensOf(expression);
  let at = 0;
  const next = (): Token | undefined => tokens[at];
  const take = (sign: string): boolean => {
    if (tokens[at]?.sign !== sign) return false;
    at += 1;
    return true;
  };
  const atom = (): number => {
    const token = next();
    at += 1;
    if (token?.field !== undefined) {
      const value = row[token.field] ?? null;
      return value === null || typeof value === "boolean" ? Number.NaN : Number(value);
    }
    if (token?.number !== undefined) return token.number;
    if (token?.sign === "-") return -atom();
    const isAbs = token?.sign === "abs";
    if (token?.sign !== "(" && !(isAbs && take("("))) throw unknownForm(expression);
    const value = sum();
    if (!take(")")) throw unknownForm(expression);
    return isAbs ? Math.abs(value) : value;
  };
  const product = (): number => {
    let value = atom();
    for (;;) {
      if (take("*")) value *= atom();
      else if (take("/")) value /= atom();
      else return value;
    }
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      if (take("+")) value += product();
      else if (take("-")) value -= product();
      else return value;
    }
  };
  const left = sum();
  const sign = next()?.sign;
  at += 1;
  const right = sum();
  if (at !== tokens.length) throw unknownForm(expression);
  switch (sign) {
    case "=":
      return left === right;
    case "!=":
      return left !== right && !Number.isNaN(left) && !Number.isNaN(right);
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    default:
      throw unknownForm(expression);
  }
}

interface Token {
  readonly field?: string | undefined;
  readonly number?: number | undefined;
  readonly sign?: string | undefined;
}

function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trim();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw unknownForm(expression);
    const [, field, number, sign] = match;
    tokens.push({ field, number: number === undefined ? undefined : Number(number), sign });
  }
  return tokens;
}

function unknownForm(expression: string): Mistake {
  return new Mistake(
    `\`${expression}\` was not looked at: this server works out one comparison of numbers, fields, + - * / and abs. Looker works it out.`,
  );
}
