// A shop that keeps things from people: rows by region, prices from all but bookkeepers, a ledger from all but the board.
import { compile, type Model } from "../generator/index.ts";
import type { Rows } from "./database.ts";

/** A schema of this process's own, so that test files can share a database. */
const SCHEMA = `guarded_shop_${process.pid}`;

const LOOKER_YML = `
model: shop
connection: warehouse
schema: ${SCHEMA}
access_grants:
  bookkeeping: {user_attribute: department, allowed: [finance, board]}
  board: {user_attribute: department, allowed: board}
sources:
  orders:
    files: orders*.csv
    key: id
    columns:
      id: integer
      region: text
      customer: text
      secret_code: text
      price: decimal(8, 2)
      items: {list: {id: integer, name: text}}
  customers:
    files: customers*.csv
    key: name
    columns: {name: text, city: text}
tables:
  orders:
    from: orders
    key: id
    columns: [id, region, customer, secret_code, price]
    references: {customer: customers}
  customers: {from: customers, key: name, columns: [name, city]}
  items: {from: orders.items, key: id, columns: [id, name]}
  order_items:
    from: orders.items
    key: [order_id, item_id]
    columns: {order_id: parent.id, item_id: id}
    references: {order_id: orders, item_id: items}
views:
  orders:
    one: order
    dimensions:
      region:
      customer_name: {column: customer}
      secret_code: {required_access_grants: board}
      price: {format: usd, required_access_grants: bookkeeping}
      letters: {type: number, sql: "LENGTH(\${region})"}
    measures:
      count: {type: count}
      total_price: {type: sum, of: price, required_access_grants: bookkeeping}
  customers:
    dimensions: {city: }
  items:
    dimensions: {name: {label: Item}}
explores:
  orders:
    access_filters: [{field: region, user_attribute: region}]
    joins:
      customers: {required_access_grants: bookkeeping}
      items: {through: order_items}
  ledger:
    view: orders
    required_access_grants: board
questions:
  sales:
    explore: orders
    selectors: {item: items.name, city: customers.city}
    metrics: [price, letters]
    aggregations: [total, average]
    by: [item, city, region]
    default: {metric: price, aggregation: total, by: city}
`;

/** The model. */
export const shop: Model = (() => {
  const { model, problems } = compile(LOOKER_YML, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
})();

/** Each region's rows can be told by their values: nobody of one region may ever see a word of another's. */
export const SHOP_ROWS: Readonly<Record<string, Rows>> = {
  customers: [
    { name: "Anna EU", city: "Paris EU" },
    { name: "Bill US", city: "Boston US" },
    { name: "Chen AP", city: "Tokyo AP" },
  ],
  orders: [
    { id: 1, region: "EU", customer: "Anna EU", secret_code: "code-EU-1", price: "11.10" },
    { id: 2, region: "EU", customer: "Anna EU", secret_code: "code-EU-2", price: "22.20" },
    { id: 3, region: "US", customer: "Bill US", secret_code: "code-US-1", price: "440.04" },
    { id: 4, region: "AP", customer: "Chen AP", secret_code: "code-AP-1", price: "7000.07" },
  ],
  items: [
    { id: 1, name: "lamp EU" },
    { id: 2, name: "desk US" },
    { id: 3, name: "vase AP" },
    { id: 4, name: "rug everywhere" },
  ],
  order_items: [
    { order_id: 1, item_id: 1 },
    { order_id: 1, item_id: 4 },
    { order_id: 2, item_id: 1 },
    { order_id: 3, item_id: 2 },
    { order_id: 3, item_id: 4 },
    { order_id: 4, item_id: 3 },
  ],
};
