// An error -> words on stderr and an exit code.
import { Mistake, Outage } from "../generator/index.ts";
import { Stopped } from "./stopped.ts";

/** Exit codes are an API: scripts and schedulers read them (70 is EX_SOFTWARE of BSD's sysexits, 130 what shells give for Ctrl-C). */
export const EXIT = { done: 0, mistake: 1, world: 2, bug: 70, stopped: 130 } as const;

/** The exit code for anything thrown by a command: it tells who can act. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Mistake) return EXIT.mistake;
  if (error instanceof Outage) return EXIT.world;
  return error instanceof Stopped ? EXIT.stopped : EXIT.bug;
}

/**
 * @param error anything thrown by a command
 * @param verbose print the cause of an outage as well
 * @returns the exit code that tells who can act
 */
export function report(error: unknown, verbose: boolean): number {
  if (error instanceof Mistake) {
    console.error(error.message);
    return EXIT.mistake;
  }
  if (error instanceof Outage) {
    console.error(error.message);
    console.error(
      error.retry
        ? "Running the same command again may help."
        : "Running it again will not help until that is put right.",
    );
    if (verbose && error.cause !== undefined) console.error("\nCause:", error.cause);
    return EXIT.world;
  }
  if (error instanceof Stopped) {
    console.error(error.message);
    return EXIT.stopped;
  }
  console.error(
    "This is a bug in Viewfinder. Nothing was wrong with what you typed; please report what follows.\n",
  );
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return EXIT.bug;
}
