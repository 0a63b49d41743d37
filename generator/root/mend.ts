// A problem that tells what was meant -> the changes of what is written that might put it right.
import type { At } from "../model/at.ts";
import { type Problem, wordOf } from "../problem.ts";
import { meantBy } from "../read/suggest.ts";
import { changed, isMap, type Mend, renamedKey, valueAt } from "./change.ts";
import { outOfPlace } from "./place.ts";

/**
 * @param value the file that the problem is in
 * @returns changes to try, the likeliest first; none where nothing tells what was meant
 */
export function mendsOf(problem: Problem, value: unknown): readonly Mend[] {
  const { at } = problem;
  if (at.length === 0) return [];
  const written = valueAt(value, at);
  const replaced = (to: unknown, place = at): Mend => ({
    value: changed(value, place, () => to),
    moves: [],
    spot: place,
  });
  if (problem.code === "shape") return otherKinds(problem, written).map((to) => replaced(to));
  if (problem.hint?.startsWith("is a comma missing?") === true && typeof written === "string") {
    const list = at.slice(0, -1);
    const items = valueAt(value, list);
    const index = at.at(-1);
    if (!Array.isArray(items)) return [];
    return [
      replaced(
        items.flatMap((one: unknown, place) => (place === index ? written.split(/\s+/) : [one])),
        list,
      ),
    ];
  }
  const meant = meantBy(problem.hint);
  const key = at.at(-1);
  if (problem.onKey !== true)
    return meant === undefined ? [] : reworded(problem, written, meant).map((to) => replaced(to));
  // A complaint about what a noun lacks may stand at the noun's name, which is then not the word it is about.
  const isAbout = typeof key === "string" && problem.message.includes(`\`${key}\``);
  return [
    ...outOfPlace(problem, value),
    ...(meant === undefined || !isAbout ? [] : renamed(value, at, meant)),
  ];
}

/** @returns nothing where there is no such key, or one of the new name beside it */
export function renamed(value: unknown, at: At, to: string): readonly Mend[] {
  const parent = valueAt(value, at.slice(0, -1));
  const key = String(at.at(-1));
  if (!isMap(parent) || !Object.hasOwn(parent, key) || Object.hasOwn(parent, to)) return [];
  const spot = [...at.slice(0, -1), to];
  return [{ value: renamedKey(value, at, to), moves: [{ from: at, to: spot }], spot }];
}

/** The value with the wrong word of it put right; sizes in brackets may stay behind a type. */
function reworded(problem: Problem, written: unknown, meant: string): readonly string[] {
  if (typeof written !== "string") return [];
  const word = wordOf(problem) ?? "";
  // A field may be told with its view, and be written without it.
  const bare = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const wrong = [word, bare(word)].find((one) => one !== "" && wholeWord(one).test(written));
  if (wrong === undefined) return [];
  const sizes = /\(.*\)$/.exec(wrong)?.[0] ?? "";
  const pattern = wholeWord(wrong, problem.message.includes("column in table"));
  const words = new Set([meant + sizes, meant, wrong.includes(".") ? meant : bare(meant)]);
  return [...words].map((one) => written.replaceAll(pattern, () => one));
}

/** @param ofTable in SQL, whether it is a column of the table, or a field; in another text it makes no difference */
function wholeWord(word: string, ofTable?: boolean): RegExp {
  const table = '\\$\\{\\s*TABLE\\s*\\}\\s*\\.\\s*"?';
  const before = ofTable === undefined ? "" : ofTable ? `(?<=${table}|^[^$]*)` : `(?<!${table})`;
  return new RegExp(`${before}(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "g");
}

/** A value of the wrong kind, as the kind that was expected. */
function otherKinds({ message }: Problem, written: unknown): readonly unknown[] {
  if (message.startsWith("expected a list,") && typeof written === "string")
    return [written.split(",").map((one) => one.trim())];
  if (message.startsWith("expected a text,") && (typeof written === "number" || typeof written === "boolean"))
    return [String(written)];
  if (message.startsWith("expected a number,") && typeof written === "string" && written.trim() !== "")
    return Number.isFinite(Number(written)) ? [Number(written)] : [];
  if (message.startsWith("expected true or false,") && (written === "yes" || written === "no"))
    return [written === "yes"];
  return [];
}
