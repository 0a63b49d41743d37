// A dimension or dimension group of a LookML view -> the same as looker.yml says it.
import { INTERVALS } from "../model/interval.ts";
import { STORED_TIMES } from "../model/field.ts";
import { type Timeframe, TIMEFRAMES } from "../model/timeframe.ts";
import { isWithinDay } from "../timeframe.ts";
import { columnsIn, plainColumn, unknownIn } from "./columns.ts";
import { common, type FieldSurroundings, type Written } from "./field.ts";
import { type Block, manyOf, textOf } from "./project.ts";

/** What is taken of a group that lists none: Looker would offer them all. */
const USUAL_TIMEFRAMES: readonly Timeframe[] = ["raw", "date", "week", "month", "quarter", "year"];

/** @returns undefined when it is left out */
export function importDimension(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const { columns, report } = around;
  const what = `dimension ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (block["case"] !== undefined) return importCases(name, block, what, around);
  if (type === "location") return importPlace(name, block, what, around);
  const isTier = type === "tier" || type === "bin";
  if (!isTier && !["string", "number", "yesno", "zipcode"].includes(type)) {
    report.leftOut(what, block, `looker.yml has no dimensions of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql") ?? `\${TABLE}.${name}`;
  const unknown = unknownIn(sql);
  const read = unknown?.sql ?? sql;
  const column = plainColumn(read);
  for (const one of columnsIn(read)) columns.see(one);
  if (column !== undefined)
    columns.see(column, type === "number" || isTier ? "decimal" : type === "yesno" ? "boolean" : "text");
  const written: Written = {
    type,
    ...(column === undefined ? { sql: read } : column === name ? {} : { column }),
    ...(unknown === undefined ? {} : { unknown: unknown.unknown }),
    ...(isTier ? steps(block) : {}),
    ...common(name, block, "dimension", what, around),
  };
  report.carried(what, block);
  return written;
}

/** Where the steps of a tier begin, and how they are called. */
function steps(block: Block): Written {
  const numbers = (key: string): Written => {
    const value = block[key];
    return Array.isArray(value) ? { [key]: value.map(Number) } : {};
  };
  const style = textOf(block, "style");
  return { ...numbers("tiers"), ...numbers("bins"), ...(style === undefined ? {} : { style }) };
}

function importCases(name: string, block: Block, what: string, around: FieldSurroundings): Written {
  const cases = block["case"] as Block;
  const written = manyOf(cases, "when").map((one) => ({
    label: textOf(one, "label") ?? "",
    when: textOf(one, "sql") ?? "",
  }));
  for (const { when } of written) for (const column of columnsIn(when)) around.columns.see(column);
  const otherwise = textOf(cases, "else");
  around.report.carried(what, block);
  return {
    case: written,
    ...(otherwise === undefined ? {} : { else: otherwise }),
    ...(block["alpha_sort"] === true ? { alpha_sort: true } : {}),
    ...common(name, block, "dimension", what, around),
  };
}

function importPlace(
  name: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const [latitude, longitude] = [textOf(block, "sql_latitude"), textOf(block, "sql_longitude")];
  if (latitude === undefined || longitude === undefined) {
    around.report.leftOut(what, block, "it does not say its latitude and longitude");
    return undefined;
  }
  for (const sql of [latitude, longitude]) {
    for (const column of columnsIn(sql)) around.columns.see(column);
    const column = plainColumn(sql);
    if (column !== undefined) around.columns.see(column, "double");
  }
  around.report.carried(what, block);
  return {
    type: "location",
    sql_latitude: latitude,
    sql_longitude: longitude,
    ...common(name, block, "dimension", what, around),
  };
}

function importSpan(
  name: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const [start, end] = [textOf(block, "sql_start"), textOf(block, "sql_end")];
  if (start === undefined || end === undefined) {
    around.report.leftOut(what, block, "it does not say when it starts and ends");
    return undefined;
  }
  for (const sql of [start, end]) {
    for (const column of columnsIn(sql)) around.columns.see(column);
    const column = plainColumn(sql);
    if (column !== undefined) around.columns.see(column, "timestamp");
  }
  const intervals = block["intervals"];
  around.report.carried(what, block);
  return {
    type: "duration",
    sql_start: start,
    sql_end: end,
    ...(Array.isArray(intervals) && intervals.length < INTERVALS.length ? { intervals } : {}),
    ...common(name, block, "dimension_group", what, around),
  };
}

/** @returns undefined when it is left out */
export function importGroup(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const { columns, report } = around;
  const what = `dimension group ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "time";
  if (type === "duration") return importSpan(name, block, what, around);
  if (type !== "time") {
    report.leftOut(what, block, `looker.yml has no dimension groups of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql") ?? `\${TABLE}.${name}`;
  const unknown = unknownIn(sql);
  const column = plainColumn(unknown?.sql ?? sql);
  if (column === undefined) {
    report.leftOut(what, block, "its SQL is more than a column", "sql");
    return undefined;
  }
  const stored = STORED_TIMES.find((known) => known === textOf(block, "datatype"));
  const isDay = stored === "yyyymmdd" || textOf(block, "datatype") === "date";
  columns.see(column, stored === undefined ? (isDay ? "date" : "timestamp") : "integer");
  const asked = (block["timeframes"] as readonly string[] | undefined) ?? USUAL_TIMEFRAMES;
  const fits = (one: string): boolean =>
    TIMEFRAMES.some((known) => known === one && !(isDay && isWithinDay(known)));
  const timeframes = asked.filter((one) => one !== "raw" && fits(one));
  const gone = asked.filter((one) => !fits(one));
  if (gone.length > 0)
    report.approximated(what, block, `without the timeframes ${gone.join(", ")}`, "timeframes");
  else report.carried(what, block);
  return {
    type: "time",
    ...(column === name ? {} : { column }),
    timeframes,
    ...(stored === undefined ? {} : { datatype: stored }),
    ...(block["convert_tz"] === true ? { convert_tz: true } : {}),
    ...(unknown === undefined ? {} : { unknown: unknown.unknown }),
    ...common(name, block, "dimension_group", what, around),
  };
}
