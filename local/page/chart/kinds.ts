// What a chart is to be drawn from -> the shapes it can have, the one it deserves first, and why it cannot have the others.
import { inSentence } from "../words/label.ts";
import { nameGroup, placeInTime } from "../words/group-name.ts";
import type { ChartAxis, ChartData, ChartKind, ChartPoint } from "../props.ts";
import { inSeries, MOST_SERIES, spanOf } from "./series.ts";

/** One of the shapes, and the reason in words when it is impossible. */
export interface KindChoice {
  readonly kind: ChartKind;
  readonly impossible: string | undefined;
}

/** Beyond so many groups, bars side by side are a wall. */
export const MOST_GROUPED = 12;
/** The shapes in the order in which they are offered. */
const KINDS: readonly ChartKind[] = ["number", "bars", "line", "grouped bars", "heat table"];

/** @returns every shape once: those that are possible first, the best of them at the front */
export function kindsFor(data: ChartData): readonly KindChoice[] {
  const best = rankedKinds(data);
  const choices = KINDS.map((kind) => ({ kind, impossible: whyNot(kind, data) }));
  const possible = choices.filter((one) => one.impossible === undefined);
  const rank = (kind: ChartKind): number => (best.includes(kind) ? best.indexOf(kind) : KINDS.length);
  return [
    ...possible.toSorted((one, other) => rank(one.kind) - rank(other.kind)),
    ...choices.filter((one) => one.impossible !== undefined),
  ];
}

/** A time is a line; two groups are bars side by side while they are few and a table in colours when they are many. */
function rankedKinds(data: ChartData): readonly ChartKind[] {
  if (data.group === undefined) return ["number"];
  const isTime = data.group.timeframe !== undefined;
  if (data.split === undefined) return isTime ? ["line", "bars"] : ["bars"];
  const { series, groups } = inSeries(data);
  const few = series.length <= MOST_SERIES;
  if (isTime && few) return ["line", "heat table", "grouped bars"];
  if (few && groups.length <= MOST_GROUPED) return ["grouped bars", "heat table"];
  return ["heat table", "grouped bars", "line"];
}

function whyNot(kind: ChartKind, data: ChartData): string | undefined {
  const { group, split } = data;
  const known = spanOf(data.points) !== undefined;
  if (kind === "number")
    return data.overall === null && (known || group !== undefined)
      ? "there is no figure over all rows"
      : undefined;
  if (group === undefined) return "the answer is one number; group it by something first";
  if (!known) return "no value is known";
  const label = inSentence(group.label);
  switch (kind) {
    case "bars":
      return split === undefined
        ? undefined
        : `bars show one group, and this answer has two: ${label} and ${inSentence(split.label)}`;
    case "line":
      if (group.timeframe === undefined) return `${label} is not a time`;
      return whyNoLine(data, label);
    case "grouped bars":
    case "heat table":
      return split === undefined ? "it takes a second group" : undefined;
  }
}

function whyNoLine(data: ChartData, label: string): string | undefined {
  const { group } = data;
  const keys = new Set(data.points.flatMap(({ key, value }) => (value === null ? [] : (key ?? []))));
  const places = new Set([...keys].map((key) => (group === undefined ? undefined : placeInTime(key, group))));
  if (places.has(undefined)) return `not every ${label} can be read as a time`;
  if (places.size < 2) return "a line takes two points in time";
  // Two of them at one place would hide one another.
  return places.size < keys.size ? `several values of ${label} fall on one day` : undefined;
}

/** The name of a point's place in the answer, e.g. `Action`, `Action, 1999` or `no known genre`. */
export function namePoint(data: ChartData, { key, split }: Pick<ChartPoint, "key" | "split">): string {
  return [nameIn(data.group, key), nameIn(data.split, split)].flatMap((name) => name ?? []).join(", ");
}

function nameIn(axis: ChartAxis | undefined, value: string | null | undefined): string | undefined {
  if (axis === undefined || value === undefined) return undefined;
  return value === null ? `no known ${inSentence(axis.label)}` : nameGroup(value, axis);
}
