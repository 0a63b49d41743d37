// A raw record -> what it says and the rows it gives, straight from its bytes, when it is sound; of any other record nothing is told.
//
// This is what the screen does, for the records that nearly every file consists of: no text is made of a cell, no
// object of a row. Whatever is out of the ordinary is left to the screen, which is the judge of all this in
// test/hydrate-quick.test.ts.
import type { Source, SourceColumn } from "../../generator/index.ts";
import { isFault, type Cell, type DecodeCell } from "./decode.ts";
import type { Layout } from "./header.ts";
import { plainReader, type ReadPlain } from "./plain.ts";
import { elementsReader, type ReadElements } from "./plain-list.ts";
import { quickRows, type QuickRows } from "./quick-rows.ts";
import type { Coercions } from "./recall.ts";
import type { Reader, Readers } from "./readers.ts";
import type { Fed } from "./rows.ts";
import type { Coercion } from "./scalar.ts";
import type { RawRecord } from "./split.ts";
import { Spelled } from "./spelled.ts";

/** The record that was read last; what is told of it is good until the next one. */
export interface Quick {
  /** @returns true when the record passes, and all that follows tells of it; false when the screen has to judge it */
  read(record: RawRecord): boolean;
  /** What it says. All bytes together are what `saidBy` says. */
  readonly said: Spelled;
  /** The spots of the source's key, in its order. */
  readonly key: readonly number[];
  /** The spot of the value that settles duplicates; -1 when the source's rule compares none. */
  readonly rank: () => number;
  /** What it gives to each table that its source fills. */
  readonly rows: readonly QuickRows[];
  /** The same pair each time for the same column and coercion. */
  readonly coercions: Coercions;
}

/** How one column is read. */
interface Column {
  readonly cell: number;
  readonly required: boolean;
  readonly pattern: RegExp | undefined;
  readonly plain: ReadPlain | undefined;
  readonly elements: ReadElements | undefined;
  readonly telling: (coercion: Coercion) => void;
  /** For cells that are not plain. */
  readonly careful: DecodeCell;
}

const QUOTE = 0x22;

/**
 * @param readers the screen's
 * @param fed the tasks that the source feeds
 * @returns undefined for files that only the screen can judge
 */
