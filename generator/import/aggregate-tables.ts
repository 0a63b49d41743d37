// The aggregate tables of a LookML explore -> the same as looker.yml says them.
import { LEDGER_GROUP } from "../emit/lookml/project.ts";
import type { Written } from "./field.ts";
import { filtersOf } from "./filters.ts";
import { importKept, KEPT } from "./kept.ts";
import { type Block, blocksOf, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** What looker.yml has words for. */
const ASKED = ["dimensions", "measures", "filters", "timezone"];

/**
 * @param explore the explore's block
 * @returns `aggregate_tables:` and all below it; nothing when none comes along
 */
export function importAggregateTables(name: string, explore: Block, report: Report): Written {
  const tables = blocksOf(explore, "aggregate_table").flatMap(([table, block]) => {
    const written = importAggregateTable(`aggregate table ${table} of explore ${name}`, block, report);
    return written === undefined ? [] : [[table, written] as const];
  });
  return tables.length === 0 ? {} : { aggregate_tables: Object.fromEntries(tables) };
}

function importAggregateTable(what: string, block: Block, report: Report): Written | undefined {
  const query = (block["query"] ?? {}) as Block;
  const materialization = (block["materialization"] ?? {}) as Block;
  const kept = importKept(materialization);
  const why = whyNot(query, materialization, kept);
  if (kept === undefined || why !== undefined) {
    report.leftOut(what, block, why ?? "");
    return undefined;
  }
  const others = [
    ...othersIn(query, ASKED),
    ...othersIn(materialization, KEPT),
    ...othersIn(block, ["query", "materialization"]),
  ];
  // The order of its rows means nothing to who groups them again.
  const missed = others.filter((one) => one !== "sorts");
  if (missed.length > 0) report.approximated(what, block, `looker.yml has no ${missed.join(", ")} for it`);
  else report.carried(what, block);
  const filters = filtersOf(query);
  const timezone = textOf(query, "timezone");
  return {
    ...listed("dimensions", query),
    ...listed("measures", query),
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(timezone === undefined ? {} : { timezone }),
    ...kept,
  };
}

/** Why a table cannot come along; what is left of it would hold other rows, or would not be kept. */
function whyNot(query: Block, materialization: Block, kept: Written | undefined): string | undefined {
  if (query["limit"] !== undefined)
    return "it is cut off at a limit, so answers from it would lack rows; looker.yml has no word for that";
  const set = ["dimensions", "measures"]
    .flatMap((key) => (Array.isArray(query[key]) ? (query[key] as readonly unknown[]) : []))
    .find((one): one is string => typeof one === "string" && one.endsWith("*"));
  if (set !== undefined) return `it holds the set ${set}; name the fields, and import again`;
  if (kept === undefined)
    return "nothing that looker.yml has a word for says when its rows are made anew: datagroup_trigger, sql_trigger_value or persist_for";
  if (materialization["datagroup_trigger"] === LEDGER_GROUP)
    return `it is kept by ${LEDGER_GROUP}, and hydrate fills none of the imported tables`;
  return undefined;
}

function othersIn(block: Block, said: readonly string[]): readonly string[] {
  return Object.keys(block).filter((key) => !key.startsWith("$") && !said.includes(key));
}

function listed(key: string, block: Block): Written {
  const value = block[key];
  return Array.isArray(value) && value.length > 0 ? { [key]: value } : {};
}
