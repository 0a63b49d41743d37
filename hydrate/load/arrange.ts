// Staged rows of records that are loaded -> for each table, whose rows are replaced and by which rows.
import { keepGaveWay } from "./gave-way.ts";
import { lineageColumns, lineageKey } from "./lineage.ts";
import { agree, columnsOf, differ } from "./match.ts";
import { mustChoose } from "./owners.ts";
import { keyColumn, sharedRows } from "./scratch.ts";
import { standsOver } from "./standing.ts";
import type { Task } from "../tasks.ts";
import { ordinalsOf, sourcesOf, type Work } from "./work.ts";
import { count, number, shown } from "../words.ts";

/**
 * For owned tables: one owner for each record key, the last when several sources of the drop bring it. For
 * shared tables: one row for each key, that of the last record.
 * @returns what was chosen between, in sentences
 */
export async function arrangeRows(work: Work): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const task of work.tasks) {
    notes.push(
      ...(task.owner === undefined ? await arrangeShared(work, task) : await arrangeOwned(work, task)),
    );
  }
  return notes;
}

async function arrangeOwned(work: Work, task: Task): Promise<readonly string[]> {
  if (!mustChoose(work, task)) return [];
  const { warehouse, scratch, names, period } = work;
  const { name } = task.table;
  const quote = names.quote;
  const owners = scratch.owners(task);
  const { kept, staged } = await gatherOwners(work, task);
  const beaten = kept < staged ? await firstBeaten(work, task) : undefined;
  if (kept < staged) await keepGaveWay(work, task, "source");
  let later = 0;
  if (work.late && work.traced.has(name)) {
    const gone = await warehouse.query(
      `DELETE FROM ${owners} USING ${names.lineage(name)} l, ${names.kept("runs")} u
        WHERE ${agree("l", owners, lineageKey(task), quote)} AND u.id = l._run AND u.period > $1`,
      [period],
    );
    later = gone.count;
  }
  if (later > 0) await keepGaveWay(work, task, "later_month");
  const standing = await removeStanding(work, task);
  if (standing > 0) await keepGaveWay(work, task, "since");
  if (kept < staged || later > 0 || standing > 0) {
    const { table, part } = scratch.rows(task);
    await warehouse.query(
      `DELETE FROM ${table} WHERE ${part === undefined ? "" : `_part = ${part} AND `}NOT EXISTS (SELECT 1 FROM ${owners} o WHERE o._ordinal = ${table}._ordinal)`,
    );
  }
  const notes: string[] = [];
  if (kept < staged) {
    const order = sourcesOf(work, task)
      .map((source) => source.name)
      .join(", then ");
    notes.push(
      `table ${name}: ${count(staged - kept, "record")} of one source had the key of a record of another one; the later stays (${order}${beaten === undefined ? "" : `; the first that does not: ${beaten}`})`,
    );
  }
  if (later > 0) {
    notes.push(`table ${name}: for ${count(later, "record")} a later month was there already, and stays`);
  }
  if (standing > 0) {
    notes.push(
      `table ${name}: for ${count(standing, "record")} a row was there that came with run ${work.replayed?.run} or since, and stays`,
    );
  }
  return notes;
}

/** Of records of quarantine that are put through again: those whose rows came otherwise in the meantime. */
async function removeStanding(work: Work, task: Task): Promise<number> {
  const { warehouse, scratch, names, replayed, traced } = work;
  if (replayed === undefined || !traced.has(task.table.name)) return 0;
  const owners = scratch.owners(task);
  let removed = 0;
  for (const { name } of sourcesOf(work, task)) {
    const stands = standsOver(replayed, name, names, "l", [name]);
    const gone = await warehouse.query(
      `DELETE FROM ${owners} USING ${names.lineage(task.table.name)} l
        WHERE ${agree("l", owners, lineageKey(task), names.quote)} AND ${owners}._source = $1 AND ${stands.where}`,
      stands.values,
    );
    removed += gone.count;
  }
  return removed;
}

