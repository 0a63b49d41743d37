// Complaints -> the same in the order in which the parts of a model build on each other.
import type { Found } from "../judge.ts";
import type { At } from "../model/at.ts";

const SECTIONS = [
  "environments",
  "access_grants",
  "sources",
  "tables",
  "views",
  "explores",
  "questions",
  "tests",
];
/** In a noun of a section, what builds on others of the same noun comes after them. */
const KEYS = [
  "columns",
  "key",
  "references",
  "parameters",
  "filters",
  "dimensions",
  "measures",
  "detail",
  "view",
  "explore",
  "joins",
  "selectors",
  "metrics",
  "aggregations",
  "by",
  "default",
  "examples",
];

/** What is said of a name itself comes before what is said where the name is used. */
export function inOrder(found: readonly Found[]): readonly Found[] {
  return found.toSorted(
    ([one], [other]) =>
      section(one.at) - section(other.at) ||
      key(one.at) - key(other.at) ||
      depth(one.at) - depth(other.at) ||
      level(one) - level(other),
  );
}

function section([name]: At): number {
  // A mistyped section holds what all others may build on.
  return SECTIONS.indexOf(String(name));
}

function key([, , name]: At): number {
  return KEYS.indexOf(String(name));
}

/** A noun that stands in the wrong place comes before what stands in it. */
function depth(at: At): number {
  return Math.min(3, at.length);
}

function level({ onKey }: Found[0]): number {
  return onKey === true ? 0 : 1;
}
