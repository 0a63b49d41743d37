// What a location filter asks -> SQL over a latitude and a longitude.
import type { LocationTerm } from "../../generator/index.ts";
import type { SqlExpression, SqlPiece } from "./sql-piece.ts";

/** Where a row's place lies, in degrees. */
export interface AskedPlace {
  readonly latitude: SqlExpression;
  readonly longitude: SqlExpression;
}

/** The mean radius of the earth, in kilometers (IUGG). */
const EARTH = "6371.0088";
const KILOMETERS = { meters: "0.001", feet: "0.0003048", kilometers: "1", miles: "1.609344" } as const;

/**
 * The distance is measured on a sphere, by the haversine formula, which is exact for short ways too.
 * @returns a condition that is true of the places meant; a row without a place is in none of them but `NULL`
 */
export function placeTest({ latitude, longitude }: AskedPlace, term: LocationTerm): SqlExpression {
  const whole = (pieces: readonly SqlPiece[]): SqlExpression => ({ pieces, timeframe: undefined });
  const number = (value: string): SqlPiece => ({ value, kind: "number" });
  const [north, east]: readonly (readonly SqlPiece[])[] = [
    ["(", latitude, ")"],
    ["(", longitude, ")"],
  ];
  if (north === undefined || east === undefined) throw new Error("a place without coordinates");
  const within = (value: readonly SqlPiece[], one: string, other: string): readonly SqlPiece[] => {
    const [least, most] = Number(one) <= Number(other) ? [one, other] : [other, one];
    return [...value, " BETWEEN ", number(least), " AND ", number(most)];
  };
  switch (term.kind) {
    case "null":
      return whole([...north, " IS NULL OR ", ...east, " IS NULL"]);
    case "not null":
      return whole([...north, " IS NOT NULL AND ", ...east, " IS NOT NULL"]);
    case "point": {
      const { place } = term;
      return whole([
        ...north,
        " = ",
        number(place.latitude),
        " AND ",
        ...east,
        " = ",
        number(place.longitude),
      ]);
    }
    case "box": {
      const { from, to } = term;
      return whole([
        ...within(north, from.latitude, to.latitude),
        " AND ",
        ...within(east, from.longitude, to.longitude),
      ]);
    }
    case "circle": {
      const { center, radius, unit } = term;
      const half = (value: readonly SqlPiece[], from: string): readonly SqlPiece[] => [
        "POWER(SIN(RADIANS(",
        ...value,
        " - ",
        number(from),
        ") / 2), 2)",
      ];
      return whole([
        // LEAST leaves out what is not known, so a row without a place would be at the other end of the world.
        ...north,
        " IS NOT NULL AND ",
        ...east,
        " IS NOT NULL AND ",
        `2 * ${EARTH} * ASIN(SQRT(LEAST(1, `,
        ...half(north, center.latitude),
        " + COS(RADIANS(",
        number(center.latitude),
        ")) * COS(RADIANS(",
        ...north,
        ")) * ",
        ...half(east, center.longitude),
        "))) <= ",
        number(radius),
        ` * ${KILOMETERS[unit]}`,
      ]);
    }
  }
}
