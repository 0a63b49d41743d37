// A figure for each pair of two groups -> a table whose cells are the darker the larger, each with its value in it.
import { compareSplits, nameGroup } from "../words/group-name.ts";
import { NOTHING, showCount, showFigure, showShort } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import type { ChartAxis, ChartData } from "../props.ts";
import type { Drawn, Mark } from "./drawn.ts";
import { namePoint } from "./kinds.ts";
import type { Ruler } from "./ruler.ts";
import { inSeries, type Series, sizedValue, spanOf } from "./series.ts";

const ROW = 34;
const HEAD = 28;
const GAP = 8;
const SPACE = 2;
const MOST_ROWS = 40;
const MOST_COLUMNS = 40;
const WIDEST_COLUMN = 120;
const STEPS = 6;

/**
 * @param group of the data
 * @param split of the data
 * @param width in pixels; the table is wider where its columns need it
 */
export function drawHeat(
  data: ChartData,
  group: ChartAxis,
  split: ChartAxis,
  width: number,
  ruler: Ruler,
): Drawn {
  const { format } = data.measure;
  const { series, groups: allGroups } = inSeries(data);
  const isTime = group.timeframe !== undefined;
  // The latest first, as the table has it; what has no known time is last.
  const groups = (isTime ? allGroups.toReversed() : allGroups).slice(0, MOST_ROWS);
  const columns = inOrder(series.slice(0, MOST_COLUMNS));
  const span = spanOf(data.points) ?? { low: 0, high: 0 };
  const step = (value: number): number =>
    span.high === span.low
      ? 2
      : Math.min(STEPS - 1, Math.floor(((value - span.low) / (span.high - span.low)) * STEPS));
  const names = groups.map((key) => nameGroup(key, group));
  const nameWidth = Math.min(
    Math.max(0, ...names.map((name) => ruler.width(name))),
    Math.max(110, width * 0.26),
  );
  const left = nameWidth + GAP;
  const figures = Math.max(0, ...data.points.map((point) => ruler.width(showShort(point.value, format))));
  const least = Math.max(44, figures + 12);
  const cell = Math.max(least, Math.min(WIDEST_COLUMN, (width - left) / Math.max(1, columns.length)));
  const marks: Mark[] = [];
  const picture = (
    <>
      {columns.map((one, at) => (
        <text
          key={String(one.value)}
          className="small muted"
          x={left + at * cell + cell / 2}
          y={17}
          textAnchor="middle"
        >
          {ruler.fit(one.name, cell - 4)}
        </text>
      ))}
      {groups.map((key, row) => {
        const y = HEAD + row * ROW;
        return (
          <g key={String(key)}>
            <text x={left - GAP} y={y + ROW / 2 + 4} textAnchor="end">
              {ruler.fit(names[row] ?? "", nameWidth)}
            </text>
            {columns.map((one, at) => cellOf(one, key, left + at * cell, y))}
          </g>
        );
      })}
    </>
  );

  function cellOf(one: Series, key: string | null, x: number, y: number): React.ReactNode {
    const point = one.points.get(key);
    const value = sizedValue(point);
    if (point !== undefined)
      marks.push({
        point,
        x,
        y,
        width: cell,
        height: ROW,
        name: namePoint(data, point),
        shown: point.value === null ? "not known" : showFigure(point.value, format),
      });
    const heat = value === undefined ? undefined : step(value);
    return (
      <g key={String(one.value)}>
        <rect
          className={heat === undefined ? "missing" : `heat-${heat}`}
          x={x + SPACE / 2}
          y={y + SPACE / 2}
          width={cell - SPACE}
          height={ROW - SPACE}
          rx={3}
        />
        <text
          className={heat === undefined ? "muted" : `on-heat-${heat}`}
          x={x + cell / 2}
          y={y + ROW / 2 + 4}
          textAnchor="middle"
        >
          {value === undefined ? NOTHING : showShort(point?.value, format)}
        </text>
      </g>
    );
  }

  const isFull = groups.every((key) => columns.every((one) => sizedValue(one.points.get(key)) !== undefined));
  return {
    width: Math.max(width, left + columns.length * cell),
    height: HEAD + groups.length * ROW,
    picture,
    marks,
    notes: [
      ...(isFull ? [] : [`“${NOTHING}” is a pair without a known ${inSentence(data.measure.label)}.`]),
      ...(allGroups.length > groups.length || series.length > columns.length
        ? [
            `The ${isTime ? "latest" : "first"} ${showCount(groups.length)} of ${showCount(allGroups.length)} values of ${inSentence(group.label)} by ${showCount(columns.length)} of ${showCount(series.length)} of ${inSentence(split.label)}; the table has the others.`,
          ]
        : []),
    ],
  };
}

/** As the columns of the table stand. */
function inOrder(series: readonly Series[]): readonly Series[] {
  return series.toSorted((one, other) => compareSplits(one.value ?? null, other.value ?? null));
}
