// The guide to looker.yml: every noun of the format, in the order one meets them.
import { dimensionNouns } from "./dimension.ts";
import { exploreNouns } from "./explore.ts";
import { givenNouns } from "./given.ts";
import { measureNouns } from "./measure.ts";
import type { NounNote } from "./noun.ts";
import { ownTestNouns } from "./own-test.ts";
import { projectNouns } from "./project.ts";
import { questionNouns } from "./question.ts";
import { viewNouns } from "./view.ts";
import { warehouseNouns } from "./warehouse.ts";

/** Every noun; the model itself first. */
export const GUIDE: readonly NounNote[] = [
  ...projectNouns.slice(0, 1),
  ...warehouseNouns,
  ...projectNouns.slice(1),
  ...viewNouns,
  ...dimensionNouns,
  ...measureNouns,
  ...givenNouns,
  ...exploreNouns,
  ...questionNouns,
  ...ownTestNouns,
];
