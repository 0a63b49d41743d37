// CREATE TABLE for Redshift: what the model says of spreading and sorting, what is taken where it says nothing, and that a cluster takes it.
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, DIALECTS, ddlScript, type Model } from "../generator/index.ts";
import { readAddress } from "../hydrate/warehouse/address.ts";
import { openTestTargets, type TestTargets } from "./targets.ts";

let targets: TestTargets;
beforeAll(async () => {
  targets = await openTestTargets();
});
afterAll(() => targets.close());

/** A shop whose tables are laid out as said. */
function shop(orders: string, tags: string): Model {
  const text = `model: layout_${process.pid}
connection: warehouse
unsigned: folders
sources:
  orders:
    files: orders*.csv
    key: id
    columns: {id: integer, placed: timestamp, note: text, price: 'decimal(38, 10)', weight: double, gift: boolean, tags: {list: {id: integer, name: text(20)}}}
tables:
  orders: {from: orders, key: id, columns: [id, placed, note, price, weight, gift]${orders}}
  tags: {from: orders.tags, key: id, columns: [id, name]}
  order_tags: {from: orders.tags, key: [order_id, tag_id], columns: {order_id: parent.id, tag_id: id}, references: {order_id: orders, tag_id: tags}${tags}}
views:
  orders:
    dimensions: {id: {type: number}}
explores:
  orders:
`;
  const { model, problems } = compile(text, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}

/** What follows the columns of each table, and that the cluster takes all of it. */
async function layout(model: Model): Promise<readonly string[]> {
  const script = ddlScript(model, DIALECTS.redshift);
  const client = new Client({ connectionString: readAddress(targets.redshift.url).connectionString });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${model.schema} CASCADE`);
    await client.end();
  }
  return [...script.matchAll(/\n\)\n([^;]*);/g)].map((found) => (found[1] ?? "").replaceAll("\n", " "));
}

test("where the model says nothing, bridges are spread by what they link with, and the rest is the cluster's choice", async () => {
  expect(await layout(shop("", ""))).toEqual([
    "DISTSTYLE AUTO SORTKEY AUTO",
    "DISTSTYLE AUTO SORTKEY AUTO",
    'DISTKEY ("order_id") SORTKEY ("order_id")',
  ]);
});

test("what the model says is taken, each for itself", async () => {
  const said = await layout(shop(", distribution: id, sort: [placed, id]", ", distribution: all"));
  expect(said[0]).toBe('DISTKEY ("id") SORTKEY ("placed", "id")');
  expect(said[2]).toBe('DISTSTYLE ALL SORTKEY ("order_id")');
  const even = await layout(shop(", distribution: even", ", sort: tag_id"));
  expect(even[0]).toBe("DISTSTYLE EVEN SORTKEY AUTO");
  expect(even[2]).toBe('DISTKEY ("order_id") SORTKEY ("tag_id")');
});

test("texts say their size in bytes, and keys are there for the planner to know", () => {
  const script = ddlScript(shop("", ""), DIALECTS.redshift);
  expect(script).toContain('"note" VARCHAR(65535)');
  expect(script).toContain('"name" VARCHAR(20)');
  expect(script).toContain('PRIMARY KEY ("order_id", "tag_id")');
});
