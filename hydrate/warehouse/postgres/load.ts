// Rows -> COPY FROM STDIN, a few megabytes of all tables at a time, while the next rows are made.
import { DIALECTS } from "../../../generator/index.ts";
import type { Session } from "../session.ts";
import type { Loading, LoadOptions } from "../warehouse.ts";
import { binaryRows } from "./binary.ts";
import { Copying } from "./copy.ts";
import type { Taken } from "./rows.ts";
import { textRows } from "./text.ts";

/** How much gathers before any is sent, in bytes: enough for COPY to be fast, little enough for memory. */
const BATCH = 6 * 1024 * 1024;
/** A table that has gathered less waits for more, since each COPY takes some time of its own. */
const WORTH_IT = BATCH / 8;

/**
 * What is loaded counts for nothing before it is published. That commit waits for the disk, and the log is
 * written in order, so that with it everything before it is safe, too; until then no batch has to wait.
 */
const HURRY = "SET LOCAL synchronous_commit = off";

/** Rows of a rehearsal are encoded and go nowhere: COPY FROM STDIN has no rehearsal, and values were screened. */
export function loadByStream(session: Session, { targets, rehearse = false }: LoadOptions): Loading {
  const gathered = targets.map((target) =>
    target.bare === true ? binaryRows(target.columns.length) : textRows(),
  );
  let sending: Promise<void> = Promise.resolve();
  const commands = targets.map(({ table, columns }, at) => {
    const names = columns.map((column) => DIALECTS.postgres.identifier(column)).join(", ");
    return `COPY ${table} (${names}) FROM STDIN (FORMAT ${gathered[at]?.format})`;
  });
  const size = (): number => gathered.reduce((sum, rows) => sum + rows.size(), 0);

  const sendAll = async (full: readonly (readonly [command: string, taken: Taken])[]): Promise<void> => {
    if (rehearse || full.length === 0) return;
    const copies = full.map(([command, { bytes }]) => ({ command, bytes }));
    const loaded = await session.told(() => session.client.query(new Copying(HURRY, copies)).loaded);
    for (const [at, [command, { rows }]] of full.entries())
      if (loaded[at] !== rows) throw new Error(`${command} loaded ${loaded[at]} rows of ${rows}`);
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
    line(target) {
      const rows = gathered[target];
      if (rows === undefined) throw new Error("a line was asked for that belongs to no table of the loading");
      return rows.line;
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
