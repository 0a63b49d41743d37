// Four films, four companies and their prizes: a world small enough to check by hand, with every known trap in it.
import type { Row, Rows, World, WorldDimension, WorldMeasure, WorldTable } from "./world.ts";

const plain = (name: string, type: WorldDimension["type"]): WorldDimension => ({
  name,
  type,
  formula: { kind: "column", column: name },
  unknown: undefined,
  timeframes: [],
  given: false,
});
const measure = (
  name: string,
  type: WorldMeasure["type"],
  of?: string,
  percentile?: number,
): WorldMeasure => ({
  name,
  type,
  of,
  percentile,
  filters: [],
});
const table = (
  name: string,
  key: string,
  columns: Readonly<Record<string, "integer" | "text" | "decimal">>,
  references: WorldTable["references"] = {},
): WorldTable => ({
  name,
  key: key.split(" "),
  references,
  columns: Object.entries(columns).map(([column, kind]) => ({ name: column, kind })),
});

/** Films, made by companies that win prizes; and rates that have nothing in common with a film but its year. */
export const FILMS: World = {
  tables: [
    table("films", "id", { id: "integer", year: "integer", budget: "integer" }),
    table("companies", "id", { id: "integer", name: "text", country: "text" }),
    table(
      "makers",
      "film company",
      { film: "integer", company: "integer" },
      { film: "films", company: "companies" },
    ),
    table(
      "prizes",
      "id",
      { id: "integer", company: "integer", name: "text", worth: "integer" },
      { company: "companies" },
    ),
    table("rates", "id", { id: "integer", year: "integer", rate: "decimal" }),
  ],
  views: [
    {
      name: "films",
      table: "films",
      dimensions: [plain("id", "number"), plain("year", "number"), plain("budget", "number")],
      measures: [
        measure("count", "count"),
        measure("total", "sum", "budget"),
        measure("middle", "median", "budget"),
        measure("dear", "percentile", "budget", 90),
      ],
    },
    {
      name: "companies",
      table: "companies",
      dimensions: [
        plain("name", "string"),
        plain("country", "string"),
        { ...plain("home", "string"), formula: { kind: "otherwise", column: "country", value: "none" } },
      ],
      measures: [measure("count", "count"), measure("homes", "count_distinct", "home")],
    },
    { name: "makers", table: "makers", dimensions: [], measures: [] },
    {
      name: "prizes",
      table: "prizes",
      dimensions: [plain("name", "string"), plain("worth", "number")],
      measures: [measure("count", "count"), measure("total", "sum", "worth")],
    },
    {
      name: "rates",
      table: "rates",
      dimensions: [plain("rate", "number")],
      measures: [measure("count", "count"), measure("total", "sum", "rate")],
    },
  ],
  base: "films",
  joins: [
    {
      name: "companies",
      view: "companies",
      from: "makers",
      on: [{ from: "company", to: "id" }],
      spelled: "through",
      bridge: { name: "makers", view: "makers", from: "films", on: [{ from: "id", to: "film" }] },
    },
    {
      name: "prizes",
      view: "prizes",
      from: "companies",
      on: [{ from: "id", to: "company" }],
      spelled: "references",
      bridge: undefined,
    },
    {
      name: "rates",
      view: "rates",
      from: "films",
      on: [{ from: "year", to: "year" }],
      spelled: "on",
      bridge: undefined,
    },
  ],
  selectors: [
    { name: "maker", view: "companies", dimension: "name" },
    { name: "prize", view: "prizes", dimension: "name" },
  ],
  metrics: ["budget"],
};

const rowsOf = (columns: string, ...rows: readonly (readonly (string | number | null)[])[]): readonly Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.split(" ").map((column, index) => {
        const cell = row[index] ?? null;
        return [column, typeof cell === "number" ? String(cell) : cell];
      }),
    ),
  );

/** Two companies are called echo and made film 1 together; fjord made nothing; film 4 was made by nobody. */
export const FILM_ROWS: Rows = {
  films: rowsOf("id year budget", [1, 2001, 100], [2, 2001, 50], [3, 2002, null], [4, null, 7]),
  companies: rowsOf(
    "id name country",
    [1, "echo", null],
    [2, "echo", "fr"],
    [3, "dawn", null],
    [4, "fjord", "no"],
  ),
  makers: rowsOf("film company", [1, 1], [1, 2], [2, 3], [3, 1], [3, 3]),
  prizes: rowsOf("id company name worth", [1, 1, "gold", 10], [2, 1, "silver", 5], [3, 3, "gold", null]),
  rates: rowsOf("id year rate", [1, 2001, "0.10"], [2, 2001, "0.20"], [3, 2003, "0.30"]),
};
