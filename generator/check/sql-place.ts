// A field and a piece of its SQL -> the key of the model that the piece is written under.
import { everyPiece } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Expression, Piece } from "../model/expression.ts";
import type { Dimension, DimensionGroup } from "../model/field.ts";

/**
 * @param holds whether a piece is the one that is looked for
 * @returns the first key with such a piece under it: `case`, `sql_start`, … of what is made of more than SQL, else `sql`
 */
export function sqlPlace(field: Dimension | DimensionGroup, holds: (piece: Piece) => boolean): At {
  const made = field.kind === "dimension" ? field.made : undefined;
  const found = writtenIn(made).find(([, { pieces }]) => everyPiece(pieces).some(holds));
  return [...field.at, ...(found?.[0] ?? ["sql"])];
}

function writtenIn(made: Dimension["made"]): readonly (readonly [At, Expression])[] {
  switch (made?.kind) {
    case "case":
      return made.cases.map(({ when }, index) => [["case", index, "when"], when] as const);
    case "duration":
      return [
        [["sql_start"], made.start],
        [["sql_end"], made.end],
      ];
    case "location":
      return [
        [["sql_latitude"], made.latitude],
        [["sql_longitude"], made.longitude],
      ];
    default:
      return [];
  }
}
