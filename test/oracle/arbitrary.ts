// Random cases for fast-check: it throws the dice, and shrinks what it found by leaving things out.
import { Arbitrary, Stream, Value, type Random } from "fast-check";
import { diceOf } from "./dice.ts";
import { inventQuestion } from "./invent-question.ts";
import { inventRows } from "./invent-rows.ts";
import { inventWorld } from "./invent-world.ts";
import { POOLS } from "./pools.ts";
import { smaller } from "./smaller.ts";
import type { Case } from "./world.ts";

/** Questions asked of each world. */
export const QUESTIONS_EACH = 10;

/** A world, its rows, and ten questions about it. */
export const cases: Arbitrary<Case> = new (class extends Arbitrary<Case> {
  generate(random: Random): Value<Case> {
    const dice = diceOf(random);
    // Few texts in one case, so that they meet.
    const texts = dice.some(POOLS.text, 4);
    const world = inventWorld(dice, texts);
    const rows = inventRows(dice, texts, world);
    const questions = Array.from({ length: QUESTIONS_EACH }, () => inventQuestion(dice, texts, world));
    return new Value({ world, rows, questions }, undefined);
  }
  canShrinkWithoutContext(value: unknown): value is Case {
    return value !== null;
  }
  shrink(value: Case): Stream<Value<Case>> {
    return new Stream(smaller(value)).map((one) => new Value(one, undefined));
  }
})();
