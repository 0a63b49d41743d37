// What an import says of the types of columns, of which LookML says nothing.
import { expect, test } from "vitest";
import { sayTypes } from "../cli/commands/import.ts";
import { importProject } from "../generator/index.ts";

const VIEW = `view: orders {
  sql_table_name: shop.orders ;;
  dimension: id { primary_key: yes hidden: yes type: number sql: \${TABLE}.id ;; }
  dimension: amount { type: number sql: \${TABLE}.amount ;; }
  dimension: margin { type: number sql: \${TABLE}.earned - \${TABLE}.cost ;; }
  measure: count { type: count }
}
explore: orders {}
`;

test("columns that no dimension reads as they are are named, with what to do next", () => {
  const { types } = importProject([{ path: "shop.model.lkml", text: `connection: "dw"\n${VIEW}` }], "shop");
  expect(types).toMatchObject({ columns: 4, guessed: ["orders.cost", "orders.earned"] });
  const said = sayTypes(types);
  expect(said).toContain("2 of 4 columns have the type of a dimension that reads them");
  expect(said).toContain("2 stand in SQL alone and are taken for text: orders.cost, orders.earned.");
  expect(said).toContain("init --from redshift://… --schema ");
});

test("a long list of columns is cut, and nothing is said where nothing is guessed", () => {
  const guessed = Array.from({ length: 11 }, (_, at) => `t.c${at}`);
  expect(sayTypes({ columns: 2_000, guessed, schema: "dw" })).toContain("t.c7, and 3 more.");
  expect(sayTypes({ columns: 3, guessed: [], schema: "dw" })).not.toContain("taken for text");
});
