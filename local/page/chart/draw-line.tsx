// Figures at places in time -> a line for each series, broken where nothing is known, named at its end.
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { nameTime, placeInTime, ROUND_STEPS } from "../words/group-name.ts";
import { showFigure, showShort } from "../words/figure.ts";
import type { ChartAxis, ChartData } from "../props.ts";
import type { Drawn, Mark } from "./drawn.ts";
import { lineNotes } from "./line-notes.ts";
import { namePoint } from "./kinds.ts";
import type { Ruler } from "./ruler.ts";
import { inSeries, type Series, sizedValue, spanOf } from "./series.ts";

const HEIGHT = 280;
const TOP = 12;
const BOTTOM = 28;
/** Names at the ends of lines stand so far apart at least, in pixels. */
const LINE_HEIGHT = 16;
/** With at most so many places each has a dot. */
const MOST_DOTS = 40;
/** The 4th line and those after it are told apart by their dashes too. */
const DASHES = [undefined, undefined, undefined, "7 4", "2 4", "10 3 2 3"] as const;

interface Place {
  readonly place: number;
  readonly value: number | undefined;
}

/**
 * @param group of the data; a time
 * @param width in pixels
 */
export function drawLine(data: ChartData, group: ChartAxis, width: number, ruler: Ruler): Drawn {
  const { format } = data.measure;
  const { series, groups } = inSeries(data);
  const drawn = series.toReversed();
  // The line goes from the first known value to the last.
  const unknown = new Set(
    groups.filter((key) => series.every((one) => sizedValue(one.points.get(key)) === undefined)),
  );
  const timed = groups.filter((key) => key !== null && placeInTime(key, group) !== undefined);
  const begin = timed.findIndex((key) => !unknown.has(key));
  const end = timed.findLastIndex((key) => !unknown.has(key));
  const places = timed.slice(begin, end + 1).map((key) => placeInTime(key ?? "", group) ?? 0);
  const outside = [...timed.slice(0, begin), ...timed.slice(end + 1)];
  const first = Math.min(...places);
  const last = Math.max(...places);
  const span = spanOf(data.points) ?? { low: 0, high: 1 };
  const y = scaleLinear()
    .domain([Math.min(0, span.low), Math.max(0, span.high) || 1])
    .nice(4)
    .range([HEIGHT - BOTTOM, TOP]);
  const ticks = y.ticks(4);
  const tickWidth = Math.max(...ticks.map((tick) => ruler.width(showShort(String(tick), format))));
  const left = tickWidth + 10;
  const named = data.split === undefined ? [] : series.filter((one) => one.colour !== undefined);
  const nameWidth = Math.min(Math.max(0, ...named.map((one) => ruler.width(one.name))), width * 0.3);
  const right = width - (named.length === 0 ? 12 : nameWidth + 14);
  const x = scaleLinear()
    .domain([first, Math.max(last, first + 1)])
    .range([left + 6, right]);
  const at = (one: Series, place: number): number | undefined => {
    const key = keys.get(place);
    return key === undefined ? undefined : sizedValue(one.points.get(key));
  };
  const keys = new Map(
    groups.flatMap((key) => (key === null ? [] : [[placeInTime(key, group) ?? Number.NaN, key] as const])),
  );
  const along = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const placesOf = (one: Series): readonly Place[] =>
    along.map((place) => ({ place, value: at(one, place) }));
  const dots = along.length <= MOST_DOTS;
  const path = line<Place>()
    .defined(({ value }) => value !== undefined)
    .x(({ place }) => x(place))
    .y(({ value }) => y(value ?? 0));
  const [only] = series;
  const filled = data.split === undefined && span.low >= 0 && only !== undefined;
  const below = area<Place>()
    .defined(({ value }) => value !== undefined)
    .x(({ place }) => x(place))
    .y0(y(0))
    .y1(({ value }) => y(value ?? 0));

  const picture = (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? "axis zero" : "axis"}
            x1={left}
            x2={right + 6}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text className="small muted" x={left - 6} y={y(tick) + 4} textAnchor="end">
            {showShort(String(tick), format)}
          </text>
        </g>
      ))}
      {timeLabels(first, last, group, { x, right, ruler })}
      {filled ? <path className="area" d={below([...placesOf(only)]) ?? undefined} /> : null}
      {drawn.map((one) => {
        const known = placesOf(one);
        const name = one.colour ?? "rest";
        return (
          <g key={String(one.value)}>
            <path
              className={`lines line-${name}`}
              strokeDasharray={one.colour === undefined ? undefined : DASHES[one.colour]}
              d={path([...known]) ?? undefined}
            />
            {known.flatMap(({ place, value }, index) => {
              if (value === undefined) return [];
              const alone = known[index - 1]?.value === undefined && known[index + 1]?.value === undefined;
              return dots || alone
                ? [
                    <circle
                      key={place}
                      className={`fill-${name}`}
                      cx={x(place)}
                      cy={y(value)}
                      r={dots ? 3 : 2}
                    />,
                  ]
                : [];
            })}
          </g>
        );
      })}
      {endsOf(named, placesOf, y).map(({ one, top }) => (
        <g key={String(one.value)}>
          <rect
            className={`fill-${one.colour ?? "rest"}`}
            x={right + 6}
            y={top - 2}
            width={4}
            height={4}
            rx={2}
          />
          <text x={right + 14} y={top + 4}>
            {ruler.fit(one.name, nameWidth)}
          </text>
        </g>
      ))}
    </>
  );
  const marks = along.flatMap((place) =>
    series.flatMap((one): readonly Mark[] => {
      const point = one.points.get(keys.get(place) ?? "");
      const value = sizedValue(point);
      if (point === undefined || value === undefined) return [];
      return [
        {
          point,
          x: x(place) - 12,
          y: y(value) - 12,
          width: 24,
          height: 24,
          name: namePoint(data, point),
          shown: showFigure(point.value, format),
        },
      ];
    }),
  );
  return {
    width,
    height: HEIGHT,
    picture,
    marks,
    notes: lineNotes(data, group, { series, along, at, outside }),
  };
}

