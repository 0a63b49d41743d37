// A run's records x an owned table -> which record owns the rows of each key: told by the records themselves, where nothing is to be chosen.
import { lineageKey } from "./lineage.ts";
import { keyColumn } from "./scratch.ts";
import type { Task } from "../tasks.ts";
import { sourcesOf, type Work } from "./work.ts";

/** Whether owners have to be chosen: between sources, or because something that stands has brought some of them already. */
export function mustChoose(work: Work, task: Task): boolean {
  const others = work.late || work.replayed !== undefined;
  return sourcesOf(work, task).length > 1 || (others && work.traced.has(task.table.name));
}

/**
 * One line for each record that fills an owned table: the owner columns, `_source`, `_ordinal` and `_hash`.
 * @returns SQL to stand after FROM, before a name of its own
 */
export function ownersOf(work: Work, task: Task): string {
  const [source] = sourcesOf(work, task);
  if (source === undefined || mustChoose(work, task)) return work.scratch.owners(task);
  const feed = task.feeds.find((one) => one.source === source.name);
  const key = lineageKey(task).map(
    (name, at) => `r.${keyColumn(feed?.ownerParts[at] ?? -1)} AS ${work.names.quote(name)}`,
  );
  return `(SELECT ${key.join(", ")}, f._source AS _source, r._ordinal AS _ordinal, r._hash AS _hash
             FROM ${work.scratch.records(source).lines} r JOIN ${work.scratch.files} f ON f._number = r._file)`;
}
