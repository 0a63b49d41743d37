// The marks of a drawing -> one button that goes from point to point, by arrow keys and under the pointer, and tells of each.
import { useId, useLayoutEffect, useRef, useState } from "react";
import type { ChartPoint } from "../props.ts";
import type { Drawn, Mark } from "./drawn.ts";

interface PointsProps {
  readonly drawn: Drawn;
  /** What the values are of. */
  readonly measure: string;
  readonly onPick: ((point: ChartPoint) => void) | undefined;
}

/** How wide the words beside a point may get, in pixels (`.tip` in chart.css). */
const TIP_WIDTH = 240;
/** A target is at least so large (WCAG 2.2, 2.5.8), in pixels. */
const LEAST_TARGET = 24;

/** One stop of the Tab key, however many points there are. */
export function Points({ drawn, measure, onPick }: PointsProps): React.ReactNode {
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<"pointed" | "focused">();
  const byKey = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const tip = useId();
  const { marks } = drawn;
  const index = Math.min(at, marks.length - 1);
  const mark = marks[index];
  useLayoutEffect(() => {
    // Each point is a button of its own, so that screen readers speak when the focus goes on to it.
    if (byKey.current) button.current?.focus();
    byKey.current = false;
  }, [index]);
  if (mark === undefined) return null;

  const go = (to: number): void => {
    byKey.current = true;
    setShown("focused");
    setAt(Math.max(0, Math.min(marks.length - 1, to)));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const next = nextOf(event.key, index, marks);
    if (next !== undefined) {
      event.preventDefault();
      go(next);
    } else if (event.key === "Escape" && shown !== undefined) {
      event.stopPropagation();
      setShown(undefined);
    }
  };
  const under = (event: React.MouseEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return nearest(marks, event.clientX - box.left, event.clientY - box.top);
  };
  const target = targetOf(mark);
  return (
    <div
      style={{ position: "absolute", inset: "0 auto auto 0", width: drawn.width, height: drawn.height }}
      onPointerMove={(event) => {
        setAt(under(event));
        setShown("pointed");
      }}
      onPointerLeave={() => setShown(undefined)}
      onClick={(event) => {
        // By Enter or Space the point with the focus is meant, wherever the pointer rests.
        const picked = event.detail === 0 ? mark : marks[under(event)];
        if (picked !== undefined) onPick?.(picked.point);
      }}
    >
      <button
        key={index}
        ref={button}
        type="button"
        className={shown === "pointed" ? "point pointed" : "point"}
        style={{ left: target.x, top: target.y, width: target.width, height: target.height }}
        aria-label={`${mark.name}: ${mark.shown}. ${marks.length === 1 ? "" : `${index + 1} of ${marks.length}, arrow keys go on. `}${onPick === undefined ? "" : "Opens the rows behind it."}`.trim()}
        onKeyDown={onKeyDown}
        onFocus={() => setShown((before) => before ?? "focused")}
        onBlur={() => setShown(undefined)}
      />
      {shown === undefined ? null : (
        <div className="tip" id={tip} aria-hidden="true" style={tipPlace(mark, drawn)}>
          <b>{mark.name}</b>
          {measure}: {mark.shown}
        </div>
      )}
    </div>
  );
}

/** Up and down, left and right go to the next point in that direction on the drawing. */
function nextOf(key: string, index: number, marks: readonly Mark[]): number | undefined {
  switch (key) {
    case "Home":
      return 0;
    case "End":
      return marks.length - 1;
    case "ArrowLeft":
      return towards(marks, index, -1, 0);
    case "ArrowRight":
      return towards(marks, index, 1, 0);
    case "ArrowUp":
      return towards(marks, index, 0, -1);
    case "ArrowDown":
      return towards(marks, index, 0, 1);
    default:
      return undefined;
  }
}

function towards(marks: readonly Mark[], index: number, across: number, down: number): number {
  const here = marks[index];
  if (here === undefined) return index;
  const from = middleOf(here);
  let [best, distance] = [-1, Number.POSITIVE_INFINITY];
  marks.forEach((mark, at) => {
    const to = middleOf(mark);
    const ahead = (to.x - from.x) * across + (to.y - from.y) * down;
    if (ahead < 0.5) return;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * across);
    // Straight on is preferred to near.
    const far = ahead + aside * 3;
    if (far < distance) [best, distance] = [at, far];
  });
  if (best !== -1) return best;
  // Where nothing lies that way, such as in a list of bars, the keys go on in order.
  const isColumn = marks.every((mark) => Math.abs(middleOf(mark).x - from.x) < 0.5);
  const isRow = marks.every((mark) => Math.abs(middleOf(mark).y - from.y) < 0.5);
  if (isColumn && across !== 0) return index + across;
  return isRow && down !== 0 ? index + down : index;
}

function nearest(marks: readonly Mark[], x: number, y: number): number {
  let [best, distance] = [0, Number.POSITIVE_INFINITY];
  marks.forEach((mark, at) => {
    const aside = Math.max(mark.x - x, 0, x - mark.x - mark.width);
    const away = Math.max(mark.y - y, 0, y - mark.y - mark.height);
    const middle = middleOf(mark);
    // Of two that hold the place, the one whose middle is nearer.
    const far = Math.hypot(aside, away) * 1000 + Math.hypot(middle.x - x, middle.y - y);
    if (far < distance) [best, distance] = [at, far];
  });
  return best;
}

function middleOf({ x, y, width, height }: Mark): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function targetOf(mark: Mark): Pick<Mark, "x" | "y" | "width" | "height"> {
  const width = Math.max(mark.width, LEAST_TARGET);
  const height = Math.max(mark.height, LEAST_TARGET);
  const middle = middleOf(mark);
  return { x: Math.max(0, middle.x - width / 2), y: Math.max(0, middle.y - height / 2), width, height };
}

/** Above the point, or below where there is no room; never beyond the drawing's sides. */
function tipPlace(mark: Mark, drawn: Drawn): React.CSSProperties {
  const middle = middleOf(mark);
  const left = Math.max(0, Math.min(middle.x - TIP_WIDTH / 2, drawn.width - TIP_WIDTH));
  return mark.y > 60 ? { left, bottom: drawn.height - mark.y + 4 } : { left, top: mark.y + mark.height + 4 };
}
