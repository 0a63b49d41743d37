// A figure for each pair of two groups -> bars side by side under each group's name, each named, the small ones as grey ticks.
import { scaleLinear } from "d3-scale";
import { nameGroup } from "../words/group-name.ts";
import { NOTHING, showCount, showFigure, showShort } from "../words/figure.ts";
import { inSentence } from "../words/label.ts";
import type { ChartAxis, ChartData } from "../props.ts";
import type { Drawn, Mark } from "./drawn.ts";
import { MOST_GROUPED, namePoint } from "./kinds.ts";
import type { Ruler } from "./ruler.ts";
import { inSeries, type Series, sizedValue, spanOf } from "./series.ts";

const ROW = 24;
const BAR = 14;
const HEAD = 26;
const SPACE = 10;
const GAP = 8;

/**
 * @param group of the data, which has a split
 * @param width in pixels
 */
export function drawGrouped(data: ChartData, group: ChartAxis, width: number, ruler: Ruler): Drawn {
  const { format } = data.measure;
  const { series, groups: all } = inSeries(data);
  // Of times the latest are shown, of anything else the first.
  const groups = group.timeframe === undefined ? all.slice(0, MOST_GROUPED) : all.slice(-MOST_GROUPED);
  const own = series.filter((one) => one.colour !== undefined);
  const rest = series.filter((one) => one.colour === undefined);
  const restName = `Other (${showCount(rest.length)})`;
  const names = [...own.map((one) => one.name), ...(rest.length === 0 ? [] : [restName])];
  const nameWidth = Math.min(Math.max(...names.map((name) => ruler.width(name)), 0), width * 0.34);
  const inSight = data.points.filter((point) => groups.includes(point.key ?? null));
  const span = spanOf(inSight) ?? { low: 0, high: 1 };
  const valueWidth = Math.max(0, ...inSight.map((point) => ruler.width(showShort(point.value, format))));
  const left = nameWidth + GAP;
  const negative = span.low < 0;
  const scale = scaleLinear()
    .domain([Math.min(0, span.low), Math.max(0, span.high) || 1])
    .range([left + (negative ? valueWidth + GAP : 0), Math.max(left + 20, width - valueWidth - GAP)]);
  const zero = scale(0);
  const marks: Mark[] = [];
  let top = 0;
  const blocks = groups.map((key) => {
    const begin = top;
    const rows = own.filter((one) => one.points.has(key));
    const others = rest.flatMap((one) => one.points.get(key) ?? []);
    const drawn = rows.map((one, at) => bar(one, key, begin + HEAD + at * ROW));
    const ticksAt = begin + HEAD + rows.length * ROW;
    for (const point of others) {
      const value = sizedValue(point);
      if (value === undefined) continue;
      marks.push({ ...markOf(point, ticksAt), x: scale(value) - 5, width: 10 });
    }
    top = ticksAt + (others.length === 0 ? 0 : ROW) + SPACE;
    return (
      <g key={String(key)}>
        <text className="strong" x={0} y={begin + 17}>
          {ruler.fit(nameGroup(key, group), width)}
        </text>
        {drawn}
        {others.length === 0 ? null : (
          <g>
            <text className="small muted" x={left - GAP} y={ticksAt + ROW / 2 + 4} textAnchor="end">
              {ruler.fit(restName, nameWidth)}
            </text>
            {others.map((point, at) => {
              const value = sizedValue(point);
              return value === undefined ? null : (
                <rect
                  key={at}
                  className="fill-rest"
                  x={scale(value) - 1}
                  y={ticksAt + (ROW - BAR) / 2}
                  width={2}
                  height={BAR}
                />
              );
            })}
          </g>
        )}
      </g>
    );
  });

  function markOf(point: Mark["point"], y: number): Mark {
    return {
      point,
      x: 0,
      y,
      width,
      height: ROW,
      name: namePoint(data, point),
      shown: point.value === null ? "not known" : showFigure(point.value, format),
    };
  }

  function bar(one: Series, key: string | null, y: number): React.ReactNode {
    const point = one.points.get(key);
    if (point === undefined) return null;
    marks.push(markOf(point, y));
    const value = sizedValue(point);
    const end = scale(value ?? 0);
    const middle = y + ROW / 2 + 4;
    const isLeft = value !== undefined && value < 0;
    return (
      <g key={String(one.value)}>
        <text className="small" x={left - GAP} y={middle} textAnchor="end">
          {ruler.fit(one.name, nameWidth)}
        </text>
        {value === undefined ? null : (
          <rect
            className={`fill-${one.colour ?? "rest"}`}
            x={Math.min(zero, end)}
            y={y + (ROW - BAR) / 2}
            width={Math.max(Math.abs(end - zero), value === 0 ? 0 : 1)}
            height={BAR}
            rx={2}
          />
        )}
        <text
          className={value === undefined ? "small muted" : "small"}
          x={isLeft ? end - GAP : Math.max(end, zero) + GAP}
          y={middle}
          textAnchor={isLeft ? "end" : "start"}
        >
          {point.value === null ? `${NOTHING} not known` : showShort(point.value, format)}
        </text>
      </g>
    );
  }

  const height = Math.max(0, top - SPACE);
  return {
    width,
    height,
    marks,
    picture: (
      <>
        {negative ? <line className="axis zero" x1={zero} x2={zero} y1={0} y2={height} /> : null}
        {blocks}
      </>
    ),
    notes: [
      ...(all.length > groups.length
        ? [
            `The ${group.timeframe === undefined ? "first" : "latest"} ${showCount(groups.length)} of ${data.cut ? "more than " : ""}${showCount(all.length)} values of ${inSentence(group.label)}; the table has the others.`,
          ]
        : []),
      ...(rest.length === 0
        ? []
        : [
            `Each grey tick is one of ${showCount(rest.length)} others; they are not added up, and the table names them.`,
          ]),
    ],
  };
}
