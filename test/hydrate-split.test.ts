// The record splitter against csv-parse, which is slower, loses the rest of a file after a bad quote, and is right.
import { isUtf8 } from "node:buffer";
import { parse, type CsvError } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cellCount, cellText, createSplitter, type RawRecord } from "../hydrate/record/split.ts";

interface Split {
  readonly records: readonly RawRecord[];
  readonly emptyLines: number;
}

/** @param cuts where the file is cut into chunks */
function split(file: Buffer, cuts: readonly number[] = []): Split {
  const splitter = createSplitter();
  const places = [0, ...cuts.map((cut) => cut % (file.length + 1)).sort((a, b) => a - b), file.length];
  const records = places.slice(1).flatMap((to, index) => splitter.push(file.subarray(places[index], to)));
  const last = splitter.finish();
  return { records: last === undefined ? records : [...records, last], emptyLines: splitter.emptyLines };
}

function cells(record: RawRecord): readonly string[] {
  return Array.from({ length: cellCount(record) }, (_, index) => cellText(record, index));
}

interface Judged {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number };
}

/** What csv-parse says: all records, or those before the first fault and its code. */
function judge(file: Buffer): { readonly records: readonly Judged[]; readonly fault: string | undefined } {
  const records: Judged[] = [];
  try {
    parse(file, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n"],
      on_record: (one: unknown) => {
        records.push(one as Judged);
        return null;
      },
    });
    return { records, fault: undefined };
  } catch (error) {
    return { records, fault: (error as CsvError).code };
  }
}

const cuts = fc.array(fc.nat(), { maxLength: 6 });
const text = fc.oneof(
  fc.constantFrom("", "a", "Ørn", "日本", "🎬", ' "', '"', '""', ",", "\n", "\r\n", "\r", "x,y", "'"),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
/** A cell as it may be written: in quotes, or plain when nothing in it needs them. */
const cell = fc.tuple(text, fc.boolean()).map(([value, quoted]) => ({
  value,
  written: quoted || /[",\n\r\ufeff]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
}));
const lineEnd = fc.constantFrom("\n", "\r\n");

test("well-formed files are split as csv-parse splits them, to the byte", () => {
  const row = fc.tuple(fc.array(cell, { minLength: 2, maxLength: 4 }), lineEnd, fc.nat({ max: 1 }));
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      cuts,
      (rows, mark, ended, where) => {
        const lines = rows.map(
          ([row, end, empty]) => `${end.repeat(empty)}${row.map((one) => one.written).join(",")}${end}`,
        );
        const whole = lines.join("");
        const file = Buffer.from((mark ? "\ufeff" : "") + (ended ? whole : whole.replace(/\r?\n$/, "")));
        const found = split(file, where);
        expect(found.records.map(cells)).toEqual(rows.map(([row]) => row.map((one) => one.value)));
        const judged = judge(file);
        expect(judged.fault).toBeUndefined();
        expect(found.records.map(cells)).toEqual(judged.records.map((one) => one.record));
        // csv-parse tells where a record's line ends; what lies before a record can only be empty lines.
        for (const [index, record] of found.records.entries()) {
          expect(file.subarray(record.start, record.end)).toEqual(record.bytes);
          expect(record.end).toBeLessThanOrEqual(judged.records[index]?.info.bytes ?? 0);
          const gap = file
            .subarray(judged.records[index - 1]?.info.bytes ?? 0, record.start)
            .toString("utf8");
          expect(gap.replaceAll(/[\r\n\ufeff]/g, "")).toBe("");
          expect(record.line).toBe(1 + countLines(file.subarray(0, record.start)));
          expect(record.number).toBe(index);
          expect(record.terminated).toBe(ended || index < found.records.length - 1);
        }
        expect(found.emptyLines).toBe(rows.reduce((sum, [, , empty]) => sum + empty, 0));
      },
    ),
    { numRuns: 400 },
  );
});

