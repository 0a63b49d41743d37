// Dice and a building site -> one more join, in each way that the model can say it.
import {
  addColumn,
  addTable,
  aliasOf,
  declare,
  type Draft,
  inventKey,
  type Keyed,
  keyKind,
  singleKeyed,
  type Site,
  tableAt,
  viewOf,
} from "./site.ts";
import type { ColumnKind, Hop } from "./world.ts";

/** The ways in which a view can be joined to one that is there already. */
export const WAYS: readonly ((site: Site, from: string) => void)[] = [
  joinOne,
  joinOne,
  joinMany,
  joinMany,
  joinTwin,
  joinComposite,
  joinAlike,
  joinThrough,
  joinThrough,
  joinThrough,
  joinThroughAgain,
];

/** Many to one: the view joined from holds the key. */
function joinOne(site: Site, from: string): void {
  const target = singleKeyed(site);
  const there = tableAt(site, from);
  const column = addColumn(there, `${target.name}_ref`, keyKind(target) ?? "integer");
  const spelled = declare(site, there, column, target) ? "references" : "on";
  add(site, from, target, [{ from: column, to: target.key[0] ?? "" }], spelled);
}

/** One to many: the joined view holds the key. */
function joinMany(site: Site, from: string): void {
  const there = tableAt(site, from);
  const kind = keyKind(there);
  if (kind === undefined) return joinComposite(site, from);
  const old = site.tables.filter((table) => table !== there);
  const target =
    old.length > 0 && site.dice.chance(20) ? site.dice.pick(old) : addTable(site, inventKey(site.dice));
  const column = addColumn(target, `${there.name}_ref`, kind);
  const spelled = declare(site, target, column, there) ? "references" : "on";
  add(site, from, target, [{ from: there.key[0] ?? "", to: column }], spelled);
}

/** One to one: both keys meet. */
function joinTwin(site: Site, from: string): void {
  const there = tableAt(site, from);
  const kinds = there.key.map((key) => there.columns.find((column) => column.name === key)?.kind);
  const target = addTable(
    site,
    kinds.map((kind) => (kind === "text" ? "text" : "integer")),
  );
  add(
    site,
    from,
    target,
    there.key.map((key, index) => ({ from: key, to: target.key[index] ?? "" })),
    "on",
  );
}

/** By the joined view's composite key, or by a part of it, which repeats rows. */
function joinComposite(site: Site, from: string): void {
  const there = tableAt(site, from);
  const target = addTable(
    site,
    site.dice.pick<Keyed>([
      ["integer", "integer"],
      ["text", "integer"],
    ]),
  );
  const met = site.dice.chance(60) ? target.key : target.key.slice(0, 1);
  const on = met.map((to) => {
    const kind = target.columns.find((column) => column.name === to)?.kind ?? "integer";
    return { from: addColumn(there, `${target.name}_${to}`, kind), to };
  });
  add(site, from, target, on, "on");
}

/** Many to many: by columns that are no key on either side. */
function joinAlike(site: Site, from: string): void {
  const there = tableAt(site, from);
  const old = site.tables.filter((table) => table !== there);
  const target =
    old.length > 0 && site.dice.chance(30) ? site.dice.pick(old) : addTable(site, inventKey(site.dice));
  const on = Array.from({ length: site.dice.chance(25) ? 2 : 1 }, () => {
    const kind = site.dice.pick<ColumnKind>(["integer", "text"]);
    return { from: addColumn(there, "shade", kind), to: addColumn(target, "shade", kind) };
  });
  add(site, from, target, on, "on");
}

/** Many to many through a bridge: each link once, or, when the bridge has a key of its own, any number of times. */
function joinThrough(site: Site, from: string): void {
  const { dice } = site;
  const there = tableAt(site, from);
  const kind = keyKind(there);
  if (kind === undefined) return joinComposite(site, from);
  const target = singleKeyed(site);
  const bridge = addTable(site, ["integer"], dice.chance(40) ? 2 : 0);
  const one = addColumn(bridge, "one_ref", kind);
  const other = addColumn(bridge, "other_ref", keyKind(target) ?? "integer");
  if (dice.chance(70)) {
    bridge.key.splice(0, 1, one, other);
    bridge.columns.splice(0, 1);
  }
  const seen = viewOf(site, bridge);
  const first: Hop = {
    name: seen,
    view: seen,
    from,
    on: [{ from: there.key[0] ?? "", to: one }],
  };
  const second = [{ from: other, to: target.key[0] ?? "" }];
  if (there === target) {
    // Two links between the same two tables cannot be told apart by references alone.
    site.joins.push({ ...first, spelled: "on", bridge: undefined });
    add(site, seen, target, second, "on");
    return;
  }
  bridge.references[one] = there.name;
  bridge.references[other] = target.name;
  const name = aliasOf(site, target);
  site.joins.push({
    name,
    view: viewOf(site, target),
    from: seen,
    on: second,
    spelled: "through",
    bridge: first,
  });
}

/** The same bridge and the same view once more, under other names. */
function joinThroughAgain(site: Site, from: string): void {
  const before = site.joins.filter(
    (join) => join.bridge !== undefined && join.bridge.name === join.bridge.view,
  );
  if (before.length === 0) return joinThrough(site, from);
  const again = site.dice.pick(before);
  const target = site.tables.find((table) => viewOf(site, table) === again.view);
  if (again.bridge === undefined || target === undefined) return;
  const name = aliasOf(site, target);
  const bridge = { ...again.bridge, name: `${name}_${again.bridge.view}` };
  site.joins.push({ ...again, name, from: bridge.name, bridge });
}

function add(site: Site, from: string, table: Draft, on: Hop["on"], spelled: "on" | "references"): void {
  const name = aliasOf(site, table);
  site.joins.push({ name, view: viewOf(site, table), from, on, spelled, bridge: undefined });
}
