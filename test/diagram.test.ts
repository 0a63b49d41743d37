// The picture of a model: every table, column and link is in it, and the README's picture is that of the model.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, emitDiagram, type Model } from "../generator/index.ts";
import { CASES } from "./cases/harness.ts";

const PICTURE = new URL("../docs/movies.svg", import.meta.url);

function movies(): Model {
  const { model } = compile(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return model;
}

test("the README's picture is that of the model", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(PICTURE, emitDiagram(movies(), "svg"));
  expect(readFileSync(PICTURE, "utf8")).toBe(emitDiagram(movies(), "svg"));
});

const models = CASES.flatMap(({ name, compiled }) =>
  compiled.model === undefined ? [] : [{ name, model: compiled.model }],
);

test.each(models)("$name: every table and column is drawn once, and nothing overlaps", ({ model }) => {
  const drawn = emitDiagram(model, "svg");
  for (const table of model.tables) {
    expect(
      drawn.split(`class="name" x=`).filter((part) => part.includes(`>${table.name}</text>`)),
    ).not.toEqual([]);
    for (const column of table.columns) expect(drawn).toContain(`>${column.name}</text>`);
  }
  const boxes = [
    ...drawn.matchAll(/class="box" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
  ].map(([, ...numbers]) => numbers.map(Number));
  expect(boxes.length).toBe(model.tables.length);
  const overlapping = boxes.filter(([x = 0, y = 0, w = 0, h = 0], index) =>
    boxes
      .slice(index + 1)
      .some(([x2 = 0, y2 = 0, w2 = 0, h2 = 0]) => x < x2 + w2 && x2 < x + w && y < y2 + h2 && y2 < y + h),
  );
  expect(overlapping).toEqual([]);
});

test("Mermaid is told who refers to whom, references and joins alike", () => {
  const shop = models.find((one) => one.name === "shop")?.model;
  const text = shop === undefined ? "" : emitDiagram(shop, "mermaid");
  const links = text.split("\n").filter((line) => line.includes("--"));
  expect(links).toEqual([
    "  people ||--o{ orders : customer_id",
    "  people ||--o{ orders : clerk_id",
    "  orders ||--o{ order_lines : order_number",
    "  products ||--o{ order_lines : sku",
    "  products ||--o{ product_tags : sku",
    "  tags ||--o{ product_tags : tag_id",
    "  people ||--o{ people : manager_id",
    "  stores ||--o{ orders : store_code",
  ]);
});
