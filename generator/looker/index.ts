// The generator's second door, for the command line alone: what talks to a Looker instance.
export { isNothing } from "./change.ts";
export { askLooker, type AskedOfLooker } from "./ask.ts";
export {
  compareAnswers,
  type ComparedAnswers,
  type ComparedColumn,
  type Nearness,
} from "./compare-answers.ts";
export { type ByHand, byHandNames } from "./by-hand-names.ts";
export { compareExplore, type Difference } from "./compare-explores.ts";
export { type Looker, openLooker } from "./connection.ts";
export { deploy, planDeploy } from "./deploy.ts";
export { DEPLOY_STEPS, type DeployEvent, type Deploying, type DeployStep } from "./deploying.ts";
export { type Drifted, driftOfExplores, driftOfFiles, type Expectation, type Looked } from "./drift.ts";
export type { ExploreShape, FieldShape } from "./explore-shape.ts";
export { placeOfNoun } from "./locate.ts";
export { cellsOf, PIVOTED } from "./pivoted.ts";
export { createProject, type Destination, findProject, openRoute } from "./open-route.ts";
export type { Cargo, Route } from "./route.ts";
export { type LookerSettings, readLookerSettings } from "./settings.ts";
export { printDifference } from "./verify.ts";
