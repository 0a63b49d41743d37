// The name of a time zone -> what is wrong with it.
import type { At } from "../model/at.ts";
import type { Problem } from "../problem.ts";

/** @param zone undefined is Looker's own choice, and right */
export function badZone(zone: string | undefined, at: At): readonly Problem[] {
  if (zone === undefined || isZone(zone)) return [];
  return [
    {
      code: "unknown-word",
      at,
      message: `\`${zone}\` is no time zone`,
      hint: "write its name in the IANA database, such as `UTC` or `Europe/Berlin`",
    },
  ];
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format();
    // Offsets such as +02:00 are zones to JavaScript, and none to Looker.
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}
