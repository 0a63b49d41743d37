// The points of a chart -> its series: one, or one for each value of the split, the six largest with a colour of their own.
import { nameGroup, placeInTime } from "../words/group-name.ts";
import type { ChartData, ChartPoint } from "../props.ts";

/** So many series have a colour; eyes do not tell more apart. */
export const MOST_SERIES = 6;

/** The points of one value of the split. */
export interface Series {
  readonly value: string | null | undefined;
  readonly name: string;
  /** Its colour: 0 to 5, the largest series first; undefined for those that share the grey. */
  readonly colour: number | undefined;
  /** By group. */
  readonly points: ReadonlyMap<string | null, ChartPoint>;
}

/** Points as series, and the groups they stand in. */
export interface InSeries {
  /** The largest first. */
  readonly series: readonly Series[];
  /** In order of time where the group is a time, in the answer's order otherwise. */
  readonly groups: readonly (string | null)[];
}

/** @param data with a group */
export function inSeries(data: ChartData): InSeries {
  const bySplit = new Map<string | null | undefined, Map<string | null, ChartPoint>>();
  const groups = new Set<string | null>();
  for (const point of data.points) {
    const key = point.key ?? null;
    groups.add(key);
    const points = bySplit.get(point.split) ?? new Map<string | null, ChartPoint>();
    points.set(key, point);
    bySplit.set(point.split, points);
  }
  const sized = [...bySplit].map(([value, points]) => ({
    value,
    points,
    size: sizeOf([...points.values()]),
  }));
  const ranked = sized.toSorted((one, other) => other.size - one.size);
  return {
    series: ranked.map(({ value, points }, at) => ({
      value,
      name: data.split === undefined ? data.measure.label : nameGroup(value, data.split),
      colour: at < MOST_SERIES ? at : undefined,
      points,
    })),
    groups: inTime(data, [...groups]),
  };
}

/** A point's value as a number, which is near enough for where it is drawn; undefined when it is not known. */
export function sizedValue(point: ChartPoint | undefined): number | undefined {
  if (point === undefined || point.value === null) return undefined;
  const number = Number(point.value);
  return Number.isFinite(number) ? number : undefined;
}

/** The least and the most of all known values; undefined when none is known. */
export function spanOf(
  points: Iterable<ChartPoint>,
): { readonly low: number; readonly high: number } | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    const value = sizedValue(point);
    if (value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? undefined : { low, high };
}

function sizeOf(points: readonly ChartPoint[]): number {
  return points.reduce((sum, point) => sum + Math.abs(sizedValue(point) ?? 0), 0);
}

function inTime(data: ChartData, groups: readonly (string | null)[]): readonly (string | null)[] {
  const { group } = data;
  if (group?.timeframe === undefined) return groups;
  const place = (key: string | null): number =>
    (key === null ? undefined : placeInTime(key, group)) ?? Number.NEGATIVE_INFINITY;
  return groups.toSorted((one, other) => place(one) - place(other));
}
