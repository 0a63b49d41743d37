// `npm run fuzz:models -- --models 10000 --seed 1`: spoilt models, each refused at a place or printed; says what was found.
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { compile } from "../generator/index.ts";
import { faultOf, spoilt } from "./spoilt-models.ts";

const { values } = parseArgs({
  options: {
    models: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
const texts = fc.sample(spoilt, { numRuns: Number(values.models), seed });
let refused = 0;
const faults: string[] = [];
for (const text of texts) {
  if (compile(text, "looker.yml").model === undefined) refused += 1;
  const fault = faultOf(text);
  if (fault !== undefined) faults.push(`${fault}\n--- the model:\n${text}`);
}
console.log(
  `${texts.length.toLocaleString("en-US")} spoilt models (seed ${seed}): ${refused.toLocaleString("en-US")} refused at a place, ${(texts.length - refused - faults.length).toLocaleString("en-US")} still models and printed, ${faults.length} faults.`,
);
if (faults[0] !== undefined) {
  console.log(faults[0]);
  process.exitCode = 1;
}
