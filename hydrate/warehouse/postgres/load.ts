// Rows -> COPY FROM STDIN, a few megabytes at a time, while the next rows are made.
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { DIALECTS } from "../../../generator/index.ts";
import type { Session } from "../session.ts";
import type { Loading, LoadOptions } from "../warehouse.ts";
import { binaryRows } from "./binary.ts";
import type { Taken } from "./rows.ts";
import { textRows } from "./text.ts";

/** How much gathers before any is sent, in bytes: enough for COPY to be fast, little enough for memory. */
const BATCH = 6 * 1024 * 1024;
/** A table that has gathered less waits for more, since each COPY takes a round trip. */
const WORTH_IT = BATCH / 8;

/**
 * What is loaded counts for nothing before it is published. That commit waits for the disk, and the log is
 * written in order, so that with it everything before it is safe, too; until then no batch has to wait.
 */
const HURRY = "SET LOCAL synchronous_commit = off";

/** Rows of a rehearsal are encoded and go nowhere: COPY FROM STDIN has no rehearsal, and values were screened. */
export function loadByStream(session: Session, { targets, rehearse = false }: LoadOptions): Loading {
  const gathered = targets.map((target) => (target.bare === true ? binaryRows() : textRows()));
  let sending: Promise<void> = Promise.resolve();
  const commands = targets.map(({ table, columns }, at) => {
    const names = columns.map((column) => DIALECTS.postgres.identifier(column)).join(", ");
    return `COPY ${table} (${names}) FROM STDIN (FORMAT ${gathered[at]?.format})`;
  });
  const size = (): number => gathered.reduce((sum, rows) => sum + rows.size(), 0);

  const sendAll = async (full: readonly (readonly [command: string, taken: Taken])[]): Promise<void> => {
    for (const [command, { bytes, rows }] of full) {
      if (rehearse) continue;
      const loaded = await session.told(async () => {
        // Two statements sent at once are one transaction, so that the setting ends with it.
        const stream = session.client.query(copyFrom(`${HURRY}; ${command}`));
        const done = finished(stream);
        stream.end(bytes);
        await done;
        return stream.rowCount;
      });
      if (loaded !== rows) throw new Error(`${command} loaded ${loaded} rows of ${rows}`);
    }
  };
  const send = async (worth: number): Promise<void> => {
    await sending;
    const full = gathered.flatMap((rows, at) =>
      rows.size() >= worth ? [[commands[at] ?? "", rows.take()] as const] : [],
    );
    sending = sendAll(full);
    // Whoever waits for it next hears of a failure; until then nobody has to.
    sending.catch(() => {});
  };
  return {
    add(target, row) {
      gathered[target]?.add(row);
    },
    async rest() {
      const all = size();
      // Many small tables together are a batch, too.
      if (all >= BATCH) await send(all >= 2 * BATCH ? 1 : WORTH_IT);
    },
    async finish() {
      await send(1);
      await sending;
    },
    find: async () => undefined,
  };
}
