// Opens the database a command needs and closes it again, however the command ends.
import { dirname, join, resolve } from "node:path";
import { Mistake } from "../generator/index.ts";
import { openStack, type Stack } from "../local/stack.ts";
import { Stopped } from "./stopped.ts";

/** Where the embedded database and everything else of the local stack lives: beside the model. */
export function stackFolder(modelFile: string): string {
  return join(dirname(resolve(modelFile)), ".viewfinder");
}

/**
 * Runs something with the database of DATABASE_URL, or the embedded one. Ctrl-C and SIGTERM end it orderly.
 * @param modelFile path of looker.yml; the embedded database lives beside it
 * @param use what to run; `stop` is aborted when the user wants to end it
 * @param purpose drops can be loaded into a Redshift cluster, too; questions are answered from Postgres alone
 * @throws Mistake when questions are to be answered from a cluster
 */
export async function withWarehouse<Result>(
  modelFile: string,
  use: (stack: Stack, stop: AbortSignal) => Promise<Result>,
  purpose: "load" | "answer" = "load",
): Promise<Result> {
  const stopping = new AbortController();
  const stack = await openDatabase(modelFile, purpose);
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) return;
    stopping.abort(signal);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await use(stack, stopping.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await stack.release();
  }
}

/** A cluster is opened by hydrate itself, which knows what it needs. */
async function openDatabase(modelFile: string, purpose: "load" | "answer"): Promise<Stack> {
  const url = process.env["DATABASE_URL"]?.trim();
  if (url?.startsWith("redshift://") !== true) {
    return openStack({ url, folder: stackFolder(modelFile), say: (line) => console.error(line) });
  }
  if (purpose === "load") return { url, folder: undefined, how: "given", release: async () => {} };
  throw new Mistake(
    "DATABASE_URL leads to a Redshift cluster: drops are loaded into it (`viewfinder hydrate`), and Looker reads from it. Questions are answered here from Postgres alone; name one in DATABASE_URL, or take DATABASE_URL away for the embedded one.",
  );
}

/**
 * Waits for a load, unless the user ends the command first. What the load was at is then undone by the database,
 * as it is when a run dies: a drop is published whole or not at all.
 * @param said what is said when the user ended it
 * @throws Stopped when the user ended it
 */
export async function unlessStopped<Result>(
  stop: AbortSignal,
  load: Promise<Result>,
  said = "Stopped. The drop under way was not loaded; those before it stay.",
): Promise<Result> {
  const stopped = untilStopped(stop).then(() => {
    throw new Stopped(said);
  });
  // When the user has left, what becomes of the load no longer matters to this process.
  load.catch(() => {});
  stopped.catch(() => {});
  return Promise.race([load, stopped]);
}

/** Resolves when the user wants to end the command. */
export function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((done) => {
    stop.addEventListener("abort", () => done(), { once: true });
  });
}
