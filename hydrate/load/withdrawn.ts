// A snapshot's records that did not come again x what was before them -> which of their rows another source had brought.
import type { Source } from "../../generator/index.ts";
import { tracedLineage } from "./history.ts";
import { lineageKey } from "./lineage.ts";
import { agree, columnsOf } from "./match.ts";
import { ownersOf } from "./owners.ts";
import type { Task } from "../tasks.ts";
import { count } from "../words.ts";
import type { Work } from "./work.ts";

/**
 * A row has one owner, the last. When a snapshot takes a row over from another source and withdraws it later,
 * the row goes, although the other source never took it back: that must not pass unsaid. Call it before
 * anything is removed.
 * @returns a sentence, or none; what is too far back to be kept is not found
 */
export async function findWithdrawn(work: Work, task: Task, source: Source): Promise<readonly string[]> {
  const { warehouse, names } = work;
  if (task.feeds.every((feed) => feed.source === source.name)) return [];
  const key = lineageKey(task);
  const traced = tracedLineage(task, warehouse, names);
  const asText = key.map((name, at) => `${warehouse.asText(`w.${names.quote(name)}`)} AS k${at}`);
  const found = await warehouse.query<Readonly<Record<string, string>>>(
    `SELECT ${asText.join(", ")}, ${warehouse.asText("w._last")} AS last_run, ${warehouse.asText("count(*) OVER ()")} AS n
       FROM (SELECT ${columnsOf("l", key, names.quote)}, max(h._run) AS _last
               FROM ${traced.table} l JOIN ${traced.history} h ON ${agree("h", "l", key, names.quote)}
              WHERE l._source = $1 AND h._was AND h._source <> $1
                AND NOT EXISTS (SELECT 1 FROM ${ownersOf(work, task)} o WHERE ${agree("o", "l", key, names.quote)})
              GROUP BY ${columnsOf("l", key, names.quote)}) w
      ORDER BY ${columnsOf("w", key, names.quote)}
      LIMIT 1`,
    [source.name],
  );
  const [first] = found.rows;
  if (first === undefined) return [];
  const named = key.map((name, at) => `${name} ${first[`k${at}`]}`).join(", ");
  return [
    `table ${task.table.name}: ${count(Number(first["n"]), "record")} that \`${source.name}\` brings no more had taken the place of another source's, and the rows are removed (the first: ${named}, which run ${first["last_run"]} had brought; hydrating that drop with --again brings its rows back)`,
  ];
}
