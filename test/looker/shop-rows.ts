// Rows for the shop of test/cases/shop: people who manage each other, orders of nobody, products in no order, tags to escape.
import type { Rows } from "../database.ts";
import { rowsOf } from "./rows.ts";

/** Rows by table name. An amount of -1 is not known; Ada manages Bo, who manages Cy and, by mistake, himself. */
export const SHOP_ROWS: Readonly<Record<string, Rows>> = {
  people: rowsOf(
    "id name country manager_id",
    [1, "Ada", "Chile", null],
    [2, "Bo", "Chile", 1],
    [3, "Cy", "Peru", 2],
    [4, "Ada", null, 2],
    [5, "Di", "Peru", 99],
  ),
  stores: rowsOf(
    "code city opened",
    ["N", "North", "2019-12-30"],
    ["S", "South", null],
    ["W", null, "2020-02-29"],
  ),
  orders: rowsOf(
    "number customer_id clerk_id store_code placed_at due status amount discount gift group",
    [1, 1, 2, "N", "2020-01-31 23:59:59", "2020-02-03", "paid", "10.00", "1.00", false, "a"],
    [2, 1, 3, "N", "2020-02-01 00:00:00", "2020-01-31", "paid", "20.50", null, false, "b"],
    [3, 2, 3, "S", "2020-02-29 12:30:00", null, null, "-1", "0.50", false, "a"],
    [4, 3, null, null, null, "2020-03-01", "void, really", "40.00", "0.00", true, null],
    [5, null, 2, "W", "2019-12-30 08:00:00", "2019-12-29", 'it\'s "odd" \\ {x}', "0.10", "0.20", null, "a"],
    [6, 4, 5, "??", "2020-12-31 10:00:00", "2021-01-01", "", "5.05", "5.05", false, ""],
    [7, 5, 4, "N", "2020-01-01 00:00:00", "2020-01-01", "paid", null, "2.00", false, "b"],
  ),
  products: rowsOf(
    "sku title maker_name maker_country",
    ["p1", "Pen", "Acme", "Chile"],
    ["p-2", "Pencil", "o'hara", "Peru"],
    ["p", "Paper", null, null],
    ["q", null, "Acme", null],
  ),
  order_lines: rowsOf(
    "order_number sku quantity price",
    [1, "p1", 2, "1.10"],
    [1, "p-2", 1, "2.20"],
    [1, "p", 3, "0.30"],
    [2, "p1", 1, "1.10"],
    [3, "p-2", null, "2.20"],
    [5, "p", 4, null],
    [6, "gone", 1, "9.99"],
    [98, "p1", 7, "1.00"],
  ),
  tags: rowsOf(
    "id name",
    [1, "50% off"],
    [2, "a,b"],
    [3, "x_y"],
    [4, "-z"],
    [5, 'say "hi"'],
    [6, "50% off"],
    [7, null],
    [8, "lonely"],
  ),
  product_tags: rowsOf(
    "sku tag_id",
    ["p1", 1],
    ["p1", 6],
    ["p1", 2],
    ["p-2", 3],
    ["p-2", 4],
    ["p", 5],
    ["p", 7],
    ["p", 77],
  ),
};
