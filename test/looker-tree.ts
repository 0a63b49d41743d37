// The tree of Looker's own parser (@looker/filter-expressions) -> the tree of this project, node by node.
import type { PatternPiece } from "../generator/filter/tree.ts";
import type {
  DateTerm,
  Filter,
  Interval,
  LocationTerm,
  NumberTerm,
  Period,
  StringTerm,
} from "../generator/filter/tree.ts";
import { UNITS, WEEKDAYS } from "../generator/filter/tree.ts";

/** The languages that Looker's parser has. */
export type LookerLanguage = "string" | "tier" | "number" | "date" | "location";

/** The tree of an expression that Looker's parser does not understand. */
const TOO_ADVANCED = "matches advanced";

/** A node as Looker's parser makes it: what else it holds depends on its type. */
interface Node {
  readonly type?: string;
  readonly is?: boolean;
  readonly left?: Node;
  readonly right?: Node;
  readonly [member: string]: unknown;
}

/**
 * @param tree what `parseFilterExpression` gives
 * @throws Error for a node that has no counterpart here
 */
export function readTree(language: LookerLanguage, tree: object): Filter | typeof TOO_ADVANCED {
  const nodes = listOf(tree as Node);
  if (nodes.some((node) => node.type === "matchesAdvanced")) return TOO_ADVANCED;
  switch (language) {
    case "string":
    case "tier":
      return {
        language,
        wanted: nodes.flatMap((node) => (node.is === true ? stringTerms(node) : [])),
        unwanted: nodes.flatMap((node) => (node.is === true ? [] : stringTerms(node))),
      };
    case "number":
      return {
        language,
        wanted: nodes.flatMap((node) => (node.is === true ? numberTerms(node) : [])),
        unwanted: nodes.flatMap((node) => (node.is === true ? [] : numberTerms(node))),
      };
    case "date":
      return {
        language,
        wanted: nodes.flatMap((node) => (node.type === "anyvalue" ? [] : [dateTerm(node)])),
      };
    case "location": {
      const [node, ...more] = nodes;
      if (node === undefined || more.length > 0) throw new Error("a location is one node");
      return { language, term: node.type === "anyvalue" ? undefined : locationTerm(node) };
    }
  }
}

function listOf(node: Node): readonly Node[] {
  if (node.type !== ",") return [node];
  return [
    ...(node.left === undefined ? [] : listOf(node.left)),
    ...(node.right === undefined ? [] : listOf(node.right)),
  ];
}

function stringTerms(node: Node): readonly StringTerm[] {
  if (node.type === "null") return [{ kind: "null" }];
  if (node.type === "blank") return [{ kind: "blank" }];
  return (node["value"] as readonly string[]).map((text): StringTerm => {
    switch (node.type) {
      case "match":
        return { kind: "text", text };
      case "contains":
        return { kind: "pattern", pieces: ["any", { text }, "any"] };
      case "startsWith":
        return { kind: "pattern", pieces: [{ text }, "any"] };
      case "endsWith":
        return { kind: "pattern", pieces: ["any", { text }] };
      case "other":
        return { kind: "pattern", pieces: rawPieces(text) };
      default:
        throw noCounterpart(node);
    }
  });
}

/** Looker's parser leaves other patterns as they were written. */
function rawPieces(raw: string): readonly PatternPiece[] {
  const pieces: PatternPiece[] = [];
  for (const [piece, escaped] of raw.matchAll(/[\^\\]([\s\S])|[\s\S]/g)) {
    const before = pieces.at(-1);
    if (escaped === undefined && piece === "%") {
      if (before !== "any") pieces.push("any");
    } else if (escaped === undefined && piece === "_") pieces.push("one");
    else if (typeof before === "object")
      pieces[pieces.length - 1] = { text: before.text + (escaped ?? piece) };
    else pieces.push({ text: escaped ?? piece });
  }
  return pieces;
}

function numberTerms(node: Node): readonly NumberTerm[] {
  if (node.type === "null") return [{ kind: "null" }];
  if (node.type === "between") {
    const bounds = String(node["bounds"]);
    const low = { value: String(node["low"]), included: bounds.startsWith("[") };
    return [{ kind: "range", low, high: { value: String(node["high"]), included: bounds.endsWith("]") } }];
  }
  return (node["value"] as readonly unknown[]).map((one): NumberTerm => {
    const value = String(one);
    switch (node.type) {
      case "=":
        return { kind: "number", value };
      case ">":
      case ">=":
        return { kind: "range", low: { value, included: node.type === ">=" }, high: undefined };
      case "<":
      case "<=":
        return { kind: "range", low: undefined, high: { value, included: node.type === "<=" } };
      default:
        throw noCounterpart(node);
    }
  });
}

