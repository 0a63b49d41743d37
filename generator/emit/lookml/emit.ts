// A Model -> the files of its LookML project.
import type { Kept } from "../../kept.ts";
import type { Model } from "../../model/model.ts";
import type { File } from "../file.ts";
import { emitDashboard } from "./dashboard.ts";
import { emitDataTests } from "./data-tests.ts";
import { emitExplore } from "./explore.ts";
import { emitManifest, emitModelFile } from "./project.ts";
import { emitStrings } from "./strings.ts";
import { emitView } from "./view.ts";

/**
 * Prints the LookML project: the same model gives the same bytes.
 * @param refinements paths of hand-written LookML, from the project's root, which the model file includes last
 * @param kept what an earlier call left, for models that are printed again and again
 * @returns every file of the project that is ours, in the order Looker reads them
 */
export function emitLookml(
  model: Model,
  refinements: readonly string[] = [],
  kept?: Kept,
): readonly File[] {
  const views = model.views.map((view) => emitView(view, model, kept));
  const explores = model.explores.map((explore) => emitExplore(explore, model));
  const dashboards = model.questions.map((form) => emitDashboard(form, model));
  const tests = model.explores.flatMap((explore) => emitDataTests(explore, model));
  const read = [...explores, ...dashboards, ...tests].map((file) => file.path);
  return [
    emitManifest(model),
    ...emitStrings(model),
    emitModelFile(model, [...read, ...refinements]),
    ...views,
    ...explores,
    ...dashboards,
    ...tests,
  ];
}
