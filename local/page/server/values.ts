// A field and what was typed -> its values to choose from, with how many rows have each; and which of a list it has.
import { wellFormed } from "../question/address.ts";
import { getJson, postJson } from "./request.ts";

/** Which values are meant. */
export interface ValuesOf {
  readonly model: string;
  readonly explore: string;
  /** Full name of the field. */
  readonly field: string;
}

/** One value. */
export interface CountedValue {
  readonly value: string;
  /** How many rows have it; null where nobody counted. */
  readonly count: number | null;
}

/** Values that were found, at most 50. */
export interface FoundValues {
  readonly values: readonly CountedValue[];
  /** How many match; null where the database was asked, which stops counting. */
  readonly matched: number | null;
  readonly total: number | null;
  /** More match than are given. */
  readonly truncated: boolean;
}

/** What became of a list of texts. */
export interface KnownValues {
  /** The text as it was given, and the value it is. */
  readonly found: readonly {
    readonly asked: string;
    readonly value: string;
    readonly count: number | null;
  }[];
  /** The text as it was given, and the value that is most like it. */
  readonly notFound: readonly { readonly asked: string; readonly near: string | null }[];
}

/** @throws Failure */
export function findValues(of: ValuesOf, term: string, signal: AbortSignal): Promise<FoundValues> {
  return getJson(`${pathOf(of)}?q=${encodeURIComponent(wellFormed(term))}`, signal);
}

/** Capital letters and accents count only where two values differ in nothing else. @throws Failure */
export async function knownValues(
  of: ValuesOf,
  values: readonly string[],
  signal: AbortSignal,
): Promise<KnownValues> {
  const { text } = await postJson(`${pathOf(of)}/known`, { values }, signal);
  return JSON.parse(text) as KnownValues;
}

function pathOf({ model, explore, field }: ValuesOf): string {
  return `/values/${[model, explore, field].map(encodeURIComponent).join("/")}`;
}
