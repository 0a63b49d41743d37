// A view's derived table -> the words of looker.yml for a table that is a query.
import { LEDGER_GROUP } from "../emit/lookml/project.ts";
import { withoutIncrementTag } from "../increment.ts";
import type { Written } from "./field.ts";
import { filtersOf, sortsOf } from "./filters.ts";
import { importKept, KEPT } from "./kept.ts";
import { type Block, blocksOf, manyOf, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** What looker.yml says by words of its own, beside how it is kept. */
const SAID = ["sql", "explore_source", ...KEPT];

/**
 * @param view the view's block
 * @returns undefined when the view has none that is SQL or a question to an explore
 */
export function importDerived(name: string, view: Block, report: Report): Written | undefined {
  const block = view["derived_table"] as Block | undefined;
  if (block === undefined) return undefined;
  const sql = textOf(block, "sql");
  const [source] = blocksOf(block, "explore_source");
  // Without a trigger nothing is kept, and nothing of how it would be.
  const kept = block["datagroup_trigger"] === LEDGER_GROUP ? undefined : importKept(block);
  const asked = kept?.["increment_key"] === undefined ? withoutIncrementTag(sql ?? "") : (sql ?? "");
  const query =
    sql !== undefined
      ? { sql: asked.trim() }
      : source === undefined
        ? undefined
        : { explore_source: importExploreSource(...source) };
  if (query === undefined) return undefined;
  const others = Object.keys(block).filter((key) => !key.startsWith("$") && !SAID.includes(key));
  const lost = [
    ...(others.length > 0 ? [`looker.yml has no ${others.join(", ")} for it`] : []),
    ...(block["datagroup_trigger"] === LEDGER_GROUP
      ? [
          `it is kept by ${LEDGER_GROUP}, and hydrate fills none of the imported tables; each question asks it now`,
        ]
      : []),
    ...(asked === (sql ?? "")
      ? []
      : ["nothing is added to its rows, so {% incrementcondition %} became a condition that is always true"]),
  ];
  for (const why of lost)
    report.approximated(`the derived table of view ${name}`, view, why, "derived_table");
  return { ...query, ...kept };
}

function importExploreSource(explore: string, block: Block): Written {
  const filters = filtersOf(block);
  const sorts = sortsOf(block);
  const derived = blocksOf(block, "derived_column");
  const bound = manyOf(block, "bind_filters");
  const custom = textOf(block, "expression_custom_filter");
  const timezone = textOf(block, "timezone");
  return {
    explore,
    columns: Object.fromEntries(
      blocksOf(block, "column").map(([column, inside]) => [column, textOf(inside, "field") ?? column]),
    ),
    ...(derived.length === 0
      ? {}
      : {
          derived_columns: Object.fromEntries(
            derived.map(([column, inside]) => [column, textOf(inside, "sql") ?? ""]),
          ),
        }),
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(custom === undefined ? {} : { expression_custom_filter: custom }),
    ...(bound.length === 0
      ? {}
      : {
          bind_filters: bound.map((one) => ({
            from_field: textOf(one, "from_field"),
            to_field: textOf(one, "to_field"),
          })),
        }),
    ...(block["bind_all_filters"] === true ? { bind_all_filters: true } : {}),
    ...(Object.keys(sorts).length === 0 ? {} : { sorts }),
    ...(block["limit"] === undefined ? {} : { limit: Number(block["limit"]) }),
    ...(timezone === undefined ? {} : { timezone }),
  };
}
