// Records that passed and share a key -> one that is loaded, and the others collapsed or quarantined with the reason.
import type { Source } from "../../generator/index.ts";
import { lineageKey } from "./lineage.ts";
import { agree, columnsOf } from "./match.ts";
import { keyColumn, tablesOf } from "./scratch.ts";
import type { Task } from "../tasks.ts";
import type { Work } from "./work.ts";

/**
 * Settles three kinds of rivals. Within the drop: records of one source and key, by the source's rule. Across
 * drops, when this month comes late: records of which a later month has already brought another one. Between
 * the sources of the drop: of one that fills the same tables, that of the later source.
 * Those that say the same as the one that stays, value for value, are collapsed; the others are quarantined.
 */
export async function settleDuplicates(work: Work): Promise<void> {
  const { warehouse, scratch } = work;
  await rankRivals(work);
  if (work.late) for (const source of work.sources) await findSuperseded(work, source);
  for (const source of work.sources) await findBeaten(work, source);
  const settled = await warehouse.query<{ file: string; n: string }>(
    `SELECT _file AS file, count(*) AS n FROM ${scratch.settled} GROUP BY _file`,
  );
  if (settled.rows.length === 0) return;
  const files = new Set(settled.rows.map((row) => Number(row.file)));
  const sources = new Set(work.files.filter((file) => files.has(file.number)).map((file) => file.source));
  for (const source of sources) await writeFaults(work, source);
  const staged = tablesOf([...work.sources.map(scratch.records), ...work.tasks.map(scratch.rows)]);
  for (const { table } of staged)
    await warehouse.query(`DELETE FROM ${table} WHERE _ordinal IN (SELECT _ordinal FROM ${scratch.settled})`);
}

/** Sources whose records share a table share a rule, too. */
async function rankRivals({ run, sources, warehouse, scratch, names }: Work): Promise<void> {
  for (const staged of tablesOf(sources.map(scratch.records))) {
    const source = sources.find((one) => scratch.records(one).table === staged.table);
    if (source === undefined) continue;
    const named = (means: string): string =>
      staged.columns.find((column) => column.means === means)?.name ?? means;
    const keys = [...(staged.part === undefined ? [] : ["_part"]), ...keysOf(source).map(named)];
    const key = columnsOf("s", keys, names.quote);
    const order = orderOf(source, names.quote(named("_rank")), warehouse.byteOrder);
    await warehouse.query(
      `INSERT INTO ${scratch.settled} (_ordinal, _file, _verdict, _winner_run, _winner)
       SELECT _ordinal, _file, CASE WHEN _copy > 1 THEN 'collapsed' ELSE 'duplicate' END, CAST($1 AS bigint), _first
         FROM (SELECT _ordinal, s.${names.quote(named("_file"))} AS _file,
                      row_number() OVER (PARTITION BY ${key} ORDER BY ${order}) AS _place,
                      row_number() OVER (PARTITION BY ${key}, s.${names.quote(named("_hash"))} ORDER BY ${order}) AS _copy,
                      first_value(_ordinal) OVER (PARTITION BY ${key} ORDER BY ${order} ROWS UNBOUNDED PRECEDING) AS _first
                 FROM ${staged.table} s
                 JOIN (SELECT ${key} FROM ${staged.table} s GROUP BY ${key} HAVING count(*) > 1) rivals
                   ON ${agree("rivals", "s", keys, names.quote)}) ranked
        WHERE _place > 1`,
      [run],
    );
  }
}

function orderOf(source: Source, value: string, byteOrder: (sql: string) => string): string {
  const rule = source.duplicates;
  if (!("column" in rule)) return rule.keep === "first" ? "_ordinal" : "_ordinal DESC";
  const shape = source.columns.find((column) => column.name === rule.column)?.shape;
  const rank = shape?.kind === "scalar" && shape.type.kind === "text" ? byteOrder(value) : value;
  return `${rank} ${rule.keep === "highest" ? "DESC" : "ASC"} NULLS LAST, _ordinal DESC`;
}

/**
 * A record is superseded when in every table that its source owns rows of, a later month holds the rows of
 * its key. Where that is so in some tables only, the others are filled from it (see `arrange`).
 */
async function findSuperseded(work: Work, source: Source): Promise<void> {
  const { warehouse, scratch, names, period, traced } = work;
  const owned = work.tasks.filter(
    (task) => task.owner !== undefined && task.feeds.some((feed) => feed.source === source.name),
  );
  if (owned.length === 0 || owned.some((task) => !traced.has(task.table.name))) return;
  const joins = owned.map((task, index) => {
    const lineage = names.lineage(task.table.name);
    const same = ownerPairs(task, source).map(
      ([column, key]) => `l${index}.${names.quote(column)} = s.${key}`,
    );
    return `JOIN ${lineage} l${index} ON ${same.join(" AND ")}
            JOIN ${names.kept("runs")} u${index} ON u${index}.id = l${index}._run AND u${index}.period > $1`;
  });
  await warehouse.query(
    `INSERT INTO ${scratch.settled} (_ordinal, _file, _verdict, _winner_run, _winner)
     SELECT s._ordinal, s._file, CASE WHEN l0._source = $2 AND l0._hash = s._hash THEN 'collapsed' ELSE 'superseded' END, l0._run, l0._ordinal
       FROM ${scratch.records(source).lines} s ${joins.join(" ")}
      WHERE NOT EXISTS (SELECT 1 FROM ${scratch.settled} d WHERE d._ordinal = s._ordinal)`,
    [period, source.name],
  );
}

