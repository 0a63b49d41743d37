// Explores as written -> explores that say in full what they take from another by `extends:`.
import type { Problem } from "../problem.ts";
import type { ExploreDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

type Drafts = Readonly<Record<string, ExploreDraft | null>>;

/**
 * An explore's own keys stand over those of the one it extends; joins come together, one by one.
 * @param drafts the model's `explores:`
 * @returns the explores in the same order; one whose base is missing, or extends it in turn, stays as it is written
 */
export function withBases(drafts: Drafts, complaints: Complaints): Drafts {
  return Object.fromEntries(Object.keys(drafts).map((name) => [name, whole(name, drafts, [], complaints)]));
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
  return {
    ...below,
    // A view of the explore's name is what the base starts from, not what this one is called.
    view: own.view ?? below.view ?? base,
    ...own,
    joins,
  };
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
