// The LookML people keep in refinements/ -> everything in it that names what the project does not have.
import type { LocatedProblem } from "../compile.ts";
import type { File } from "../emit/file.ts";
import type { Model } from "../model/model.ts";
import { type Problem, printProblem } from "../problem.ts";
import { parseLookml } from "./lookml.ts";
import type { Misnamed } from "./misnamed.ts";
import { knownNames } from "./names.ts";
import { referencesIn } from "./references.ts";
import { type Entry, scanLookml } from "./scan.ts";

/**
 * @param files what people wrote, in the order Looker reads it; paths as problems are to print them
 * @param generated paths of the files that are generated beside it, from the project's root
 * @returns problems in the files' order, each with its file and line
 */
export function checkRefinements(
  model: Model,
  files: readonly File[],
  generated: readonly string[],
): readonly LocatedProblem[] {
  const read = files.map((file) => ({ file, ...readFile(file) }));
  const known = knownNames(
    model,
    read.map(({ entries }) => entries),
  );
  const paths = [...generated, ...files.map(({ path }) => path.slice(path.lastIndexOf("refinements/")))];
  return read.flatMap(({ file, entries, unreadable }) =>
    [...unreadable, ...entries.flatMap((entry) => referencesIn(entry, known, paths))]
      .toSorted((a, b) => a.offset - b.offset)
      .map((misnamed) => located(misnamed, file)),
  );
}

function readFile({ text }: File): {
  readonly entries: readonly Entry[];
  readonly unreadable: readonly Misnamed[];
} {
  const parsed = parseLookml(text);
  if ("root" in parsed) return { entries: scanLookml(text), unreadable: [] };
  const line = parsed.line ?? 1;
  const before = text
    .split("\n")
    .slice(0, line - 1)
    .join("\n").length;
  const found = / but (?<found>end of input|".*") found\.$/.exec(parsed.why)?.groups?.["found"];
  return {
    entries: [],
    unreadable: [
      {
        code: "lookml",
        offset: (line === 1 ? 0 : before + 1) + (parsed.column ?? 1) - 1,
        message:
          found === undefined
            ? `this is not LookML: ${parsed.why}`
            : found === "end of input"
              ? "the LookML ends before everything in it is closed"
              : `${found.replaceAll('"', "`").replace("`\\``", '`"`')} cannot stand here in LookML`,
        hint: "a block is `word: name { … }`, a parameter `word: value`, and SQL ends in `;;`",
      },
    ],
  };
}

function located({ offset, ...said }: Misnamed, file: File): LocatedProblem {
  const before = file.text.slice(0, offset);
  const place = { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
  const problem: Problem = { ...said, at: [], offset };
  return { ...problem, file: file.path, place, printed: printProblem(problem, place, file.path, file.text) };
}
