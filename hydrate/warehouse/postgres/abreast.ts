// Works that do not wait for each other -> all of them done on one session, without a way there and back between two statements.
import type { Session } from "../session.ts";

/** So many works are under way at once: enough that the server always has a statement to do, little enough for memory. */
const WIDTH = 16;

/** What Postgres answers to whatever is sent after a statement that failed. */
const AFTER_FAILURE = "25P02";

/** See `Warehouse.abreast`. The server does one statement at a time, in the order they were sent. */
export async function abreast<T>(
  { client }: Pick<Session, "client">,
  works: readonly (() => Promise<T>)[],
): Promise<readonly T[]> {
  const done: T[] = [];
  const failures: unknown[] = [];
  const left = works.entries();
  const goOn = async (): Promise<void> => {
    for (const [at, work] of left) {
      try {
        done[at] = await work();
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  // The driver takes this when it is made; but COPY cannot go through a pipeline, so it is one only for now.
  const pipelined = client.pipeline;
  Reflect.set(client, "pipeline", true);
  try {
    await Promise.all(Array.from({ length: WIDTH }, goOn));
  } finally {
    Reflect.set(client, "pipeline", pipelined);
  }
  if (failures.length === 0) return done;
  throw failures.find((error) => (error as { code?: unknown }).code !== AFTER_FAILURE) ?? failures[0];
}