/**
 * A record gives way when in every table that its source owns rows of, a source that comes later in the model
 * brings the rows of its key in this very drop. Where that is so in some tables only, the others are filled from
 * it (see `arrange`).
 */
async function findBeaten(work: Work, source: Source): Promise<void> {
  const { run, warehouse, scratch } = work;
  const owned = work.tasks.filter(
    (task) => task.owner !== undefined && task.feeds.some((feed) => feed.source === source.name),
  );
  const after = work.sources.slice(work.sources.indexOf(source) + 1);
  const rivals = owned.map((task) =>
    after.filter((one) => task.feeds.some((feed) => feed.source === one.name)),
  );
  if (rivals.length === 0 || rivals.some((some) => some.length === 0)) return;
  const open = `NOT EXISTS (SELECT 1 FROM ${scratch.settled} d WHERE d._ordinal = r._ordinal)`;
  const joins = owned.map((task, index) => {
    const keys = ownerPairs(task, source).map(([, key], at) => ({ key, column: `_k${at}` }));
    const brought = (rivals[index] ?? []).map((rival) => {
      const parts = ownerPairs(task, rival).map(([, key], at) => `r.${key} AS _k${at}`);
      return `SELECT ${parts.join(", ")}, r._ordinal FROM ${scratch.records(rival).lines} r WHERE ${open}`;
    });
    const grouped = keys.map(({ column }) => column).join(", ");
    const same = keys.map(({ key, column }) => `w${index}.${column} = s.${key}`);
    return `JOIN (SELECT ${grouped}, max(_ordinal) AS _last FROM (${brought.join(" UNION ALL ")}) b GROUP BY ${grouped}) w${index}
              ON ${same.join(" AND ")}`;
  });
  await warehouse.query(
    `INSERT INTO ${scratch.settled} (_ordinal, _file, _verdict, _winner_run, _winner)
     SELECT s._ordinal, s._file, ${warehouse.asText("$2")}, CAST($1 AS bigint), w0._last
       FROM ${scratch.records(source).lines} s ${joins.join(" ")}
      WHERE NOT EXISTS (SELECT 1 FROM ${scratch.settled} d WHERE d._ordinal = s._ordinal)`,
    [run, "gave_way"],
  );
}

/** Owner columns of a table, each with the column of `records(source)` that holds the same. */
function ownerPairs(task: Task, source: Source): readonly (readonly [column: string, key: string])[] {
  const feed = task.feeds.find((one) => one.source === source.name);
  return lineageKey(task).map((column, index) => [column, keyColumn(feed?.ownerParts[index] ?? -1)] as const);
}

async function writeFaults({ run, warehouse, scratch, names }: Work, source: Source): Promise<void> {
  const key = keysOf(source)
    .map((column) => warehouse.asText(`s.${column}`))
    .join(" || ', ' || ");
  await warehouse.query(
    `INSERT INTO ${scratch.faults} (_ordinal, _file, ${keysOf(source).join(", ")}, _code, _column, _reason)
     SELECT d._ordinal, d._file, ${keysOf(source)
       .map((column) => warehouse.asText(`s.${column}`))
       .join(", ")}, d._verdict, $1,
            CASE WHEN d._verdict = 'duplicate'
                 THEN 'record ' || ${warehouse.asText("w.record")} || ' (line ' || ${warehouse.asText("w.line")} || ' of ' || here._name || ') has the same ' || ${warehouse.asText("$2")} || ' ' || ${key}
                      || ' and other values, and stays (' || ${warehouse.asText("$3")} || ')'
                 WHEN d._verdict = 'gave_way'
                 THEN 'record ' || ${warehouse.asText("w.record")} || ' (line ' || ${warehouse.asText("w.line")} || ' of ' || here._name || ') of source ' || here._source || ', which comes later in the model, has the same '
                      || ${warehouse.asText("$2")} || ' ' || ${key} || ', and stays'
                 ELSE 'record ' || ${warehouse.asText("w.record")} || ' (line ' || ${warehouse.asText("w.line")} || ' of ' || there.name || ', run ' || ${warehouse.asText("d._winner_run")} || ') of the later month ' || u.period
                      || ' has the same ' || ${warehouse.asText("$2")} || ' ' || ${key} || ', and stays'
            END
       FROM ${scratch.settled} d
       JOIN ${scratch.records(source).lines} s ON s._ordinal = d._ordinal
       JOIN ${names.kept("raw_records")} w ON w.run = d._winner_run AND w.ordinal = d._winner
       JOIN ${names.kept("runs")} u ON u.id = d._winner_run
       LEFT JOIN ${scratch.files} here ON d._winner_run = $4 AND here._number = w.file
       LEFT JOIN ${names.kept("files")} there ON there.run = d._winner_run AND there.number = w.file
      WHERE d._verdict <> 'collapsed'`,
    [source.key.join(", "), source.key.map((name) => `\`${name}\``).join(", "), sayRule(source), run],
  );
}

function sayRule(source: Source): string {
  const rule = source.duplicates;
  return "column" in rule
    ? `the ${rule.keep} \`${rule.column}\`, among equals the last`
    : `the ${rule.keep} one`;
}

function keysOf(source: Source): readonly string[] {
  return source.key.map((_, part) => keyColumn(part));
}
