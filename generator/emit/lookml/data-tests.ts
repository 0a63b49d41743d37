// An explore of the model -> its file in tests/.
import type { Explore, Join } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import type { File } from "../file.ts";
import { aloneExplore, aloneName } from "./alone.ts";
import { explorePath, viewOf } from "./explore.ts";
import { keyTests, missingKeys } from "./key-tests.ts";
import { linkTests } from "./link-tests.ts";
import { print } from "./print.ts";
import { totalsTests } from "./totals-tests.ts";

/**
 * An explore of the model -> its data tests. A view that stands in several explores is tested once, with the
 * first explore that starts from it, else with the first that joins it.
 * @returns no file when other explores test all there is
 */
export function emitDataTests(explore: Explore, model: Model): readonly File[] {
  const owned = viewNames(explore).filter((name) => ownerOf(name, model) === explore);
  const bridges = explore.joins.filter((join) => join.bridge && firstToCross(join, model) === explore);
  const joined = owned.filter((name) => name !== explore.view);
  const alone = [...new Set([...joined, ...bridges.map((join) => join.view)])];
  const totals = totalsTests(explore, model);
  if (owned.length === 0 && alone.length === 0 && totals === undefined) return [];
  const text = print("data_tests", {
    include: `/${explorePath(explore.name)}`,
    keys: owned.map((name) => missingKeys(viewOf(name, model))),
    alone: alone.map((name) => {
      const bridge = bridges.find((join) => join.view === name);
      return aloneExplore(name, bridge, explore, model);
    }),
    keyTests: owned.flatMap((name) =>
      keyTests(viewOf(name, model), name === explore.view ? explore.name : aloneName(name, model)),
    ),
    linkTests: bridges.flatMap((join) => linkTests(join, explore, model)),
    totals,
  });
  return [{ path: `tests/${explore.name}.test.lkml`, text }];
}

function viewNames(explore: Explore): readonly string[] {
  return [...new Set([explore.view, ...explore.joins.map((join) => join.view)])];
}

function ownerOf(view: string, model: Model): Explore | undefined {
  return (
    model.explores.find((explore) => explore.view === view) ??
    model.explores.find((explore) => explore.joins.some((join) => join.view === view))
  );
}

function firstToCross(bridge: Join, model: Model): Explore | undefined {
  return model.explores.find((explore) =>
    explore.joins.some((join) => join.bridge && join.view === bridge.view),
  );
}