test("whatever bytes come, the records before the first fault are csv-parse's, and the fault is one for both", () => {
  const scrap = fc.constantFrom('"', '"', ",", "\n", "\r\n", "a", "é", " ", '""', '",', ',"', '"\n', "\r");
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 24 }), cuts, (scraps, where) => {
      // A lone carriage return at the very end is a cut line end for us, and text for csv-parse.
      const file = Buffer.from(scraps.join("").replace(/\r+$/, ""));
      const judged = judge(file);
      const { records } = split(file, where);
      const sound = records.findIndex((record) => record.fault !== undefined);
      expect(sound < 0 ? undefined : CODES[records[sound]?.fault?.code ?? "endless"]).toBe(judged.fault);
      const before = sound < 0 ? records : records.slice(0, sound);
      expect(before.map(cells)).toEqual(judged.records.slice(0, before.length).map((one) => one.record));
      expect(judged.records.length).toBe(before.length);
    }),
    { numRuns: 3000 },
  );
});

const CODES = {
  bare_quote: "INVALID_OPENING_QUOTE",
  after_quote: "CSV_INVALID_CLOSING_QUOTE",
  open_quote: "CSV_QUOTE_NOT_CLOSED",
  endless: "none",
} as const;

test("whatever bytes come, in whatever chunks, the records lie in order and only line ends lie between them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), cuts, (bytes, where) => {
      const file = Buffer.from(bytes.map((byte) => '",\n\r"a,\n'.charCodeAt(byte % 9)));
      const { records } = split(file, where);
      let at = 0;
      for (const record of records) {
        expect(file.subarray(at, record.start).toString()).toMatch(/^(?:\r?\n)*$/);
        expect(record.start).toBeGreaterThanOrEqual(at);
        at = record.end;
      }
      expect(file.subarray(at).toString()).toMatch(/^(?:\r?\n)*\r?$/);
      expect(records.map(alone)).toEqual(split(file).records.map(alone));
    }),
    { numRuns: 1000 },
  );
});

test("a bad record does not swallow the next one", () => {
  const { records } = split(Buffer.from('a,b\n"x"y,1\nfine,2\nx"y,3\nfine,4\n'));
  expect(records.map((record) => [record.fault?.code, record.line])).toEqual([
    [undefined, 1],
    ["after_quote", 2],
    [undefined, 3],
    ["bare_quote", 4],
    [undefined, 5],
  ]);
});

test("a quote that is never closed stops at the longest record, not at the end of memory", () => {
  const splitter = createSplitter(1000);
  expect(splitter.push(Buffer.from(`a,b\n"${"x".repeat(500)}`)).map((record) => record.fault)).toEqual([
    undefined,
  ]);
  const [endless] = splitter.push(Buffer.from("y".repeat(600)));
  expect(endless).toMatchObject({ number: 1, line: 2, start: 4, fault: { code: "endless" } });
});

test("records are said to be sound where all their bytes are text, and nowhere else", () => {
  const piece = fc.constantFrom("a", ",", "\n", '"', "é", "🎬").map((text) => Buffer.from(text));
  const broken = fc.constantFrom([0], [0xff], [0xc3], [0xed, 0xa0, 0x80]).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.option(broken),
      fc.nat(),
      cuts,
      (some, odd, at, where) => {
        const pieces = odd === null ? some : some.toSpliced(at % (some.length + 1), 0, odd);
        const wrong = split(Buffer.concat(pieces), where).records.filter((record) => {
          const isText = isUtf8(record.bytes) && !record.bytes.includes(0);
          // What ends the file nobody has looked at.
          return record.sound ? !isText : record.terminated && odd === null;
        });
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

/** All of a record but what it shares with others, and whether somebody has looked at its bytes. */
function alone({ cells, firstCell, sound, ...rest }: RawRecord): object {
  return { ...rest, cells: [...cells.subarray(firstCell, firstCell + rest.width * 3)], looked: typeof sound };
}

function countLines(bytes: Buffer): number {
  return bytes.filter((byte) => byte === 0x0a).length;
}
