// The `filters` of a LookML block, in either of their forms, and its `sorts` -> what they say, by field.
import { type Block, manyOf, textOf } from "./project.ts";

/** `filters: [a: "x"]` and the older blocks `filters: { field: a value: "x" }`. */
export function filtersOf(block: Block): Readonly<Record<string, string>> {
  const older = manyOf(block, "filters").filter((one) => typeof one["field"] === "string");
  if (older.length > 0)
    return Object.fromEntries(older.map((one) => [String(one["field"]), textOf(one, "value") ?? ""]));
  const found = manyOf(block, "filters").flatMap((one) => Object.entries(one));
  return Object.fromEntries(
    found.filter(
      (entry): entry is [string, string] => !entry[0].startsWith("$") && typeof entry[1] === "string",
    ),
  );
}

/** `sorts: [a: desc]` -> directions by field. */
export function sortsOf(block: Block): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries((block["sorts"] as object | undefined) ?? {}).filter(
      (entry): entry is [string, string] => !entry[0].startsWith("$") && typeof entry[1] === "string",
    ),
  );
}
