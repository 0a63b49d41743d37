// A model -> what refers to what: the tables' own references, and the joins that explores add to them.
import { findTable, findView } from "../../find.ts";
import type { Explore, Join } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import type { Table } from "../../model/table.ts";

/** A column that holds a key of another table. */
export interface Link {
  readonly from: string;
  readonly column: string;
  readonly to: string;
  readonly toColumn: string;
  /** Whether a row is referred to once at most, and not any number of times. */
  readonly once: boolean;
}

/** Each link once, the tables' references first. */
export function linksOf(model: Model): readonly Link[] {
  const declared = model.tables.flatMap((table) =>
    table.references.map((one): Link => {
      const toColumn = findTable(model, one.table)?.key[0] ?? "";
      return {
        from: table.name,
        column: one.column,
        to: one.table,
        toColumn,
        once: isKey(table, one.column),
      };
    }),
  );
  const joined = model.explores.flatMap((explore) =>
    explore.joins.flatMap((join) => linkOfJoin(explore, join, model)),
  );
  const seen = new Set<string>();
  return [...declared, ...joined].filter((link) => {
    const key = `${link.from}.${link.column} ${link.to}.${link.toColumn}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function linkOfJoin(explore: Explore, join: Join, model: Model): readonly Link[] {
  const fromView = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
  const from = tableOf(fromView, model);
  const to = tableOf(join.view, model);
  if (from === undefined || to === undefined) return [];
  return join.on.map(({ fromColumn, toColumn }): Link => {
    // Whoever is one of many holds the other's key.
    const reversed = join.relationship === "one_to_many";
    const once = join.relationship === "one_to_one";
    return reversed
      ? { from: to.name, column: toColumn, to: from.name, toColumn: fromColumn, once }
      : { from: from.name, column: fromColumn, to: to.name, toColumn, once };
  });
}

function tableOf(view: string, model: Model): Table | undefined {
  const table = findView(model, view)?.table;
  return table === undefined ? undefined : findTable(model, table);
}

function isKey(table: Table, column: string): boolean {
  return table.key.length === 1 && table.key[0] === column;
}
