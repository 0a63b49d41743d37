// A LookML explore -> the explore as looker.yml says it, and the references between tables that its joins show.
import { labelOf } from "../resolve/label.ts";
import { importAggregateTables } from "./aggregate-tables.ts";
import type { Whole } from "./assemble.ts";
import { passedThrough, words, wordsOf, type Written } from "./field.ts";
import { filtersOf } from "./filters.ts";
import { type Block, blocksOf, manyOf, textOf } from "./project.ts";
import type { Report } from "./report.ts";
import type { ImportedView } from "./views.ts";

/** A column of one table that holds the key of another. */
export interface SeenReference {
  readonly table: string;
  readonly column: string;
  readonly to: string;
}

/** A join with what its condition compares. */
interface ReadJoin {
  readonly name: string;
  readonly block: Block;
  readonly view: ImportedView;
  readonly from: string;
  readonly fromView: ImportedView;
  readonly relationship: string;
  /** Columns of the view joined from, each with that of the joined view. */
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

/** An explore whose joins are understood. */
export interface ReadExplore {
  readonly whole: Whole;
  readonly base: ImportedView;
  readonly joins: readonly ReadJoin[];
}

/** @returns undefined when it is left out */
export function readExplore(
  whole: Whole,
  views: ReadonlyMap<string, ImportedView>,
  report: Report,
): ReadExplore | undefined {
  const { name, block } = whole;
  const viewName = textOf(block, "view_name") ?? textOf(block, "from") ?? name;
  const base = views.get(viewName);
  if (base === undefined) {
    report.leftOut(`explore ${name}`, block, `its view ${viewName} was left out`);
    return undefined;
  }
  if (textOf(block, "from") !== undefined && textOf(block, "from") !== name)
    report.approximated(
      `explore ${name}`,
      block,
      `its fields are called ${viewName}.…, not ${name}.…`,
      "from",
    );
  const joins: ReadJoin[] = [];
  for (const [joinName, join] of blocksOf(block, "join")) {
    const read = readJoin(joinName, join, { name: viewName, view: base }, joins, views, report);
    if (read !== undefined) joins.push(read);
  }
  return { whole, base, joins };
}

function readJoin(
  name: string,
  block: Block,
  base: { readonly name: string; readonly view: ImportedView },
  earlier: readonly ReadJoin[],
  views: ReadonlyMap<string, ImportedView>,
  report: Report,
): ReadJoin | undefined {
  const what = `join ${name}`;
  const view = views.get(textOf(block, "from") ?? name);
  if (view === undefined) {
    report.leftOut(what, block, "its view was left out");
    return undefined;
  }
  const type = textOf(block, "type") ?? "left_outer";
  if (type !== "left_outer") {
    report.leftOut(what, block, `it is joined as ${type}, which would drop rows`, "type");
    return undefined;
  }
  const sides = conditionsOf(textOf(block, "sql_on") ?? "");
  const others = new Set(
    sides?.flatMap(([one, other]) => [one.view, other.view]).filter((side) => side !== name),
  );
  const [from] = others;
  const fromView = from === base.name ? base.view : earlier.find((join) => join.name === from)?.view;
  const pairs = (sides ?? []).map(([one, other]) => {
    const [mine, theirs] = one.view === name ? [one, other] : [other, one];
    return [fromView?.columnOf.get(theirs.field), view.columnOf.get(mine.field)] as const;
  });
  if (from === undefined || others.size !== 1 || fromView === undefined || !pairs.every(isWhole)) {
    report.leftOut(what, block, "its condition is more than equal columns of two views", "sql_on");
    return undefined;
  }
  report.carried(what, block);
  return {
    name,
    block,
    view,
    from,
    fromView,
    pairs,
    relationship: textOf(block, "relationship") ?? "many_to_one",
  };
}

function isWhole(pair: readonly [string | undefined, string | undefined]): pair is readonly [string, string] {
  return pair[0] !== undefined && pair[1] !== undefined;
}

interface Side {
  readonly view: string;
  readonly field: string;
}

/** `${a.x} = ${b.y} AND …`; undefined for anything else. */
function conditionsOf(sql: string): readonly (readonly [Side, Side])[] | undefined {
  const found = sql.split(/\s+AND\s+/i).map((one) => {
    const parts = /^\$\{(\w+)\.(\w+)\}\s*=\s*\$\{(\w+)\.(\w+)\}$/.exec(one.trim());
    const [, a = "", x = "", b = "", y = ""] = parts ?? [];
    return parts === null
      ? undefined
      : ([
          { view: a, field: x },
          { view: b, field: y },
        ] as const);
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** The references that joins show: the side that is one of many holds the other's key. */
export function referencesOf({ joins }: ReadExplore): readonly SeenReference[] {
  return joins.flatMap(({ view, fromView, pairs, relationship }): readonly SeenReference[] => {
    const [pair, ...more] = pairs;
    if (pair === undefined || more.length > 0) return [];
    const [from, to] = pair;
    if (relationship === "many_to_one" && isKey(view, to))
      return [{ table: fromView.table, column: from, to: view.table }];
    if (relationship === "one_to_many" && isKey(fromView, from))
      return [{ table: view.table, column: to, to: fromView.table }];
    return [];
  });
}

function isKey(view: ImportedView, column: string): boolean {
  return view.key.length === 1 && view.key[0] === column;
}

const SAID = new Set([
  "label",
  "description",
  "required_access_grants",
  "view_name",
  "from",
  "access_filter",
  "always_filter",
  "conditionally_filter",
  "sql_always_where",
  "sql_always_having",
  "aggregate_table",
  "join",
  "extends",
  "extension",
  "extends__all",
]);
const JOIN_SAID = new Set([...SAID, "type", "relationship", "sql_on", "fields"]);

/** @param references all that the project's joins show, by which a join may be said in a word */
export function writeExplore(
  read: ReadExplore,
  references: readonly SeenReference[],
  report: Report,
): Written {
  const { whole, base, joins } = read;
  const { name, block } = whole;
  const label = wordsOf(block, "label");
  const description = wordsOf(block, "description");
  const said = words(name, block);
  const rest = passedThrough(block, "explore", SAID, `explore ${name}`, report);
  const bridges = new Set(joins.filter((join) => isBridge(join, joins)).map((join) => join.name));
  const written = joins
    .filter((join) => !bridges.has(join.name))
    .map((join) => [join.name, writeJoin(join, bridges, joins, references, base, report)] as const);
  report.carried(`explore ${name}`, block);
  const filters = Object.assign({}, ...manyOf(block, "always_filter").map(filtersOf)) as Written;
  const conditional = manyOf(block, "conditionally_filter")[0];
  const access = manyOf(block, "access_filter");
  return {
    ...(base.name === name ? {} : { view: base.name }),
    ...(label === undefined && base.written["label"] === undefined
      ? {}
      : "label" in said
        ? { label: said["label"] }
        : {}),
    ...(description === undefined || description === base.description ? {} : { description }),
    ...("required_access_grants" in said ? { required_access_grants: said["required_access_grants"] } : {}),
    ...(access.length === 0
      ? {}
      : {
          access_filters: access.map((one) => ({
            field: textOf(one, "field"),
            user_attribute: textOf(one, "user_attribute"),
          })),
        }),
    ...(Object.keys(filters).length === 0 ? {} : { always_filter: filters }),
    ...(conditional === undefined
      ? {}
      : {
          conditionally_filter: {
            filters: filtersOf(conditional),
            ...(Array.isArray(conditional["unless"]) ? { unless: conditional["unless"] } : {}),
          },
        }),
    ...sqlOf(block, "sql_always_where"),
    ...sqlOf(block, "sql_always_having"),
    ...(written.length === 0 ? {} : { joins: Object.fromEntries(written) }),
    ...importAggregateTables(name, block, report),
    ...(rest === undefined ? {} : { lookml: rest }),
  };
}

function sqlOf(block: Block, name: string): Written {
  const sql = textOf(block, name);
  return sql === undefined ? {} : { [name]: sql };
}

/** A join nobody sees fields of, to many rows whose every link leads on to one row. */
function isBridge(join: ReadJoin, joins: readonly ReadJoin[]): boolean {
  const fields = join.block["fields"];
  const onward = joins.filter((one) => one.from === join.name);
  return (
    Array.isArray(fields) &&
    fields.length === 0 &&
    join.relationship === "one_to_many" &&
    onward.length === 1 &&
    onward.every((one) => one.relationship === "many_to_one")
  );
}

function writeJoin(
  join: ReadJoin,
  bridges: ReadonlySet<string>,
  joins: readonly ReadJoin[],
  references: readonly SeenReference[],
  base: ImportedView,
  report: Report,
): Written | null {
  const { name, view, block } = join;
  const bridge = bridges.has(join.from) ? joins.find((one) => one.name === join.from) : undefined;
  const from = bridge?.from ?? join.from;
  // Across a bridge they hold from the bridge on; what the view itself takes is said there.
  const grants = (bridge?.block ?? block)["required_access_grants"];
  // An alias has its name for a label by itself.
  const isUsual = view.name !== name && textOf(block, "view_label") === labelOf(name);
  const said = isUsual ? new Set([...JOIN_SAID, "view_label"]) : JOIN_SAID;
  const rest = passedThrough(block, "join", said, `join ${name}`, report);
  const written: Written = {
    ...(view.name === name ? {} : { view: view.name }),
    ...(from === base.name ? {} : { from }),
    ...(bridge === undefined ? linkOf(join, references) : { through: bridge.view.name }),
    ...(Array.isArray(grants) ? { required_access_grants: grants } : {}),
    ...(rest === undefined ? {} : { lookml: rest }),
  };
  return Object.keys(written).length === 0 ? null : written;
}

/** Nothing where one reference between the two tables says it all. */
function linkOf(
  { view, fromView, pairs, relationship }: ReadJoin,
  references: readonly SeenReference[],
): Written {
  const between = references.filter(
    (one) =>
      (one.table === view.table && one.to === fromView.table) ||
      (one.table === fromView.table && one.to === view.table),
  );
  const [only, ...more] = between;
  const [pair, ...rest] = pairs;
  const said =
    view.table !== fromView.table &&
    only !== undefined &&
    more.length === 0 &&
    rest.length === 0 &&
    pair !== undefined &&
    (only.table === fromView.table
      ? only.column === pair[0] && relationship === "many_to_one"
      : only.column === pair[1]);
  return said ? {} : { on: Object.fromEntries(pairs), relationship };
}
