// A problem: a located complaint about the model, its codes, and how one prints.
import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";
import type { At } from "./model/at.ts";

/** Every kind of complaint, each with the sentence that explains it to someone who meets it first. */
export const PROBLEM_CODES = {
  yaml: "The file is not YAML: indentation, quoting or a repeated key",
  shape: "A value has the wrong form: a list where a map belongs, a number where a name belongs",
  "missing-key": "Something that must be said is not said",
  "unknown-key": "A key that the model format does not have",
  "unknown-word": "A word outside a closed vocabulary: a type, a timeframe, an aggregation",
  "unknown-name": "A name that refers to nothing",
  "bad-name": "A name Looker or a warehouse would refuse",
  "duplicate-name": "Two things that would have one name",
  "bad-sql": "SQL that cannot be carried into LookML or a query",
  "bad-filter": "A filter expression that is not of its field's filter language",
  "type-clash": "A value used where its type makes no sense",
  "key-clash": "A key that cannot identify rows",
  "no-path": "A join for which no keys are known",
  "grant-clash": "Something that would show people what an access grant keeps from them",
  cycle: "Things that refer to each other in a circle",
  "bad-form": "A question form that cannot be asked",
  "fan-out": "A measure that Looker cannot protect against rows a join repeats (a warning)",
  lookml: "A file in refinements/ that is not LookML",
  looker: "Something that Looker itself refuses",
  untranslated: "Texts that a locale has no words for (a warning)",
  unused: "Something that nothing else uses (a warning)",
} as const;

/** One of the complaint kinds. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** A located complaint about the model. */
export interface Problem {
  readonly code: ProblemCode;
  /** Where in the YAML; the deepest part that exists is shown. */
  readonly at: At;
  /** Point at the key instead of the value (used for unknown and badly named keys). */
  readonly onKey?: boolean;
  readonly message: string;
  /** What to do, or "did you mean …". */
  readonly hint?: string | undefined;
  /** Where what it looks for in vain could stand; what is written there was left out for a mistake of its own. */
  readonly seeks?: readonly At[];
  /** Byte-less offset into the text, for problems of the YAML itself. */
  readonly offset?: number;
}

/** A place in a text file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a problem is in the text.
 * @param document the parsed YAML, kept only for its positions
 * @param lines the line counter the parser filled
 * @param text the whole file, for pointing at a word inside a longer text
 */
export function placeOf(problem: Problem, document: Document, lines: LineCounter, text = ""): Place {
  const offset =
    problem.offset ??
    wordIn(problem, document, text) ??
    offsetOf(document, problem.at, problem.onKey ?? false);
  const position = lines.linePos(offset);
  return { line: Math.max(1, position.line), column: Math.max(1, position.col) };
}

/**
 * One problem as people read it: `looker.yml:12:5 unknown-name message`, the line itself with a caret, and the hint.
 * @param file the name to print, as the user gave it
 * @param text the whole file
 */
export function printProblem(problem: Problem, place: Place, file: string, text: string): string {
  const line = (text.split("\n")[place.line - 1] ?? "").replace(/\r$/, "");
  const gutter = String(place.line);
  const caret = " ".repeat(Math.max(0, place.column - 1));
  return [
    `${file}:${place.line}:${place.column} ${problem.code} ${problem.message}`,
    `  ${gutter} | ${line.replaceAll("\t", " ")}`,
    `  ${" ".repeat(gutter.length)} | ${caret}^`,
    ...(problem.hint === undefined ? [] : [`  ${" ".repeat(gutter.length)} = ${problem.hint}`]),
  ].join("\n");
}

/** The word that a complaint about a name is about; undefined when it names none. */
export function wordOf({ message }: Problem): string | undefined {
  return / called `([^`]+)`/.exec(message)?.[1] ?? /`([^`]+)`/.exec(message)?.[1];
}

/** Where in a longer text the wrong word is, such as a column in SQL. */
function wordIn(problem: Problem, document: Document, text: string): number | undefined {
  const word = wordOf(problem);
  if (problem.onKey === true || word === undefined || !OF_WORDS.has(problem.code)) return undefined;
  const node: unknown = document.getIn(problem.at, true);
  if (!isScalar(node) || node.range === undefined || node.range === null) return undefined;
  const [from, to] = node.range;
  const bare = word.slice(word.lastIndexOf(".") + 1);
  for (const one of [word, bare]) {
    const found = new RegExp(`(?<![\\w])${one.replaceAll(/[^\w]/g, "\\$&")}(?![\\w])`).exec(
      text.slice(from, to),
    );
    if (found !== null) return from + found.index;
  }
  return undefined;
}

/** The complaints that are about one word. */
const OF_WORDS: ReadonlySet<ProblemCode> = new Set(["unknown-name", "unknown-word"]);

function offsetOf(document: Document, at: At, onKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of at.entries()) {
    const last = index === at.length - 1;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyOf(item) === String(step));
      if (pair === undefined) return offset;
      const key = startOf(pair.key);
      const value = startOf(pair.value);
      offset = last && !onKey ? (value ?? key ?? offset) : (key ?? offset);
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function startOf(node: unknown): number | undefined {
  // An empty value (`title:`) has a range of its own right after the colon, which points nowhere useful.
  const ranged = node as Node | null | undefined;
  if (isScalar(ranged) && ranged.value === null && (ranged.source ?? "") === "") return undefined;
  return ranged?.range?.[0];
}
