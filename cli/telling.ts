// Work that loads drops -> what is told of it while it goes on and when it ends: a picture on a terminal, lines elsewhere, or JSON.
import { type DropReport, type EventLine, type HydrateEvent, lineOfEnd } from "../hydrate/index.ts";
import { jsonLines, lineOfFailure, writeLine } from "./json-lines.ts";
import { showProgress } from "./progress.ts";

/** Where the work tells what happens. */
export interface Told {
  readonly progress: (event: HydrateEvent) => void;
  /** Prints lasting lines; with --json none, since only events go to stdout then. */
  readonly print: (lines: () => readonly string[]) => void;
  /** Writes lines for programs; without --json none. */
  readonly tell: (lines: readonly EventLine[]) => void;
}

/**
 * @param work gives a report for each drop it is done with
 * @throws whatever the work throws; with --json it is told as the last line as well
 */
export async function telling(
  { json }: { readonly json: boolean },
  work: (told: Told) => Promise<readonly DropReport[]>,
): Promise<void> {
  const now = (): Date => new Date();
  const started = now();
  if (!json) {
    const shown = showProgress(process.stderr);
    const print: Told["print"] = (lines) => {
      shown.clear();
      for (const line of lines()) console.log(line);
    };
    try {
      await work({ progress: (event) => shown.tell(event), print, tell: () => {} });
    } finally {
      shown.clear();
    }
    return;
  }
  const tell = jsonLines(process.stdout, now);
  let drop: string | undefined;
  try {
    const reports = await work({
      progress: (event) => {
        drop = event.step === "done" ? undefined : event.drop;
        tell(event);
      },
      print: () => {},
      tell: (lines) => {
        for (const line of lines) writeLine(process.stdout, line);
      },
    });
    writeLine(process.stdout, lineOfEnd(reports, started, now()));
  } catch (error) {
    writeLine(process.stdout, lineOfFailure(error, drop, now()));
    throw error;
  }
}
