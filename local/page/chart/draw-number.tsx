// An answer that is one number -> the number, large, with what it is below it.
import { NOTHING, showFigure, showShort } from "../words/figure.ts";
import type { ChartData } from "../props.ts";
import type { Drawn } from "./drawn.ts";
import type { Ruler } from "./ruler.ts";

const HEIGHT = 84;
/** How much larger than the ruler's font the figure is. */
const LARGER = 40 / 13;

/** @param width in pixels */
export function drawNumber(data: ChartData, width: number, ruler: Ruler): Drawn {
  const { format, label } = data.measure;
  const whole = showFigure(data.overall, format);
  const figure = ruler.width(whole) * LARGER * 1.08 > width ? showShort(data.overall, format) : whole;
  return {
    width,
    height: HEIGHT,
    picture: (
      <>
        <text className="figure" x={0} y={44}>
          {data.overall === null ? NOTHING : figure}
        </text>
        <text className="muted" x={0} y={72}>
          {ruler.fit(data.overall === null ? `${label} is not known` : label, width)}
        </text>
      </>
    ),
    marks: [
      {
        point: { key: undefined, split: undefined, value: data.overall },
        x: 0,
        y: 0,
        width: Math.min(width, Math.max(ruler.width(figure) * LARGER * 1.1, ruler.width(label))),
        height: HEIGHT,
        name: label,
        shown: data.overall === null ? "not known" : whole,
      },
    ],
    notes: [],
  };
}
