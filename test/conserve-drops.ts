// Row conservation under thousands of random drops, on the test database.
//
// node --import tsx test/conserve-drops.ts [drops, 2000 when not said] [seed]
import { fileURLToPath } from "node:url";
import { loadModel } from "../generator/index.ts";
import { conserve } from "./conserve.ts";
import { openTestStack } from "./database.ts";

const [wanted = "2000", seed] = process.argv.slice(2);
const stack = await openTestStack();
try {
  const model = await loadModel(fileURLToPath(new URL("drops/films/looker.yml", import.meta.url)));
  const started = performance.now();
  // Two drops to a sequence, on average.
  const tried = await conserve({
    url: stack.url,
    model,
    cases: Math.ceil(Number(wanted) / 2),
    seed: seed === undefined ? undefined : Number(seed),
    seconds: 3600,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${tried.drops} drops with ${tried.records} records: all accounted for, in ${seconds} s`);
} finally {
  await stack.release();
}
