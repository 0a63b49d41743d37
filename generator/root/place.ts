// A key that stands where it means nothing -> the change that puts it where it may have been meant to stand.
import type { At } from "../model/at.ts";
import type { Problem } from "../problem.ts";
import { isMap, type Mend, type Move, moved, valueAt } from "./change.ts";

/** Keys that hold a noun's parts; as a name one of them is a slip of indentation. */
const PARTS: ReadonlySet<string> = new Set([
  "columns",
  "references",
  "parameters",
  "filters",
  "dimensions",
  "measures",
  "detail",
  "joins",
  "selectors",
  "metrics",
  "aggregations",
  "by",
  "default",
  "examples",
]);

/**
 * @param problem one that stands at a key
 * @returns the changes, each with what to do in words
 */
export function outOfPlace(problem: Problem, value: unknown): readonly Mend[] {
  const { at } = problem;
  const key = String(at.at(-1));
  if (problem.code !== "unknown-key" && problem.code !== "unknown-name") return [];
  // Where another rule knows what to do, indentation is not to blame.
  if (problem.hint !== undefined && !/^(?:did you mean|one of)\b/.test(problem.hint)) return [];
  const written = valueAt(value, at);
  if (at.length === 2 && PARTS.has(key)) return furtherIn(value, at);
  if (at.length === 4 && PARTS.has(key)) return lessFar(value, at);
  if (problem.code !== "unknown-key" || at.length < 3 || !isMap(written)) return [];
  const owner = at.at(-2);
  return move(
    value,
    [{ from: at, to: [...at.slice(0, -2), key] }],
    `is it indented too far? Start it in the column of \`${owner}\``,
  );
}

/** `joins:` among the explores, with what belongs into the one before it. */
function furtherIn(value: unknown, at: At): readonly Mend[] {
  const [section = "", key = ""] = at;
  const nouns = valueAt(value, [section]);
  const names = isMap(nouns) ? Object.keys(nouns) : [];
  const before = names[names.indexOf(String(key)) - 1];
  if (before === undefined) return [];
  return move(
    value,
    [{ from: at, to: [section, before, key] }],
    `is it indented too little? It belongs to \`${before}\`, so it starts further in`,
  );
}

/** `measures:` among the dimensions, its fields in it or beside it. */
function lessFar(value: unknown, at: At): readonly Mend[] {
  const [section = "", noun = "", kind = "", key = ""] = at;
  const fields = valueAt(value, [section, noun, kind]);
  const names = isMap(fields) ? Object.keys(fields) : [];
  const hint = `is it indented too far? Start it in the column of \`${kind}\``;
  const to = [section, noun, key];
  if (valueAt(value, at) !== null) return move(value, [{ from: at, to }], hint);
  const beside = names.slice(names.indexOf(String(key)) + 1);
  return move(
    value,
    [{ from: at, to }, ...beside.map((name) => ({ from: [section, noun, kind, name], to: [...to, name] }))],
    hint,
  );
}

function move(value: unknown, moves: readonly Move[], hint: string): readonly Mend[] {
  const [first] = moves;
  if (first === undefined || valueAt(value, first.to) !== undefined) return [];
  return [
    {
      value: moves.reduce((whole, { from, to }) => moved(whole, from, to), value),
      moves,
      spot: first.to,
      hint,
    },
  ];
}
