// A chart -> the one sentence that says what it shows.
import { showCount, showShort } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import { nameTime, placeInTime } from "../words/group-name.ts";
import type { ChartData, ChartKind } from "../props.ts";
import { namePoint } from "./kinds.ts";
import { inSeries, sizedValue } from "./series.ts";

/** @returns e.g. `Ranked bars for 19 genres: the most is Adventure with $71.4M, the least Romance with $27.4M.` */
export function describeChart(data: ChartData, kind: ChartKind): string {
  const { group, split, measure } = data;
  if (kind === "number" || group === undefined)
    return data.overall === null
      ? `${measure.label} is not known.`
      : `${measure.label} is ${showShort(data.overall, measure.format)}.`;
  const known = data.points
    .flatMap((point) => {
      const value = sizedValue(point);
      return value === undefined ? [] : [{ point, value }];
    })
    .toSorted((one, other) => other.value - one.value);
  const [most] = known;
  const least = known.at(-1);
  if (most === undefined || least === undefined) return "No value is known.";
  const said = ({ point }: { readonly point: ChartData["points"][number] }): string =>
    `${namePoint(data, point)} with ${showShort(point.value, measure.format)}`;
  const ends = most === least ? said(most) : `the most is ${said(most)}, the least ${said(least)}`;
  return `${beginning(data, kind)}: ${ends}.`;

  function beginning(all: ChartData, shape: ChartKind): string {
    const { series, groups } = inSeries(all);
    const values = `${showCount(groups.length)} ${groups.length === 1 ? "value" : "values"} of ${inSentence(group?.label ?? "")}`;
    const lines =
      split === undefined
        ? ""
        : ` and ${showCount(series.length)} ${series.length === 1 ? "value" : "values"} of ${inSentence(split.label)}`;
    if (shape === "line" && group !== undefined) {
      const places = groups.flatMap((key) => (key === null ? [] : (placeInTime(key, group) ?? [])));
      const span = `from ${nameTime(Math.min(...places), group)} to ${nameTime(Math.max(...places), group)}`;
      return split === undefined
        ? `A line ${span}`
        : `${showCount(series.length)} lines, one for each ${inSentence(split.label)}, ${span}`;
    }
    if (shape === "bars") return `Ranked bars for ${values}`;
    return shape === "heat table"
      ? `A table in colours for ${values}${lines}`
      : `Grouped bars for ${values}${lines}`;
  }
}
