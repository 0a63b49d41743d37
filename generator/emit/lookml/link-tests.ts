// A bridge -> the data tests that each of its rows finds both ends.
import type { Explore, Join } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import { aloneName, endsOf } from "./alone.ts";
import { counterOf, keyOf } from "./counter.ts";
import type { DataTest } from "./data-test.ts";
import { viewOf } from "./explore.ts";

/**
 * @param bridge a join of `explore` that brings a bridge in
 * @returns one test for each end
 */
export function linkTests(bridge: Join, explore: Explore, model: Model): readonly DataTest[] {
  const rows = `${bridge.view}.${counterOf(viewOf(bridge.view, model))}`;
  return endsOf(bridge, explore, model).map((end) => ({
    name: `${bridge.view}_find_their_${end.name}`,
    explore: aloneName(bridge.view, model),
    columns: [{ name: "rows", field: rows }],
    filters: [{ field: `${end.name}.${keyOf(viewOf(end.view, model)).name}`, value: "NULL" }],
    sorts: undefined,
    limit: undefined,
    asserts: [{ name: "no_row_without_its_end", expression: `\${${rows}} = 0` }],
  }));
}
