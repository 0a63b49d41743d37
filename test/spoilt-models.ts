// Models with one thing spoilt, and what must hold of whatever comes of them: a problem at a place, or LookML that parses.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { compile, emitLookml, type LocatedProblem } from "../generator/index.ts";
import { parseFile } from "./cases/parse.ts";

/** The model of the repository, and the second one, with one thing spoilt. */
export const spoilt = fc
  .record({
    from: fc.constantFrom("../looker.yml", "cases/shop/looker.yml"),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    how: fc.constantFrom("drop line", "swap lines", "drop word", "change word", "quote", "indent", "cut"),
    word: fc.constantFrom(
      ":",
      "'",
      '"',
      "{",
      "]",
      "- ",
      "null",
      "0",
      "id",
      "name",
      "${",
      "*x",
      "&x",
      "\t",
      "é",
    ),
  })
  .map(({ from, at, how, word }) => {
    const text = readFileSync(new URL(from, import.meta.url), "utf8");
    const lines = text.split("\n");
    const index = Math.floor(at * (lines.length - 1));
    const line = lines[index] ?? "";
    const words = line.split(/(?<=\s)/);
    const one = Math.floor(at * 7919) % Math.max(1, words.length);
    switch (how) {
      case "drop line":
        return lines.toSpliced(index, 1).join("\n");
      case "swap lines":
        return lines.toSpliced(index, 2, lines[index + 1] ?? "", line).join("\n");
      case "drop word":
        return lines.with(index, words.toSpliced(one, 1).join("")).join("\n");
      case "change word":
        return lines.with(index, words.with(one, `${word} `).join("")).join("\n");
      case "quote":
        return lines.with(index, `${line}${word}`).join("\n");
      case "indent":
        return lines.with(index, ` ${line}`).join("\n");
      default:
        return text.slice(0, Math.floor(at * text.length));
    }
  });

/** What is wrong with how a text was judged, in words; undefined when nothing is. */
export function faultOf(text: string): string | undefined {
  try {
    const { model, problems } = compile(text, "looker.yml");
    if ((model === undefined) !== problems.length > 0) return "neither a model nor a problem";
    const badly = problems.find((problem) => !isWellTold(problem, text));
    if (badly !== undefined) return `told badly: ${badly.printed}`;
    // What passes the checks can be printed, and read back.
    for (const file of model === undefined ? [] : emitLookml(model)) parseFile(file);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function isWellTold({ printed, place, message }: LocatedProblem, text: string): boolean {
  return (
    place.line <= text.split("\n").length &&
    printed.startsWith(`looker.yml:${place.line}:${place.column} `) &&
    !/undefined|\[object|NaN|``/.test(message)
  );
}
