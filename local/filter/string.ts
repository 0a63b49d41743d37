// A Looker string filter (`FOO%,-BAR`) -> a condition.
import { allOf, anyOf, type Condition, type PatternPiece } from "./condition.ts";

interface Term {
  readonly negative: boolean;
  readonly quoted: boolean;
  readonly pieces: readonly PatternPiece[];
}

/**
 * Reads Looker's string filter language (docs.cloud.google.com/looker/docs/filter-expressions, "String").
 * Positive terms are any-of, negative terms all-of; `^` makes the next character plain; a term in double
 * quotes may hold commas and outer blanks.
 * @returns `anything` for an empty expression
 */
export function readStringFilter(expression: string): Condition {
  const conditions = splitTerms(expression).map((term) => ({
    negative: term.negative,
    condition: conditionOf(term),
  }));
  const equal = conditions.flatMap(({ negative, condition }) =>
    !negative && condition.kind === "equals" ? condition.values : [],
  );
  const positive = conditions
    .filter((one) => !one.negative && one.condition.kind !== "equals")
    .map((one) => one.condition);
  const wanted: readonly Condition[] = [
    ...(equal.length > 0 ? [{ kind: "equals" as const, values: equal }] : []),
    ...positive,
  ];
  const unwanted = conditions.filter((one) => one.negative).map((one) => negated(one.condition));
  return allOf([...(wanted.length > 0 ? [anyOf(wanted)] : []), ...unwanted]);
}

/**
 * A value as a string filter that matches exactly it: the inverse of reading, for one term.
 * @param value any text
 */
export function writeStringFilter(value: string): string {
  const escaped = value.replaceAll(/[\^%_",]/g, (character) => `^${character}`).replace(/^-/, "^-");
  const reserved = /^(null|empty)$/i.test(value);
  return value === "" || reserved || value.trim() !== value ? `"${escaped}"` : escaped;
}

function splitTerms(expression: string): readonly Term[] {
  const terms: Term[] = [];
  let rest = expression;
  while (rest !== "") {
    const { term, length } = readTerm(rest);
    if (term.quoted || term.pieces.length > 0) terms.push(term);
    rest = rest.slice(length + 1);
  }
  return terms;
}

function readTerm(text: string): { readonly term: Term; readonly length: number } {
  let at = text.length - text.trimStart().length;
  const negative = text[at] === "-";
  if (negative) at += 1;
  let quoted = text[at] === '"';
  const pieces: PatternPiece[] = [];
  const start = at;
  const add = (character: string): void => {
    const last = pieces.at(-1);
    if (last !== undefined && typeof last === "object")
      pieces[pieces.length - 1] = { text: last.text + character };
    else pieces.push({ text: character });
  };
  if (quoted) {
    at += 1;
    const close = closingQuote(text, at);
    if (close === undefined) {
      // A lone quote is a character like any other.
      quoted = false;
      at = start;
    } else {
      for (; at < close; at++) {
        if (text[at] === "^" && at + 1 < close) at += 1;
        add(text[at] ?? "");
      }
      at = close + 1;
    }
  }
  for (; at < text.length && text[at] !== ","; at++) {
    const character = text[at] ?? "";
    if (quoted) continue;
    if (
      (character === "^" || character === "\\") &&
      at + 1 < text.length &&
      (character === "^" || text[at + 1] === ",")
    ) {
      at += 1;
      add(text[at] ?? "");
    } else if (character === "%") {
      if (pieces.at(-1) !== "any") pieces.push("any");
    } else if (character === "_") pieces.push("one");
    else add(character);
  }
  return { term: { negative, quoted, pieces: quoted ? pieces : trimEnd(pieces) }, length: at };
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "^") at += 1;
    else if (text[at] === '"') return /^\s*(,|$)/.test(text.slice(at + 1)) ? at : undefined;
  }
  return undefined;
}

function trimEnd(pieces: readonly PatternPiece[]): readonly PatternPiece[] {
  const last = pieces.at(-1);
  if (last === undefined || typeof last !== "object") return pieces;
  const text = last.text.trimEnd();
  return [...pieces.slice(0, -1), ...(text === "" ? [] : [{ text }])];
}

function conditionOf(term: Term): Condition {
  const [first, ...more] = term.pieces;
  if (first === undefined) return { kind: "equals", values: [""] };
  if (first === "any" && more.length === 0) return { kind: "anything" };
  if (term.pieces.some((piece) => typeof piece !== "object")) return { kind: "like", pattern: term.pieces };
  const text = typeof first === "object" ? first.text : "";
  if (!term.quoted && (text === "NULL" || text === "null")) return { kind: "unknown" };
  if (!term.quoted && (text === "EMPTY" || text === "empty")) return { kind: "blank" };
  return { kind: "equals", values: [text] };
}

function negated(condition: Condition): Condition {
  if (condition.kind === "unknown") return { kind: "known" };
  if (condition.kind === "blank")
    return {
      kind: "and",
      terms: [{ kind: "known" }, { kind: "not", term: { kind: "equals", values: [""] } }],
    };
  if (condition.kind === "anything") return { kind: "unknown" };
  return { kind: "not", term: condition };
}
