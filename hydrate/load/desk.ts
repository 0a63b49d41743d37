// The records of one file, one by one -> each of them kept raw, screened, and handed on; and what was seen on the way.
import type { Source } from "../../generator/index.ts";
import { isNewTo, refuseNewColumns, type NewColumn, type Seen } from "../drift.ts";
import type { OpenFile } from "../open.ts";
import type { QuarantineReport } from "../outcome.ts";
import { readHeader } from "../record/header.ts";
import { createQuick, type Quick } from "../record/quick.ts";
import { createReaders } from "../record/readers.ts";
import { fedBy } from "../record/rows.ts";
import { createScreen, type Quarantined, type Screen } from "../record/screen.ts";
import { createSniffer } from "../record/sniff.ts";
import { cellCount, cellText, type RawRecord } from "../record/split.ts";
import { refuseCutOff, refuseEndless, refuseForeign } from "../refuse.ts";
import type { Task } from "../tasks.ts";
import { count, listed } from "../words.ts";
import type { Stage } from "./stage.ts";
import type { Tally } from "./tally.ts";

/** Where the records of one file are taken one by one. */
export interface Desk {
  readonly source: Source;
  take(record: RawRecord): void;
  hasHeader(): boolean;
  /** The bytes of the header; none when there is none. */
  header(): Buffer;
  /** @throws Mistake when none of the records passed */
  refuseForeign(): void;
  /** How many records passed. */
  passed(): number;
  /** Why the others did not. */
  reasons(): readonly QuarantineReport[];
  /** Columns that are new. */
  added(): readonly NewColumn[];
  /** Columns that the file lacks and its contract lets it lack. */
  missing(): Seen["missing"];
  /** The ordinal that the next record gets. */
  next(): number;
  notes(): readonly string[];
}

/** What a desk is opened with. */
export interface DeskOptions {
  /** The file's number in the run, and the ordinal of its first record. */
  readonly number: number;
  readonly first: number;
  readonly tasks: readonly Task[];
  readonly stage: Stage;
  readonly tally: Tally;
  /** The columns of the source's file before. */
  readonly last: ReadonlySet<string> | undefined;
}

/** Opens the desk of one file. Its `take` throws a Mistake when the file must not be loaded at all. */
export function createDesk(file: OpenFile, { number, first, tasks, stage, tally, last }: DeskOptions): Desk {
  const { source } = file;
  let added: readonly (NewColumn & { readonly cell: number })[] = [];
  let missing: Seen["missing"] = [];
  let screen: Screen | undefined;
  let quick: Quick | undefined;
  let header: Buffer = Buffer.alloc(0);
  let ordinal = first;
  let passed = 0;
  const reasons = new Map<string, QuarantineReport>();
  const notes: string[] = [];
  const takeHeader = (record: RawRecord): Screen => {
    const layout = readHeader(record, file.source, file.file.name);
    // A copy, since the record's bytes are a view of a whole chunk.
    header = Buffer.from(record.bytes);
    refuseNewColumns(layout, source, file.file.name);
    added = layout.unread.flatMap((name, at) => {
      const cell = layout.unreadCells[at] ?? -1;
      return isNewTo(last, source, name)
        ? [{ name, cell, file: file.file.name, sniffer: createSniffer() }]
        : [];
    });
    missing = layout.missing.map((name) => ({ name, file: file.file.name }));
    const known = layout.unread.filter((name) => !added.some((one) => one.name === name));
    if (known.length > 0) notes.push(sayUnread(file, known));
    const readers = createReaders(source, layout);
    quick = createQuick(source, layout, readers, fedBy(source, tasks));
    return createScreen(source, layout, tasks, readers);
  };
  const sniff = (record: RawRecord): void => {
    for (const { cell, sniffer } of added) {
      if (cell < cellCount(record)) sniffer.see(cellText(record, cell));
    }
  };
  return {
    take(record) {
      refuseEndless(record, file);
      if (screen === undefined) {
        screen = takeHeader(record);
        return;
      }
      // The end of a file is looked at with care.
      if (record.terminated && quick?.read(record) === true) {
        stage.raw(ordinal, number, record);
        sniff(record);
        passed += 1;
        stage.quick(ordinal, number, source, quick);
        tally.heard(source, quick.coercions);
        ordinal += 1;
        return;
      }
      const screened = screen(record);
      if (!record.terminated) {
        refuseCutOff(record, screened.kind === "passed" ? undefined : screened.faults[0]?.code, file);
        notes.push(
          `the last line of ${file.file.name} has no line end; it has all its cells, but had the file been cut off inside the last one, nothing would show it`,
        );
      }
      stage.raw(ordinal, number, record);
      sniff(record);
      if (screened.kind === "passed") {
        passed += 1;
        stage.passed(ordinal, number, file.source, screened);
        tally.add(file.source, screened);
      } else {
        countReason(reasons, screened, record, file);
        stage.quarantined(ordinal, number, screened);
      }
      ordinal += 1;
    },
    refuseForeign: () => refuseForeign(file, passed, [...reasons.values()]),
    source,
    passed: () => passed,
    reasons: () => [...reasons.values()],
    added: () => added,
    missing: () => missing,
    hasHeader: () => screen !== undefined,
    header: () => header,
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
