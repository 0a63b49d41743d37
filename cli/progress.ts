// Moments of a hydrate run -> a moving picture on a terminal, or one plain line a step elsewhere.
import type { HydrateEvent } from "../hydrate/index.ts";
import { count, duration, size } from "../hydrate/words.ts";
import { DOING, pictureOf } from "./progress/picture.ts";
import { createTracker, type Track } from "./progress/track.ts";

/** Where progress is shown: a terminal, or a file or pipe. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Something that shows a run's progress. */
export interface Shown {
  tell(event: HydrateEvent): void;
  /** Takes away what moves, so that lasting lines can be printed. */
  clear(): void;
}

/** How often the picture moves, in milliseconds. */
const FRAME_MS = 100;
/** How often a step that takes long says so where nothing moves, in milliseconds. */
const SIGN_OF_LIFE_MS = 30_000;
const MOST_LINES = 9;

/**
 * @param out where to show it; results go elsewhere, so that they can be piped
 * @param clock milliseconds that only ever grow
 */
export function showProgress(out: Screen, clock: () => number = () => performance.now()): Shown {
  return out.isTTY === true ? movingPicture(out, clock) : plainLines(out, clock);
}

function movingPicture(out: Screen, clock: () => number): Shown {
  const tracker = createTracker(clock);
  let drawn = 0;
  let last = Number.NEGATIVE_INFINITY;
  let step = "";
  const clear = (): void => {
    if (drawn > 0) out.write(`${drawn > 1 ? `\u001B[${drawn - 1}A` : ""}\r\u001B[J`);
    drawn = 0;
  };
  return {
    clear,
    tell(event) {
      tracker.hear(event);
      const next = `${event.drop} ${event.step}`;
      if (event.step === "done" || (next === step && clock() - last < FRAME_MS)) return;
      step = next;
      last = clock();
      const track = tracker.now();
      if (track === undefined) return;
      const lines = pictureOf(
        track,
        Math.max(20, (out.columns ?? 80) - 1),
        Math.min(MOST_LINES, (out.rows ?? 24) - 1),
      );
      clear();
      out.write(lines.join("\n"));
      drawn = lines.length;
    },
  };
}

function plainLines(out: Screen, clock: () => number): Shown {
  const tracker = createTracker(clock);
  let step = "";
  let said = 0;
  return {
    clear: () => {},
    tell(event) {
      tracker.hear(event);
      const next = `${event.drop} ${event.step}`;
      const isNew = next !== step;
      if (event.step === "done" || (!isNew && clock() - said < SIGN_OF_LIFE_MS)) return;
      const track = tracker.now();
      if (track === undefined) return;
      step = next;
      said = clock();
      out.write(`${track.drop}: ${DOING[track.step]}${isNew ? begunWith(track) : stillAt(track)}\n`);
    },
  };
}

/** What a step is about when it begins: its one file, or how many there are. */
function begunWith({ step, about, place, bytesTotal }: Track): string {
  if (about === undefined) return "";
  const many = place !== undefined && place.of > 1;
  const what = many ? ` ${count(place.of, step === "publish" ? "table" : "file")}` : ` ${about}`;
  return bytesTotal === 0 ? what : `${what}, ${size(bytesTotal)}`;
}

function stillAt(track: Track): string {
  const facts = [
    ...(track.about === undefined ? [] : [`at ${track.about}`]),
    ...(track.bytesTotal === 0 ? [] : [`${Math.floor((track.bytesDone / track.bytesTotal) * 100)} %`]),
    `after ${duration(Math.round(track.seconds))}`,
    ...(track.left === undefined ? [] : [`${duration(Math.ceil(track.left))} left`]),
  ];
  return `, ${facts.join(", ")}`;
}
