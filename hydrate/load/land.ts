// The files of a drop -> every record kept raw, decoded, screened and staged, in one pass over the bytes.
import { createHash, hash } from "node:crypto";
import type { Progress } from "../event.ts";
import { readHeader } from "../record/header.ts";
import type { OpenDrop, OpenFile } from "../open.ts";
import type { CoercionReport, QuarantineReport } from "../outcome.ts";
import { refuseChanged, refuseCutOff, refuseEmpty, refuseEndless, refuseForeign } from "../refuse.ts";
import { createScreen, type Quarantined, type Screen } from "../record/screen.ts";
import { createSplitter, type RawRecord } from "../record/split.ts";
import type { Stage } from "./stage.ts";
import type { Storage } from "../storage/storage.ts";
import { createTally, type Tally } from "./tally.ts";
import type { Task } from "../tasks.ts";
import { count, listed } from "../words.ts";

/** One file after the pass. Its records have the ordinals from `first` up to, and without, `next`. */
export interface LandedFile extends OpenFile {
  /** The file's number in the run, from 0. */
  readonly number: number;
  readonly first: number;
  readonly next: number;
}

/** What the pass saw. */
export interface Landed {
  readonly files: readonly LandedFile[];
  readonly coercions: readonly CoercionReport[];
  readonly notes: readonly string[];
}

/**
 * @throws Mistake when a file was cut off, lacks columns or holds no records where it must; Outage when it
 *   changes while it is read
 */
export async function landDrop(
  drop: OpenDrop,
  tasks: readonly Task[],
  stage: Stage,
  storage: Storage,
  progress: Progress,
): Promise<Landed> {
  const tally = createTally(tasks);
  const files: LandedFile[] = [];
  const notes: string[] = [];
  const bytesTotal = drop.files.reduce((sum, file) => sum + file.size, 0);
  let bytesBefore = 0;
  let first = 1;
  for (const [number, file] of drop.files.entries()) {
    const desk = createDesk(file, number, first, tasks, stage, tally);
    const splitter = createSplitter();
    const sha256 = createHash("sha256");
    let bytes = 0;
    for await (const chunk of storage.read(file.file)) {
      sha256.update(chunk);
      bytes += chunk.length;
      for (const record of splitter.push(chunk)) desk.take(record);
      await stage.rest();
      progress({
        step: "land",
        drop: drop.name,
        about: file.file.name,
        records: desk.next() - 1,
        bytesDone: bytesBefore + bytes,
        bytesTotal,
        report: undefined,
      });
    }
    const last = splitter.finish();
    if (last !== undefined) desk.take(last);
    refuseChanged(file, sha256.digest("hex"));
    refuseEmpty(file, desk.hasHeader(), desk.next() - first);
    desk.refuseForeign();
    notes.push(...desk.notes(), ...sayLines(file, desk.next() - first, splitter.emptyLines));
    files.push({ ...file, number, first, next: desk.next() });
    first = desk.next();
    bytesBefore += bytes;
  }
  await stage.finish();
  return { files, coercions: tally.coercions(), notes: [...notes, ...tally.notes()] };
}

/** Where the records of one file are taken one by one. */
interface Desk {
  take(record: RawRecord): void;
  hasHeader(): boolean;
  /** @throws Mistake when none of the records passed */
  refuseForeign(): void;
  /** The ordinal that the next record gets. */
  next(): number;
  notes(): readonly string[];
}

function createDesk(
  file: OpenFile,
  number: number,
  first: number,
  tasks: readonly Task[],
  stage: Stage,
  tally: Tally,
): Desk {
  let screen: Screen | undefined;
  let ordinal = first;
  let passed = 0;
  const reasons = new Map<string, QuarantineReport>();
  const notes: string[] = [];
  const takeHeader = (record: RawRecord): Screen => {
    const layout = readHeader(record, file.source, file.file.name);
    if (layout.unread.length > 0) notes.push(sayUnread(file, layout.unread));
    return createScreen(file.source, layout, tasks);
  };
  return {
    take(record) {
      refuseEndless(record, file);
      if (screen === undefined) {
        screen = takeHeader(record);
        return;
      }
      const screened = screen(record);
      if (!record.terminated) {
        refuseCutOff(record, screened.kind === "passed" ? undefined : screened.faults[0]?.code, file);
        notes.push(
          `the last line of ${file.file.name} has no line end; it has all its cells, but had the file been cut off inside the last one, nothing would show it`,
        );
      }
      stage.raw(ordinal, number, record, hash("sha256", record.bytes, "buffer"));
      if (screened.kind === "passed") {
        passed += 1;
        stage.passed(ordinal, number, file.source, screened);
        tally.add(file.source, screened);
      } else {
        countReason(reasons, screened, record, file);
        stage.quarantined(ordinal, screened);
      }
      ordinal += 1;
    },
    refuseForeign: () => refuseForeign(file, passed, [...reasons.values()]),
    hasHeader: () => screen !== undefined,
    next: () => ordinal,
    notes: () => [...notes, ...sayGaps(file, ordinal - first - passed)],
  };
}

function countReason(
  reasons: Map<string, QuarantineReport>,
  { faults: [fault] }: Quarantined,
  record: RawRecord,
  file: OpenFile,
): void {
  if (fault === undefined) return;
  const { code, column, reason } = fault;
  const key = `${code} ${column ?? ""}`;
  const example = { file: file.file.name, record: record.number, line: record.line, reason };
  reasons.set(key, { code, column, example, ...reasons.get(key), count: (reasons.get(key)?.count ?? 0) + 1 });
}

/** A snapshot replaces everything, so that what is in quarantine is gone from the tables, too. */
function sayGaps(file: OpenFile, quarantined: number): readonly string[] {
  if (file.source.load !== "snapshot" || quarantined === 0) return [];
  return [
    `${file.file.name} is a snapshot: what ${count(quarantined, "record")} in quarantine would have brought is missing from the tables`,
  ];
}

const MOST_NAMES = 12;

function sayUnread(file: OpenFile, unread: readonly string[]): string {
  const more = unread.length > MOST_NAMES ? ` and ${unread.length - MOST_NAMES} more` : "";
  return `${file.file.name} has ${count(unread.length, "column")} that the model does not read: ${listed(unread.slice(0, MOST_NAMES))}${more}`;
}

function sayLines(file: OpenFile, records: number, emptyLines: number): readonly string[] {
  const notes: string[] = [];
  if (records === 0) notes.push(`${file.file.name} has a header and no records`);
  if (emptyLines > 0)
    notes.push(
      `${file.file.name} has ${count(emptyLines, "empty line")}, which ${emptyLines === 1 ? "is no record" : "are no records"}`,
    );
  return notes;
}
