// Rows -> compressed parts in the pipeline bucket -> COPY with a manifest, counted.
import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Outage } from "../../../generator/index.ts";
import type { Session } from "../session.ts";
import { CommitUnknown, type Loading, type LoadOptions } from "../warehouse.ts";
import { copyStatement } from "./copy.ts";
import { encodeCsv, NULL_MARK } from "./csv.ts";
import { findRow, type SentPart } from "./find.ts";
import { createGatherer, GATHER_SIZES, type GatherSizes, type Part } from "./gather.ts";
import { refusalOf } from "./load-error.ts";
import { lineOf } from "./line.ts";
import { manifestOf } from "./manifest.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ProvedSettings } from "./settings.ts";

/** What a loading works with. */
export interface LoadMeans {
  readonly session: Session;
  /** Opens one more: a transaction that has failed answers no more queries. */
  readonly another: () => Promise<Session>;
  readonly pipeline: Pipeline;
  readonly settings: ProvedSettings;
  /** How many readers the cluster has. */
  readonly slices: number;
  /** The session's number in the cluster's system views. */
  readonly backend: number;
  readonly sizes?: GatherSizes | undefined;
}

const compress = promisify(gzip);
/** How many parts are compressed and sent at once; more would fill memory and not the wire. */
const AT_ONCE = 2;

/** @param options see `Warehouse.load` */
export function loadByCopy(options: LoadOptions, means: LoadMeans): Loading {
  const { targets, place, progress = () => {} } = options;
  const gatherer = createGatherer(targets.length, means.slices, means.sizes ?? GATHER_SIZES);
  const sent: SentPart[] = [];
  const sending = new Set<Promise<void>>();
  const quotedNulls = targets.map(() => new Map<number, number>());
  let failure: { readonly error: unknown } | undefined;
  let bytesUp = 0;

  const send = async (part: Part): Promise<void> => {
    const body = await compress(Buffer.concat(part.lines), { level: 1 });
    const sha256 = hash("sha256", body, "hex");
    const { label, folder } = targetAt(targets, part.target);
    const key = `${place}/${folder}/part-${String(part.number).padStart(5, "0")}-${sha256}.csv.gz`;
    await means.pipeline.put(key, body, sha256, "application/gzip");
    const { target, number, firstOrdinal, rows } = part;
    sent.push({ target, number, firstOrdinal, rows, key, bytes: body.length });
    bytesUp += body.length;
    progress({ step: "upload", label, bytesDone: bytesUp, bytesTotal: bytesUp });
  };
  const begin = async (parts: readonly Part[]): Promise<void> => {
    for (const part of parts) {
      while (sending.size >= AT_ONCE) await Promise.race(sending);
      if (failure !== undefined) throw failure.error;
      const under: Promise<void> = send(part)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => sending.delete(under));
      sending.add(under);
    }
  };
  const partsOf = (target: number): readonly SentPart[] =>
    sent.filter((part) => part.target === target).sort((a, b) => a.number - b.number);
  const add: Loading["add"] = (target, row) => {
    for (const [column, value] of row.entries()) {
      if (value !== NULL_MARK) continue;
      const counts = quotedNulls[target];
      counts?.set(column, (counts.get(column) ?? 0) + 1);
    }
    gatherer.add(target, Number(row[targets[target]?.ordinal ?? 0]), encodeCsv(row));
  };
  return {
    add,
    line: (target) => lineOf((row) => add(target, row)),
    async rest() {
      await begin(gatherer.full());
    },
    async finish() {
      await begin(gatherer.all());
      while (sending.size > 0) await Promise.race(sending);
      if (failure !== undefined) throw failure.error;
      await copyAll({ ...options, progress }, means, partsOf, quotedNulls);
    },
    find: (target, ordinal) =>
      findRow(partsOf(target), ordinal, targets[target]?.ordinal ?? 0, means.pipeline),
  };
}

