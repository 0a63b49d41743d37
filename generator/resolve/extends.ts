// Explores as written -> explores that say in full what they take from another by `extends:`.
import type { Problem } from "../problem.ts";
import type { ExploreDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { asList } from "./sources.ts";

type Drafts = Readonly<Record<string, ExploreDraft | null>>;

/**
 * An explore's own keys stand over those of the one it extends; joins, access filters, grants and aggregate
 * tables come together.
 * @param drafts the model's `explores:`
 * @returns the explores in the same order; one whose base is missing is left out unless it names its view
 */
export function withBases(drafts: Drafts, complaints: Complaints): Drafts {
  const full = Object.keys(drafts).map((name) => [name, whole(name, drafts, [], complaints)] as const);
  return Object.fromEntries(
    // Without its base nothing says what it starts from, and that is told already.
    full.filter(([name, draft]) => drafts[name]?.extends === undefined || draft?.view !== undefined),
  );
}

function whole(
  name: string,
  drafts: Drafts,
  above: readonly string[],
  complaints: Complaints,
): ExploreDraft | null {
  const draft = drafts[name] ?? null;
  if (draft?.extends === undefined) return draft;
  const { extends: base, ...own } = draft;
  const first = above.length === 0;
  const at = ["explores", name, "extends"];
  if (!Object.hasOwn(drafts, base)) {
    if (first)
      complaints.unknownName(
        at,
        "explore",
        base,
        Object.keys(drafts).filter((one) => one !== name),
      );
    return own;
  }
  if (base === name || above.includes(base)) {
    // Each explore of a circle is told at its own place; one that only leads into it is not.
    if (base === name || above[0] === base)
      complaints.add({
        code: "cycle",
        at: first ? at : ["explores", base, "extends"],
        message: `explore \`${base}\` extends itself${base === name ? "" : `: ${[...above, name, base].join(" → ")}`}`,
        hint: "let one of them say its joins itself",
      });
    return own;
  }
  const below = whole(base, drafts, [...above, name], complaints) ?? {};
  const joins = { ...below.joins };
  for (const [join, written] of Object.entries(own.joins ?? {}))
    joins[join] = written === null ? (joins[join] ?? null) : { ...joins[join], ...written };
  const aggregateTables = { ...below.aggregate_tables, ...own.aggregate_tables };
  return {
    ...below,
    // A view of the explore's name is what the base starts from, not what this one is called.
    view: own.view ?? below.view ?? base,
    ...own,
    joins,
    ...(Object.keys(aggregateTables).length === 0 ? {} : { aggregate_tables: aggregateTables }),
    // What keeps rows or the explore itself from somebody can be added to, and never left out by extending.
    ...together("access_filters", [...(own.access_filters ?? []), ...(below.access_filters ?? [])]),
    ...together("required_access_grants", [
      ...asList(own.required_access_grants ?? []),
      ...asList(below.required_access_grants ?? []),
    ]),
  };
}

/** Each thing once; nothing at all where there is none. */
function together<Thing>(key: string, things: readonly Thing[]): Readonly<Record<string, readonly Thing[]>> {
  const once = things.filter(
    (one, index) => things.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
  );
  return once.length === 0 ? {} : { [key]: once };
}

/**
 * Whether a problem of an explore is that of the explore it extends, told there already.
 * @param drafts the explores as written
 */
export function isInherited(problem: Problem, all: readonly Problem[], drafts: Drafts): boolean {
  const [section, name, ...rest] = problem.at;
  const base = section === "explores" ? drafts[String(name)]?.extends : undefined;
  if (base === undefined || rest.length === 0 || says(drafts[String(name)], rest)) return false;
  const there = JSON.stringify([section, base, ...rest]);
  return (
    all.some((other) => other.code === problem.code && JSON.stringify(other.at) === there) ||
    (base !== name && isInherited({ ...problem, at: ["explores", base, ...rest] }, all, drafts))
  );
}

function says(draft: unknown, path: readonly (string | number)[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  if (draft === null || typeof draft !== "object" || !Object.hasOwn(draft, step)) return false;
  // A join that is only changed has its other words from the base.
  return says((draft as Readonly<Record<string, unknown>>)[String(step)], rest);
}