export function createQuick(
  source: Source,
  layout: Layout,
  readers: Readers,
  fed: readonly Fed[],
): Quick | undefined {
  const drifted = layout.missing.length > 0 || layout.unread.length > 0;
  if (source.contract === "quarantine" && drifted) return undefined;
  const said = new Spelled();
  const columns = source.columns.map((column, at) => columnOf(column, readers.columns[at], readers));
  /** For each column the spot of its first value, and how many elements it has; of an object 1 when it is there. */
  const firsts = new Int32Array(columns.length);
  const counts = new Int32Array(columns.length);
  const placeOf = (name: string): number => source.columns.findIndex((column) => column.name === name);
  const keyColumns = source.key.map(placeOf);
  const key = keyColumns.map(() => 0);
  const rule = source.duplicates;
  const rankColumn = "column" in rule ? placeOf(rule.column) : -1;
  const rows = fed.map((one) => quickRows(one, { said, firsts, counts }));
  const coercions: Coercions = [];
  const cell: { bytes: Buffer; from: number; to: number } = { bytes: Buffer.alloc(0), from: 0, to: 0 };
  let unquoted: Buffer = Buffer.alloc(0);

  /** A cell that holds quotes: its text, in a place of its own, has one where the file has two. */
  const undouble = (): void => {
    const { bytes, from, to } = cell;
    if (to - from > unquoted.length) unquoted = Buffer.allocUnsafe(to - from);
    let size = 0;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      unquoted[size] = byte;
      size += 1;
      if (byte === QUOTE) at += 1;
    }
    cell.bytes = unquoted;
    cell.from = 0;
    cell.to = size;
  };
  const readWithCare = (column: Column, at: number): boolean => {
    const decoded = column.careful(cell.bytes.toString("utf8", cell.from, cell.to));
    if (isFault(decoded)) return false;
    counts[at] = append(decoded, said);
    return true;
  };
  const readScalar = (column: Column, at: number, plain: ReadPlain): boolean => {
    counts[at] = 1;
    const { bytes, from, to } = cell;
    const known = column.pattern === undefined || matches(column.pattern, bytes, from, to);
    if (!known || !plain(bytes, from, to, said)) return readWithCare(column, at);
    return !column.required || !said.isNothing(said.count - 1);
  };
  const readElements = (column: Column, at: number): boolean => {
    const { bytes, from, to } = cell;
    if (column.elements === undefined) return readWithCare(column, at);
    if (from === to) {
      column.telling("empty");
      said.elements(0);
      counts[at] = 0;
      return !column.required;
    }
    const [end, spots, heard] = [said.at, said.count, coercions.length];
    const elements = column.elements(bytes, from, to, said);
    if (elements < 0) {
      said.at = end;
      said.count = spots;
      coercions.length = heard;
      return readWithCare(column, at);
    }
    counts[at] = elements;
    return elements > 0 || !column.required;
  };
  return {
    read(record) {
      if (!record.sound || record.fault !== undefined || record.width !== layout.width) return false;
      said.clear();
      coercions.length = 0;
      readers.heard.list = coercions;
      const { cells, firstCell } = record;
      for (let at = 0; at < columns.length; at += 1) {
        const column = columns[at];
        if (column === undefined) return false;
        const place = firstCell + column.cell * 3;
        cell.bytes = record.bytes;
        cell.from = cells[place] ?? 0;
        cell.to = cells[place + 1] ?? 0;
        if (cells[place + 2] === 1) undouble();
        firsts[at] = said.count;
        const { plain } = column;
        if (!(plain === undefined ? readElements(column, at) : readScalar(column, at, plain))) return false;
      }
      for (const one of rows) if (!one.gather()) return false;
      for (let part = 0; part < key.length; part += 1) {
        const spot = firsts[keyColumns[part] ?? 0] ?? 0;
        if (said.isNothing(spot)) return false;
        key[part] = spot;
      }
      return true;
    },
    said,
    key,
    rank: () => (rankColumn < 0 ? -1 : (firsts[rankColumn] ?? 0)),
    rows,
    coercions,
  };
}

function columnOf(
  { name, shape, matches: written, required }: SourceColumn,
  reader: Reader | undefined,
  readers: Readers,
): Column {
  if (reader === undefined) throw new Error(`column ${name} has no reader`);
  const pattern = written === undefined ? undefined : new RegExp(`^(?:${written})$`, "u");
  const scalar = shape.kind === "scalar";
  return {
    cell: reader.at,
    required,
    pattern,
    plain: scalar ? plainReader(shape.type, readers.telling(name)) : undefined,
    elements:
      scalar || pattern !== undefined
        ? undefined
        : elementsReader(
            shape.kind,
            shape.fields,
            shape.fields.map((field) => readers.telling(`${name}.${field.name}`)),
          ),
    telling: readers.telling(name),
    careful: reader.decode,
  };
}

/** Whether a text matches for certain; of what is not ASCII, or nothing, nothing is certain. */
function matches(pattern: RegExp, bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  const text = bytes.toString("latin1", from, to).trim();
  return text !== "" && pattern.test(text);
}

/** Appends a decoded cell as `saidBy` says it. @returns how many elements it has */
function append(cell: Cell, said: Spelled): number {
  if (cell.kind === "scalar") {
    said.text(cell.value);
    return 1;
  }
  const elements = cell.kind === "list" ? cell.elements : cell.fields === undefined ? [] : [cell.fields];
  said.elements(elements.length);
  for (const element of elements) for (const value of element) said.text(value);
  return elements.length;
}
