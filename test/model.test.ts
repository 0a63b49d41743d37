// What a looker.yml means: the model that comes of it, and that no code knows which model it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  compile,
  dimensionOfColumn,
  emitLookml,
  findField,
  findView,
  type Model,
} from "../generator/index.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function modelOf(path: string): Model {
  const { model, problems } = compile(readFileSync(join(ROOT, path), "utf8"), path);
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}

const movies = modelOf("looker.yml");
const shop = modelOf("test/cases/shop/looker.yml");

function joinsOf(model: Model, explore: string): readonly string[] {
  const found = model.explores.find((one) => one.name === explore);
  return (found?.joins ?? []).map((join) => {
    const on = join.on.map((pair) => `${pair.fromColumn}=${pair.toColumn}`).join(",");
    return `${join.from} ${join.relationship} ${join.name}${join.name === join.view ? "" : ` (${join.view})`} on ${on}`;
  });
}

test("relationships follow from the tables' keys", () => {
  expect(joinsOf(movies, "movies")).toEqual([
    "movies one_to_many movie_genres on id=movie_id",
    "movie_genres many_to_one genres on genre_id=id",
    "movies one_to_many movie_production_companies on id=movie_id",
    "movie_production_companies many_to_one production_companies on production_company_id=id",
  ]);
  expect(joinsOf(shop, "orders")).toEqual([
    "orders many_to_one people on customer_id=id",
    "orders many_to_one clerks (people) on clerk_id=id",
    "clerks many_to_one managers (people) on manager_id=id",
    "orders many_to_one stores on store_code=code",
    "orders one_to_many order_lines on number=order_number",
    "order_lines many_to_one products on sku=sku",
    "products one_to_many product_tags on sku=sku",
    "product_tags many_to_one tags on tag_id=id",
  ]);
  expect(joinsOf(shop, "people")).toEqual(["people many_to_one bosses (people) on manager_id=id"]);
});

test("every column that a join compares has a dimension that reads it as it is", () => {
  for (const model of [movies, shop])
    for (const explore of model.explores)
      for (const join of explore.joins) {
        const from = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
        for (const pair of join.on) {
          expect(dimensionOfColumn(findView(model, from)!, pair.fromColumn)).toBeDefined();
          expect(dimensionOfColumn(findView(model, join.view)!, pair.toColumn)).toBeDefined();
        }
      }
});

test("a key of several columns keeps apart what differs, though a text may hold the separator", () => {
  const key = findView(shop, "product_tags")?.fields.find((field) => field.kind === "dimension");
  const sql = key?.kind === "dimension" ? key.expression.pieces : [];
  const spelled = sql.map((piece) => ("text" in piece ? piece.text : "column" in piece ? piece.column : "?"));
  expect(spelled.join("")).toBe(
    "CAST(LENGTH(sku) AS VARCHAR) || ':' || sku || '-' || CAST(tag_id AS VARCHAR)",
  );
});

test("several forms of one view share its measures and keep their own parameters", () => {
  const orders = findView(shop, "orders")!;
  const names = orders.fields.map((field) => field.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["sales_metric", "discounts_metric", "sales_country"]));
  const averages = shop.questions.map((form) =>
    form.metrics
      .find((metric) => metric.name === "discount")
      ?.by.find((pair) => pair.aggregation === "average"),
  );
  expect(averages.slice(0, 2)).toEqual([
    { aggregation: "average", measure: "average_discount" },
    { aggregation: "average", measure: "average_discount" },
  ]);
});

test("what stands for not known is read as null, and a choice that makes no sense has its reason", () => {
  const budget = findField(findView(movies, "movies")!, "budget")?.field;
  expect(budget?.kind === "dimension" ? budget.expression.unknown : undefined).toBe("0");
  const maker = findField(findView(shop, "products")!, "maker_name")?.field;
  expect(maker?.kind === "dimension" ? maker.expression.unknown : undefined).toBe("'o''hara'");
  const rating = movies.questions[0]?.metrics.find((metric) => metric.name === "rating");
  expect(rating?.by.find((pair) => pair.aggregation === "total")).toEqual({
    aggregation: "total",
    impossible: "ratings of different films do not add up",
  });
});

test("a model is frozen through and through, and survives JSON", () => {
  for (const model of [movies, shop]) {
    const loose: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      if (!Object.isFrozen(value)) loose.push(path);
      for (const [key, inside] of Object.entries(value)) walk(inside, `${path}.${key}`);
    };
    walk(model, model.name);
    expect(loose).toEqual([]);
    const again = JSON.parse(JSON.stringify(model)) as Model;
    expect(emitLookml(again)).toEqual(emitLookml(model));
  }
});

// A budget is a word of the house too: how much of a drop may be unreadable.
test("no code knows which model it serves", () => {
  const rooms = ["generator", "hydrate", "local", "cli"];
  const told = rooms.flatMap((room) =>
    linesBelow(room).filter(({ code }) => /movie|genres?\b|revenue|\bfilms?\b/i.test(code)),
  );
  expect(told.map(({ path, line, code }) => `${path}:${line} ${code.trim()}`)).toEqual([]);
});

interface Line {
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

/** Every line of code below a folder; comments may give examples. */
function linesBelow(folder: string): readonly Line[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry): readonly Line[] => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return linesBelow(path);
    if (!/\.(ts|js|mjs|hbs|html|css|json)$/.test(entry.name)) return [];
    return readFileSync(join(ROOT, path), "utf8")
      .split("\n")
      .map((text, index) => ({ path, line: index + 1, code: text }))
      .filter(({ code }) => !/^\s*(\/\/|\/?\*|\{\{!|<!--)/.test(code));
  });
}
