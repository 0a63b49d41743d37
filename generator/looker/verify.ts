// A deployed model -> whether production answers for every explore of it as the model says.
import { setTimeout as pause } from "node:timers/promises";
import type { Model } from "../model/model.ts";
import type { ByHand } from "./by-hand-names.ts";
import { compareExplore, type Difference } from "./compare-explores.ts";
import type { Looker } from "./connection.ts";
import { type ExploreShape, SHAPE_FIELDS } from "./explore-shape.ts";
import { ifThere } from "./refusal.ts";

/** How long to wait before looking again, in milliseconds: production compiles what is new to it. */
const AGAIN_MS = 500;

/** What a look at Looker's explores found. */
export interface Looked {
  readonly differences: readonly Difference[];
  readonly explores: number;
  readonly fields: number;
}

/** Compares every explore in the workspace in use. @param expected as the model says them */
export async function lookAtExplores(
  looker: Looker,
  model: Model,
  expected: readonly ExploreShape[],
  byHand: ByHand,
): Promise<Looked> {
  const { sdk } = looker;
  const differences: Difference[] = [];
  let fields = 0;
  for (const one of expected) {
    const asked = sdk.lookml_model_explore({
      lookml_model_name: model.name,
      explore_name: one.name ?? "",
      fields: SHAPE_FIELDS,
    });
    const found = await ifThere(sdk.ok(asked));
    fields += Object.values(found?.fields ?? {}).flat().length;
    differences.push(...compareExplore(model, one, found, byHand));
  }
  return { differences, explores: expected.length, fields };
}

/**
 * The same in production, again and again until nothing differs or patience ends.
 * @param patienceMs how long, in milliseconds
 */
export async function verifyProduction(
  looker: Looker,
  model: Model,
  expected: readonly ExploreShape[],
  byHand: ByHand,
  patienceMs: number,
): Promise<Looked> {
  const until = performance.now() + patienceMs;
  for (;;) {
    await looker.use("production");
    const looked = await lookAtExplores(looker, model, expected, byHand);
    if (looked.differences.length === 0 || performance.now() >= until) return looked;
    await pause(AGAIN_MS);
  }
}

/** One difference as people read it. */
export function printDifference({ kind, what, property, model, looker }: Difference): string {
  if (kind !== "different") return `${what}: ${kind}`;
  if (property === "errors") return `${what}: Looker says: ${looker ?? ""}`;
  return `${what}: ${property ?? ""} is ${quoted(looker)} in Looker, ${quoted(model)} in the model`;
}

function quoted(value: string | undefined): string {
  return value === undefined || value === "" ? "not set" : `"${value}"`;
}
