// The columns of a file -> what stands above them: labels for people, or full field names for scripts.
import type { QueryColumn } from "../../query.ts";

/** Which of the two. */
export type HeadKind = "labels" | "names";

/** Each differs from the others: labels that two fields share have the field's name beside them. */
export function headsOf(columns: readonly QueryColumn[], kind: HeadKind): readonly string[] {
  if (kind === "names") return columns.map((column) => column.name);
  return columns.map((column) =>
    columns.some((other) => other !== column && other.label === column.label)
      ? `${column.label} (${column.name})`
      : column.label,
  );
}
