// A file's plain value -> its draft, a noun at a time, so that nouns whose shape was judged before are not judged again.
import { SECTIONS } from "./sections.ts";
import type { Draft } from "./shape.ts";

/** Nouns that have the right shape, by what the text says: those of each section apart, as it wants a shape of its own. */
export type KnownNouns = Map<string, WeakMap<object, unknown>>;

/**
 * The shape of a noun is judged without a look at any other, so that a file may be judged without the nouns that
 * are known to be right.
 * @param value a map
 * @param known filled with what is judged
 * @param judge the shape of a whole file; undefined where something of it has the wrong one
 */
export function draftOf(
  value: Readonly<Record<string, unknown>>,
  known: KnownNouns,
  judge: (value: Readonly<Record<string, unknown>>) => Draft | undefined,
): Draft | undefined {
  const unknown: Record<string, unknown> = { ...value };
  for (const section of SECTIONS) {
    const nouns = value[section];
    if (isMap(nouns))
      unknown[section] = Object.fromEntries(
        Object.entries(nouns).filter(([, noun]) => !isMap(noun) || known.get(section)?.has(noun) !== true),
      );
  }
  const judged = judge(unknown);
  if (judged === undefined) return undefined;
  const draft: Record<string, unknown> = { ...judged };
  for (const section of SECTIONS) {
    const nouns = value[section];
    if (!isMap(nouns)) continue;
    const right: Readonly<Record<string, unknown>> = judged[section] ?? {};
    const before = known.get(section) ?? new WeakMap<object, unknown>();
    known.set(section, before);
    draft[section] = Object.fromEntries(
      Object.entries(nouns).map(([name, noun]) => {
        if (!isMap(noun)) return [name, right[name]];
        if (!before.has(noun)) before.set(noun, right[name]);
        return [name, before.get(noun)];
      }),
    );
  }
  return draft as Draft;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
