// A run's quarantine, or the corrected export of it -> the records to be put through again, file by file.
import { Mistake, type Source } from "../../generator/index.ts";
import type { History } from "../history/open.ts";
import { quarantinedRecords } from "../history/quarantine.ts";
import { cellCount, createSplitter, type RawRecord } from "../record/split.ts";
import { listed } from "../words.ts";

/** A file of the run with the records of it that are in quarantine. */
export interface CandidateFile {
  /** Without `.gz`: what is kept of it is unpacked. */
  readonly name: string;
  readonly source: Source;
  /** Its first line, without the line end. */
  readonly header: Buffer;
  /** The records, each with its ordinal in the run and why it is there. May be asked for several times. */
  readonly records: () => AsyncIterable<Candidate>;
}

/** One record of quarantine. */
export interface Candidate {
  readonly ordinal: number;
  readonly code: string;
  /** As it came, or as it was corrected. */
  readonly raw: Buffer;
  readonly corrected: boolean;
}

/**
 * The files of a run that have records in quarantine, in the order they were loaded.
 * @returns also the names of files that cannot be put through again, each with why
 */
export async function candidatesOf(
  history: History,
  run: number,
): Promise<{ readonly files: readonly CandidateFile[]; readonly notes: readonly string[] }> {
  const { warehouse, names, model } = history;
  const found = await warehouse.query<{ name: string; source: string; header: unknown }>(
    `SELECT name, source, header FROM ${names.kept("files")} WHERE run = $1 AND quarantined > 0 ORDER BY number`,
    [run],
  );
  const files: CandidateFile[] = [];
  const notes: string[] = [];
  for (const row of found.rows) {
    const source = model.sources.find((one) => one.name === row.source);
    const header = warehouse.readBytes(row.header);
    if (source === undefined) notes.push(`${row.name}: the model has no source \`${row.source}\` any more`);
    else if (header === undefined)
      notes.push(`${row.name}: it was loaded by an older Viewfinder, which did not keep the file's header`);
    else {
      files.push({
        name: row.name.replace(/\.gz$/i, ""),
        source,
        header,
        records: () => inFile(history, run, row.source, row.name),
      });
    }
  }
  return { files, notes };
}

async function* inFile(
  history: History,
  run: number,
  source: string,
  file: string,
): AsyncGenerator<Candidate> {
  // Also what a later drop has settled: of it, only what that has left open is taken.
  for await (const one of quarantinedRecords(history, { run, source, corrected: true })) {
    // A record that was too long to be kept can only come with its file again.
    if (one.file === file && one.raw !== undefined)
      yield { ordinal: one.ordinal, code: one.code, raw: one.raw, corrected: false };
  }
}

/** A record that is read again by itself. */
export interface ReadAgain {
  readonly candidate: Candidate;
  /** Undefined when its bytes are not exactly one record any more. */
  readonly record: RawRecord | undefined;
}

const LF = Buffer.from("\n");

/** The header, and then each record, as the splitter gives them. */
export async function* readAgain(file: CandidateFile): AsyncGenerator<ReadAgain, void, undefined> {
  let splitter = freshSplitter(file);
  for await (const candidate of file.records()) {
    const made = splitter.push(Buffer.concat([candidate.raw, LF]));
    const [record] = made;
    const whole = made.length === 1 && record?.bytes.equals(candidate.raw) === true;
    yield { candidate, record: whole ? record : undefined };
    // What was left open would swallow the next record.
    if (!whole) splitter = freshSplitter(file);
  }
}

function freshSplitter({ header }: CandidateFile): ReturnType<typeof createSplitter> {
  const splitter = createSplitter();
  splitter.push(Buffer.concat([header, LF]));
  return splitter;
}

/** The header as a record. @throws Mistake when it cannot be one */
export function headerOf(file: CandidateFile): RawRecord {
  const [header] = createSplitter().push(Buffer.concat([file.header, LF]));
  if (header === undefined || cellCount(header) === 0)
    throw new Mistake(`${file.name} has no header, so its records cannot be read again.`);
  return header;
}

/**
 * Puts the corrected records in the place of those that were exported. They are told apart by their order,
 * so there must be as many as before; what cannot be corrected stays as it was.
 * @param corrected by file name, the corrected file's records after its header, and its header
 * @throws Mistake when a file has more or fewer records, or is not one of the export
 */
export function correctedFiles(
  files: readonly CandidateFile[],
  exported: ReadonlyMap<string, readonly number[]>,
  corrected: ReadonlyMap<string, { readonly header: Buffer; readonly records: readonly Buffer[] }>,
): readonly CandidateFile[] {
  const strange = [...corrected.keys()].filter((name) => !exported.has(name));
  if (strange.length > 0)
    throw new Mistake(
      `${listed(strange)} ${strange.length === 1 ? "was" : "were"} not exported: reasons.csv does not name it. Put back the files as they were called.`,
    );
  return files.flatMap((file): readonly CandidateFile[] => {
    const ordinals = exported.get(file.name);
    const now = corrected.get(file.name);
    if (ordinals === undefined || now === undefined) return [];
    if (now.records.length !== ordinals.length) {
      throw new Mistake(
        `${file.name} has ${now.records.length} records now, and ${ordinals.length} were exported. Records are told apart by their order, so leave those that you cannot correct as they are.`,
      );
    }
    const byOrdinal = new Map(ordinals.map((ordinal, at) => [ordinal, now.records[at] ?? Buffer.alloc(0)]));
    return [{ ...file, header: now.header, records: () => replaced(file, byOrdinal) }];
  });
}

async function* replaced(
  file: CandidateFile,
  byOrdinal: ReadonlyMap<number, Buffer>,
): AsyncGenerator<Candidate> {
  for await (const candidate of file.records()) {
    const raw = byOrdinal.get(candidate.ordinal);
    if (raw !== undefined) yield { ...candidate, raw, corrected: !raw.equals(candidate.raw) };
  }
}
