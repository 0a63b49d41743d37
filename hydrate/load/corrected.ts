// A run about to be published x the quarantine of the runs before it -> which of those records came well since, written down.
import type { Source } from "../../generator/index.ts";
import { correctedNone, replayedNone } from "../settled.ts";
import { count } from "../words.ts";
import { keyColumn } from "./scratch.ts";
import type { Work } from "./work.ts";

/**
 * Writes down the key of each record of this run's quarantine whose key can be read, so that it is known again.
 * Call it when the quarantine is written.
 */
export async function keepKeys(work: Work): Promise<void> {
  const { run, warehouse, scratch, names } = work;
  const keyed = await warehouse.query<{ source: string }>(
    `SELECT DISTINCT f._source AS source FROM ${scratch.faults} x JOIN ${scratch.files} f ON f._number = x._file
      WHERE x.${keyColumn(0)} IS NOT NULL`,
  );
  const quarantine = names.kept("quarantine");
  for (const source of work.sources.filter((one) => keyed.rows.some((row) => row.source === one.name))) {
    await warehouse.query(
      `UPDATE ${quarantine} SET record_key = ${keyText(work, source, "x", true)}
         FROM ${scratch.faults} x
        WHERE ${quarantine}.run = $1 AND ${quarantine}.source = $2 AND x._ordinal = ${quarantine}.ordinal
          AND x.${keyColumn(0)} IS NOT NULL`,
      [run, source.name],
    );
  }
}

/**
 * A record in quarantine is settled when this run brings its source's record of the same key, or the very same
 * bytes, and loads it; when its file came again with all else that was in it; or when it came in a snapshot and this
 * run brings the next one. What this run says of an earlier month than the record's settles nothing. Call it inside
 * the transaction that publishes.
 * @returns a sentence for each run whose records are settled
 */
export async function recordCorrections(work: Work): Promise<readonly string[]> {
  const { run, warehouse, names, sources } = work;
  const open = await warehouse.query<{ source: string }>(
    `SELECT DISTINCT q.source FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
      WHERE ${openNow(work).join(" AND ")}`,
    openValues(work),
  );
  const waiting = new Set(open.rows.map((row) => row.source));
  for (const source of sources.filter((one) => waiting.has(one.name))) {
    await settle(
      work,
      source,
      "key",
      `q.record_key IS NOT NULL AND EXISTS (SELECT 1 FROM ${work.scratch.records(source).lines} s WHERE ${keyText(work, source, "s", false)} = q.record_key)`,
    );
    await settle(
      work,
      source,
      "record",
      `q.record_key IS NULL AND EXISTS (SELECT 1 FROM ${names.kept("raw_records")} w
                 JOIN ${names.kept("raw_records")} n ON n.run = ${markOf(work)} AND n.sha256 = w.sha256
                 JOIN ${work.scratch.records(source).lines} s ON s._ordinal = n.ordinal
                WHERE w.run = q.run AND w.ordinal = q.ordinal)`,
      [run],
    );
    if (source.load === "snapshot" && work.replayed === undefined)
      await settle(work, source, "snapshot", "1 = 1");
    for (const { run: of, file } of await cameAgain(work, source)) {
      const mark = openValues(work).length;
      const where = `q.run = $${mark + 1} AND q.file = $${mark + 2}`;
      await settle(work, source, "file", where, [of, file]);
    }
  }
  const settled = await warehouse.query<{ of_run: string; n: string }>(
    `SELECT of_run, count(*) AS n FROM ${names.kept("corrections")} WHERE run = $1 GROUP BY of_run ORDER BY of_run`,
    [run],
  );
  return settled.rows.map(
    ({ of_run, n }) =>
      `${count(Number(n), "record")} in quarantine since run ${of_run} ${Number(n) === 1 ? "is" : "are"} settled: this drop brings ${Number(n) === 1 ? "it" : "them"} anew`,
  );
}

/** Why a record is settled: its key came, its bytes came, its file came again, or the next snapshot came. */
export type Settled = "key" | "record" | "file" | "snapshot";

/**
 * Files with open records that came again in this run, under the same name for the same month. What only adds to
 * them is no such file: every record that passed then must be in it, byte for byte.
 */
