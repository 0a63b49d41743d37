// Time zones: what a clock on the wall shows at a moment, and the moment at which it shows that.
import { Mistake } from "../../../generator/index.ts";
import type { WallTime } from "./calendar.ts";

const HOURS_26 = 26 * 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * @param moment milliseconds since 1970-01-01 UTC
 * @param zone by its IANA name
 * @throws Mistake for a zone that does not exist
 */
export function wallTimeAt(moment: number, zone: string): WallTime {
  if (zone === "UTC") return moment;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get("era") === "BC" ? 1 - part("year") : part("year");
  const day = new Date(0).setUTCFullYear(year, part("month") - 1, part("day"));
  const seconds = part("hour") * 3600 + part("minute") * 60 + part("second");
  return day + seconds * 1000 + (((moment % 1000) + 1000) % 1000);
}

/**
 * The moment a clock shows a time: the first of two when the clock is put back over it, and when the clock
 * is put forward over it, as much later as it was put forward.
 * @returns milliseconds since 1970-01-01 UTC
 */
export function momentOf(time: WallTime, zone: string): number {
  if (zone === "UTC") return time;
  const behind = [time - HOURS_26, time + HOURS_26].map((near) => near - wallTimeAt(near, zone));
  const [before = 0, after = 0] = behind;
  const moments = [time + before, time + after].filter((moment) => wallTimeAt(moment, zone) === time);
  return moments.length === 0 ? time + before : Math.min(...moments);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
    return format;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Mistake(`There is no time zone ${zone}. Write its IANA name, such as Europe/Berlin, or UTC.`);
  }
}
