// GET /lineage/:model/:explore/:field: a field -> its table and columns, the sources they are filled from, and the runs, drops and files that did.
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import {
  type ColumnOrigin,
  type Dialect,
  type Field,
  findExplore,
  findField,
  findTable,
  findView,
  type Model,
  type Piece,
  type View,
} from "../../../generator/index.ts";
import { answer, withSession } from "../../answer.ts";
import { dropsIn, planDrops, type ReadDrop } from "../../drops.ts";
import { modelOf } from "../access/scope.ts";
import { goneSignal } from "../gone.ts";
import { Refusal } from "../looker-error.ts";
import type { Published } from "./published.ts";

/** Where a field comes from. */
export interface Lineage {
  readonly field: string;
  readonly label: string;
  /** As `schema.table`. */
  readonly table: string;
  readonly columns: readonly {
    readonly column: string;
    readonly type: string;
    /** Where a record of the source has it, e.g. `genres[].name`; none for a table that is given. */
    readonly from: readonly { readonly source: string; readonly path: string }[];
  }[];
  /** The drops of which records are in the table, the latest first; null where the ledger does not say. */
  readonly drops: readonly (ReadDrop & { readonly files: readonly LoadedFile[] })[] | null;
  /** What the database holds now. */
  readonly published: Published | null;
}

/** A file that a run loaded into the table. */
export interface LoadedFile {
  readonly name: string;
  readonly source: string;
  readonly sha256: string;
  readonly records: number;
}

/** What {@link routeLineage} needs. */
export interface LineageOptions {
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
  readonly published: () => Promise<Published | undefined>;
}

/** Tells of fields that the caller may see, and of no row. */
export function routeLineage(app: FastifyInstance, options: LineageOptions): void {
  app.get<{ Params: { model: string; explore: string; field: string } }>(
    "/lineage/:model/:explore/:field",
    { config: { needs: "ask" } },
    async (request, reply) => {
      const model = modelOf(request);
      if (request.params.model !== model.name)
        throw new Refusal(
          404,
          `There is no model ${request.params.model.slice(0, 100)} on this server, only ${model.name}.`,
        );
      reply.header("cache-control", "no-store");
      return lineageOf(model, request.params.explore, request.params.field, options, goneSignal(reply.raw));
    },
  );
}

/** @throws Refusal with status 404 for what the model does not have, Outage when the database fails */
async function lineageOf(
  model: Model,
  exploreName: string,
  name: string,
  options: LineageOptions,
  signal?: AbortSignal,
): Promise<Lineage> {
  const { view, field } = findAsked(model, exploreName, name);
  const table = findTable(model, view.table);
  const used = [...new Set(columnsOf(view, field, new Set()))];
  const told = await dropsOf(model, view.table, options, signal);
  return {
    field: name,
    label: field.label,
    table: `${model.schema}.${view.table}`,
    columns: used.flatMap((column) => {
      const found = table?.columns.find((one) => one.name === column);
      if (table === undefined || found === undefined) return [];
      const from = table.from.flatMap((origin) => {
        const path = pathOf(found.origin, origin.list);
        return path === undefined ? [] : [{ source: origin.source, path }];
      });
      return [{ column, type: found.type.kind, from }];
    }),
    drops: told ?? null,
    published: (await options.published()) ?? null,
  };
}

function findAsked(model: Model, exploreName: string, name: string): { view: View; field: Field } {
  const explore = findExplore(model, exploreName);
  const [alias = "", fieldName = "", ...rest] = name.split(".");
  const viewName = alias === explore?.view ? alias : explore?.joins.find((join) => join.name === alias)?.view;
  const view = viewName === undefined ? undefined : findView(model, viewName);
  const found = view === undefined || rest.length > 0 ? undefined : findField(view, fieldName);
  if (view === undefined || found === undefined)
    throw new Refusal(
      404,
      `There is no field ${name.slice(0, 200)} in explore ${exploreName.slice(0, 200)} of model ${model.name}.`,
    );
  return { view, field: found.field };
}

/** Columns of the view's own table that a field's SQL names, through the fields it refers to. */
function columnsOf(view: View, field: Field, seen: Set<string>): readonly string[] {
  if (seen.has(field.name)) return [];
  seen.add(field.name);
  const named = (name: string | undefined): readonly string[] => {
    const found = name === undefined ? undefined : findField(view, name)?.field;
    return found === undefined ? [] : columnsOf(view, found, seen);
  };
  const inPieces = (pieces: readonly Piece[]): readonly string[] =>
    pieces.flatMap((piece) => {
      switch (piece.kind) {
        case "column":
          return [piece.column];
        case "field":
          return piece.view === view.name ? named(piece.field) : [];
        case "condition":
          return inPieces(piece.pieces);
        case "span":
          return [...inPieces(piece.start), ...inPieces(piece.end)];
        case "choice":
          return piece.branches.flatMap((branch) => inPieces(branch.pieces));
        default:
          return [];
      }
    });
  switch (field.kind) {
    case "dimension":
    case "dimension_group":
      return inPieces(field.expression.pieces);
    case "measure":
      return [
        ...[field.of, field.distinctKey, field.comparison?.time].flatMap(named),
        ...inPieces(field.expression?.pieces ?? []),
        ...field.filters.flatMap((filter) => named(filter.dimension)),
      ];
    default:
      return [];
  }
}

/** Where in a record a column's values stand. */
function pathOf(origin: ColumnOrigin, list: string | undefined): string | undefined {
  switch (origin.kind) {
    case "record":
      return origin.column;
    case "object":
      return `${origin.column}.${origin.field}`;
    case "element":
      return `${list ?? ""}[].${origin.field}`;
    case "given":
      return undefined;
  }
}

async function dropsOf(
  model: Model,
  table: string,
  { pool, dialect }: LineageOptions,
  signal: AbortSignal | undefined,
): Promise<Lineage["drops"] | undefined> {
  const query = await planDrops(pool, model, [table], dialect, signal);
  if (query === undefined) return undefined;
  const drops = dropsIn(await answer(pool, query, signal));
  const sources = findTable(model, table)?.from.map((origin) => origin.source) ?? [];
  const found = await withSession(pool, signal, (client) =>
    client.query<{ run: string; name: string; source: string; sha256: string; records: string }>(
      `SELECT CAST(run AS TEXT) AS run, name, source, sha256, records_read AS records
         FROM ${dialect.identifier(`${model.schema}_hydrate`)}.files
        WHERE CAST(run AS TEXT) = ANY($1) AND source = ANY($2)
        ORDER BY run, number`,
      [drops.map((drop) => drop.run), sources],
    ),
  );
  return drops.map((drop) => ({
    ...drop,
    files: found.rows
      .filter((row) => row.run === drop.run)
      .map(({ name, source, sha256, records }) => ({ name, source, sha256, records: Number(records) })),
  }));
}
