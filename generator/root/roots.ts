// Every complaint about a model -> those that are mistakes of their own; what only follows from another is left out.
import type { Found, Judged } from "../judge.ts";
import type { At } from "../model/at.ts";
import { type Problem, wordOf } from "../problem.ts";
import { meantBy } from "../read/suggest.ts";
import { isMap, type Mend } from "./change.ts";
import { mendsOf, renamed } from "./mend.ts";
import { inOrder } from "./order.ts";

/** How often a model is judged to see what a correction brought up. */
const FEW = 8;

/** The mistakes, and how many complaints more there were. */
export interface Roots {
  readonly found: readonly Found[];
  readonly following: number;
}

/** A model's files with what was put right in them so far. */
interface State {
  readonly values: readonly unknown[];
  /** Complaints about the values; they stand where the values have them. */
  readonly found: readonly Found[];
  readonly mends: readonly FileMend[];
}

type FileMend = Mend & { readonly file: number };

/**
 * What a hint says was meant is put in its place, one mistake after the other, and the model judged again:
 * complaints that are gone then followed from it. So nothing is left out that would be told after the correction.
 * @param values the plain value of each file; undefined for one that could not be read
 * @param first what was found in them
 * @param judge the same judgement of other values
 * @param tries how often it may be asked; a large model takes its time
 */
export function rootsOf(
  values: readonly unknown[],
  first: Pick<Judged, "found">,
  judge: (values: readonly unknown[]) => Judged,
  tries: number,
): Roots {
  let state: State = { values, found: ownOnes(first.found, values), mends: [] };
  let left = tries;
  const told: Found[] = [];
  const seen = new Set<string>();
  const attempt = (mend: FileMend): State | undefined => {
    if (left <= 0) return undefined;
    left -= 1;
    const next = state.values.map((value, file) => (file === mend.file ? mend.value : value));
    return { values: next, found: ownOnes(judge(next).found, next), mends: [...state.mends, mend] };
  };
  const rootsIn = (after: State): readonly Found[] => {
    const few = Math.min(left, FEW);
    left -= few;
    return rootsOf(after.values, { found: after.found }, judge, few).found;
  };
  // A hint may get better when something else is put right.
  const trial = (one: Found): string => `${sayAt(one, state)} ${one[0].hint}`;
  const pick = (): Found | undefined =>
    left > 0 ? inOrder(state.found).find((one) => !seen.has(trial(one))) : undefined;
  for (let next = pick(); next !== undefined; next = pick()) {
    seen.add(trial(next));
    const definition = misnamed(next, state, attempt);
    if (definition !== undefined) {
      told.push(asWritten(definition.told, state));
      state = definition.after;
      continue;
    }
    const one = next;
    const [problem, file] = one;
    const better = mendsOf(problem, state.values[file])
      .map((mend) => attempt({ ...mend, file }))
      .filter((after) => after !== undefined && settles(one, state, after, rootsIn))
      .toSorted((a, b) => (a?.found.length ?? 0) - (b?.found.length ?? 0))[0];
    if (better === undefined) continue;
    const hint = better.mends.at(-1)?.hint;
    told.push(asWritten([hint === undefined ? problem : { ...problem, hint }, file], state));
    state = better;
  }
  const found = [...told, ...state.found.map((one) => asWritten(one, state))];
  const kept = new Set(found.map(place));
  return { found, following: first.found.filter((one) => !kept.has(place(one))).length };
}

/** Without complaints that something is missing which is written, and was left out for a mistake of its own. */
function ownOnes(found: readonly Found[], values: readonly unknown[]): readonly Found[] {
  // What a file that is no YAML would hold, the others look for in vain.
  const isBlind = values.includes(undefined);
  const own = found.filter(
    ([{ code, seeks }]) =>
      !(isBlind && (code === "unknown-name" || code === "no-path")) &&
      !(seeks ?? []).some((at) => values.some((value) => isWritten(value, at))),
  );
  return own.length === 0 ? found : own;
}

/** Whether something stands there, or something stands in its way that is no map. */
function isWritten(value: unknown, at: At): boolean {
  const [step, ...rest] = at;
  if (step === undefined) return true;
  if (value === null || value === undefined) return false;
  if (!isMap(value)) return true;
  return Object.hasOwn(value, step) && isWritten(value[String(step)] ?? (rest.length > 0 ? null : ""), rest);
}

/** Whether a correction is one: its complaint is gone, and no more have come up than went. */
function settles(
  problem: Found,
  before: State,
  after: State,
  rootsIn: (after: State) => readonly Found[],
): boolean {
  const [old, fresh] = [before, after].map((state) => state.found.map((one) => sayAt(one, state)));
  const own = sayAt(problem, before);
  if (old === undefined || fresh === undefined || fresh.includes(own)) return false;
  const brought = after.found.filter((one) => !old.includes(sayAt(one, after)));
  const mend = after.mends.at(-1);
  const spot = JSON.stringify(mend?.spot);
  if (brought.some(([{ at }]) => JSON.stringify(at) === spot)) return false;
  // What stands under a mistyped key is read for the first time, whatever is wrong with it.
  if (problem[0].code === "unknown-key" && mend?.hint === undefined) return true;
  // A complaint that gives way to another about the same thing was not settled.
  const gone = before.found.filter((one) => one !== problem && !fresh.includes(sayAt(one, before)));
  const fields = new Set(gone.map((one) => fieldOf(asWritten(one, before))));
  if (brought.some((one) => fields.has(fieldOf(asWritten(one, after))))) return false;
  if (brought.length <= gone.length + 1) return true;
  // What came up may follow from a single mistake in its turn.
  const inside = rootsIn(after).map(place);
  return brought.filter((one) => inside.includes(place(one))).length <= gone.length + 1;
}

