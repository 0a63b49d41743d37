// A view that explores only join -> a hidden explore that starts from it, for data tests.
import type { Explore, Join, Relationship } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import { freeName } from "./counter.ts";
import { equalities, type JoinPicture, type JoinSide, viewOf } from "./explore.ts";
import { grantsToSay } from "./label.ts";

/** A hidden explore as the template shows it. */
export interface AlonePicture {
  readonly name: string;
  readonly viewName: string;
  readonly grants: readonly string[] | undefined;
  readonly joins: readonly JoinPicture[];
  /** The same explore as the model would hold it. */
  readonly noun: Explore;
}

/** The name of the hidden explore that starts from a view. */
export function aloneName(view: string, model: Model): string {
  return freeName(
    `${view}_alone`,
    model.explores.map((explore) => explore.name),
  );
}

/**
 * @param bridge the join that brings the view in as a bridge; its two ends are then joined to it
 * @param explore the explore the bridge stands in
 */
export function aloneExplore(
  view: string,
  bridge: Join | undefined,
  explore: Explore,
  model: Model,
): AlonePicture {
  const ends = bridge === undefined ? [] : endsOf(bridge, explore, model);
  const name = aloneName(view, model);
  const requiredAccessGrants = grantsAround(view, ends, explore);
  return {
    name,
    viewName: view,
    grants: grantsToSay({ requiredAccessGrants }),
    joins: ends.map((end) => end.join),
    noun: {
      name,
      label: name,
      description: undefined,
      view,
      joins: ends.map((end) => end.noun),
      requiredAccessGrants,
      accessFilters: [],
      alwaysFilter: [],
      conditionallyFilter: undefined,
      sqlAlwaysWhere: undefined,
      sqlAlwaysHaving: undefined,
      at: explore.at,
    },
  };
}

/** A hidden explore is no way round what it takes to see the view, and what it is joined to, in the explore people open. */
function grantsAround(view: string, ends: readonly BridgeEnd[], explore: Explore): readonly string[] {
  const joins = explore.joins.filter(
    (join) => join.view === view || ends.some((end) => end.name === join.name),
  );
  return [...new Set([explore, ...joins].flatMap((noun) => noun.requiredAccessGrants))];
}

/** One end of a bridge, joined to the bridge itself. */
export interface BridgeEnd {
  readonly name: string;
  readonly view: string;
  readonly join: JoinPicture;
  /** The same join as the model would hold it. */
  readonly noun: Join;
}

/** What a bridge links: the view it is joined from, and every view joined from it. */
export function endsOf(bridge: Join, explore: Explore, model: Model): readonly BridgeEnd[] {
  const fromView = explore.joins.find((join) => join.name === bridge.from)?.view ?? explore.view;
  const middle = (columns: readonly string[]): JoinSide => ({
    name: bridge.view,
    view: viewOf(bridge.view, model),
    columns,
  });
  const end = (name: string, view: string, relationship: Relationship, from: JoinSide, to: readonly string[]) => ({
    name,
    view,
    join: {
      name,
      from: name === view ? undefined : view,
      viewLabel: undefined,
      fields: undefined,
      grants: undefined,
      relationship,
      sqlOn: equalities(from, { name, view: viewOf(view, model), columns: to }),
      byHand: undefined,
    },
    noun: {
      name,
      view,
      from: from.name,
      relationship,
      on: from.columns.map((fromColumn, index) => ({ fromColumn, toColumn: to[index] ?? "" })),
      bridge: false,
      requiredAccessGrants: [],
      at: bridge.at,
    },
  });
  const back = end(
    bridge.from,
    fromView,
    seenFromTheOtherSide(bridge.relationship),
    middle(bridge.on.map((pair) => pair.toColumn)),
    bridge.on.map((pair) => pair.fromColumn),
  );
  const onward = explore.joins
    .filter((join) => join.from === bridge.name)
    .map((join) =>
      end(
        join.name,
        join.view,
        join.relationship,
        middle(join.on.map((pair) => pair.fromColumn)),
        join.on.map((pair) => pair.toColumn),
      ),
    );
  return [back, ...onward];
}

function seenFromTheOtherSide(relationship: Relationship): Relationship {
  if (relationship === "one_to_many") return "many_to_one";
  return relationship === "many_to_one" ? "one_to_many" : relationship;
}
