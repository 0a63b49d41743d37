// Rows for the studio of test/questions: companies of one name, a film of nobody, prizes without worth, rates of no film's year.
import type { Rows } from "../database.ts";
import { rowsOf } from "./rows.ts";

/** Rows by table name. A budget of 0 is not known. */
export const STUDIO_ROWS: Readonly<Record<string, Rows>> = {
  films: rowsOf(
    "id kind year budget",
    [1, "long", 2001, "1500000.00"],
    [2, "short", 2001, "50.50"],
    [3, null, 2002, "0.00"],
    [4, "short", null, "7.00"],
    [5, "long", 2003, "1000000.01"],
    [6, "", 2001, null],
  ),
  companies: rowsOf(
    "id name country",
    [1, "echo", null],
    [2, "echo", "fr"],
    [3, "dawn", null],
    [4, "fjord", "no"],
    [5, "none", "none"],
  ),
  makers: rowsOf("film company", [1, 1], [1, 2], [2, 3], [3, 1], [3, 3], [5, 2], [5, 4], [6, 5]),
  prizes: rowsOf(
    "company place name worth",
    [1, 1, "gold", 10],
    [1, 2, "silver", 5],
    [2, 2, "silver", 3],
    [3, 1, "gold", null],
    [4, 3, "bronze", 1],
  ),
  rates: rowsOf(
    "id year rate",
    [1, 2001, "0.1000"],
    [2, 2001, "0.2000"],
    [3, 2003, "0.3000"],
    [4, 1999, "9.0000"],
  ),
};
