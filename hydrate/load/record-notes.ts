// What the report of a run says beside its numbers -> the ledger, in its order.
import { insertLines } from "./insert.ts";
import type { Work } from "./work.ts";

/** Writes them. Call it inside the transaction that publishes. */
export async function recordNotes({ run, warehouse, names }: Work, notes: readonly string[]): Promise<void> {
  const lines = notes.map((note, at) => [run, at, note]);
  await insertLines(warehouse, names.kept("notes"), ["run", "number", "note"], lines);
}
