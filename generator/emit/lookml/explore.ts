// An explore of the model -> its file in explores/.
import { dimensionOfColumn, everyPiece, findTable, findView } from "../../find.ts";
import type { ByHand } from "../../model/by-hand.ts";
import type { AggregateTable, Explore, ExploreFilter, Join } from "../../model/explore.ts";
import type { Model } from "../../model/model.ts";
import type { View } from "../../model/view.ts";
import { columnOf } from "../../resolve/aggregate-tables.ts";
import { labelOf } from "../../resolve/label.ts";
import type { File } from "../file.ts";
import { keptPicture } from "./kept.ts";
import { grantsToSay, labelToSay } from "./label.ts";
import type { Entry } from "./print-parameter.ts";
import { print } from "./print.ts";
import { exploreSql } from "./sql.ts";
import { viewPath } from "./view.ts";

/** The path of an explore's file, from the root of the LookML project. */
export function explorePath(name: string): string {
  return `explores/${name}.explore.lkml`;
}

/** An explore of the model -> its file, which includes exactly the views it needs. */
export function emitExplore(explore: Explore, model: Model): File {
  const joined = [explore.view, ...explore.joins.map((join) => join.view)];
  // What the queries read is to be there before them.
  const views = [...new Set([...joined.flatMap((view) => readBy(view, model)), ...joined])];
  return {
    path: explorePath(explore.name),
    text: print("explore", {
      includes: views.map((name) => `/${viewPath(name)}`),
      name: explore.name,
      label: labelToSay(explore, model),
      description: explore.description,
      byHand: explore.lookml,
      grants: grantsToSay(explore),
      accessFilters: explore.accessFilters,
      ...filtersPicture(explore),
      sqlAlwaysWhere: explore.sqlAlwaysWhere === undefined ? undefined : exploreSql(explore.sqlAlwaysWhere),
      sqlAlwaysHaving: explore.sqlAlwaysHaving === undefined ? undefined : exploreSql(explore.sqlAlwaysHaving),
      viewName: explore.view === explore.name ? undefined : explore.view,
      joins: explore.joins.map((join) => joinPicture(join, explore, model)),
      aggregateTables: (explore.aggregateTables ?? []).map(aggregatePicture),
    }),
  };
}

/** The views whose tables the query of a view's table reads, and those that theirs read. */
function readBy(name: string, model: Model): readonly string[] {
  const table = findTable(model, viewOf(name, model).table);
  return everyPiece(table?.derived?.sql?.pieces ?? []).flatMap((piece) =>
    piece.kind === "field" ? [...readBy(piece.view, model), piece.view] : [],
  );
}

function aggregatePicture(table: AggregateTable): object {
  const { persistence, distribution, sort } = table;
  const key = persistence.increment?.key;
  return {
    name: table.name,
    dimensions: table.dimensions.length === 0 ? undefined : table.dimensions,
    measures: table.measures.length === 0 ? undefined : table.measures,
    filters: table.filters.length === 0 ? undefined : entriesOf(table.filters),
    timezone: table.timezone,
    // Looker looks its increment key up among the table's own columns.
    ...keptPicture(persistence, distribution, sort, key === undefined ? undefined : columnOf(key)),
  };
}

/** Blocks that are there at most once, as lists of one or none, so that a template can leave them out. */
function filtersPicture(explore: Explore): object {
  const conditional = explore.conditionallyFilter;
  return {
    alwaysFilter: explore.alwaysFilter.length === 0 ? [] : [{ filters: entriesOf(explore.alwaysFilter) }],
    conditionallyFilter:
      conditional === undefined
        ? []
        : [
            {
              filters: entriesOf(conditional.filters),
              unless: conditional.unless.length === 0 ? undefined : conditional.unless,
            },
          ],
  };
}

function entriesOf(filters: readonly ExploreFilter[]): readonly Entry[] {
  return filters.map(({ field, expression }) => ({ field, value: expression }));
}

/** A join as the template `join` shows it. */
export interface JoinPicture {
  readonly name: string;
  readonly from: string | undefined;
  readonly viewLabel: string | undefined;
  readonly fields: readonly string[] | undefined;
  readonly grants: readonly string[] | undefined;
  readonly relationship: string;
  readonly sqlOn: string;
  readonly byHand: ByHand | undefined;
}

/** A join of an explore -> what its template shows. */
export function joinPicture(join: Join, explore: Explore, model: Model): JoinPicture {
  const aliased = join.name !== join.view;
  const fromView = explore.joins.find((one) => one.name === join.from)?.view ?? explore.view;
  return {
    name: join.name,
    from: aliased ? join.view : undefined,
    // Without it two joins of one view would have one heading in the field picker.
    viewLabel: aliased && !join.bridge && join.lookml?.["view_label"] === undefined ? labelOf(join.name) : undefined,
    fields: join.bridge ? [] : undefined,
    grants: grantsToSay(join),
    relationship: join.relationship,
    sqlOn: equalities(
      { name: join.from, view: viewOf(fromView, model), columns: join.on.map((pair) => pair.fromColumn) },
      { name: join.name, view: viewOf(join.view, model), columns: join.on.map((pair) => pair.toColumn) },
    ),
    byHand: join.lookml,
  };
}

/** A view under its name in an explore, and the columns a join compares. */
export interface JoinSide {
  readonly name: string;
  readonly view: View;
  readonly columns: readonly string[];
}

/** The condition of a join: each column equals its partner, through the dimensions that read them as they are. */
export function equalities(from: JoinSide, to: JoinSide): string {
  return from.columns
    .map((column, index) => `${reference(from, column)} = ${reference(to, to.columns[index] ?? "")}`)
    .join("\nAND ");
}

function reference(side: JoinSide, column: string): string {
  const dimension = dimensionOfColumn(side.view, column);
  if (dimension === undefined)
    throw new Error(`no dimension of \`${side.view.name}\` reads \`${column}\` as it is`);
  return `\${${side.name}.${dimension.name}}`;
}

/** @throws Error when the model lacks the view, which its checks exclude */
export function viewOf(name: string, model: Model): View {
  const view = findView(model, name);
  if (view === undefined) throw new Error(`\`${name}\` passed the checks and is no view`);
  return view;
}
