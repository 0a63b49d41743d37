// Explores as written -> explores whose every join has keys, a relationship and a place in line.
import type { At } from "../model/at.ts";
import {
  type Explore,
  type Join,
  type JoinPair,
  type Relationship,
  RELATIONSHIPS,
} from "../model/explore.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { ExploreDraft, JoinDraft } from "../read/shape.ts";
import { didYouMean } from "../read/suggest.ts";
import { resolveAggregateTables } from "./aggregate-tables.ts";
import type { Complaints } from "./complaints.ts";
import { resolveConditions } from "./conditions.ts";
import { grantsOf } from "./grants.ts";

interface Surroundings {
  readonly views: readonly View[];
  readonly tables: readonly Table[];
  readonly complaints: Complaints;
}

/**
 * @param drafts the model's `explores:`
 * @returns the explores in the same order
 */
export function resolveExplores(
  drafts: Readonly<Record<string, ExploreDraft | null>>,
  views: readonly View[],
  tables: readonly Table[],
  complaints: Complaints,
): readonly Explore[] {
  const around: Surroundings = { views, tables, complaints };
  return Object.entries(drafts).flatMap(([name, draft]) => resolveExplore(name, draft ?? {}, around));
}

/** Tables that `through:` names, so that views can be made for those that have none. */
export function bridgesOf(drafts: Readonly<Record<string, ExploreDraft | null>>): readonly string[] {
  const named = Object.values(drafts).flatMap((explore) =>
    Object.values(explore?.joins ?? {}).map((join) => join?.through),
  );
  return [...new Set(named.filter((name) => name !== undefined))];
}

function resolveExplore(name: string, draft: ExploreDraft, around: Surroundings): readonly Explore[] {
  const at: At = ["explores", name];
  const base = viewNamed(
    draft.view ?? name,
    draft.view === undefined ? at : [...at, "view"],
    draft.view === undefined,
    around,
  );
  if (base === undefined) return [];
  const joins: Join[] = [];
  for (const [joinName, written] of Object.entries(draft.joins ?? {})) {
    const joinAt: At = [...at, "joins", joinName];
    joins.push(...resolveJoin(joinName, written ?? {}, joinAt, base, joins, around));
  }
  return [
    {
      name,
      label: draft.label ?? base.label,
      description: draft.description ?? base.description,
      view: base.name,
      joins,
      requiredAccessGrants: grantsOf(draft.required_access_grants, base.requiredAccessGrants),
      lookml: draft.lookml,
      ...resolveConditions(draft, base.name, at, around.complaints),
      aggregateTables: resolveAggregateTables(draft.aggregate_tables, base.name, at, around.complaints),
      at,
    },
  ];
}

function resolveJoin(
  name: string,
  draft: JoinDraft,
  at: At,
  base: View,
  earlier: readonly Join[],
  around: Surroundings,
): readonly Join[] {
  const view = viewNamed(
    draft.view ?? name,
    draft.view === undefined ? at : [...at, "view"],
    draft.view === undefined,
    around,
  );
  const from = draft.from ?? base.name;
  const fromView =
    from === base.name
      ? base
      : around.views.find((one) => one.name === earlier.find((join) => join.name === from)?.view);
  if (fromView === undefined) {
    around.complaints.unknownName(
      [...at, "from"],
      "view joined before this one called",
      from,
      [base.name, ...earlier.map((join) => join.name)],
      false,
      [...at.slice(0, -1), from],
    );
    return [];
  }
  // Whoever may not see what a join hangs on, or the view it brings in, cannot be shown the join.
  const before = earlier.find((join) => join.name === from)?.requiredAccessGrants ?? [];
  const bridge =
    draft.through === undefined ? undefined : bridgeNamed(draft.through, [...at, "through"], around);
  if (view === undefined) return [];
  if (draft.through === undefined) {
    const link =
      draft.on === undefined
        ? linkByReference(fromView, view, at, around)
        : linkByColumns(fromView, view, draft.on, at, around);
    if (link === undefined) return [];
    const relationship = statedRelationship(draft, link.relationship, at, around);
    return [
      {
        name,
        view: view.name,
        from,
        relationship,
        on: link.on,
        bridge: false,
        requiredAccessGrants: grantsOf(draft.required_access_grants, view.requiredAccessGrants, before),
        lookml: draft.lookml,
        at,
      },
    ];
  }
  if (bridge === undefined) return [];
  const first = linkByReference(fromView, bridge, [...at, "through"], around);
  const second = linkByReference(bridge, view, [...at, "through"], around);
  if (first === undefined || second === undefined) return [];
  // The same bridge may carry two joins under two names (a self-join), so a second use gets its own name.
  const taken = earlier.some((join) => join.name === bridge.name);
  const bridgeName = taken ? `${name}_${bridge.name}` : bridge.name;
  const crossing = grantsOf(draft.required_access_grants, bridge.requiredAccessGrants, before);
  return [
    {
      name: bridgeName,
      view: bridge.name,
      from,
      relationship: first.relationship,
      on: first.on,
      bridge: true,
      requiredAccessGrants: crossing,
      at,
    },
    {
      name,
      view: view.name,
      from: bridgeName,
      relationship: second.relationship,
      on: second.on,
      bridge: false,
      requiredAccessGrants: grantsOf(undefined, crossing, view.requiredAccessGrants),
      lookml: draft.lookml,
      at,
    },
  ];
}

