// Files that must not be loaded at all -> the refusal in words: cut off, never closed, empty, foreign, or still being written.
import { Mistake, Outage } from "../generator/index.ts";
import type { FaultCode } from "./record/decode.ts";
import type { OpenFile } from "./open.ts";
import type { QuarantineReport } from "./outcome.ts";
import { quarantineLines } from "./report.ts";
import type { RawRecord } from "./record/split.ts";
import { number, size } from "./words.ts";

const AGAIN = "run the same command again";

/**
 * A quote that is never closed swallows what follows; what was swallowed must not be lost for one bad record.
 * @throws Mistake when the record ends where nothing but a missing quote can have put its end
 */
export function refuseEndless(record: RawRecord, file: OpenFile): void {
  if (record.fault?.code === "endless") {
    throw new Mistake(
      `${file.file.name} has a record of more than ${size(record.bytes.length)}: ${recordOf(record)}. A quote in it is probably never closed. Nothing of this drop was loaded.\nHave the file delivered again with sound quotes, and ${AGAIN}.`,
    );
  }
  if (record.fault?.code === "open_quote") {
    throw new Mistake(
      `${file.file.name} was cut off: it ends at byte ${number(record.end)} inside a quoted cell of ${recordOf(record, `, the cell at byte ${number(record.start + record.fault.at)}`)}. If the file is whole, that quote is one too many. Nothing of this drop was loaded.\nHave the file delivered again, whole, and ${AGAIN}.`,
    );
  }
}

const MOST_REASONS = 5;

const SIGNS_OF_A_CUT: ReadonlySet<FaultCode> = new Set([
  "too_few_cells",
  "not_utf8",
  "after_quote",
  "bare_quote",
  "nul",
]);

/**
 * @param record the last one, which the end of the file ended
 * @param code what is wrong with it, if anything
 * @throws Mistake when it is not whole: then whole records may be missing after it
 */
export function refuseCutOff(record: RawRecord, code: FaultCode | undefined, file: OpenFile): void {
  if (code === undefined || !SIGNS_OF_A_CUT.has(code)) return;
  throw new Mistake(
    `${file.file.name} was cut off: it ends at byte ${number(record.end)} in the middle of ${recordOf(record)}. Nothing of this drop was loaded.\nHave the file delivered again, whole, and ${AGAIN}.`,
  );
}

/** @throws Mistake when the file has no header, or no records where that would empty tables */
export function refuseEmpty(file: OpenFile, hasHeader: boolean, records: number): void {
  if (!hasHeader) {
    throw new Mistake(
      `${file.file.name} is empty: it does not even have a header. Nothing of this drop was loaded.\nHave the file delivered again, and ${AGAIN}.`,
    );
  }
  if (records === 0 && file.source.load === "snapshot") {
    throw new Mistake(
      `${file.file.name} has a header and no records. Source \`${file.source.name}\` is a snapshot: loading it would empty its tables. Nothing of this drop was loaded.\nHave the file delivered again with its records, and ${AGAIN}.`,
    );
  }
}

/**
 * A file none of whose records passes is another file than the source's, not a month full of mistakes.
 * @param reasons why its records did not pass
 * @throws Mistake when it has records and none passed
 */
export function refuseForeign(file: OpenFile, passed: number, reasons: readonly QuarantineReport[]): void {
  if (passed > 0 || reasons.length === 0) return;
  const records = reasons.reduce((sum, reason) => sum + reason.count, 0);
  const most = reasons.toSorted((a, b) => b.count - a.count).slice(0, MOST_REASONS);
  const none = records === 1 ? "The only record" : `None of the ${number(records)} records`;
  throw new Mistake(
    [
      `${none} of ${file.file.name} ${records === 1 ? "does not keep" : "keeps"} what source \`${file.source.name}\` promises. Nothing of this drop was loaded.`,
      ...most.flatMap(quarantineLines).map((line) => `  ${line}`),
      `Have the file delivered again, or change \`sources.${file.source.name}.columns\` in the model, and ${AGAIN}.`,
    ].join("\n"),
  );
}

/** @throws Outage when the bytes that were read are not those that were there a moment ago */
export function refuseChanged(file: OpenFile, sha256: string): void {
  if (sha256 === file.sha256) return;
  throw new Outage(
    `${file.file.name} changed while it was read: somebody is still writing it. Nothing of this drop was loaded. Wait until it is complete, and ${AGAIN}.`,
    { retry: true },
  );
}

/** @param more what else is to be said of places in it */
function recordOf(record: RawRecord, more = ""): string {
  const what =
    record.number === 0 ? "the header" : `record ${number(record.number)}, line ${number(record.line)}`;
  return `${what} (${record.number === 0 ? "it" : "the record"} begins at byte ${number(record.start)}${more})`;
}
