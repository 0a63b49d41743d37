// The text of one value x its type -> the value in the one spelling both warehouses load, or why it is none.
import { type ColumnType, sayType } from "../../generator/index.ts";
import { count, shown } from "../words.ts";

/**
 * What was changed while a value was read; none of it loses anything a warehouse could have kept.
 * `empty`: nothing was read as null. `blank`: blanks alone were read as null. `trimmed`: blanks at its end
 * (around it, for what is not text) were left out. `whole`: a number such as `81.0` became a whole one.
 */
export type Coercion = "empty" | "blank" | "trimmed" | "whole";

/** Why a text is not a value of its type, to follow the column's name in a sentence. */
export interface Unfit {
  readonly unfit: string;
}

/**
 * Reads one value. Nothing is rounded, cut or guessed.
 * @param text the value as it came
 * @param coerced hears what was changed
 * @returns the value's canonical spelling, or null when there is none
 */
export function readScalar(
  text: string,
  type: ColumnType,
  coerced: (coercion: Coercion) => void,
): string | null | Unfit {
  if (text === "") {
    coerced("empty");
    return null;
  }
  if (type.kind === "text") return readText(text, type.bytes ?? LONGEST_TEXT, coerced);
  const trimmed = text.trim();
  if (trimmed === "") {
    coerced("blank");
    return null;
  }
  if (trimmed !== text) coerced("trimmed");
  switch (type.kind) {
    case "integer":
      return readInteger(trimmed, coerced);
    case "decimal":
      return readDecimal(trimmed, type);
    case "double":
      return readDouble(trimmed);
    case "boolean":
      return readBoolean(trimmed);
    case "date":
      return readDate(trimmed);
    case "timestamp":
      return readTimestamp(trimmed);
  }
}

/**
 * The longest text a column of Redshift holds, in bytes (Redshift, "Character types"). Postgres would hold more;
 * but then the same drop would give other tables there.
 */
export const LONGEST_TEXT = 65_535;

function readText(
  text: string,
  longest: number,
  coerced: (coercion: Coercion) => void,
): string | null | Unfit {
  // Redshift ignores blanks at the end when it compares, Postgres does not: without them both agree.
  const trimmed = text.endsWith(" ") ? withoutEnd(text, " ") : text;
  if (trimmed.trim() === "") {
    coerced("blank");
    return null;
  }
  if (trimmed.includes("\0")) return { unfit: "holds a NUL character, which no warehouse keeps" };
  if (/\p{Surrogate}/u.test(trimmed))
    return { unfit: "holds half of a surrogate pair, which is no character" };
  if (trimmed.length * 3 > longest) {
    const bytes = Buffer.byteLength(trimmed);
    if (bytes > longest)
      return { unfit: `is ${count(bytes, "byte")} long; text(${longest}) keeps ${count(longest, "byte")}` };
  }
  if (trimmed !== text) coerced("trimmed");
  return trimmed;
}

/** A number taken apart: `digits` without leading or trailing zeros, times ten to the power of `exponent`. */
interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** A pattern such as `/0+$/` would take a time that grows with the square of the text's length. */
function withoutEnd(text: string, character: string): string {
  let end = text.length;
  while (text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

const NUMBER = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;

function takeApart(text: string): Digits | undefined {
  const parts = NUMBER.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = "", fraction = "", power = "0"] = parts;
  if (whole === "" && fraction === "") return undefined;
  const all = `${whole}${fraction}`.replace(/^0+/, "");
  const digits = withoutEnd(all, "0");
  if (digits === "") return { negative: false, digits: "", exponent: 0 };
  return {
    negative: sign === "-",
    digits,
    exponent: Number(power) - fraction.length + all.length - digits.length,
  };
}

const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,17})$/;

function readInteger(text: string, coerced: (coercion: Coercion) => void): string | Unfit {
  if (PLAIN_INTEGER.test(text)) return text;
  const number = takeApart(text);
  if (number === undefined || number.exponent < 0) return { unfit: `is ${shown(text)}, not a whole number` };
  const tooBig = { unfit: `is ${shown(text)}, more than 64 bits can count` };
  if (number.digits.length + number.exponent > 19) return tooBig;
  const value = BigInt(`${number.negative ? "-" : ""}${number.digits}${"0".repeat(number.exponent)}`);
  if (BigInt.asIntN(64, value) !== value) return tooBig;
  if (String(value) !== text) coerced("whole");
  return String(value);
}

function readDecimal(text: string, type: Extract<ColumnType, { readonly kind: "decimal" }>): string | Unfit {
  const number = takeApart(text);
  if (number === undefined) return { unfit: `is ${shown(text)}, not a number` };
  const { negative, digits, exponent } = number;
  if (digits === "") return "0";
  const after = Math.max(0, -exponent);
  if (after > type.scale) {
    return {
      unfit: `is ${shown(text)}, with ${count(after, "digit")} after the point; ${sayType(type)} keeps ${type.scale}`,
    };
  }
  const before = digits.length + exponent;
  if (before > type.precision - type.scale) {
    return {
      unfit: `is ${shown(text)}, with ${count(before, "digit")} before the point; ${sayType(type)} keeps ${type.precision - type.scale}`,
    };
  }
  const sign = negative ? "-" : "";
  if (exponent >= 0) return `${sign}${digits}${"0".repeat(exponent)}`;
  const padded = digits.padStart(after + 1, "0");
  return `${sign}${padded.slice(0, -after)}.${padded.slice(-after)}`;
}

function readDouble(text: string): string | Unfit {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) return { unfit: `is ${shown(text)}, not a number` };
  if (!Number.isFinite(value)) return { unfit: `is ${shown(text)}, more than a double can hold` };
  return String(value);
}

function readBoolean(text: string): string | Unfit {
  if (text === "True" || text === "true" || text === "TRUE") return "true";
  if (text === "False" || text === "false" || text === "FALSE") return "false";
  return { unfit: `is ${shown(text)}, not True or False` };
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readDate(text: string): string | Unfit {
  const parts = DATE.exec(text);
  if (parts === null) return { unfit: `is ${shown(text)}, not a date written as year-month-day` };
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return isDay(year, month, day) ? text : { unfit: `is ${shown(text)}, a day that no calendar has` };
}

/** Whether a calendar has this day. */
export function isDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= length;
}

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?$/;

function readTimestamp(text: string): string | Unfit {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return { unfit: `is ${shown(text)}, not a time written as 2026-01-31 23:59:59` };
  const [year, month, day, hour, minute, second, , , zoneHour, zoneMinute] = parts
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, ...number[]];
  const real = hour < 24 && minute < 60 && second < 60 && (zoneHour ?? 0) < 24 && (zoneMinute ?? 0) < 60;
  if (!real || !isDay(year, month, day)) return { unfit: `is ${shown(text)}, a time that no clock shows` };
  const zone = ((zoneHour ?? 0) * 60 + (zoneMinute ?? 0)) * (parts[8] === "-" ? -1 : 1);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute - zone, second);
  if (time.getUTCFullYear() < 1 || time.getUTCFullYear() > 9999)
    return { unfit: `is ${shown(text)}, beyond the years 1 to 9999` };
  const fraction = (parts[7] ?? "").replace(/0+$/, "");
  return `${time.toISOString().slice(0, 19).replace("T", " ")}${fraction === "" ? "" : `.${fraction}`}`;
}