/** One owner for each key among the records of all sources; `staged` counts the records, `kept` the owners. */
async function gatherOwners(
  work: Work,
  task: Task,
): Promise<{ readonly kept: number; readonly staged: number }> {
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const key = lineageKey(task);
  const owners = scratch.owners(task);
  const columns = lineageColumns(task, warehouse).filter(({ name }) => name !== "_run");
  const target = columns.map(({ name }) => quote(name)).join(", ");
  await warehouse.query(
    `${warehouse.createScratch} ${owners} (${columns.map(({ name, type }) => `${quote(name)} ${type}`).join(", ")})`,
  );
  let staged = 0;
  for (const source of sourcesOf(work, task)) {
    const feed = task.feeds.find((one) => one.source === source.name);
    const parts = key.map((_, at) => `s.${keyColumn(feed?.ownerParts[at] ?? -1)}`).join(", ");
    const put = await warehouse.query(
      `INSERT INTO ${owners} (${target}) SELECT ${parts}, ${warehouse.asText("$1")}, s._ordinal, s._hash FROM ${scratch.records(source).lines} s`,
      [source.name],
    );
    staged += put.count;
  }
  if (sourcesOf(work, task).length === 1) return { kept: staged, staged };
  const beaten = await warehouse.query(
    `DELETE FROM ${owners} WHERE _ordinal IN
       (SELECT _ordinal FROM (SELECT _ordinal, row_number() OVER (PARTITION BY ${columnsOf("o", key, quote)} ORDER BY o._ordinal DESC) AS _place FROM ${owners} o) ranked
         WHERE _place > 1)`,
  );
  return { kept: staged - beaten.count, staged };
}

/** The first record whose rows of this table another source's stand in for; what it gives other tables is loaded. */
async function firstBeaten(work: Work, task: Task): Promise<string | undefined> {
  const { run, warehouse, scratch, names } = work;
  const owners = scratch.owners(task);
  const beaten = sourcesOf(work, task).map(
    (source) =>
      `SELECT s._ordinal FROM ${scratch.records(source).lines} s WHERE NOT EXISTS (SELECT 1 FROM ${owners} o WHERE o._ordinal = s._ordinal)`,
  );
  const found = await warehouse.query<{ record: string; line: string; name: string }>(
    `SELECT w.record, w.line, f._name AS name
       FROM (SELECT min(b._ordinal) AS _first FROM (${beaten.join(" UNION ALL ")}) b) x
       JOIN ${names.kept("raw_records")} w ON w.run = $1 AND w.ordinal = x._first
       JOIN ${scratch.files} f ON f._number = w.file`,
    [run],
  );
  const [first] = found.rows;
  if (first === undefined) return undefined;
  return `record ${number(Number(first.record))} on line ${number(Number(first.line))} of ${first.name}`;
}

async function arrangeShared(work: Work, task: Task): Promise<readonly string[]> {
  const { warehouse, scratch, names, period } = work;
  const quote = names.quote;
  const { table } = task;
  await gatherVariants(work, task);
  const rows = sharedRows(scratch, task);
  const distinct = scratch.distinct(task);
  const columns = table.columns.map((column) => column.name);
  const types = table.columns.map(
    (column) => `${quote(column.name)} ${warehouse.dialect.columnType(column.type)}`,
  );
  await warehouse.query(`${warehouse.createScratch} ${distinct} (_ordinal bigint, ${types.join(", ")})`);
  // A record gives one row for each key, so that its ordinal names the row.
  await warehouse.query(
    `INSERT INTO ${distinct} (_ordinal, ${columns.map(quote).join(", ")})
     SELECT s._ordinal, ${columnsOf("s", columns, quote)}
       FROM ${rows} s
       JOIN (SELECT max(r._ordinal) AS _last, ${columnsOf("r", table.key, quote)} FROM ${rows} r GROUP BY ${columnsOf("r", table.key, quote)}) l
         ON l._last = s._ordinal AND ${agree("l", "s", table.key, quote)}`,
  );
  const notes = await noteConflicts(work, task);
  if (work.late && work.traced.has(table.name)) {
    await warehouse.query(
      `DELETE FROM ${distinct} USING ${names.lineage(table.name)} l, ${names.kept("runs")} u
        WHERE ${agree("l", distinct, table.key, quote)} AND u.id = l._run AND u.period > $1`,
      [period],
    );
  }
  if (work.replayed !== undefined && work.traced.has(table.name)) {
    const stands = standsOver(work.replayed, undefined, names, "l", []);
    await warehouse.query(
      `DELETE FROM ${distinct} USING ${names.lineage(table.name)} l
        WHERE ${agree("l", distinct, table.key, quote)} AND ${stands.where}`,
      stands.values,
    );
  }
  return notes;
}

