// What Looker says of a line of LookML -> a problem at the line of looker.yml that it was printed from.
import { LineCounter, parseDocument } from "yaml";
import type { LocatedProblem, Part } from "../compile.ts";
import type { File } from "../emit/file.ts";
import type { At } from "../model/at.ts";
import type { Model } from "../model/model.ts";
import { placeOf, type Problem, printProblem } from "../problem.ts";
import { nounAt } from "./noun-at.ts";

/** What Looker says, and of which line. */
export interface Said {
  readonly message: string;
  /** From the project's root, without the project's name. */
  readonly path: string | undefined;
  /** From 1. */
  readonly line: number | undefined;
}

/** The model with its text, and what was printed from it. */
export interface Printed {
  readonly model: Model;
  /** The files the model is written in. */
  readonly parts: readonly Part[];
  readonly files: readonly File[];
}

/** @returns undefined where the line is of no file of ours, or says nothing of the model */
export function locate(said: Said, { model, parts, files }: Printed): LocatedProblem | undefined {
  if (said.path === undefined) return undefined;
  const candidates = nounAt(model, files, said.path, said.line ?? 1);
  if (candidates === undefined) return undefined;
  const read = parts.map(readPart);
  const whole = (at: At): ReadPart | undefined =>
    read.find(({ document }) => at.length > 0 && document.hasIn(at));
  const at = candidates.find((one) => whole(one) !== undefined) ?? candidates[0] ?? [];
  // What stands nowhere as it is (a field that comes of itself) is shown at the deepest part that does.
  const found = whole(at) ?? deepest(read, at) ?? read[0];
  if (found === undefined) return undefined;
  const printedAt = `${said.path}${said.line === undefined ? "" : `:${said.line}`} of the generated LookML`;
  const problem: Problem = { code: "looker", at, message: said.message, hint: printedAt };
  const place = placeOf(problem, found.document, found.lines);
  return {
    ...problem,
    file: found.part.file,
    place,
    printed: printProblem(problem, place, found.part.file, found.text),
  };
}

/**
 * Where a noun of the model stands in its text, e.g. `looker.yml:41`.
 * @returns undefined for what stands nowhere
 */
export function placeOfNoun(at: At | undefined, parts: readonly Part[]): string | undefined {
  if (at === undefined || at.length === 0) return undefined;
  const read = parts.map(readPart);
  const found = deepest(read, at);
  if (found === undefined) return undefined;
  const { line } = placeOf({ code: "looker", at, message: "" }, found.document, found.lines);
  return `${found.part.file}:${line}`;
}

/** Each part is read once, however much is looked up in it. */
const known = new WeakMap<Part, ReadPart>();

interface ReadPart {
  readonly part: Part;
  readonly text: string;
  readonly lines: LineCounter;
  readonly document: ReturnType<typeof parseDocument>;
}

function readPart(part: Part): ReadPart {
  let one = known.get(part);
  if (one === undefined) {
    const lines = new LineCounter();
    const text = part.text.replace(/^\uFEFF/, "");
    one = { part, text, lines, document: parseDocument(text, { lineCounter: lines }) };
    known.set(part, one);
  }
  return one;
}

function deepest(read: readonly ReadPart[], at: At): ReadPart | undefined {
  for (let length = at.length; length > 0; length -= 1) {
    const found = read.find(({ document }) => document.hasIn(at.slice(0, length)));
    if (found !== undefined) return found;
  }
  return undefined;
}