/**
 * A name that several look for in vain, while nobody looks for the one that is much like it, or for one that cannot
 * be a name: that one is mistyped.
 */
function misnamed(
  found: Found,
  state: State,
  attempt: (mend: FileMend) => State | undefined,
): { readonly told: Found; readonly after: State } | undefined {
  const [problem, file] = found;
  if (problem.code === "bad-name") {
    const name = String(problem.at.at(-1));
    const words = state.found
      .filter(([other]) => other.code === "unknown-name" && meantBy(other.hint) === undefined)
      .map(([other]) => bare(wordOf(other) ?? ""))
      .filter((word) => beginAlike(word, name));
    for (const wanted of new Set(words)) {
      const after = renaming(state, file, problem.at, wanted, attempt);
      if (after === undefined) continue;
      return { told: [{ ...problem, hint: `did you mean \`${wanted}\`?` }, file], after };
    }
    return undefined;
  }
  const wanted = wordOf(problem);
  const name = meantBy(problem.hint);
  if (problem.code !== "unknown-name" || wanted === undefined || name === undefined) return undefined;
  const places = new Set(state.found.filter((one) => seeksName(one, bare(wanted))).map(place));
  if (places.size < 2) return undefined;
  for (const [index, value] of state.values.entries()) {
    for (const at of keysNamed(value, bare(name), [])) {
      const after = renaming(state, index, at, bare(wanted), attempt);
      if (after === undefined) continue;
      const there = state.found.find(
        ([other, where]) => where === index && JSON.stringify(other.at) === JSON.stringify(at),
      );
      return { told: there ?? [tellMisnamed(at, bare(name), bare(wanted), places.size), index], after };
    }
  }
  return undefined;
}

/** What comes of another name, if all who look for it find it and nothing new is wrong. */
function renaming(
  state: State,
  file: number,
  at: At,
  wanted: string,
  attempt: (mend: FileMend) => State | undefined,
): State | undefined {
  const [mend] = renamed(state.values[file], at, wanted);
  const after = mend === undefined ? undefined : attempt({ ...mend, file });
  if (after === undefined) return undefined;
  const old = new Set(state.found.map((one) => sayAt(one, state)));
  const lookFor = state.found.filter((one) => seeksName(one, wanted)).map((one) => sayAt(one, state));
  const fresh = new Set(after.found.map((one) => sayAt(one, after)));
  const isBetter = lookFor.every((one) => !fresh.has(one)) && [...fresh].every((one) => old.has(one));
  return isBetter ? after : undefined;
}

/** Whether two names begin with the same few letters. */
function beginAlike(one: string, other: string): boolean {
  return one.length >= 4 && one.slice(0, 4).toLowerCase() === other.slice(0, 4).toLowerCase();
}

function seeksName([problem]: Found, name: string): boolean {
  return problem.code === "unknown-name" && bare(wordOf(problem) ?? "") === name;
}

/** A name without the view before it. */
function bare(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function tellMisnamed(at: At, name: string, wanted: string, times: number): Problem {
  return {
    code: "unknown-name",
    at,
    onKey: true,
    message: `nothing names \`${name}\`, while \`${wanted}\` is named in ${times} places and is not there`,
    hint: `did you mean \`${wanted}\`?`,
  };
}

/** Where a noun or a field of that name is written. */
function keysNamed(value: unknown, name: string, at: At): readonly At[] {
  // Names stand in the second to the fifth level of a model.
  if (!isMap(value) || at.length > 5) return [];
  return Object.entries(value).flatMap(([key, inside]) => [
    ...(key === name && at.length > 0 ? [[...at, key]] : []),
    ...keysNamed(inside, name, [...at, key]),
  ]);
}

/** A complaint at the place that the text has, where names may not be put right yet. */
function asWritten([problem, file]: Found, { mends }: State): Found {
  let { at } = problem;
  for (const mend of mends.toReversed()) {
    if (mend.file !== file) continue;
    const move = mend.moves.find(({ to }) => to.every((step, index) => at[index] === step));
    if (move !== undefined) at = [...move.from, ...at.slice(move.to.length)];
  }
  return [{ ...problem, at }, file];
}

/** What tells one complaint from another, whatever names were put right. */
function sayAt(found: Found, state: State): string {
  return place(asWritten(found, state));
}

/** The noun or field that a complaint is about. */
function fieldOf([{ at }, file]: Found): string {
  return JSON.stringify([file, ...at.slice(0, 4)]);
}

function place([{ code, at, onKey, offset }, file]: Found): string {
  return JSON.stringify([file, code, at, onKey === true, offset]);
}