/** One transaction: when the connection is lost in the middle, COPY would otherwise go on without us. */
async function copyAll(
  { targets, place, rehearse = false, progress = () => {} }: LoadOptions,
  means: LoadMeans,
  partsOf: (target: number) => readonly SentPart[],
  quotedNulls: readonly ReadonlyMap<number, number>[],
): Promise<void> {
  const { session, pipeline, settings } = means;
  const statements: { readonly sql: string; readonly target: number }[] = [];
  for (const [target, { folder, table, columns }] of targets.entries()) {
    const parts = partsOf(target);
    // COPY refuses a manifest without files.
    if (parts.length === 0) continue;
    const manifest = manifestOf(parts.map((part) => ({ ...part, uri: pipeline.uri(part.key) })));
    const sha256 = hash("sha256", manifest, "hex");
    const key = `${place}/${folder}/manifest-${sha256}.json`;
    await pipeline.put(key, manifest, sha256, "application/json");
    const sql = copyStatement({ table, columns }, pipeline.uri(key), settings, rehearse);
    statements.push({ sql, target });
  }
  const bytesTotal = statements.reduce((sum, { target }) => sum + bytesOf(partsOf(target)), 0);
  let copying: number | undefined;
  try {
    await session.transaction(async () => {
      let bytesDone = 0;
      for (const { sql, target } of statements) {
        copying = target;
        progress({ step: "copy", label: targets[target]?.label ?? "", bytesDone, bytesTotal });
        await session.query(sql);
        if (!rehearse) await proveCount(session, target, partsOf(target), targetAt(targets, target));
        if (!rehearse) await proveNulls(session, targetAt(targets, target), quotedNulls[target]);
        bytesDone += bytesOf(partsOf(target));
        progress({ step: "copy", label: targets[target]?.label ?? "", bytesDone, bytesTotal });
      }
      copying = undefined;
    });
  } catch (error) {
    if (copying !== undefined) throw await refusalOf(error, copying, targets, partsOf(copying), means);
    if (error instanceof CommitUnknown) {
      throw new Outage(
        "The connection to the cluster was lost while rows were being staged. Nothing of this drop was published. Run the same command again.",
        { retry: true, cause: error },
      );
    }
    throw error;
  }
}

function targetAt(targets: LoadOptions["targets"], at: number): LoadOptions["targets"][number] {
  const target = targets[at];
  if (target === undefined) throw new Error("a table of the loading is not there");
  return target;
}

function bytesOf(parts: readonly SentPart[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

/** @throws Error when the cluster has not loaded what was sent: our bug, or theirs, and nothing may be published */
async function proveCount(
  session: Session,
  target: number,
  parts: readonly SentPart[],
  { label }: LoadOptions["targets"][number],
): Promise<void> {
  const wanted = parts.reduce((sum, part) => sum + part.rows, 0);
  const found = await session.query<{ rows: string | number }>("SELECT pg_last_copy_count() AS rows");
  const loaded = Number(found.rows[0]?.rows);
  if (loaded !== wanted)
    throw new Error(`COPY loaded ${loaded} rows of ${wanted} into ${label} (table ${target} of the run)`);
}

/**
 * A text that reads like the mark for null stands in quotes, which makes it a text. Should a cluster see it
 * otherwise, the drop is not loaded rather than loaded wrongly.
 */
async function proveNulls(
  session: Session,
  { table, label, columns, part }: LoadOptions["targets"][number],
  quoted: ReadonlyMap<number, number> | undefined,
): Promise<void> {
  for (const [at, wanted] of quoted ?? []) {
    const column = `"${columns[at] ?? ""}"`;
    const found = await session.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${table} WHERE ${column} = $1`,
      [NULL_MARK],
    );
    if (Number(found.rows[0]?.n) < wanted) {
      throw new Outage(
        `${wanted} ${wanted === 1 ? "value" : "values"} of ${part === undefined ? `${label}.${columns[at]}` : label} are the two characters \`${NULL_MARK}\`, and the cluster takes them for no value at all. Nothing of this drop was published. Have them delivered as empty cells.`,
        { retry: false },
      );
    }
  }
}
