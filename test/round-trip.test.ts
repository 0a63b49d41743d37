// Any model that passes its checks prints a project that parses, and that read back prints the same project again.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { randomModel, roundTrip } from "./random-models.ts";

/** `tsx test/fuzz-project.ts` tries as many as one likes. */
const RUNS = 60;

test("random models, printed, read back and printed again, are the same", () => {
  let same = 0;
  fc.assert(
    fc.property(randomModel, (text) => {
      const outcome = roundTrip(text);
      if (typeof outcome !== "string") throw new Error(outcome.fault);
      if (outcome === "same") same += 1;
    }),
    { numRuns: RUNS, seed: 20 },
  );
  // A test of models that are refused would be none.
  expect(same).toBeGreaterThan(RUNS / 2);
});
