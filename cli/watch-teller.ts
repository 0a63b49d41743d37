// What happens while watching -> one line a drop with its time, or lines of JSON.
import type { HydrateEvent, WatchMoment } from "../hydrate/index.ts";
import { moment } from "../hydrate/words.ts";
import { jsonLines, lineOfFailure, writeLine } from "./json-lines.ts";
import { dropLine } from "./pages/drops-page.ts";
import { showProgress } from "./progress.ts";

/** Where a watch tells what happens. */
export interface WatchTeller {
  readonly begin: (path: string, every: number) => void;
  readonly tell: (moment: WatchMoment) => void;
  readonly progress: (event: HydrateEvent) => void;
  /** A signal came. @param loading the drop that is under way, which is loaded to its end */
  readonly ending: (loading: string | undefined) => void;
  readonly ended: () => void;
}

/** @param json events as lines of JSON on stdout, and nothing else there */
export function watchTeller(json: boolean): WatchTeller {
  const now = (): Date => new Date();
  if (json) {
    return {
      begin: () => {},
      progress: jsonLines(process.stdout, now),
      tell: (one) => {
        if (one.kind === "refused" || one.kind === "failed")
          writeLine(process.stdout, lineOfFailure(one.error, one.drop, now()));
      },
      ending: () => {},
      ended: () => {},
    };
  }
  // Steps are worth a moving picture, and no line each: a watch tells one line a drop.
  const shown = process.stderr.isTTY ? showProgress(process.stderr) : undefined;
  const say = (line: string): void => {
    shown?.clear();
    console.log(`${moment(now())}  ${line}`);
  };
  return {
    begin: (path, every) => say(`watching ${path}, with a look about every ${every} s`),
    progress: (event) => shown?.tell(event),
    tell: (one) => {
      const line = watchLine(one);
      if (line !== undefined) say(line);
    },
    ending: (loading) => {
      if (loading !== undefined) say(`ending, once ${loading} is loaded`);
    },
    ended: () => say("ended"),
  };
}

/** One moment of a watch in words; undefined where nothing is worth a line. */
function watchLine(one: WatchMoment): string | undefined {
  const first = (text: string): string => text.split("\n")[0] ?? "";
  switch (one.kind) {
    case "loaded":
      // What was loaded before is looked at again whenever a watch begins.
      return one.report.outcome === "nothing_to_do" ? undefined : dropLine(one.report);
    case "refused":
      return `${one.drop}: refused, until its files change: ${first(one.error.message)}`;
    case "failed":
      return `${one.drop === undefined ? "" : `${one.drop}: `}failed, and is tried again: ${first(one.error.message)}`;
    case "waiting":
      return one.why === "unsigned"
        ? `${one.drop}: waiting for its MANIFEST.json and signature`
        : `${one.drop}: seen; it loads when the next look finds it unchanged`;
    case "nothing":
      return first(one.error.message);
  }
}
