// A line that does not fit the lines around it -> what is wrong with it, in words.
import type { Problem } from "../problem.ts";

/** How many blanks or tabs a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a line says something, and is no comment. */
export function isFilled(line: string): boolean {
  return !/^\s*(?:#|$)/.test(line);
}

/** A problem of the YAML itself, with its offset into the text. */
export interface PlacedProblem extends Problem {
  readonly offset: number;
  /** Where the last thing is that follows from it, when that is known. */
  readonly until?: number;
}

/**
 * @param lines the whole text
 * @param at the line, counted from 0
 * @param told what the parser's complaint says, for a line that has another mistake than its indentation
 * @param errorsIn counts what is wrong with a text
 * @returns the problem, at the line's first word
 */
export function sayIndent(
  lines: readonly string[],
  at: number,
  told: PlacedProblem,
  errorsIn: (text: string) => number,
): PlacedProblem {
  const line = lines[at] ?? "";
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  const offset = start + indentOf(line);
  const say = (message: string, hint: string, place = offset): PlacedProblem => ({
    code: "yaml",
    at: [],
    offset: place,
    message,
    hint,
  });
  const said = line
    .replace(/\s#.*$/, "")
    .trim()
    .replace(/^- +/, "");
  if (line.startsWith("\t")) return told.offset === start ? told : { ...told, offset: start };
  if (/^-[^\s-]/.test(said)) return say("a `-` has no blank behind it", `write \`- ${said.slice(1)}\``);
  if (!/:(?:\s|$)/.test(said) && !/^[-[{"'|>]/.test(said)) {
    const glued = /^([\w.]+):(\S.*)$/.exec(said);
    if (glued !== null) return say("a `:` has no blank behind it", `write \`${glued[1]}: ${glued[2]}\``);
    const [name = "", ...more] = said.split(/\s+/);
    const meant = more.length === 0 ? `${name}:` : `${name}: ${more.join(" ")}`;
    return say("the line has no `:` behind its name", `write \`${meant}\``);
  }
  const [, name = "", value = ""] = /^([^\s:]+: +)(.*)$/.exec(said) ?? [];
  if (/^[^'"[{|>].*: /.test(value))
    return say(
      "a text holds `: `, which stands for a name and its value",
      `put it in single quotes: \`'${value}'\``,
      offset + line.trim().indexOf(name) + name.length,
    );
  const fitting = [...neighbours(lines, at)]
    .filter((indent) => indent !== indentOf(line))
    .map((indent) => ({ indent, left: errorsIn(moved(lines, at, indent)) }))
    .toSorted((a, b) => a.left - b.left)[0];
  const helps = fitting !== undefined && fitting.left < errorsIn(lines.join("\n"));
  return say(
    "the line does not fit the lines around it",
    helps
      ? `it starts in column ${indentOf(line) + 1}; start it in column ${fitting.indent + 1}`
      : "check its indentation: keys that belong together start in the same column; a text that holds `: ` needs quotes",
  );
}

/** Where the lines before and after begin. */
export function neighbours(lines: readonly string[], at: number): ReadonlySet<number> {
  const before = lines.findLast((line, index) => index < at && isFilled(line));
  const after = lines.find((line, index) => index > at && isFilled(line));
  return new Set([before, after].flatMap((line) => (line === undefined ? [] : [indentOf(line)])));
}

function moved(lines: readonly string[], at: number, indent: number): string {
  return lines.map((line, index) => (index === at ? " ".repeat(indent) + line.trimStart() : line)).join("\n");
}
