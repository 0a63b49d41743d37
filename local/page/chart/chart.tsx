// What is to be drawn, and the shape it is to have -> the chart at its measured width, every point of it within reach of mouse and keys.
import { useId, useMemo } from "react";
import type { ChartProps } from "../props.ts";
import { describeChart } from "./describe.ts";
import { drawBars } from "./draw-bars.tsx";
import { drawGrouped } from "./draw-grouped.tsx";
import { drawHeat } from "./draw-heat.tsx";
import { drawLine } from "./draw-line.tsx";
import { drawNumber } from "./draw-number.tsx";
import type { Drawn } from "./drawn.ts";
import { Points } from "./points.tsx";
import { openRuler, type Ruler } from "./ruler.ts";
import { useWidth } from "./width.ts";

/** What the texts of a chart are written in, in pixels. */
const TEXT_SIZE = 13;

/** The chart, its points and the sentences below it. A shape that is impossible is drawn as a number. */
export function Chart({ data, kind, onPick }: ChartProps): React.ReactNode {
  const [figure, width] = useWidth<HTMLElement>();
  const id = useId();
  const drawn = useMemo(() => {
    if (width === undefined || figure.current === null) return undefined;
    const family = getComputedStyle(figure.current).fontFamily;
    return draw({ data, kind }, width, openRuler(family, TEXT_SIZE));
  }, [data, kind, width, figure]);
  const description = describeChart(data, kind);
  const isWide = drawn !== undefined && drawn.width > (width ?? 0);
  const notes = [...(isWide ? ["More columns are to the right."] : []), ...(drawn?.notes ?? [])];
  return (
    <figure className="chart" ref={figure}>
      {drawn === undefined ? null : (
        <>
          <div className={isWide ? "drawing wide" : "drawing"}>
            <svg
              role="img"
              aria-labelledby={`${id}-title`}
              aria-describedby={`${id}-description`}
              width={drawn.width}
              height={drawn.height}
            >
              <title id={`${id}-title`}>{data.title}</title>
              <desc id={`${id}-description`}>{description}</desc>
              {drawn.picture}
            </svg>
            <Points drawn={drawn} measure={data.measure.label} onPick={onPick} />
          </div>
          {notes.length === 0 ? null : <figcaption>{notes.join(" ")}</figcaption>}
        </>
      )}
    </figure>
  );
}

function draw({ data, kind }: Pick<ChartProps, "data" | "kind">, width: number, ruler: Ruler): Drawn {
  const { group, split } = data;
  if (group === undefined) return drawNumber(data, width, ruler);
  switch (kind) {
    case "bars":
      return drawBars(data, group, width, ruler);
    case "line":
      return drawLine(data, group, width, ruler);
    case "grouped bars":
      return drawGrouped(data, group, width, ruler);
    case "heat table":
      return split === undefined
        ? drawBars(data, group, width, ruler)
        : drawHeat(data, group, split, width, ruler);
    case "number":
      return drawNumber(data, width, ruler);
  }
}