/** Each row once for each source that brings it: one look at all that came, so that nobody has to look again. */
async function gatherVariants(work: Work, task: Task): Promise<void> {
  const { warehouse, scratch, names } = work;
  const { table, part } = scratch.rows(task);
  if (part !== undefined) return;
  const columns = task.table.columns.map(({ name, type }) => ({
    name: names.quote(name),
    type: warehouse.dialect.columnType(type),
  }));
  const variants = scratch.variants(task);
  const written = columns.map(({ name, type }) => `${name} ${type}`).join(", ");
  await warehouse.query(
    `${warehouse.createScratch} ${variants} (_ordinal bigint, _first bigint, ${written})`,
  );
  const listed = columns.map(({ name }) => name).join(", ");
  for (const source of sourcesOf(work, task)) {
    const { first, next } = ordinalsOf(work, source);
    await warehouse.query(
      `INSERT INTO ${variants} (_ordinal, _first, ${listed})
       SELECT max(_ordinal), min(_ordinal), ${listed} FROM ${table} WHERE _ordinal >= $1 AND _ordinal < $2 GROUP BY ${listed}`,
      [first, next],
    );
  }
}

/** A shared row that records of one drop say differently is nobody's to correct but the vendor's: so it is said. */
async function noteConflicts({ warehouse, scratch, names }: Work, task: Task): Promise<readonly string[]> {
  const quote = names.quote;
  const { table } = task;
  const values = table.columns.map((column) => column.name).filter((name) => !table.key.includes(name));
  if (values.length === 0) return [];
  // Numbered aliases, since a column's own name may be as long as names can be.
  const asText = (row: string, prefix: string, names: readonly string[]): readonly string[] =>
    names.map((name, at) => `${warehouse.asText(`${row}.${quote(name)}`)} AS ${prefix}${at}`);
  const came = scratch.rows(task).part === undefined ? "_first" : "_ordinal";
  const found = await warehouse.query<Readonly<Record<string, string | null>>>(
    `SELECT ${[...asText("s", "_key", table.key), ...asText("s", "_other", values), ...asText("d", "_last", values)].join(", ")},
            ${warehouse.asText("count(*) OVER ()")} AS _all
       FROM (SELECT r.*, row_number() OVER (PARTITION BY ${columnsOf("r", table.key, quote)} ORDER BY r.${came}) AS _place
               FROM ${sharedRows(scratch, task)} r JOIN ${scratch.distinct(task)} d ON ${agree("d", "r", table.key, quote)}
              WHERE ${differ("d", "r", values, quote)}) s
       JOIN ${scratch.distinct(task)} d ON ${agree("d", "s", table.key, quote)}
      WHERE s._place = 1
      ORDER BY ${columnsOf("s", table.key, quote)}
      LIMIT 1`,
  );
  const [first] = found.rows;
  if (first === undefined) return [];
  const key = table.key.map((name, at) => `${name} ${first[`_key${at}`]}`).join(", ");
  const at = values.findIndex((_, index) => first[`_other${index}`] !== first[`_last${index}`]);
  const said = (value: string | null | undefined): string =>
    value === null || value === undefined ? "nothing" : shown(value);
  return [
    `table ${table.name}: ${count(Number(first["_all"]), "key")} came with different values (the first: ${key}, with ${said(first[`_other${at}`])} and ${said(first[`_last${at}`])} as \`${values[at]}\`); those of the last record stay`,
  ];
}
