// `tsx test/fuzz-project.ts --models 2000 --seed 1`: random models, each printed, read back and printed again; says what was not the same.
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { randomModel, roundTrip } from "./random-models.ts";

const { values } = parseArgs({
  options: {
    models: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
const seen = { refused: 0, same: 0 };
const result = fc.check(
  fc.property(randomModel, (text) => {
    const outcome = roundTrip(text);
    if (typeof outcome !== "string") throw new Error(outcome.fault);
    seen[outcome] += 1;
  }),
  { numRuns: Number(values.models), seed },
);
console.log(
  `seed ${seed}: ${seen.same.toLocaleString("en-US")} models came back the same, ${seen.refused.toLocaleString("en-US")} were refused.`,
);
if (result.failed) {
  console.log(String(result.errorInstance), `\n--- the model:\n${String(result.counterexample)}`);
  process.exitCode = 1;
}
