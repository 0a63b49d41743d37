// @ts-check
// How fresh the data is -> the words at the top of the page.
/** @import { SheetFreshness } from "../server/sheet.ts" */
import { make } from "./make.js";

/**
 * @param {SheetFreshness} freshness
 * @returns {(Node | string)[]}
 */
export function sayFreshness(freshness) {
  switch (freshness.kind) {
    case "run": {
      const at = new Date(freshness.at).toLocaleString(undefined, {
        dateStyle: "medium",
        timeStyle: "short",
      });
      const period = freshness.period === undefined ? "" : ` (${freshness.period})`;
      return [
        "Data as of ",
        make("time", { datetime: freshness.at, title: `Run ${freshness.run}` }, at),
        period,
      ];
    }
    case "none":
      return ["No data yet: nothing has been hydrated"];
    case "unknown":
      return [make("span", { title: freshness.because }, "It is not known how fresh the data is")];
  }
}