async function cameAgain(
  work: Work,
  source: Source,
): Promise<readonly { readonly run: string; readonly file: string }[]> {
  const { run, warehouse, names, scratch } = work;
  const mark = openValues(work).length;
  const alike = await warehouse.query<{ run: string; file: string }>(
    `SELECT DISTINCT q.run, q.file
       FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
       JOIN ${names.kept("runs")} me ON me.id = $1 AND me.drop_name = r.drop_name AND me.period = r.period
       JOIN ${scratch.files} f ON f._source = q.source AND f._name = q.file
      WHERE ${openNow(work).join(" AND ")} AND q.source = $${mark + 1}`,
    [...openValues(work), source.name],
  );
  const again: { readonly run: string; readonly file: string }[] = [];
  for (const { run: of, file } of alike.rows) {
    const counted = await warehouse.query<{ passed: string; here: string }>(
      `SELECT count(*) AS passed, count(n.sha256) AS here
         FROM ${names.kept("raw_records")} o
         JOIN ${names.kept("files")} f ON f.run = o.run AND f.number = o.file AND f.name = $2 AND f.source = $3
         LEFT JOIN (SELECT DISTINCT sha256 FROM ${names.kept("raw_records")} WHERE run = $4) n ON n.sha256 = o.sha256
        WHERE o.run = $1
          AND NOT EXISTS (SELECT 1 FROM ${names.kept("quarantine")} x WHERE x.run = o.run AND x.ordinal = o.ordinal)`,
      [of, file, source.name, run],
    );
    const { passed = "0", here } = counted.rows[0] ?? {};
    if (Number(passed) > 0 && passed === here) again.push({ run: of, file });
  }
  return again;
}

async function settle(
  work: Work,
  source: Source,
  how: Settled,
  where: string,
  more: readonly unknown[] = [],
): Promise<void> {
  const { run, warehouse, names } = work;
  const values = [...openValues(work), ...more];
  const at = values.length;
  await warehouse.query(
    `INSERT INTO ${names.kept("corrections")} (run, of_run, of_ordinal, how)
     SELECT CAST($${at + 1} AS bigint), q.run, q.ordinal, ${warehouse.asText(`$${at + 2}`)}
       FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
      WHERE ${openNow(work).join(" AND ")} AND q.source = $${at + 3} AND ${where}
        AND NOT EXISTS (SELECT 1 FROM ${names.kept("corrections")} c WHERE c.run = $${at + 1} AND c.of_run = q.run AND c.of_ordinal = q.ordinal)`,
    [...values, run, how, source.name],
  );
}

/** Which records of earlier runs wait for one like them; `$1` and so on are `openValues`. */
function openNow({ names, period, replayed }: Work): readonly string[] {
  return [
    "r.state = 'published'",
    "q.run <> $1",
    replayedNone(names),
    correctedNone(names),
    ...(period === undefined ? [] : ["(r.period IS NULL OR r.period <= $2)"]),
    // What is put through again is told by the ledger's `replays`.
    ...(replayed === undefined ? [] : [`q.run <> $${period === undefined ? 2 : 3}`]),
  ];
}

function openValues({ run, period, replayed }: Work): readonly unknown[] {
  return [run, ...(period === undefined ? [] : [period]), ...(replayed === undefined ? [] : [replayed.run])];
}

/** The placeholder after those of `openValues`. */
function markOf(work: Work): string {
  return `$${openValues(work).length + 1}`;
}

/**
 * A key as text, the same for the same key: its parts as the warehouse writes them, of several each after its length.
 * @param row the name of the row that has the parts
 * @param written whether the parts are texts as they were read, and not values yet
 */
function keyText({ warehouse }: Work, source: Source, row: string, written: boolean): string {
  const parts = source.key.map((name, at) => {
    const shape = source.columns.find((column) => column.name === name)?.shape;
    const part = `${row}.${keyColumn(at)}`;
    const plain = shape?.kind !== "scalar" || shape.type.kind === "text" || shape.type.kind === "integer";
    if (plain) return written ? part : warehouse.asText(part);
    return warehouse.asText(written ? `CAST(${part} AS ${warehouse.dialect.columnType(shape.type)})` : part);
  });
  if (parts.length === 1) return parts[0] ?? "";
  return parts.map((part) => `${warehouse.asText(`LENGTH(${part})`)} || ':' || ${part}`).join(" || ");
}
