// What grants keep from people: the model they see, and what the planner makes of fields that are not there for them.
import { describe, expect, test } from "vitest";
import { findExplore, findField, findQuestion, findView } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { readQuestion } from "../local/read-question.ts";
import { ANYONE, type Caller } from "../local/server/access/caller.ts";
import { accessScopeOf, modelFor } from "../local/server/access/scope.ts";
import { grantsHeld, visibleModel } from "../local/visible.ts";
import { shop } from "./access-shop.ts";
import { library } from "./library.ts";

const NOBODY = { region: "EU" };
const FINANCE = { region: "EU", department: "finance" };
const BOARD = { region: "EU", department: "board" };

describe("grants", () => {
  test.each([
    ["nothing", undefined, []],
    ["one value", "finance", ["bookkeeping"]],
    ["a value of both", "board", ["bookkeeping", "board"]],
    ["several values", "sales, finance", ["bookkeeping"]],
    ["a value in quotes", '"finance"', ["bookkeeping"]],
    ["another value", "sales", []],
    ["other capital letters", "Finance", []],
    ["a pattern", "%", []],
    ["a pattern that would match", "fin%", []],
    ["what is not wanted", "-sales", []],
    ["a value and what is not wanted", "finance,-sales", []],
    ["an empty text", "", []],
    ["what cannot be read", '"finance', []],
    ["the word for unknown", "NULL", []],
  ])("%s", (_what, department, held) => {
    expect(grantsHeld(shop, department === undefined ? {} : { department })).toEqual(held);
  });
});

describe("the model somebody sees", () => {
  test("is the model itself for those who hold everything, and where nothing is granted", () => {
    expect(visibleModel(shop, BOARD)).toBe(shop);
    expect(visibleModel(library, {})).toBe(library);
  });

  test("is one and the same for all who hold the same grants", () => {
    expect(visibleModel(shop, NOBODY)).toBe(visibleModel(shop, { department: "sales" }));
    expect(visibleModel(shop, FINANCE)).not.toBe(visibleModel(shop, NOBODY));
    expect(visibleModel(visibleModel(shop, NOBODY), NOBODY)).toEqual(visibleModel(shop, NOBODY));
  });

  test("lacks explores, joins, fields and what is computed from them", () => {
    const seen = visibleModel(shop, NOBODY);
    const orders = findView(seen, "orders");
    if (orders === undefined) throw new Error("no view");
    expect(seen.explores.map((explore) => explore.name)).toEqual(["orders"]);
    expect(findExplore(seen, "orders")?.joins.map((join) => join.name)).toEqual(["order_items", "items"]);
    for (const gone of ["price", "secret_code", "total_price", "average_price", "answer", "metric", "city"])
      expect([gone, findField(orders, gone)]).toEqual([gone, undefined]);
    for (const stays of ["region", "count", "letters", "total_letters", "item", "item_excluded"])
      expect([stays, findField(orders, stays) !== undefined]).toEqual([stays, true]);
    expect(orders.detail).toEqual(["region", "customer_name", "letters"]);
    expect(JSON.stringify({ ...seen, accessGrants: [], tables: [], sources: [] })).not.toMatch(
      /price|secret_code/,
    );
  });

  test("offers the questions that are left, and starts with one of them", () => {
    const form = findQuestion(visibleModel(shop, NOBODY), "sales");
    expect(form?.metrics.map((metric) => metric.name)).toEqual(["letters"]);
    expect(form?.selectors.map((selector) => selector.name)).toEqual(["item"]);
    expect(form?.groups.map((group) => group.name)).toEqual(["item", "region"]);
    expect(form?.default).toMatchObject({ metric: "letters", aggregation: "total", by: undefined });
    const finance = findQuestion(visibleModel(shop, FINANCE), "sales");
    expect(finance).toEqual(findQuestion(shop, "sales"));
  });
});

describe("the planner", () => {
  const ask = (userAttributes: Readonly<Record<string, string>>, query: object): unknown => {
    const seen = visibleModel(shop, userAttributes);
    const question = readQuestion(
      { model: "shop", view: "orders", fields: ["orders.count"], ...query },
      seen,
    );
    // The whole model is handed in, as somebody who forgot to restrict it would.
    return plan(shop, question, { userAttributes });
  };

  test.each([
    ["a field", { fields: ["orders.price"] }],
    ["a measure", { fields: ["orders.total_price"] }],
    ["a joined view", { fields: ["customers.city"] }],
    ["a filter", { filters: { "orders.price": ">10" } }],
    ["a filter on a measure", { filters: { "orders.total_price": ">10" } }],
    ["a sort", { sorts: ["orders.price"] }],
    ["a custom filter", { filter_expression: "${orders.price} > 10" }],
    ["a selector", { filters: { "orders.city": "Paris" } }],
    ["a parameter", { filters: { "orders.metric": "price" } }],
  ])("knows nothing of %s that is kept from whoever asks", (_what, query) => {
    expect(() => ask(NOBODY, query)).toThrow(
      /^There is no field|cannot be sorted by orders.price, because it is not one of the fields asked for/,
    );
    expect(() => ask(NOBODY, query)).not.toThrow(/grant|may not|permission/i);
  });

  test("does not name what is kept back when it says what was meant", () => {
    expect(() => ask(NOBODY, { fields: ["orders.pric"] })).toThrow(
      /^There is no field orders.pric in explore orders/,
    );
    expect(() => ask(NOBODY, { fields: ["orders.pric"] })).not.toThrow(/price|secret_code|customers/);
    expect(() => ask(FINANCE, { fields: ["orders.pric"] })).toThrow("orders.price");
    expect(() => ask(NOBODY, { view: "ledger" })).toThrow(/^There is no explore ledger in model shop\.?/);
  });

  test("answers with it for those who hold the grant", () => {
    expect(ask(FINANCE, { fields: ["orders.price", "customers.city"] })).toBeDefined();
    expect(ask(BOARD, { fields: ["orders.secret_code"], view: "ledger" })).toBeDefined();
  });

  const lacking: readonly Readonly<Record<string, string>>[] = [
    {},
    { region: "" },
    { region: "  " },
    { department: "board" },
  ];
  test.each(lacking)("gives no row to whoever lacks the attribute of an access filter: %j", (attributes) => {
    expect(() => ask(attributes, {})).toThrow("user attribute region");
  });
});

describe("an access scope", () => {
  const caller = (id: string, attributes: Caller["attributes"]): Caller => ({ ...ANYONE, id, attributes });

  test("is the same for callers with the same attributes, and different wherever answers may be", () => {
    const one = accessScopeOf(caller("1", { region: "EU", department: "board" }), shop);
    expect(accessScopeOf(caller("2", { department: "board", region: "EU" }), shop)).toBe(one);
    const others: readonly Caller["attributes"][] = [
      {},
      { region: "EU" },
      { region: "US", department: "board" },
      { region: "EU", board: "department" },
    ];
    const scopes = others.map((attributes) => accessScopeOf(caller("1", attributes), shop));
    expect(new Set([one, ...scopes]).size).toBe(others.length + 1);
    expect(one).not.toContain("EU");
  });

  test("goes with the model that is seen", () => {
    expect(modelFor(shop, caller("1", NOBODY))).toBe(visibleModel(shop, NOBODY));
  });
});
