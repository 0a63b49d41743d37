// An explore of the model -> its file in tests/.
import { findTable } from "../../find.ts";
import type { Explore, Join } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import type { File } from "../file.ts";
import { aloneExplore, aloneName, type AlonePicture } from "./alone.ts";
import type { DataTest } from "./data-test.ts";
import { explorePath, viewOf } from "./explore.ts";
import { keyTests, type MissingKeys, missingKeys } from "./key-tests.ts";
import { linkTests } from "./link-tests.ts";
import { print } from "./print.ts";
import { ownTests } from "./own-tests.ts";
import { type TotalsPicture, totalsTests } from "./totals-tests.ts";

/**
 * An explore of the model -> its data tests. A view that stands in several explores is tested once, with the
 * first explore that starts from it, else with the first that joins it.
 * @returns no file when other explores test all there is
 */
export function emitDataTests(explore: Explore, model: Model): readonly File[] {
  const picture = dataTestsPicture(explore, model);
  if (picture === undefined) return [];
  return [{ path: dataTestsPath(explore.name), text: print("data_tests", { ...picture }) }];
}

/** The path of an explore's data tests, from the root of the LookML project. */
export function dataTestsPath(explore: string): string {
  return `tests/${explore}.test.lkml`;
}

/** The data tests of one explore, and the measures and hidden explores that only they need. */
export interface DataTestsPicture {
  readonly include: string;
  readonly keys: readonly MissingKeys[];
  readonly alone: readonly AlonePicture[];
  readonly keyTests: readonly DataTest[];
  readonly linkTests: readonly DataTest[];
  readonly totals: TotalsPicture | undefined;
  /** Those of looker.yml itself. */
  readonly own: readonly DataTest[];
}

/** The same as its template shows it; undefined when other explores test all there is. */
export function dataTestsPicture(explore: Explore, model: Model): DataTestsPicture | undefined {
  // A hidden explore beside one with access filters would be a way round them, so only the base view is tested.
  const open = explore.accessFilters.length === 0;
  // Where the explore keeps rows back, its base view is tested on its own: a key must hold for every row.
  const narrowed =
    explore.alwaysFilter.length > 0 ||
    [explore.conditionallyFilter, explore.sqlAlwaysWhere, explore.sqlAlwaysHaving].some(
      (condition) => condition !== undefined,
    );
  const owned = viewNames(explore).filter(
    (name) =>
      ownerOf(name, model) === explore &&
      (open || (name === explore.view && !narrowed)) &&
      !bindsFromOutside(name, model),
  );
  const bridges = explore.joins.filter(
    (join) => open && join.bridge && firstToCross(join, model) === explore,
  );
  const apart = owned.filter((name) => narrowed || name !== explore.view);
  const alone = [...new Set([...apart, ...bridges.map((join) => join.view)])];
  // A condition on groups may leave no row to compare.
  const totals = explore.sqlAlwaysHaving === undefined ? totalsTests(explore, model) : undefined;
  const own = ownTests(explore, model);
  if (owned.length === 0 && alone.length === 0 && totals === undefined && own.length === 0) return undefined;
  return {
    include: `/${explorePath(explore.name)}`,
    keys: owned.map((name) => missingKeys(viewOf(name, model))),
    alone: alone.map((name) => {
      const bridge = bridges.find((join) => join.view === name);
      return aloneExplore(name, bridge, explore, model);
    }),
    keyTests: owned.flatMap((name) =>
      keyTests(viewOf(name, model), apart.includes(name) ? aloneName(name, model) : explore.name),
    ),
    linkTests: bridges.flatMap((join) => linkTests(join, explore, model)),
    totals,
    own,
  };
}

/** Its rows come of filters on other views, so it cannot stand in an explore by itself. */
function bindsFromOutside(name: string, model: Model): boolean {
  const source = findTable(model, viewOf(name, model).table)?.derived?.source;
  return (
    source !== undefined &&
    (source.bindAllFilters || source.bindFilters.some(({ from }) => !from.startsWith(`${name}.`)))
  );
}

function viewNames(explore: Explore): readonly string[] {
  return [...new Set([explore.view, ...explore.joins.map((join) => join.view)])];
}

function ownerOf(view: string, model: Model): Explore | undefined {
  const explores = openFirst(model);
  return (
    explores.find((explore) => explore.view === view) ??
    explores.find((explore) => explore.joins.some((join) => join.view === view))
  );
}

function firstToCross(bridge: Join, model: Model): Explore | undefined {
  return openFirst(model).find((explore) =>
    explore.joins.some((join) => join.bridge && join.view === bridge.view),
  );
}

/** The explores that everybody sees all of come first, because they can be tested whole. */
function openFirst(model: Model): readonly Explore[] {
  const isOpen = (explore: Explore): boolean => explore.accessFilters.length === 0;
  return [...model.explores.filter(isOpen), ...model.explores.filter((explore) => !isOpen(explore))];
}
