// One figure for each group -> ranked bars, each with its name before it and its value behind it.
import { scaleLinear } from "d3-scale";
import { nameGroup } from "../words/group-name.ts";
import { NOTHING, showCount, showFigure, showShort } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import type { ChartAxis, ChartData } from "../props.ts";
import type { Drawn, Mark } from "./drawn.ts";
import { namePoint } from "./kinds.ts";
import type { Ruler } from "./ruler.ts";
import { sizedValue } from "./series.ts";

/** More than so many bars are a table. */
const MOST_BARS = 25;
const ROW = 30;
const BAR = 20;
const GAP = 8;
/** A line keeps so far away from a text, in pixels. */
const CLEAR = 3;

/**
 * @param group of the data
 * @param width in pixels
 */
export function drawBars(data: ChartData, group: ChartAxis, width: number, ruler: Ruler): Drawn {
  const { format } = data.measure;
  const ranked = data.points.toSorted(
    (one, other) =>
      (sizedValue(other) ?? Number.NEGATIVE_INFINITY) - (sizedValue(one) ?? Number.NEGATIVE_INFINITY),
  );
  const shown = ranked.slice(0, MOST_BARS);
  const values = shown.map((point) => sizedValue(point) ?? 0);
  const names = shown.map((point) => nameGroup(point.key, group));
  const labels = shown.map((point) =>
    point.value === null ? `${NOTHING} not known` : showShort(point.value, format),
  );
  const nameWidth = Math.min(Math.max(...names.map((name) => ruler.width(name)), 0), width * 0.36);
  const valueWidth = Math.max(...labels.map((label) => ruler.width(label)), 0);
  const left = nameWidth + GAP;
  const negative = Math.min(0, ...values) < 0;
  const scale = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values) || (negative ? 0 : 1)])
    // The value of a bar that goes to the left stands to its left.
    .range([left + (negative ? valueWidth + GAP : 0), Math.max(left + 20, width - valueWidth - GAP)]);
  const zero = scale(0);
  const top = overallAt(data, scale.domain()) === undefined ? 0 : 20;
  const height = top + shown.length * ROW;
  /** Where the value of a bar stands, from left to right. */
  const labelAt = (at: number): readonly [number, number] => {
    const value = values[at] ?? 0;
    const end = scale(value);
    const wide = ruler.width(labels[at] ?? "");
    return value < 0
      ? [end - GAP - wide, end - GAP]
      : [Math.max(end, zero) + GAP, Math.max(end, zero) + GAP + wide];
  };
  const covered = (at: number, x: number): boolean => {
    const [from, to] = labelAt(at);
    return x > from - CLEAR && x < to + CLEAR;
  };
  const marks = shown.map((point, at): Mark => ({
    point,
    x: 0,
    y: top + at * ROW,
    width,
    height: ROW,
    name: namePoint(data, point),
    shown: point.value === null ? "not known" : showFigure(point.value, format),
  }));
  const picture = (
    <>
      {overallLine(data, scale, { ruler, top, height, width, covered })}
      {shown.map((point, at) => {
        const value = sizedValue(point);
        const end = scale(value ?? 0);
        const y = top + at * ROW;
        const middle = y + ROW / 2 + 4.5;
        return (
          <g key={`${at} ${point.key ?? ""}`}>
            <text x={left - GAP} y={middle} textAnchor="end">
              {ruler.fit(names[at] ?? "", nameWidth)}
            </text>
            {value === undefined ? null : (
              <rect
                className="fill-0"
                x={Math.min(zero, end)}
                y={y + (ROW - BAR) / 2}
                width={Math.max(Math.abs(end - zero), value === 0 ? 0 : 1)}
                height={BAR}
                rx={2}
              />
            )}
            <text
              className={value === undefined ? "value muted" : "value"}
              x={value !== undefined && value < 0 ? end - GAP : Math.max(end, zero) + GAP}
              y={middle}
              textAnchor={value !== undefined && value < 0 ? "end" : "start"}
            >
              {labels[at]}
            </text>
          </g>
        );
      })}
      {negative ? <line className="axis zero" x1={zero} x2={zero} y1={top} y2={height} /> : null}
    </>
  );
  return { width, height, picture, marks, notes: notesOf(data, group, shown.length) };
}

function notesOf(data: ChartData, group: ChartAxis, shown: number): readonly string[] {
  const groups = data.points.length;
  if (groups <= shown) return [];
  const more = data.cut ? `more than ${showCount(groups)}` : showCount(groups);
  return [
    `The ${showCount(shown)} largest of ${more} values of ${inSentence(group.label)}; the table has the others.`,
  ];
}

/** A total is beyond all of its parts, and would make them small: then there is no line. */
function overallAt(data: ChartData, domain: readonly number[]): number | undefined {
  const [low = 0, high = 0] = domain;
  const overall = data.overall === null ? Number.NaN : Number(data.overall);
  return data.points.length > 1 && overall > low && overall < high ? overall : undefined;
}

function overallLine(
  data: ChartData,
  scale: { (value: number): number; domain(): number[] },
  place: {
    readonly ruler: Ruler;
    readonly top: number;
    readonly height: number;
    readonly width: number;
    /** Whether the value in that row stands where the line would go. */
    readonly covered: (row: number, x: number) => boolean;
  },
): React.ReactNode {
  const overall = overallAt(data, scale.domain());
  if (overall === undefined) return null;
  const x = scale(overall);
  const label = `Overall ${showShort(data.overall, data.measure.format)}`;
  const half = place.ruler.width(label) / 2;
  const at = Math.min(Math.max(x, half), place.width - half);
  return (
    <g>
      <text className="small muted" x={at} y={12} textAnchor="middle">
        {label}
      </text>
      {stretchesOf(place, x).map(([from, to]) => (
        <line key={from} className="overall" x1={x} x2={x} y1={from} y2={to} />
      ))}
    </g>
  );
}

/** The line from top to bottom, without the rows whose values it would cross out. */
function stretchesOf(
  {
    top,
    height,
    covered,
  }: {
    readonly top: number;
    readonly height: number;
    readonly covered: (row: number, x: number) => boolean;
  },
  x: number,
): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  let from: number | undefined = top - 3;
  for (let row = 0, y = top; y < height; row += 1, y += ROW) {
    if (covered(row, x)) {
      if (from !== undefined && y > from) stretches.push([from, y]);
      from = undefined;
    } else from ??= y;
  }
  if (from !== undefined) stretches.push([from, height]);
  return stretches;
}
