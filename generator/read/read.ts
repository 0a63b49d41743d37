// The text of looker.yml -> a Draft, with a problem for everything that has the wrong shape.
import { type Document, LineCounter, parseDocument } from "yaml";
import type { Problem } from "../problem.ts";
import { explain } from "./explain.ts";
import { type Draft, shape } from "./shape.ts";

/** What reading gives: the draft if enough of it has the right shape, and where everything stands. */
export interface Reading {
  readonly draft: Draft | undefined;
  readonly problems: readonly Problem[];
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Reads the model's text. What is wrong is left out of the draft as far as possible, so that one run can
 * report mistakes of every stage.
 * @param text the file's whole content
 */
export function read(text: string): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const broken = document.errors.map((error): Problem => ({
    code: "yaml",
    at: [],
    offset: error.pos[0],
    message: sentence(error.message),
  }));
  if (broken.length > 0) return { draft: undefined, problems: broken, document, lines };

  const value = plain(document);
  if (value instanceof Error) {
    const message = `the file repeats itself through aliases too often: ${sentence(value.message)}`;
    return { draft: undefined, problems: [{ code: "yaml", at: [], message }], document, lines };
  }
  const first = shape.safeParse(value);
  if (first.success) return { draft: first.data, problems: [], document, lines };
  const problems = explain(first.error.issues, value);
  const second = shape.safeParse(prune(value, problems));
  return { draft: second.success ? second.data : undefined, problems, document, lines };
}

function plain(document: Document): unknown {
  try {
    // Aliases are counted by the library (100 at most), so a small file cannot become a huge one.
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

function sentence(message: string): string {
  return message.replace(/\s+/g, " ").replace(/\.$/, "");
}

/** A copy without what the problems complain about. */
function prune(value: unknown, problems: readonly Problem[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const problem of problems) {
    if (problem.code === "missing-key") continue;
    const parent = problem.at.slice(0, -1).reduce<unknown>((inside, step) => child(inside, step), copy);
    const last = problem.at.at(-1);
    if (parent === null || typeof parent !== "object" || last === undefined) continue;
    if (Array.isArray(parent)) parent[Number(last)] = "";
    else Reflect.deleteProperty(parent, String(last));
  }
  return copy;
}

function child(value: unknown, step: string | number): unknown {
  if (value === null || typeof value !== "object") return undefined;
  return (value as Record<string, unknown>)[String(step)];
}
