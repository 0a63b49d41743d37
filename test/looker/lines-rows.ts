// Rows for the case `measures`: seven lines of four orders, one of no order, and two tags.
import type { Rows } from "../database.ts";
import { rowsOf } from "./rows.ts";

/** Rows by table name. */
export const LINES_ROWS: Readonly<Record<string, Rows>> = {
  lines: rowsOf(
    "id order_no product price freight shipped scanned",
    [1, 100, "gift", 10, 5, "2023-01-15", "2023-01-15 23:30:00"],
    [2, 100, "pen", 20, 5, "2023-01-31", "2023-02-01 08:00:00"],
    [3, 101, "gift", 40, 8, "2023-02-28", null],
    [4, 101, "ink", 50, 8, "2024-01-31", "2024-02-03 12:00:00"],
    [5, 102, "pen", 30, null, "2024-02-29", "2024-03-01 00:00:00"],
    [6, null, "pen", 7, 9, "2024-02-29", null],
    [7, 103, "ink", 60, 8, "2024-03-31", "2024-04-02 09:15:00"],
  ),
  tags: rowsOf("id name", [1, "red"], [2, "blue"]),
  line_tags: rowsOf("line_id tag_id", [1, 1], [1, 2], [2, 1], [3, 2], [5, 1]),
};
