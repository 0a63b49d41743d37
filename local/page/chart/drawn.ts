// What a drawing of a chart consists of: the picture, the places in it that stand for points, and what is to be said beside it.
import type { ReactNode } from "react";
import type { ChartPoint } from "../props.ts";

/** A point of a chart and the rectangle that stands for it, in pixels of the drawing. */
export interface Mark {
  readonly point: ChartPoint;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What the point is called, e.g. `Action` or `Action, 1999`. */
  readonly name: string;
  /** Its value with all digits, or why there is none. */
  readonly shown: string;
}

/** A drawing, laid out for one width. */
export interface Drawn {
  /** In pixels; wider than asked for when the columns need it. */
  readonly width: number;
  readonly height: number;
  readonly picture: ReactNode;
  /** In the order in which the arrow keys go through them. */
  readonly marks: readonly Mark[];
  /** Sentences: what is left out of the picture and why. */
  readonly notes: readonly string[];
}
