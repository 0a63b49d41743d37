// A dimension as written -> a dimension, or a dimension group when it is a point in time.
import { everyPiece } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Expression } from "../model/expression.ts";
import { type Dimension, type DimensionGroup, type Timeframe, TIMEFRAMES } from "../model/field.ts";
import type { Column, Table } from "../model/table.ts";
import type { DimensionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { typeOfDimension } from "./dimension-type.ts";
import { columnExpression, readExpression } from "./expression.ts";
import { grantsOf } from "./grants.ts";
import { labelOf } from "./label.ts";

const DIMENSION_TYPES = ["string", "number", "yesno", "time"] as const;
const USUAL_TIMEFRAMES: readonly Timeframe[] = ["raw", "date", "month", "quarter", "year"];

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
  const column = draft.sql === undefined ? findColumn(name, draft, at, table, complaints) : undefined;
  if (draft.sql === undefined && column === undefined) return [];
  const expression = expressionOf(draft, column, at, view, table, complaints);
  const common = {
    name,
    label: draft.label ?? labelOf(name),
    description: draft.description,
    groupLabel: draft.group,
    hidden: draft.hidden ?? false,
    requiredAccessGrants: grantsOf(draft.required_access_grants),
    lookml: draft.lookml,
    at,
  };
  const isTime =
    type === "time" ||
    (type === undefined && column !== undefined && typeOfDimension(column.type) === undefined);
  if (isTime) {
    return [
      {
        ...common,
        kind: "dimension_group",
        datatype: column?.type.kind === "timestamp" ? "timestamp" : "date",
        timeframes: readTimeframes(draft.timeframes, [...at, "timeframes"], complaints),
        expression,
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
  return [
    {
      ...common,
      kind: "dimension",
      type: type ?? typeOfDimension(column?.type) ?? "string",
      primaryKey: false,
      expression,
      format: draft.format,
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
    const expression = readExpression(draft.sql, view, [...at, "sql"], complaints);
    for (const piece of everyPiece(expression.pieces)) {
      if (piece.kind === "column" && !table.columns.some((one) => one.name === piece.column))
        complaints.unknownName(
          [...at, "sql"],
          `column in table \`${table.name}\` called`,
          piece.column,
          table.columns.map((one) => one.name),
        );
    }
    return { ...expression, unknown: unknownOf(draft, undefined, at, complaints) };
  }
  return columnExpression(column?.name ?? "", unknownOf(draft, column, at, complaints));
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

function readTimeframes(
  written: readonly string[] | undefined,
  at: At,
  complaints: Complaints,
): readonly Timeframe[] {
  if (written === undefined) return USUAL_TIMEFRAMES;
  for (const [index, word] of written.entries()) {
    if (!TIMEFRAMES.some((known) => known === word))
      complaints.unknownWord([...at, index], "a timeframe", word, TIMEFRAMES);
  }
  const wanted = TIMEFRAMES.filter((known) => written.includes(known));
  // `raw` is what other SQL refers to, so it is always there; Looker hides it from the field picker itself.
  return wanted.includes("raw") ? wanted : ["raw", ...wanted];
}
