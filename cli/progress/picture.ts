// How a run stands -> the lines that show it: one bar for the step, and one line for each file or table of it.
import type { HydrateStep } from "../../hydrate/index.ts";
import { count, duration, number, size } from "../../hydrate/words.ts";
import type { Part, Track } from "./track.ts";

/** What each step is called while it runs. */
export const DOING: Readonly<Record<HydrateStep, string>> = {
  wait: "waiting for",
  verify: "verifying",
  open: "opening",
  ledger: "looking up what was loaded before",
  land: "landing",
  upload: "uploading",
  copy: "copying",
  settle: "settling duplicates",
  publish: "publishing",
  record: "recording",
  commit: "committing",
  done: "done",
};

const BAR = 20;
const SMALL_BAR = 10;

/**
 * @param columns characters of a line; no line is longer
 * @param rows how many lines there is room for
 * @returns at least one line
 */
export function pictureOf(track: Track, columns: number, rows: number): readonly string[] {
  const room = Math.max(0, rows - 2);
  // What is done stands first and is the first to make room; one part alone is told by the first line already.
  const parts = track.parts.length > 1 ? track.parts.slice(-room) : [];
  const hidden = track.parts.length - parts.length;
  const names = Math.max(0, ...parts.map((part) => part.name.length));
  return [
    headOf(track),
    ...(hidden > 0 && parts.length > 0 ? [`  … ${number(hidden)} more done`] : []),
    ...parts.map((part) => partLine(part, Math.min(names, Math.floor(columns / 3)))),
  ].map((line) => line.slice(0, columns));
}

function headOf(track: Track): string {
  const doing = `${track.drop}: ${DOING[track.step]}${track.about === undefined ? "" : ` ${track.about}`}${placeOf(track)}`;
  if (track.bytesTotal === 0)
    return track.seconds < 1 ? doing : `${doing} · ${duration(Math.floor(track.seconds))}`;
  const share = track.bytesDone / track.bytesTotal;
  return [
    `${bar(share, BAR)} ${percent(share)} ${doing}`,
    `${size(track.bytesDone)} of ${size(track.bytesTotal)}`,
    ...(track.rate === undefined ? [] : [`${size(Math.round(track.rate))}/s`]),
    ...(track.left === undefined ? [] : [`${duration(Math.ceil(track.left))} left`]),
    // Last, since a narrow terminal cuts what stands there.
    ...(track.records === 0 ? [] : [count(track.records, "record")]),
  ].join(" · ");
}

function placeOf({ place }: Track): string {
  return place === undefined || place.of === 1 ? "" : ` (${number(place.number)} of ${number(place.of)})`;
}

function partLine(part: Part, names: number): string {
  const name = (part.name.length > names ? `${part.name.slice(0, names - 1)}…` : part.name).padEnd(names);
  const facts = [
    ...(part.bytes === 0 ? [] : [size(part.bytes)]),
    ...(part.records === 0 ? [] : [count(part.records, "record")]),
    ...(part.seconds < 0.05 ? [] : [duration(part.seconds)]),
  ];
  if (part.done) return `  ✓ ${[name, ...facts].join("  ")}`;
  const share =
    part.bytesTotal === undefined || part.bytesTotal === 0 ? undefined : part.bytes / part.bytesTotal;
  const drawn = share === undefined ? [] : [`${bar(share, SMALL_BAR)} ${percent(share)}`];
  return `  ▸ ${[name, ...drawn, ...facts].join("  ")}`;
}

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return `${"█".repeat(full)}${"░".repeat(width - full)}`;
}

function percent(share: number): string {
  return `${String(Math.floor(Math.min(1, share) * 100)).padStart(3)} %`;
}
