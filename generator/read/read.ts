// The text of looker.yml -> a Draft, with a problem for everything that has the wrong shape.
import { type Document, LineCounter, parseDocument } from "yaml";
import type { At } from "../model/at.ts";
import type { Problem } from "../problem.ts";
import { explain } from "./explain.ts";
import { draftOf, type KnownNouns } from "./nouns.ts";
import { type Pieces, readPieces, YAML } from "./pieces.ts";
import { SECTIONS } from "./sections.ts";
import { type Draft, shape } from "./shape.ts";
import { didYouMean } from "./suggest.ts";
import { yamlMistakes } from "./yaml-mistakes.ts";
import { explainAliases, explainMerge } from "./yaml-words.ts";

/** A file's plain value judged by its shape: the draft if enough of it has the right one. */
export interface Shaped {
  readonly draft: Draft | undefined;
  readonly problems: readonly Problem[];
}

/** What reading gives, and where everything stands. */
export interface Reading extends Shaped {
  /** The file as plain values; undefined when it is no YAML. */
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Reads the model's text. What is wrong is left out of the draft as far as possible, so that one run can
 * report mistakes of every stage.
 * @param text the file's whole content
 * @param part whether another file includes this one, so that it holds sections only
 * @param known what was read before, to be read no more; the reading is the same without
 */
export function read(text: string, part = false, known: Known = nothing()): Reading {
  return readKnown(text, part, known) ?? readWhole(text, part);
}

/** What was read before. */
interface Known {
  readonly pieces: Pieces;
  readonly nouns: KnownNouns;
}

function nothing(): Known {
  return { pieces: new Map(), nouns: new Map() };
}

/** The same as `readWhole` for a text without mistakes of its own; where things stand is found when it is asked for. */
function readKnown(text: string, part: boolean, { pieces, nouns }: Known): Reading | undefined {
  const value = readPieces(text, pieces);
  const draft = value === undefined ? undefined : faultless(value, part, nouns);
  if (draft === undefined) return undefined;
  let whole: Reading | undefined;
  const standing = (): Reading => (whole ??= readWhole(text, part));
  return {
    draft,
    problems: [],
    value,
    get document() {
      return standing().document;
    },
    get lines() {
      return standing().lines;
    },
  };
}

/** The draft of a plain value with nothing wrong in its shape, a noun at a time; undefined for any other. */
function faultless(
  value: Readonly<Record<string, unknown>>,
  part: boolean,
  nouns: KnownNouns,
): Draft | undefined {
  if (part && strangersIn(value).length > 0) return undefined;
  return draftOf(value, nouns, (unknown) => {
    const nameless: Problem[] = [];
    const written = withNames(unknown, [], nameless);
    return nameless.length > 0 ? undefined : shape.safeParse(completed(written, part)).data;
  });
}

function readWhole(text: string, part: boolean): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, ...YAML });
  const broken = yamlMistakes(document, text);
  const where = { document, lines };
  if (broken.length > 0) return { draft: undefined, problems: broken, value: undefined, ...where };

  const value = plain(document);
  if (value instanceof Error) {
    const problem =
      value instanceof ReferenceError ? explainAliases(value, document) : explainMerge(document);
    return { draft: undefined, problems: [problem], value: undefined, ...where };
  }
  const nameless: Problem[] = [];
  const written = withNames(value, [], nameless);
  const { draft, problems } = shaped(written, part);
  return { draft, problems: [...nameless, ...problems], value: written, ...where };
}

/**
 * @param value a file's plain value, without empty keys
 * @param part whether another file includes this one
 * @param nouns what was found to have the right shape before
 * @returns a draft without what has the wrong shape, and a problem for each such thing
 */
export function shaped(value: unknown, part: boolean, nouns?: KnownNouns): Shaped {
  const known = nouns !== undefined && isMap(value) ? faultless(value, part, nouns) : undefined;
  if (known !== undefined) return { draft: known, problems: [] };
  const strangers = part ? strangersIn(value) : [];
  if (strangers.length > 0) return { draft: undefined, problems: strangers };
  const named = completed(value, part);
  const first = shape.safeParse(named);
  if (first.success) return { draft: first.data, problems: [] };
  const problems = explain(first.error.issues, named);
  return { draft: salvage(named, problems), problems };
}

