// A column type -> the dimension type that fits it.
import type { ColumnType } from "../model/column-type.ts";
import type { Dimension } from "../model/field.ts";

/** The dimension type that fits a column type; undefined for dates, which become dimension groups. */
export function typeOfDimension(type: ColumnType | undefined): Dimension["type"] | undefined {
  switch (type?.kind) {
    case "integer":
    case "decimal":
    case "double":
      return "number";
    case "boolean":
      return "yesno";
    case "date":
    case "timestamp":
      return undefined;
    case "text":
    case undefined:
      return "string";
  }
}
