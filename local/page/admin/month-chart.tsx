// The months of a source -> a small chart: a column of records each, the part in quarantine on top of it, a gap where nothing came.
import { useId } from "react";
import { useWidth } from "../chart/width.ts";
import { showCount } from "../words/figure.ts";
import { counted } from "../words/label.ts";
import { type Month, sayShare } from "./months.ts";

const HEIGHT = 64;
const WIDEST = 60;
const GAP = 3;
const RECORDS = { one: "record", many: "records" };
/** A part in quarantine is seen, however small, in pixels. */
const LEAST = 2;
/** Two months have room beside each other, in pixels. */
const LEAST_ENDS = 120;

/** Numbers stand in words beside it; the picture shows how they go. */
export function MonthChart({
  source,
  months,
}: {
  readonly source: string;
  readonly months: readonly Month[];
}): React.ReactNode {
  const [place, width] = useWidth<HTMLDivElement>();
  const id = useId();
  const most = Math.max(1, ...months.map(({ records }) => records?.read ?? 0));
  const step = Math.min(WIDEST, width === undefined ? WIDEST : width / Math.max(1, months.length));
  const wide = Math.max(1, step - GAP);
  const end = Math.max(0, months.length * step - GAP);
  const [first] = months;
  const last = months.at(-1);
  return (
    <div className="months" ref={place}>
      {width === undefined ? null : (
        <svg role="img" aria-label={describe(source, months)} width={width} height={HEIGHT}>
          <defs>
            {/* Stripes, so that the quarantine is told apart without its colour. */}
            <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect className="quarantined" width="2.5" height="4" />
            </pattern>
          </defs>
          <line className="base" x1="0" x2={end} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
          {months.map(({ month, records }, at) => {
            if (records === undefined)
              return (
                <text
                  key={month}
                  className="none"
                  x={at * step + wide / 2}
                  y={HEIGHT - 5}
                  textAnchor="middle"
                >
                  <title>{`${month}: nothing came`}</title>–
                </text>
              );
            const height = (records.read / most) * (HEIGHT - 2);
            const bad =
              records.quarantined === 0 ? 0 : Math.max(LEAST, (records.quarantined / most) * (HEIGHT - 2));
            const good = Math.max(0, height - bad);
            return (
              <g key={month}>
                <title>{`${month}: ${sayMonth(records)}`}</title>
                <rect className="loaded" x={at * step} y={HEIGHT - 1 - good} width={wide} height={good} />
                <rect
                  x={at * step}
                  y={HEIGHT - 1 - good - bad}
                  width={wide}
                  height={bad}
                  fill={`url(#${id})`}
                  className="striped"
                />
              </g>
            );
          })}
        </svg>
      )}
      <p className="ends small muted" style={{ maxWidth: Math.max(end, LEAST_ENDS) }}>
        <span>{first?.month}</span>
        {first === last ? null : <span>{last?.month}</span>}
      </p>
    </div>
  );
}

/** e.g. `1,902 records, 12 of them (0.6%) in quarantine`. */
export function sayMonth(records: NonNullable<Month["records"]>): string {
  const bad =
    records.quarantined === 0
      ? ", none in quarantine"
      : `, ${showCount(records.quarantined)} of them (${sayShare(records)}) in quarantine`;
  return `${counted(records.read, RECORDS)}${bad}`;
}

function describe(source: string, months: readonly Month[]): string {
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return `${source}: nothing came yet.`;
  const missing = months.filter((one) => one.records === undefined).map((one) => one.month);
  const gaps = missing.length === 0 ? "" : ` Nothing came for ${missing.join(", ")}.`;
  const end = last.records === undefined ? "" : ` The latest, ${last.month}, has ${sayMonth(last.records)}.`;
  return `Records of ${source} a month, from ${first.month} to ${last.month}.${end}${gaps}`;
}
