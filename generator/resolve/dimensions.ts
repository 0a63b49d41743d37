// A dimension as written -> a dimension, or a dimension group when it is a point in time.
import { everyPiece } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Expression } from "../model/expression.ts";
import type { Dimension, DimensionGroup } from "../model/field.ts";
import type { Column, Table } from "../model/table.ts";
import type { DimensionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { typeOfDimension } from "./dimension-type.ts";
import { columnExpression, readExpression } from "./expression.ts";
import { type MadeParts, resolveCases, resolveTier, saysNothing, strayKeys } from "./made.ts";
import { resolvePlace } from "./place.ts";
import { resolveSpan } from "./span.ts";
import { resolveTime } from "./time.ts";
import { shownAs } from "./shown-as.ts";

const DIMENSION_TYPES = [
  "string",
  "number",
  "yesno",
  "time",
  "duration",
  "tier",
  "bin",
  "location",
  "zipcode",
] as const;

/**
 * @param name the dimension's name
 * @param view name of the view it stands in
 * @param table the view's table
 * @returns the field, or nothing after a complaint that leaves nothing to go on with
 */
export function resolveDimension(
  name: string,
  draft: DimensionDraft,
  at: At,
  view: string,
  table: Table,
  complaints: Complaints,
): readonly (Dimension | DimensionGroup)[] {
  const type = DIMENSION_TYPES.find((known) => known === draft.type);
  if (draft.type !== undefined && type === undefined) {
    complaints.unknownWord([...at, "type"], "a dimension type", draft.type, DIMENSION_TYPES);
  }
  if (draft.sql !== undefined && draft.column !== undefined) {
    complaints.add({
      code: "shape",
      at,
      onKey: true,
      message: `\`${name}\` has both \`column\` and \`sql\``,
      hint: "keep one of them",
    });
  }
  strayKeys(name, draft, at, complaints);
  const common = shownAs(name, draft, at);
  const read = (sql: string, where: At): Expression => readSql(sql, where, view, table, complaints);
  const orderBy = draft.order_by_field;
  const made = (parts: MadeParts | undefined): readonly Dimension[] =>
    parts === undefined
      ? []
      : [{ kind: "dimension", primaryKey: false, format: undefined, orderBy, ...common, ...parts }];
  if (draft.case !== undefined) return made(resolveCases(name, draft, at, read, complaints));
  const ordered: readonly (keyof DimensionDraft)[] = ["order_by_field"];
  if (type === "duration") {
    saysNothing(name, draft, at, ordered, "is counted in numbers", "leave it out", complaints);
    return resolveSpan(common, draft, at, read, complaints);
  }
  if (type === "location") return made(resolvePlace(name, draft, at, table, read, complaints));
  const column = draft.sql === undefined ? findColumn(name, draft, at, table, complaints) : undefined;
  if (draft.sql === undefined && column === undefined) return [];
  const expression = expressionOf(draft, column, at, view, table, complaints);
  if (type === "tier" || type === "bin") {
    const ofType = column === undefined ? undefined : (typeOfDimension(column.type) ?? "string");
    return made(resolveTier(name, draft, at, expression, ofType, complaints));
  }
  if (type === "zipcode") {
    if (column !== undefined && column.type.kind !== "text")
      complaints.add({
        code: "type-clash",
        at: [...at, "type"],
        message: `\`${name}\` is a zip code, which is a text: a number has lost its leading zeros`,
        hint: "read the column as text, or make a text of it with `sql`",
      });
    return made({ type: "string", expression, made: { kind: "zipcode" } });
  }
  const isTime =
    type === "time" ||
    (type === undefined && column !== undefined && typeOfDimension(column.type) === undefined);
  if (isTime) {
    saysNothing(name, draft, at, ordered, "stands in order of time", "leave it out", complaints);
    return [
      {
        kind: "dimension_group",
        ...common,
        ...resolveTime(name, draft, at, column, expression, complaints),
      },
    ];
  }
  if (draft.timeframes !== undefined) {
    complaints.add({
      code: "type-clash",
      at: [...at, "timeframes"],
      message: `\`${name}\` is not a point in time, so it has no timeframes`,
      hint: "add `type: time`, or leave `timeframes` out",
    });
  }
  const stray = ["datatype", "convert_tz"] as const;
  saysNothing(
    name,
    draft,
    at,
    stray,
    "is not a point in time",
    "add `type: time`, or leave it out",
    complaints,
  );
  return [
    {
      kind: "dimension",
      type: type ?? typeOfDimension(column?.type) ?? "string",
      primaryKey: false,
      expression,
      orderBy,
      format: draft.format,
      // Last: an object that grows after others were spread into it takes many times as long to make.
      ...common,
    },
  ];
}

function findColumn(
  name: string,
  draft: DimensionDraft,
  at: At,
  table: Table,
  complaints: Complaints,
): Column | undefined {
  const wanted = draft.column ?? name;
  const column = table.columns.find((one) => one.name === wanted);
  if (column !== undefined) return column;
  const known = table.columns.map((one) => one.name);
  if (draft.column !== undefined)
    complaints.unknownName([...at, "column"], `column in table \`${table.name}\` called`, wanted, known);
  else complaints.unknownName(at, `column in table \`${table.name}\` called`, wanted, known, true);
  return undefined;
}

function expressionOf(
  draft: DimensionDraft,
  column: Column | undefined,
  at: At,
  view: string,
  table: Table,
  complaints: Complaints,
): Expression {
  if (draft.sql !== undefined) {
    const expression = readSql(draft.sql, [...at, "sql"], view, table, complaints);
    return { ...expression, unknown: unknownOf(draft, undefined, at, complaints) };
  }
  return columnExpression(column?.name ?? "", unknownOf(draft, column, at, complaints));
}

/** SQL over columns of the view's table, all of which must be there. */
function readSql(sql: string, at: At, view: string, table: Table, complaints: Complaints): Expression {
  const expression = readExpression(sql, view, at, complaints);
  for (const piece of everyPiece(expression.pieces)) {
    if (piece.kind === "column" && !table.columns.some((one) => one.name === piece.column))
      complaints.unknownName(
        at,
        `column in table \`${table.name}\` called`,
        piece.column,
        table.columns.map((one) => one.name),
      );
  }
  return expression;
}

function unknownOf(
  draft: DimensionDraft,
  column: Column | undefined,
  at: At,
  complaints: Complaints,
): string | undefined {
  if (draft.unknown === undefined) return undefined;
  const numeric = typeof draft.unknown === "number";
  const type = typeOfDimension(column?.type);
  if (column !== undefined && (type === "number") !== numeric) {
    complaints.add({
      code: "type-clash",
      at: [...at, "unknown"],
      message: `${typeof draft.unknown === "string" ? `the text "${draft.unknown}"` : `\`${draft.unknown}\``} cannot stand in a ${column.type.kind} column`,
      hint: type === "number" ? "write a number" : "write a text in quotes",
    });
  }
  if (numeric) return String(draft.unknown);
  return `'${String(draft.unknown).replaceAll("'", "''")}'`;
}
