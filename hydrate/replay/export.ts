// Quarantine -> a folder with the raw records as CSV, to be corrected, and a file of reasons; and that folder read back.
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { Mistake, Outage } from "../../generator/index.ts";
import type { History } from "../history/open.ts";
import { runNumbered } from "../history/runs.ts";
import { type QuarantineFilter, quarantinedRecords } from "../history/quarantine.ts";
import { cellCount, cellText, createSplitter, type RawRecord } from "../record/split.ts";

/** What was written. */
export interface ExportedRun {
  readonly run: number;
  readonly folder: string;
  /** Each with how many records it holds. */
  readonly files: readonly { readonly name: string; readonly records: number }[];
}

const REASONS = "reasons.csv";
const COLUMNS = [
  "run",
  "ordinal",
  "exported_file",
  "exported_record",
  "source",
  "file",
  "record",
  "line",
  "start_byte",
  "end_byte",
  "code",
  "column",
  "reason",
  "sha256",
] as const;

/**
 * Writes `<folder>/run-<n>/<file>.csv` for each file with records in quarantine, each with the header that the
 * file came with and the records byte for byte as they came, and `reasons.csv` beside them.
 * @returns what was written; nothing when nothing is in quarantine
 * @throws Mistake when such a folder is there already, Outage when it cannot be written
 */
export async function exportQuarantine(
  history: History,
  filter: QuarantineFilter,
  folder: string,
): Promise<readonly ExportedRun[]> {
  if (filter.run !== undefined) await runNumbered(history, filter.run);
  const runs: { run: number; folder: string; reasons: FileHandle; files: Map<string, Open> }[] = [];
  try {
    for await (const record of quarantinedRecords(history, filter)) {
      let into = runs.at(-1);
      if (into?.run !== record.run) {
        const own = join(folder, `run-${record.run}`);
        await makeFolder(own);
        into = {
          run: record.run,
          folder: own,
          reasons: await open(join(own, REASONS), "wx"),
          files: new Map(),
        };
        runs.push(into);
        await into.reasons.appendFile(stringify([[...COLUMNS]]));
      }
      const name = record.file.replace(/\.gz$/i, "");
      let file = into.files.get(name);
      if (file === undefined) {
        file = { handle: await open(join(into.folder, name), "wx"), records: 0 };
        into.files.set(name, file);
        await file.handle.appendFile(Buffer.concat([await headerOf(history, record.run, record.file), LF]));
      }
      const { raw } = record;
      if (raw !== undefined) {
        file.records += 1;
        await file.handle.appendFile(Buffer.concat([raw, LF]));
      }
      await into.reasons.appendFile(
        stringify([
          [
            record.run,
            record.ordinal,
            // A record that was too long to be kept is told of, and not written.
            raw === undefined ? "" : name,
            raw === undefined ? "" : file.records,
            record.source,
            record.file,
            record.record,
            record.line,
            record.start,
            record.end,
            record.code,
            record.column ?? "",
            record.reason,
            raw === undefined ? "" : hash("sha256", raw),
          ],
        ]),
      );
    }
  } catch (error) {
    if (error instanceof Mistake || error instanceof Outage) throw error;
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new Outage(`${folder} could not be written: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  } finally {
    for (const { reasons, files } of runs)
      for (const handle of [reasons, ...[...files.values()].map((file) => file.handle)]) await handle.close();
  }
  return runs.map(({ run, folder: own, files }) => ({
    run,
    folder: own,
    files: [...files].map(([name, { records }]) => ({ name, records })),
  }));
}

interface Open {
  readonly handle: FileHandle;
  records: number;
}

const LF = Buffer.from("\n");

/** What somebody may have corrected for hours must not be written over. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Mistake(`${folder} is not empty. Export into another folder, or take away what is in it.`);
}

async function headerOf({ warehouse, names }: History, run: number, file: string): Promise<Buffer> {
  const found = await warehouse.query<{ header: unknown }>(
    `SELECT header FROM ${names.kept("files")} WHERE run = $1 AND name = $2`,
    [run, file],
  );
  return warehouse.readBytes(found.rows[0]?.header) ?? Buffer.alloc(0);
}

/** An export read back. */
export interface ReadExport {
  readonly run: number;
  /** By file, the ordinals of its records in the run, in the file's order. */
  readonly exported: ReadonlyMap<string, readonly number[]>;
  /** By file, its header and its records as they are now. */
  readonly files: ReadonlyMap<string, { readonly header: Buffer; readonly records: readonly Buffer[] }>;
}

/** @throws Mistake when the folder is no export, or a file in it cannot be read as CSV */
export async function readExport(folder: string): Promise<ReadExport> {
  const reasons = await readFile(join(folder, REASONS)).catch((error: NodeJS.ErrnoException) => {
    const which = `Name the folder of one run that \`viewfinder hydrate quarantine --export\` wrote, such as ${join(folder, "run-12")}.`;
    if (error.code === "ENOTDIR") throw new Mistake(`${folder} is a file. ${which}`);
    if (error.code !== "ENOENT")
      throw new Outage(`${join(folder, REASONS)} cannot be read: ${error.message}.`, {
        retry: false,
        cause: error,
      });
    const what = existsSync(folder)
      ? `${folder} has no ${REASONS}, so it is not clear which records it holds`
      : `There is no folder ${folder}`;
    throw new Mistake(`${what}. ${which}`);
  });
  const [header, ...rows] = splitAll([reasons]);
  const cells = (record: RawRecord): readonly string[] =>
    Array.from({ length: cellCount(record) }, (_, at) => cellText(record, at));
  const columns = header === undefined ? [] : cells(header);
  const at = (name: (typeof COLUMNS)[number]): number => columns.indexOf(name);
  const [run, ordinal, file] = [at("run"), at("ordinal"), at("exported_file")];
  const runs = new Set<number>();
  const exported = new Map<string, number[]>();
  for (const row of rows.map(cells)) {
    runs.add(Number(row[run]));
    const name = row[file] ?? "";
    if (name === "") continue;
    exported.set(name, [...(exported.get(name) ?? []), Number(row[ordinal])]);
  }
  const [only, ...more] = runs;
  if (only === undefined || more.length > 0 || !Number.isInteger(only))
    throw new Mistake(`${join(folder, REASONS)} is not as it was written; export the quarantine once more.`);
  const files = new Map<string, { header: Buffer; records: readonly Buffer[] }>();
  for (const name of exported.keys()) {
    const bytes = await readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      // A file that is not there any more was not corrected: its records stay.
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (bytes === undefined) continue;
    const [first, ...records] = splitAll([bytes]);
    if (first === undefined)
      throw new Mistake(`${join(folder, name)} is empty: it does not even have a header.`);
    files.set(name, { header: first.bytes, records: records.map((record) => record.bytes) });
  }
  return { run: only, exported, files };
}

function splitAll(chunks: readonly Buffer[]): readonly RawRecord[] {
  const splitter = createSplitter();
  const records = chunks.flatMap((chunk) => splitter.push(chunk));
  const last = splitter.finish();
  return last === undefined ? records : [...records, last];
}
