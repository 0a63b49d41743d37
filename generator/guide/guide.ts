// The guide to looker.yml: every noun of the format, in the order one meets them.
import { lookerNouns } from "./looker.ts";
import type { NounNote } from "./noun.ts";
import { warehouseNouns } from "./warehouse.ts";

/** Every noun; the model itself first. */
export const GUIDE: readonly NounNote[] = [
  ...lookerNouns.slice(0, 1),
  ...warehouseNouns,
  ...lookerNouns.slice(1),
];
