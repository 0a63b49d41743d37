// The LookML people keep in refinements/ -> what of Looker's explores it may rightly make other than the model says.
import type { File } from "../emit/file.ts";
import { parseLookml } from "../refinements/lookml.ts";
import { type Entry, scanLookml } from "../refinements/scan.ts";

/**
 * What people say by hand, by whom they say it of: `explore sales`, `join sales.customers`, `view customers` (by its name
 * in explores) and `field customers.city`, each with the properties it decides, as Looker's API calls them.
 */
export type ByHand = ReadonlyMap<string, ReadonlySet<string>>;

const FIELD_BLOCKS = new Set(["dimension", "dimension_group", "measure", "parameter", "filter"]);

/** LookML's parameters -> the properties they decide, where the two have other names. */
const DECIDES: Readonly<Record<string, readonly string[]>> = {
  group_label: ["field_group_label"],
  value_format: ["value_format_name"],
  // A view under another name.
  from: ["view_name"],
};

/**
 * @param files LookML by hand; what does not parse says nothing
 * @param aliases the names a view goes by in explores
 */
export function byHandNames(files: readonly File[], aliases: (view: string) => readonly string[]): ByHand {
  const said = new Map<string, Set<string>>();
  const add = (name: string, entry: Entry): void => {
    const properties = said.get(name) ?? new Set();
    for (const { key } of entry.inside) for (const one of DECIDES[key] ?? [key]) properties.add(one);
    // What Looker calls the label of a field begins with that of its view.
    if (name.startsWith("field ") && properties.has("view_label")) properties.add("label");
    said.set(name, properties);
  };
  const entries = files
    .filter(({ text }) => "root" in parseLookml(text))
    .flatMap(({ text }) => scanLookml(text));
  for (const entry of entries) {
    const name = entry.name?.text.replace(/^\+/, "") ?? "";
    if (entry.key === "explore") {
      add(`explore ${name}`, entry);
      for (const join of entry.inside)
        if (join.key === "join" && join.name !== undefined) add(`join ${name}.${join.name.text}`, join);
    }
    if (entry.key !== "view") continue;
    for (const alias of aliases(name)) {
      add(`view ${alias}`, entry);
      for (const field of entry.inside)
        if (FIELD_BLOCKS.has(field.key) && field.name !== undefined)
          add(`field ${alias}.${field.name.text}`, field);
    }
  }
  return said;
}
