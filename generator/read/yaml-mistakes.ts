// A text that is no YAML -> its mistakes: one line that is wrong makes the parser complain of many.
import { type Document, parseDocument } from "yaml";
import type { Problem } from "../problem.ts";
import { indentOf, isFilled, neighbours, type PlacedProblem, sayIndent } from "./indent.ts";
import { YAML } from "./pieces.ts";
import { explainSlips } from "./slips.ts";
import { explainError, isOfLines } from "./yaml-words.ts";

/** How many characters are read again at most, all tries together. */
const TRIED_SIZE = 4_000_000;
/** How many readings one mistake takes. */
const TRIES = 12;

/** A text with one thing in it mended or taken out. */
interface Tried {
  /** The line that is blamed, counted from 0. */
  readonly line: number;
  readonly text: string;
  readonly document: Document;
  /** Blanks that were put before the line; all behind them stands so much further on. */
  readonly shift: Shift;
  /** Complaints left, and something for each line taken out: what is wrong in those would go unsaid. */
  readonly cost: number;
}

interface Shift {
  readonly at: number;
  readonly by: number;
}

/**
 * Mends the line that is wrong, or takes it out, reads the rest again, and so on: what is then no longer complained
 * of followed from that line, and what still is stands for itself.
 * @returns a problem for each mistake; none for a text that is YAML and says what it seems to say
 */
export function yamlMistakes(document: Document, text: string): readonly Problem[] {
  const found: PlacedProblem[] = [];
  const shifts: Shift[] = [];
  let rest = text;
  let read = document;
  let rounds = Math.min(12, Math.floor(TRIED_SIZE / TRIES / Math.max(1, text.length)));
  if (rounds === 0) return ofLongText(document, text);
  while (read.errors.length > 0) {
    const first = read.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
    if (first === undefined) break;
    const told = explainError(first, read, rest);
    const lines = rest.split("\n");
    const at = lineOf(rest, told.offset);
    const to = lineOf(rest, told.until ?? first.pos[0]);
    const better = rounds === 0 ? undefined : best(lines, at, to, read.errors.length);
    const culprit = better?.line ?? at;
    const problem = isOfLines(told) || culprit !== at ? sayIndent(lines, culprit, told, errorsIn) : told;
    found.push({ ...problem, offset: unshifted(problem.offset, shifts) });
    // Where nothing helps, the parser's further words would be guesses.
    if (better === undefined) return found;
    rest = better.text;
    read = better.document;
    shifts.push(better.shift);
    rounds -= 1;
  }
  const slips = explainSlips(read, rest).map((slip) => ({ ...slip, offset: unshifted(slip.offset, shifts) }));
  return [...found, ...slips];
}

/** How many nouns of a long text are looked at. */
const NOUNS = 5;

/** A long text is read as a whole once for each noun with a mistake, which is looked at by itself. */
function ofLongText(document: Document, text: string): readonly Problem[] {
  const found: Problem[] = [];
  let rest = text;
  let read = document;
  for (let turn = 0; turn < NOUNS && read.errors.length > 0; turn += 1) {
    const first = read.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
    if (first === undefined) break;
    const told = explainError(first, read, rest);
    const lines = rest.split("\n");
    const at = lineOf(rest, told.offset);
    const isHead = (line: string): boolean => isFilled(line) && indentOf(line) <= 2 && !line.startsWith("\t");
    const from = Math.max(
      0,
      lines.findLastIndex((line, index) => index <= at && isHead(line)),
    );
    const next = lines.findIndex((line, index) => index > at && isHead(line));
    const to = next < 0 ? lines.length : next;
    const noun = lines.slice(from, to).join("\n");
    const start = lines.slice(0, from).reduce((sum, line) => sum + line.length + 1, 0);
    const own =
      noun.length * TRIES > TRIED_SIZE
        ? []
        : yamlMistakes(parseDocument(noun, YAML), noun).map((one) => ({
            ...one,
            offset: start + (one.offset ?? 0),
          }));
    found.push(...(own.length === 0 ? [told] : own));
    ({ text: rest, document: read } = without(lines, from, to - 1));
  }
  return found.length < NOUNS ? [...found, ...explainSlips(read, rest)] : found;
}

function unshifted(offset: number, shifts: readonly Shift[]): number {
  return shifts.reduceRight(
    (place, { at, by }) => (place >= at + by ? place - by : Math.min(place, at)),
    offset,
  );
}

function errorsIn(text: string): number {
  return parseDocument(text, YAML).errors.length;
}

/**
 * What leaves the fewest complaints, without a look at more than is needed.
 * @param now how many there are
 */
function best(lines: readonly string[], at: number, to: number, now: number): Tried | undefined {
  const before = lines.findLastIndex((line, index) => index < at && isFilled(line));
  const blames = [at, ...(before < 0 ? [] : [before])];
  const ways: (() => Tried | undefined)[] = [
    () => withColon(lines, at),
    ...blames.flatMap((line) => [
      ...[...neighbours(lines, line)].map((indent) => () => moved(lines, line, indent)),
      () => without(lines, line, line),
    ]),
    ...blames.map((line) => () => without(lines, line, endOf(lines, line))),
    ...(to > at ? [() => without(lines, at, endOf(lines, to))] : []),
  ];
  let found: Tried | undefined;
  for (const way of ways) {
    const tried = way();
    if (tried === undefined || tried.document.errors.length >= now) continue;
    if (found === undefined || tried.cost < found.cost) found = tried;
    if (found?.cost === 0) break;
  }
  return found;
}

/** The last line of those that are further in than this one. */
function endOf(lines: readonly string[], at: number): number {
  const depth = indentOf(lines[at] ?? "");
  let end = at;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    if (!isFilled(line)) continue;
    if (indentOf(line) <= depth) break;
    end = next;
  }
  return end;
}

/** Blanks in place of lines, so that all else stays where it is. */
function without(lines: readonly string[], from: number, to: number): Tried {
  const kept = lines.map((line, index) => (index >= from && index <= to ? " ".repeat(line.length) : line));
  return judged(from, kept, { at: 0, by: 0 }, 0.3 * (to - from));
}

/** A name without a `:` gets one, in place of its last letter. */
function withColon(lines: readonly string[], at: number): Tried | undefined {
  const line = lines[at] ?? "";
  const name = /^\s*\w\w+(?=\s*(?:#.*)?$)/.exec(line)?.[0];
  if (name === undefined) return undefined;
  return judged(at, lines.with(at, `${name.slice(0, -1)}:${line.slice(name.length)}`), { at: 0, by: 0 }, 0);
}

/** A line that starts in another column. */
function moved(lines: readonly string[], at: number, indent: number): Tried | undefined {
  const line = lines[at] ?? "";
  const by = indent - indentOf(line);
  if (by === 0 || line.startsWith("\t")) return undefined;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return judged(at, lines.with(at, " ".repeat(indent) + line.trimStart()), { at: start, by }, 0);
}

function judged(line: number, lines: readonly string[], shift: Shift, cost: number): Tried {
  const text = lines.join("\n");
  const document = parseDocument(text, YAML);
  return { line, text, document, shift, cost: cost + document.errors.length };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length - 1;
}