/** As many names of times as there is room for, on round ones. */
function timeLabels(
  first: number,
  last: number,
  group: ChartAxis,
  {
    x,
    right,
    ruler,
  }: { readonly x: (place: number) => number; readonly right: number; readonly ruler: Ruler },
): React.ReactNode {
  const room = ruler.width(nameTime(last, group)) + 18;
  const most = Math.max(2, Math.floor((x(last) - x(first)) / room));
  const steps = ROUND_STEPS[group.timeframe ?? "date"];
  const step = steps.find((one) => (last - first + 1) / one <= most) ?? last - first + 1;
  const labels: number[] = [];
  for (let place = Math.ceil(first / step) * step; place <= last; place += step) labels.push(place);
  return labels.map((place) => {
    const half = ruler.width(nameTime(place, group)) / 2;
    return (
      <g key={place}>
        <line className="axis" x1={x(place)} x2={x(place)} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM + 5} />
        <text
          className="small muted"
          x={Math.min(x(place), right + 10 - half)}
          y={HEIGHT - BOTTOM + 19}
          textAnchor="middle"
        >
          {nameTime(place, group)}
        </text>
      </g>
    );
  });
}

/** Where the names of lines stand: at their last known value, pushed apart where two would cover each other. */
function endsOf(
  named: readonly Series[],
  placesOf: (one: Series) => readonly Place[],
  y: (value: number) => number,
): readonly { readonly one: Series; readonly top: number }[] {
  const ends = named
    .flatMap((one) => {
      const value = placesOf(one).findLast((place) => place.value !== undefined)?.value;
      return value === undefined ? [] : [{ one, top: y(value) }];
    })
    .toSorted((a, b) => a.top - b.top);
  const lowest = HEIGHT - BOTTOM - (ends.length - 1) * LINE_HEIGHT;
  let before = Number.NEGATIVE_INFINITY;
  return ends.map(({ one, top }, index) => {
    const free = Math.min(Math.max(top, before + LINE_HEIGHT), lowest + index * LINE_HEIGHT);
    before = free;
    return { one, top: free };
  });
}