function bridgeNamed(name: string, at: At, around: Surroundings): View | undefined {
  const bridge = around.views.find((one) => one.name === name);
  if (bridge === undefined) {
    const known = around.tables.map((table) => table.name);
    around.complaints.unknownName(at, "table or view", name, known);
  }
  return bridge;
}

interface Link {
  readonly on: readonly JoinPair[];
  readonly relationship: Relationship;
}

/** Finds the keys of a join in the tables' `references`. */
function linkByReference(from: View, to: View, at: At, around: Surroundings): Link | undefined {
  const fromTable = tableOf(from, around);
  const toTable = tableOf(to, around);
  if (fromTable === undefined || toTable === undefined) return undefined;
  const outward = fromTable.references
    .filter((reference) => reference.table === toTable.name)
    .map((reference): JoinPair => ({ fromColumn: reference.column, toColumn: toTable.key[0] ?? "" }));
  const inward = toTable.references
    .filter((reference) => reference.table === fromTable.name)
    .map((reference): JoinPair => ({ fromColumn: fromTable.key[0] ?? "", toColumn: reference.column }));
  const [link, ...more] = [...outward, ...inward];
  if (link === undefined || more.length > 0) {
    around.complaints.add({
      code: "no-path",
      at,
      onKey: true,
      message:
        link === undefined
          ? `nothing says how \`${fromTable.name}\` and \`${toTable.name}\` belong together`
          : `\`${fromTable.name}\` and \`${toTable.name}\` belong together in ${more.length + 1} ways`,
      hint:
        link === undefined
          ? `add \`references: {<column>: ${toTable.name}}\` to table \`${fromTable.name}\`, or the other way round`
          : `say which columns meet: ${[link, ...more].map((one) => `\`on: {${one.fromColumn}: ${one.toColumn}}\``).join(" or ")}`,
    });
    return undefined;
  }
  return { on: [link], relationship: provenRelationship([link], fromTable, toTable) };
}

function linkByColumns(
  from: View,
  to: View,
  written: Readonly<Record<string, string>>,
  at: At,
  around: Surroundings,
): Link | undefined {
  const fromTable = tableOf(from, around);
  const toTable = tableOf(to, around);
  if (fromTable === undefined || toTable === undefined) return undefined;
  const on = Object.entries(written).map(([fromColumn, toColumn]): JoinPair => ({ fromColumn, toColumn }));
  for (const { fromColumn, toColumn } of on) {
    const where: At = [...at, "on", fromColumn];
    if (!fromTable.columns.some((column) => column.name === fromColumn))
      around.complaints.unknownName(
        where,
        `column in table \`${fromTable.name}\` called`,
        fromColumn,
        fromTable.columns.map((column) => column.name),
        true,
      );
    if (!toTable.columns.some((column) => column.name === toColumn))
      around.complaints.unknownName(
        where,
        `column in table \`${toTable.name}\` called`,
        toColumn,
        toTable.columns.map((column) => column.name),
      );
  }
  return { on, relationship: provenRelationship(on, fromTable, toTable) };
}

/** What the declared keys prove: a side joined on its whole key has at most one row for each of the other. */
function provenRelationship(on: readonly JoinPair[], from: Table, to: Table): Relationship {
  const fromIsOne = from.key.every((column) => on.some((pair) => pair.fromColumn === column));
  const toIsOne = to.key.every((column) => on.some((pair) => pair.toColumn === column));
  if (fromIsOne) return toIsOne ? "one_to_one" : "one_to_many";
  return toIsOne ? "many_to_one" : "many_to_many";
}

function statedRelationship(
  draft: JoinDraft,
  proven: Relationship,
  at: At,
  around: Surroundings,
): Relationship {
  if (draft.relationship === undefined || draft.relationship === proven) return proven;
  const where: At = [...at, "relationship"];
  if (RELATIONSHIPS.some((known) => known === draft.relationship)) {
    around.complaints.add({
      code: "key-clash",
      at: where,
      message: `the keys of the tables make this join ${proven}, not ${draft.relationship}`,
      hint: "leave `relationship` out, or correct the keys",
    });
  } else {
    around.complaints.unknownWord(where, "a relationship", draft.relationship, RELATIONSHIPS);
  }
  return proven;
}

function viewNamed(name: string, at: At, onKey: boolean, around: Surroundings): View | undefined {
  const view = around.views.find((one) => one.name === name);
  if (view === undefined) {
    const isTable = around.tables.some((one) => one.name === name);
    const known = around.views.map((one) => one.name);
    around.complaints.add({
      code: "unknown-name",
      at,
      onKey,
      seeks: [["views", name]],
      message: `there is no view \`${name}\``,
      hint: isTable
        ? `there is a table of that name: add \`${name}:\` under \`views:\``
        : didYouMean(name, known),
    });
  }
  return view;
}

function tableOf(view: View, around: Surroundings): Table | undefined {
  return around.tables.find((table) => table.name === view.table);
}
