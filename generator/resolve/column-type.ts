// A type as written (`decimal(14, 0)`) -> a ColumnType.
import type { At } from "../model/at.ts";
import { COLUMN_TYPE_KINDS, type ColumnType } from "../model/column-type.ts";
import type { Complaints } from "./complaints.ts";

/** The longest text a Redshift column holds, in bytes (Redshift, "Character types"). */
export const LONGEST_TEXT = 65_535;
/** The most digits a Redshift decimal has (Redshift, "Numeric types"). */
const MOST_DIGITS = 38;

/**
 * @param written a type's name with its sizes in brackets
 * @returns the type; `text` after a complaint, so that resolving can go on
 */
export function readColumnType(written: string, at: At, complaints: Complaints): ColumnType {
  const fallback: ColumnType = { kind: "text", bytes: undefined };
  const parts = /^\s*([a-z_]+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(written);
  const kind = COLUMN_TYPE_KINDS.find((known) => known === parts?.[1]);
  const meant = COLUMN_TYPE_KINDS.find((known) => known === /^\s*([a-z_]+)\s*\(/i.exec(written)?.[1]);
  if (parts === null && (meant === "decimal" || meant === "text")) {
    const form = meant === "decimal" ? "decimal(14, 2)" : "text(200)";
    complaints.add({
      code: "unknown-word",
      at,
      message: `\`${written}\` is no size of \`${meant}\``,
      hint: `write it like \`${form}\``,
    });
    return fallback;
  }
  if (parts === null || kind === undefined) {
    complaints.unknownWord(at, "a column type", written, COLUMN_TYPE_KINDS);
    return fallback;
  }
  const [first, second] = [parts[2], parts[3]].map((digits) =>
    digits === undefined ? undefined : Number(digits),
  );
  if (kind === "text") {
    if (second !== undefined || first === 0 || (first ?? 0) > LONGEST_TEXT) {
      complaints.add({
        code: "unknown-word",
        at,
        message: `\`${written}\` is not a text type`,
        hint: `write \`text\`, or \`text(n)\` with n from 1 to ${LONGEST_TEXT} bytes`,
      });
      return fallback;
    }
    return { kind, bytes: first };
  }
  if (kind === "decimal") {
    if (first === undefined || first < 1 || first > MOST_DIGITS || (second ?? 0) > first) {
      complaints.add({
        code: "unknown-word",
        at,
        message: `\`${written}\` does not say how many digits to keep`,
        hint: `write \`decimal(digits, digits after the point)\`, with ${MOST_DIGITS} digits at most, e.g. \`decimal(14, 2)\``,
      });
      return { kind, precision: MOST_DIGITS, scale: 0 };
    }
    return { kind, precision: first, scale: second ?? 0 };
  }
  if (first !== undefined) {
    complaints.add({
      code: "unknown-word",
      at,
      message: `\`${kind}\` takes no size`,
      hint: `write \`${kind}\``,
    });
  }
  return { kind };
}

/** A type in words, for messages. */
export function sayType(type: ColumnType): string {
  if (type.kind === "decimal") return `decimal(${type.precision}, ${type.scale})`;
  if (type.kind === "text" && type.bytes !== undefined) return `text(${type.bytes})`;
  return type.kind;
}
