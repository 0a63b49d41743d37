// A Model -> README.md of its LookML project: what a Looker developer may edit where.
import { findView } from "../find.ts";
import type { Explore } from "../model/explore.ts";
import type { Model } from "../model/model.ts";
import type { Kept } from "../kept.ts";
import { isTranslated } from "../speak.ts";
import type { File } from "./file.ts";
import { emitLookml } from "./lookml/emit.ts";
import { print } from "./lookml/print.ts";

/**
 * @param refinements paths of hand-written LookML, from the project's root
 * @returns the file; its first line marks it as ours, as in all others
 */
function emitReadme(model: Model, refinements: readonly string[] = []): File {
  const [view] = model.views;
  const example =
    view?.fields.find((field) => field.kind === "dimension" && !field.hidden) ?? view?.fields[0];
  const text = print("readme", {
    name: model.name,
    description: model.description,
    translated: isTranslated(model) || undefined,
    exampleView: view?.name ?? "a_view",
    exampleField: example?.name ?? "a_field",
    refinements: refinements.length === 0 ? undefined : refinements,
    areThey: refinements.length === 1 ? "is one" : `are ${refinements.length}`,
    explores: model.explores.map((explore) => ({
      name: explore.name,
      label: explore.label,
      description: explore.description,
      shown: shownIn(explore, model),
    })),
    dashboards: model.questions.map(({ name, label }) => ({ name, label })),
  });
  return { path: "README.md", text };
}

/** The whole project: its LookML, and the file that explains it to people. */
export function emitProject(model: Model, refinements: readonly string[] = [], kept?: Kept): readonly File[] {
  return [...emitLookml(model, refinements, kept), emitReadme(model, refinements)];
}

/** E.g. `23 fields in 3 views (and 12 hidden ones).` */
function shownIn(explore: Explore, model: Model): string {
  const names = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.view)];
  const fields = names.flatMap((name) => findView(model, name)?.fields ?? []);
  const shown = fields.filter((field) => !field.hidden).length;
  const hidden = fields.length - shown;
  const beside = hidden === 0 ? "" : `, and ${count(hidden, "hidden one")}`;
  return `${count(shown, "field")} in ${count(names.length, "view")}${beside}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
