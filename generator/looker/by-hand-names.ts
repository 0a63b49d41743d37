// The LookML people keep in refinements/ -> the names of fields and explores it may rightly make other than the model says.
import type { File } from "../emit/file.ts";
import { parseLookml } from "../refinements/lookml.ts";
import { type Entry, scanLookml } from "../refinements/scan.ts";

const FIELD_BLOCKS = new Set(["dimension", "dimension_group", "measure", "parameter", "filter"]);

/**
 * @param files LookML by hand; what does not parse names nothing
 * @param aliases the names a view goes by in explores
 * @returns full names of fields, e.g. `orders.total`, and names of explores
 */
export function byHandNames(
  files: readonly File[],
  aliases: (view: string) => readonly string[],
): ReadonlySet<string> {
  const entries = files
    .filter(({ text }) => "root" in parseLookml(text))
    .flatMap(({ text }) => scanLookml(text));
  return new Set(entries.flatMap((entry) => namesIn(entry, aliases)));
}

function namesIn(entry: Entry, aliases: (view: string) => readonly string[]): readonly string[] {
  const name = entry.name?.text.replace(/^\+/, "") ?? "";
  if (entry.key === "explore") return [name];
  if (entry.key !== "view") return [];
  const fields = entry.inside.filter(({ key }) => FIELD_BLOCKS.has(key));
  return aliases(name).flatMap((alias) =>
    fields.flatMap(({ name: field }) => (field === undefined ? [] : [`${alias}.${field.text}`])),
  );
}