function dateTerm(node: Node): DateTerm {
  const type = node.type ?? "";
  switch (type) {
    case "null":
      return { kind: "null" };
    case "notnull":
      return { kind: "not null" };
    case "past":
      // `3 days ago for 3 days`, which Looker calls the past 3 complete days.
      return node["complete"] === true
        ? { kind: "for", start: relative(node, -1), interval: intervalOf(node) }
        : { kind: "last", interval: intervalOf(node) };
    case "lastInterval":
      return { kind: "last", interval: intervalOf(node) };
    case "pastAgo":
      return { kind: "in", period: relative(node, -1) };
    case "from now":
      return { kind: "in", period: relative(node, 1) };
    case "this":
    case "next":
    case "last":
      return { kind: "in", period: named(type, node) };
    case "before":
    case "after":
      if (node["range"] === "absolute") return { kind: type, period: momentOf(node["date"]) };
      return { kind: type, period: relative(node, node["fromnow"] === true ? 1 : -1) };
    case "range":
      return { kind: "to", start: momentOf(node["start"]), end: momentOf(node["end"]) };
    case "rangeInterval":
      return { kind: "for", start: momentOf(node["start"]), interval: intervalOf(node["end"]) };
    case "monthInterval":
      return { kind: "for", start: momentOf(node), interval: intervalOf(node["end"]) };
    case "thisRange":
      return { kind: "to", start: current(node["startInterval"]), end: current(node["endInterval"]) };
    case "relative":
      return {
        kind: "for",
        start: relative(node["startInterval"], node["intervalType"] === "ago" ? -1 : 1),
        interval: intervalOf(node["endInterval"]),
      };
    case "on":
      return { kind: "in", period: momentOf(node["date"]) };
    case "year":
    case "month":
      return { kind: "in", period: momentOf(node) };
    case "quarter": {
      const { quarter } = node["quarter"] as { readonly quarter: string };
      return {
        kind: "in",
        period: { kind: "quarter", year: Number(node["year"]), quarter: Number(quarter), fiscal: false },
      };
    }
    case "fiscalYear":
      return { kind: "in", period: { kind: "fiscal year", year: Number(node["year"]) } };
    case "fiscalQuarter": {
      const quarter = Number(String(node["quarter"]).slice(1));
      return { kind: "in", period: { kind: "quarter", year: Number(node["year"]), quarter, fiscal: true } };
    }
    case "day":
      return { kind: "in", period: dayOf(String(node["day"])) };
    default: {
      const [, side, which] = /^(before|after)_(this|next|last)$/.exec(type) ?? [];
      if (side === undefined || which === undefined) throw noCounterpart(node);
      return { kind: side === "before" ? "before" : "after", period: named(which, node) };
    }
  }
}

function intervalOf(node: unknown): Interval {
  const { value, unit } = node as { readonly value: unknown; readonly unit: unknown };
  return { count: Number(value), unit: unitOf(unit) };
}

function relative(node: unknown, direction: -1 | 1): Period {
  const { count, unit } = intervalOf(node);
  return { kind: "relative", count: count === 0 ? 0 : direction * count, unit };
}

function current(unit: unknown): Period {
  return { kind: "relative", count: 0, unit: unitOf(unit) };
}

function named(which: string, node: Node): Period {
  return {
    kind: "relative",
    count: which === "this" ? 0 : which === "next" ? 1 : -1,
    unit: unitOf(node["unit"]),
  };
}

function unitOf(unit: unknown): Interval["unit"] {
  const found = UNITS.find((one) => one === unit);
  if (found === undefined) throw new Error(`there is no unit ${String(unit)}`);
  return found;
}

function dayOf(day: string): Period {
  const weekday = WEEKDAYS.find((one) => one === day);
  if (weekday !== undefined) return { kind: "weekday", weekday };
  return { kind: "relative", count: day === "today" ? 0 : day === "tomorrow" ? 1 : -1, unit: "day" };
}

function momentOf(node: unknown): Period {
  const given = Object.entries(node as Readonly<Record<string, unknown>>).filter(
    ([part, value]) => ["year", "month", "day", "hour", "minute", "second"].includes(part) && value !== "",
  );
  const parts = Object.fromEntries(given.map(([part, value]) => [part, Number(value)]));
  return { kind: "moment", year: parts["year"] ?? 0, ...parts };
}

function locationTerm(node: Node): LocationTerm {
  const place = (
    latitude: unknown,
    longitude: unknown,
  ): { readonly latitude: string; readonly longitude: string } => ({
    latitude: String(latitude),
    longitude: String(longitude),
  });
  const { lat, lon, lat1, lon1, unit } = node;
  switch (node.type) {
    case "null":
      return { kind: "null" };
    case "notnull":
      return { kind: "not null" };
    case "location":
      return { kind: "point", place: place(lat, lon) };
    case "box":
      return { kind: "box", from: place(lat, lon), to: place(lat1, lon1) };
    case "circle":
      if (unit !== "meters" && unit !== "feet" && unit !== "kilometers" && unit !== "miles")
        throw noCounterpart(node);
      return { kind: "circle", radius: String(node["distance"]), unit, center: place(lat, lon) };
    default:
      throw noCounterpart(node);
  }
}

function noCounterpart(node: Node): Error {
  return new Error(`no counterpart: ${node.type ?? "a node without a type"}`);
}