/** Keys of an included file that only the including one has. */
function strangersIn(value: unknown): readonly Problem[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.keys(value)
    .filter((key) => !SECTIONS.some((section) => section === key))
    .map((key) => ({
      code: "unknown-key",
      at: [key],
      onKey: true,
      message: `\`${key}\` does not belong into an included file`,
      hint: key in shape.shape ? "say it in the file that includes this one" : didYouMean(key, SECTIONS),
    }));
}

/** What stands in other files need not stand in this one. */
function completed(value: unknown, part: boolean): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  if (part) return { ...NOTHING_SAID, ...value };
  return "include" in value ? { tables: {}, views: {}, explores: {}, ...value } : value;
}

/** A copy without what stands under an empty key, each with a problem. */
function withNames(value: unknown, at: At, problems: Problem[]): unknown {
  if (Array.isArray(value)) return value.map((one, index) => withNames(one, [...at, index], problems));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => {
    // JavaScript would take it for an object's ancestry, and the name would vanish.
    if (key === "__proto__") {
      problems.push({
        code: "bad-name",
        at: [...at, key],
        onKey: true,
        message: "`__proto__` cannot be a name",
        hint: "give it another name",
      });
      return false;
    }
    if (key === "")
      problems.push({
        code: "shape",
        at: [...at, key],
        onKey: true,
        message: "a key is empty",
        hint: "write a name before the `:`",
      });
    return key !== "";
  });
  return Object.fromEntries(entries.map(([key, one]) => [key, withNames(one, [...at, key], problems)]));
}

function plain(document: Document): unknown {
  try {
    // Aliases are counted by the library (100 at most), so a small file cannot become a huge one.
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // The library has no class of its own for what `<<` cannot take.
    const isTold =
      error instanceof ReferenceError ||
      (error instanceof Error && error.message.startsWith("Merge sources"));
    if (isTold) return error;
    throw error;
  }
}

/**
 * Leaves out what has the wrong shape, and then what cannot do without it, until the rest has the right shape.
 * @returns no draft when too little is left
 */
function salvage(value: unknown, problems: readonly Problem[]): Draft | undefined {
  const copy: unknown = structuredClone(value);
  let wrong = problems;
  // What is left out may be what the thing around it cannot do without; a model is seven levels deep at most.
  for (let pass = 0; pass < 8; pass += 1) {
    for (const problem of wrong) leaveOut(copy, problem);
    const again = shape.safeParse(copy);
    if (again.success) return again.data;
    wrong = explain(again.error.issues, copy);
  }
  return undefined;
}

/** What the root needs, for a file that does not say it. */
const NOTHING_SAID: Readonly<Record<string, unknown>> = {
  model: "model",
  connection: "connection",
  tables: {},
  views: {},
  explores: {},
};

/** The maps that must be there. */
const MAPS: ReadonlySet<string> = new Set(["tables", "views", "explores", "selectors"]);

function leaveOut(copy: unknown, problem: Problem): void {
  if (copy === null || typeof copy !== "object" || Array.isArray(copy)) return;
  if (problem.at.length === 0) {
    for (const [key, nothing] of Object.entries(NOTHING_SAID))
      Object.assign(copy, key in copy ? {} : { [key]: nothing });
    return;
  }
  // Taking an item out of a list would move those after it, so the list goes.
  const inList = problem.at.findIndex((step) => typeof step === "number");
  const at = inList < 0 ? problem.at : problem.at.slice(0, inList);
  const parent = at.slice(0, -1).reduce<unknown>((inside, step) => child(inside, step), copy);
  if (parent === null || typeof parent !== "object") return;
  const key = String(at.at(-1));
  // A list where a map must be becomes a map without anything in it; what is around it then need not go as well.
  if (at === problem.at && MAPS.has(key) && Array.isArray(child(parent, key))) Reflect.set(parent, key, {});
  else Reflect.deleteProperty(parent, key);
}

function child(value: unknown, step: string | number): unknown {
  if (value === null || typeof value !== "object") return undefined;
  return (value as Record<string, unknown>)[String(step)];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
