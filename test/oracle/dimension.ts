// A dimension and a row -> its value.
import { compare, minus, readFraction, times } from "./fraction.ts";
import type { Value } from "./value.ts";
import {
  type Cell,
  type ColumnKind,
  named,
  type Row,
  type Timeframe,
  type World,
  type WorldDimension,
  type WorldView,
} from "./world.ts";

/** A dimension of one row; of the row a left join made up, whatever its formula makes of nothing. */
export function valueOf(
  world: World,
  view: WorldView,
  dimension: WorldDimension,
  row: Row | null,
  timeframe: Timeframe,
): Value {
  const value = formulaValue(world, view, dimension, row);
  const known =
    value !== null &&
    dimension.unknown !== undefined &&
    (typeof value === "object"
      ? compare(value, readFraction(dimension.unknown)) === 0
      : value === dimension.unknown)
      ? null
      : value;
  return dimension.type === "time" ? cut(known, timeframe) : known;
}

function formulaValue(world: World, view: WorldView, dimension: WorldDimension, row: Row | null): Value {
  const formula = dimension.formula;
  const column = (name: string): Value => {
    const kind = kindOfColumn(world, view.table, name);
    return cellValue(kind, row?.[name] ?? null);
  };
  const other = (name: string): Value => valueOf(world, view, named(view.dimensions, name), row, "raw");
  switch (formula.kind) {
    case "column":
      return column(formula.column);
    case "otherwise":
      return (
        column(formula.column) ?? cellValue(kindOfColumn(world, view.table, formula.column), formula.value)
      );
    case "minus":
    case "times": {
      const [left, right] = [other(formula.left), other(formula.right)];
      if (left === null || right === null || typeof left !== "object" || typeof right !== "object")
        return null;
      return formula.kind === "minus" ? minus(left, right) : times(left, right);
    }
    case "sized":
      return isAbove(other(formula.of), formula.over) === true ? "large" : "small";
    case "above":
      return isAbove(other(formula.of), formula.over);
  }
}

function isAbove(value: Value, over: string): boolean | null {
  return value === null || typeof value !== "object" ? null : compare(value, readFraction(over)) > 0;
}

/** What a column holds. */
export function kindOfColumn(world: World, table: string, column: string): ColumnKind {
  return named(named(world.tables, table).columns, column).kind;
}

/** A cell as a value to compute with. */
export function cellValue(kind: ColumnKind, cell: Cell): Value {
  if (cell === null || typeof cell === "boolean") return cell;
  return kind === "integer" || kind === "decimal" || kind === "double" ? readFraction(cell) : cell;
}

/** A time as a timeframe shows it, Looker's spellings; weeks start on Monday. */
function cut(value: Value, timeframe: Timeframe): Value {
  if (typeof value !== "string") return null;
  const [year, month] = [value.slice(0, 4), value.slice(5, 7)];
  switch (timeframe) {
    case "raw":
      return value;
    case "date":
      return value.slice(0, 10);
    case "week": {
      const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
      return day.toISOString().slice(0, 10);
    }
    case "month":
      return `${year}-${month}`;
    case "quarter":
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, "0")}`;
    case "year":
      return readFraction(year);
  }
}
