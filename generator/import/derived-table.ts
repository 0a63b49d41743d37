// A view's derived table -> the words of looker.yml for a table that is a query.
import type { Written } from "./field.ts";
import { type Block, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** What looker.yml says by words of its own. */
const SAID = [
  "sql",
  "datagroup_trigger",
  "distribution",
  "distribution_style",
  "sortkeys",
  "indexes",
  "increment_key",
  "increment_offset",
];

/**
 * @param view the view's block
 * @returns undefined when the view has none that is SQL
 */
export function importDerived(name: string, view: Block, report: Report): Written | undefined {
  const block = view["derived_table"] as Block | undefined;
  const sql = block === undefined ? undefined : textOf(block, "sql");
  if (block === undefined || sql === undefined) return undefined;
  const others = Object.keys(block).filter((key) => !key.startsWith("$") && !SAID.includes(key));
  if (others.length > 0)
    report.approximated(
      `the derived table of view ${name}`,
      view,
      `looker.yml has no ${others.join(", ")} for it; a table that is to be kept names its datagroup`,
      "derived_table",
    );
  const isKept = block["datagroup_trigger"] !== undefined;
  const said = (key: string, from: string): Written => {
    const value = block[from];
    // Without a datagroup nothing is kept, and nothing of how it would be.
    return value === undefined || !isKept ? {} : { [key]: value };
  };
  return {
    sql: sql.trim(),
    ...said("datagroup_trigger", "datagroup_trigger"),
    ...said("distribution", block["distribution"] === undefined ? "distribution_style" : "distribution"),
    ...said("sort", "sortkeys"),
    ...said("indexes", "indexes"),
    ...said("increment_key", "increment_key"),
    ...(isKept && block["increment_offset"] !== undefined
      ? { increment_offset: Number(block["increment_offset"]) }
      : {}),
  };
}
