// A raw record -> its decoded values and the rows it gives, or the reasons why it goes to quarantine.
import { isAscii, isUtf8 } from "node:buffer";
import type { Source } from "../../generator/index.ts";
import { isFault, type Cell, type Fault, type Value } from "./decode.ts";
import type { Layout } from "./header.ts";
import { createReaders, type Readers } from "./readers.ts";
import type { Coercions } from "./recall.ts";
import { fedBy, rowsOf, type RowsOfTask } from "./rows.ts";
import { saidBy } from "./said.ts";
import type { Coercion } from "./scalar.ts";
import { sha256Of } from "./sha256.ts";
import { cellCount, cellText, cellTextIn, type RawRecord } from "./split.ts";
import type { Task } from "../tasks.ts";
import { count, listed, number, shown } from "../words.ts";

/** A record that keeps its contract. */
export interface Passed {
  readonly kind: "passed";
  /** The values of the source's key, in its order. */
  readonly key: readonly string[];
  /** The value that settles duplicates, when the source's rule compares one. */
  readonly rank: Value;
  /** SHA-256 of all decoded values: equal when two records say the same. */
  readonly hash: Buffer;
  /** What it gives to each table that its source fills. */
  readonly rows: readonly RowsOfTask[];
  /** The same pair each time for the same column and coercion. */
  readonly coercions: readonly (readonly [column: string, coercion: Coercion])[];
}

/** A record that does not. All reasons that can be seen at once, the first the most telling. */
export interface Quarantined {
  readonly kind: "quarantined";
  readonly faults: readonly Fault[];
  /** The values of the source's key, where all of them can be read. */
  readonly key?: readonly string[] | undefined;
}

/** Judges the records of one file. Pure. */
export type Screen = (record: RawRecord) => Passed | Quarantined;

/**
 * @param layout where the file keeps the source's columns
 * @param tasks the model's tasks; those the source does not feed are left out of the rows
 * @param readers of the file, where somebody else reads with them, too
 */
export function createScreen(
  source: Source,
  layout: Layout,
  tasks: readonly Task[],
  readers: Readers = createReaders(source, layout),
): Screen {
  const keyCells = source.key.map((name) => source.columns.findIndex((column) => column.name === name));
  const rule = source.duplicates;
  const rankCell = "column" in rule ? source.columns.findIndex((column) => column.name === rule.column) : -1;
  const fed = fedBy(source, tasks);
  // Only of records that do not pass, so that nobody waits for it.
  const keyOf = (record: RawRecord): readonly string[] | undefined => {
    const key = keyCells.flatMap((cell) => {
      const reader = readers.columns[cell];
      const decoded = reader?.decode(cellText(record, reader.at));
      if (decoded === undefined || isFault(decoded)) return [];
      return decoded.kind === "scalar" && decoded.value !== null ? [decoded.value] : [];
    });
    return key.length === keyCells.length ? key : undefined;
  };
  return (record) => {
    const broken = structuralFault(record, layout);
    if (broken !== undefined) return { kind: "quarantined", faults: [broken] };
    const drifted = driftFaults(record, source, layout);
    if (drifted.length > 0) return { kind: "quarantined", faults: drifted };
    const faults: Fault[] = [];
    const coercions: Coercions = [];
    readers.heard.list = coercions;
    const cells: Cell[] = [];
    // Where every byte is a character, the record's text is made once, and cells are parts of it.
    const text = isAscii(record.bytes) ? record.bytes.toString("latin1") : undefined;
    for (const { at, decode } of readers.columns) {
      const decoded = decode(text === undefined ? cellText(record, at) : cellTextIn(text, record, at));
      if (isFault(decoded)) faults.push(decoded);
      else cells.push(decoded);
    }
    if (faults.length > 0) return { kind: "quarantined", faults, key: keyOf(record) };
    const rows = fed.map((one) => rowsOf(one, cells));
    const missing = onePerPlace(rows.flatMap((one) => one.faults));
    if (missing.length > 0) return { kind: "quarantined", faults: missing, key: keyOf(record) };
    return {
      kind: "passed",
      key: keyCells.map((cell) => scalarAt(cells, cell) ?? ""),
      rank: rankCell < 0 ? null : scalarAt(cells, rankCell),
      hash: sha256Of(saidBy(cells)),
      rows,
      coercions,
    };
  };
}

/** Where the contract says so, a record that shows that its file's columns are others does not pass. */
function driftFaults(record: RawRecord, source: Source, layout: Layout): readonly Fault[] {
  if (source.contract !== "quarantine") return [];
  if (layout.missing.length > 0) {
    const [first] = layout.missing;
    const reason = `the file has no ${layout.missing.length === 1 ? "column" : "columns"} ${listed(layout.missing)}`;
    return [{ code: "missing_column", column: first, reason }];
  }
  return layout.unreadCells.flatMap((cell, at): readonly Fault[] => {
    const value = cellText(record, cell);
    if (value.trim() === "") return [];
    const column = layout.unread[at] ?? "";
    return [
      {
        code: "new_column",
        column,
        reason: `\`${column}\`, which the model does not name, is ${shown(value)}`,
      },
    ];
  });
}

/** One empty value is one reason, however many tables need it. */
function onePerPlace(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.toReversed().map((fault) => [fault.column, fault])).values()].toReversed();
}

/** What is wrong with the record as such, before any cell is looked at. */
function structuralFault(record: RawRecord, layout: Layout): Fault | undefined {
  const whole = (code: Fault["code"], reason: string): Fault => ({ code, column: undefined, reason });
  const nul = record.sound ? -1 : record.bytes.indexOf(0);
  if (nul >= 0) return whole("nul", `a NUL byte stands at byte ${number(record.start + nul)}`);
  if (!record.sound && !isUtf8(record.bytes)) {
    return whole(
      "not_utf8",
      `the bytes from byte ${number(record.start + firstNotUtf8(record.bytes))} on are not text in UTF-8`,
    );
  }
  if (record.fault?.code === "bare_quote") {
    return whole(
      "bare_quote",
      `a quote stands in the middle of a cell, at byte ${number(record.start + record.fault.at)}`,
    );
  }
  if (record.fault !== undefined) {
    return whole(
      "after_quote",
      `something follows a closing quote, at byte ${number(record.start + record.fault.at)}`,
    );
  }
  const cells = cellCount(record);
  if (cells === layout.width) return undefined;
  const code = cells < layout.width ? "too_few_cells" : "too_many_cells";
  return whole(code, `${count(cells, "cell")}, where the header has ${layout.width}`);
}

/** Offset of the first byte that no UTF-8 text can have there: the longest valid beginning ends before it. */
function firstNotUtf8(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  // A beginning that cuts a character in two is not valid either, so the search steps over up to 3 bytes.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const valid = [0, 1, 2, 3].some(
      (back) => middle - back >= low && isUtf8(bytes.subarray(0, middle - back)),
    );
    if (valid) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low -= 1;
  return low;
}

function scalarAt(cells: readonly Cell[], index: number): Value {
  const cell = cells[index];
  return cell?.kind === "scalar" ? cell.value : null;
}
