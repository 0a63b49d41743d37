// Moments of a run and its end -> lines of JSON on stdout, for programs.
import { Mistake, Outage } from "../generator/index.ts";
import { type EventLine, type HydrateEvent, lineOfEvent, OverBudget } from "../hydrate/index.ts";
import { EXIT, exitCodeOf } from "./exit.ts";

/** How often a step that goes on says so, in milliseconds. */
const SAID_AGAIN_MS = 1_000;

/** Writes one line. @param out usually stdout, which carries nothing else then */
export function writeLine(out: { write(text: string): unknown }, line: EventLine): void {
  out.write(`${JSON.stringify(line)}\n`);
}

/**
 * @param out where the lines go
 * @param now the clock
 * @returns what hears the moments; a step is told when it begins, when it comes to another file or table, and once a second
 */
export function jsonLines(
  out: { write(text: string): unknown },
  now: () => Date,
): (event: HydrateEvent) => void {
  let last = "";
  let said = 0;
  return (event) => {
    const place = `${event.drop} ${event.step} ${event.about ?? ""}`;
    const time = now();
    if (event.step !== "done" && place === last && time.getTime() - said < SAID_AGAIN_MS) return;
    last = place;
    said = time.getTime();
    const line = lineOfEvent(event, time);
    if (line !== undefined) writeLine(out, line);
  };
}

/**
 * The line that ends a run that failed.
 * @param drop the drop that was under way
 */
export function lineOfFailure(error: unknown, drop: string | undefined, now: Date): EventLine {
  const exit = exitCodeOf(error);
  return {
    event: "failed",
    at: now.toISOString(),
    drop: drop ?? null,
    kind:
      error instanceof Mistake
        ? "mistake"
        : error instanceof Outage
          ? "outage"
          : exit === EXIT.stopped
            ? "stopped"
            : "bug",
    because: error instanceof OverBudget ? "budget" : null,
    exit,
    retry: error instanceof Outage ? error.retry : exit === EXIT.stopped,
    message: error instanceof Error ? error.message : String(error),
  };
}
