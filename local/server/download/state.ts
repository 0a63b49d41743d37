// A session -> work on one state of the tables, whose run is known.
import type pg from "pg";
import { withSession } from "../../answer.ts";
import type { Published } from "../serving/published.ts";

/** How often a state is taken again because a run was published while it was taken. */
const TRIES = 3;

/**
 * @param published the run that is published now
 * @param work reads on the state; what is published meanwhile is not in it
 * @throws as `withSession`
 */
export async function onOneState<Result>(
  pool: pg.Pool,
  signal: AbortSignal,
  published: () => Promise<Published | undefined>,
  work: (client: pg.ClientBase, run: Published | undefined) => Promise<Result>,
): Promise<Result> {
  return withSession(pool, signal, async (client, spoil) => {
    try {
      let run = await published();
      for (let tries = 1; ; tries += 1) {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        // The state that is read is that of the first query.
        await client.query("SELECT 1");
        const now = await published();
        const same = now?.run === run?.run;
        run = now;
        if (same || tries === TRIES) return await work(client, run);
        await client.query("ROLLBACK");
      }
    } finally {
      await client.query("ROLLBACK").catch(spoil);
    }
  });
}
