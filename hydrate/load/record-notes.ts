// What the report of a run says beside its numbers -> the ledger, in its order.
import type { Work } from "./work.ts";

/** How many are written with one statement. */
const AT_ONCE = 100;

/** Writes them. Call it inside the transaction that publishes. */
export async function recordNotes({ run, warehouse, names }: Work, notes: readonly string[]): Promise<void> {
  for (let from = 0; from < notes.length; from += AT_ONCE) {
    const some = notes.slice(from, from + AT_ONCE);
    const marks = some.map((_, at) => `($1, $${at * 2 + 2}, $${at * 2 + 3})`);
    await warehouse.query(
      `INSERT INTO ${names.kept("notes")} (run, number, note) VALUES ${marks.join(", ")}`,
      [run, ...some.flatMap((note, at) => [from + at, note])],
    );
  }
}
