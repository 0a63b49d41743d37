// Row conservation under thousands of random drops, on the test database.
//
// node --import tsx test/conserve-drops.ts [drops, 2000 when not said] [seed]
import { fileURLToPath } from "node:url";
import { loadModel } from "../generator/index.ts";
import { conserve } from "./conserve.ts";
import { conserveAlike } from "./conserve-alike.ts";
import { openTestStack } from "./database.ts";

const [wanted = "2000", seed] = process.argv.slice(2);
const stack = await openTestStack();
try {
  const model = await loadModel(fileURLToPath(new URL("drops/films/looker.yml", import.meta.url)));
  const started = performance.now();
  // Two drops to a sequence, on average; a fourth of them of many sources that share scratch tables.
  const means = { url: stack.url, seed: seed === undefined ? undefined : Number(seed), seconds: 3600 };
  const films = await conserve({ ...means, model, cases: Math.ceil((Number(wanted) * 3) / 8) });
  const alike = await conserveAlike({ ...means, cases: Math.ceil(Number(wanted) / 8) });
  const tried = { drops: films.drops + alike.drops, records: films.records + alike.records };
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${tried.drops} drops with ${tried.records} records: all accounted for, in ${seconds} s`);
} finally {
  await stack.release();
}
