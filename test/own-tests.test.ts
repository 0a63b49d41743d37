// Data tests of the user's own reach the fallback server with those that are generated; what it cannot work out it says in words.
import { expect, test } from "vitest";
import { Mistake, type Model } from "../generator/index.ts";
import { holds } from "../local/server/api/assertion.ts";
import { dataTestsOf, questionOf } from "../local/server/api/data-tests.ts";
import { CASES } from "./cases/harness.ts";

function shop(): Model {
  const model = CASES.find((one) => one.name === "own-tests")?.compiled.model;
  if (model === undefined) throw new Error("the case has problems");
  return model;
}

test("they stand in the file of their explore, after the generated ones", () => {
  const names = dataTestsOf(shop())
    .filter(({ file }) => file === "tests/orders.test.lkml")
    .map((placed) => placed.test.name);
  expect(names.slice(-2)).toEqual(["orders_are_paid", "customers_order"]);
  expect(names).toContain("orders_key_is_unique");
});

test("their question has full names, filters, sorts and limit", () => {
  const model = shop();
  const placed = dataTestsOf(model).find((one) => one.test.name === "orders_are_paid");
  expect(placed === undefined ? undefined : questionOf(model, placed)).toEqual({
    model: "shop",
    view: "orders",
    fields: ["orders.ordered_month", "orders.count", "orders.paid"],
    filters: { "orders.ordered_date": "2 years", "customers.name": "-NULL" },
    sorts: [
      { field: "orders.count", descending: true },
      { field: "orders.paid", descending: false },
    ],
    limit: 12,
  });
});

test("an expression that only Looker works out is told in words, not as a fault of ours", () => {
  const [first, second] = shop().tests?.[0]?.asserts ?? [];
  const row = { "orders.paid": "5", "orders.count": 1, "orders.ordered_month": "2024-01" };
  expect(holds(first?.expression ?? "", row)).toBe(true);
  expect(() => holds(second?.expression ?? "", row)).toThrow(Mistake);
  expect(() => holds(second?.expression ?? "", row)).toThrow(/was not looked at: this server works out/);
});
