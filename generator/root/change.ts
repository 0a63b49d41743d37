// A file's plain value -> the same with one thing replaced, renamed or moved; what a change does not touch is shared.
import type { At } from "../model/at.ts";

/** A change of a file's plain value. */
export interface Mend {
  /** The file's value with the change. */
  readonly value: unknown;
  /** Where things stand now that stood elsewhere. */
  readonly moves: readonly Move[];
  /** Where the change is, after it. */
  readonly spot: At;
  /** What to do, where it is other than the problem's hint. */
  readonly hint?: string;
}

/** A thing's place in the text, and in the changed value. */
export interface Move {
  readonly from: At;
  readonly to: At;
}

/** A map as YAML gives it. */
export type PlainMap = Readonly<Record<string, unknown>>;

/** Whether a value is a map. */
export function isMap(value: unknown): value is PlainMap {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What stands at a path; undefined when nothing does. */
export function valueAt(value: unknown, at: At): unknown {
  return at.reduce<unknown>(
    (inside, step) =>
      inside !== null && typeof inside === "object" && Object.hasOwn(inside, step)
        ? (inside as PlainMap)[String(step)]
        : undefined,
    value,
  );
}

/** @param change given what stands at the path, which must be there */
export function changed(value: unknown, at: At, change: (inside: unknown) => unknown): unknown {
  const [step, ...rest] = at;
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === step ? changed(one, rest, change) : one));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      key === String(step) ? changed(inside, rest, change) : inside,
    ]),
  );
}

/** The key at the end of the path gets another name, and keeps its place. */
export function renamedKey(value: unknown, at: At, to: string): unknown {
  return changed(value, at.slice(0, -1), (parent) =>
    isMap(parent)
      ? Object.fromEntries(
          Object.entries(parent).map(([key, inside]) => [key === at.at(-1) ? to : key, inside]),
        )
      : parent,
  );
}

/** What stands at one path stands at another; the map it comes into is made where there is none. */
export function moved(value: unknown, from: At, to: At): unknown {
  const thing = valueAt(value, from);
  const without = changed(value, from.slice(0, -1), (parent) =>
    isMap(parent)
      ? Object.fromEntries(Object.entries(parent).filter(([key]) => key !== from.at(-1)))
      : parent,
  );
  const into = to.slice(0, -1);
  const place = isMap(valueAt(without, into))
    ? without
    : changed(without, into.slice(0, -1), (parent) =>
        isMap(parent) ? { ...parent, [String(into.at(-1))]: {} } : parent,
      );
  return changed(place, into, (parent) =>
    isMap(parent) ? { ...parent, [String(to.at(-1))]: thing } : parent,
  );
}
