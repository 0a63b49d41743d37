// Downloads in every format: every odd value there and back, as an independent reader reads it.
import { parse } from "csv-parse/sync";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { Client } from "pg";
import readExcel from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disposition, fileName } from "../local/server/download/file-name.ts";
import { excelText, sheetName } from "../local/server/excel-text.ts";
import { LONG, openOddities, ROWS, SCHEMA, WORDS, type Oddities } from "./oddities.ts";

let own: Oddities;
beforeAll(async () => {
  own = await openOddities();
});
afterAll(() => own.close());

const ALL =
  "fields=things.pk1_id,things.word,things.whole,things.exact,things.day_date,things.open&sorts=things.pk1_id";

const column = (name: string): readonly unknown[] => ROWS.map((row) => row[name]);

describe("round trips", () => {
  test("CSV: texts that compute are disarmed, numbers are not touched, nothing and empty differ", async () => {
    const text = (await own.file(`things.csv?${ALL}&header=names`)).toString("utf8");
    expect(
      text.startsWith("things.pk1_id,things.word,things.whole,things.exact,things.day_date,things.open\r\n"),
    ).toBe(true);
    const records: readonly (readonly (string | null)[])[] = parse(text, {
      from: 2,
      cast: (value, context) => (value === "" && !context.quoting ? null : value),
    });
    expect(records.map((record) => record[1])).toEqual(
      WORDS.map((word) => (word !== null && /^[=+\-@\t\r\0]/.test(word) ? `'${word}` : word)),
    );
    expect(records.map((record) => record[2])).toEqual(column("whole"));
    expect(records.map((record) => record[3])).toEqual(
      column("exact").map((exact) => (exact === "1.5000000000" ? "1.5" : exact)),
    );
    expect(records.map((record) => record[4])).toEqual(column("day"));
    expect(records.map((record) => record[5])).toEqual(
      column("open").map((open) => (open === true ? "Yes" : "No")),
    );
  });

  test("CSV: raw, with a mark, semicolons and labels, as it is asked for", async () => {
    const bytes = await own.file(`things.csv?${ALL}&raw=1&bom=1&sep=;`);
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const text = bytes.subarray(3).toString("utf8");
    expect(text.split("\r\n")[0]).toBe("ID;Word;Whole;Exact;Day Date;Open");
    const records: readonly (readonly string[])[] = parse(text, { delimiter: ";", from: 2 });
    expect(records.map((record) => record[1])).toEqual(WORDS.map((word) => word ?? ""));
  });

  test("CSV: one column with nothing in it is still a row", async () => {
    const text = (await own.file("things.csv?fields=things.exact&f[things.pk1_id]=4")).toString();
    expect(text).toBe('Exact\r\n""\r\n');
  });

  test("XLSX: typed cells, text where a double or Excel's calendar would change a value", async () => {
    const [sheet] = await readExcel(await own.file(`things.xlsx?${ALL}`));
    const rows = sheet?.data ?? [];
    expect(rows[0]).toEqual(["ID", "Word", "Whole", "Exact", "Day Date", "Open"]);
    // The reader takes an empty text for nothing, and blanks off the ends.
    expect(rows.slice(1).map((row) => row[1])).toEqual(
      WORDS.map((word) => (word === null || word === "" ? null : word.trim())),
    );
    expect(rows.slice(1, 6).map((row) => row[2])).toEqual([
      -5,
      "9007199254740993",
      0,
      null,
      "9223372036854775807",
    ]);
    expect(rows.slice(1, 6).map((row) => row[3])).toEqual([
      -0.1234567891,
      "12345678901234567890.1234567891",
      0,
      null,
      1.5,
    ]);
    expect(rows.slice(1, 6).map((row) => row[4])).toEqual([
      "1874-12-09",
      "1900-02-28",
      new Date("1900-03-01T00:00:00Z"),
      new Date("2026-11-23T00:00:00Z"),
      null,
    ]);
  });

  test("XLSX: what XML has no place for is spelled out, and so is what looks as if it were", () => {
    expect(excelText("_x000D_ \uFFFE and \uFFFF, _x5")).toBe("_x005F_x000D_ _xFFFE_ and _xFFFF_, _x5");
    expect(sheetName("'a/b: \u0001\uFFFEc'", "Rows")).toBe("a b    c");
    expect(sheetName("[]", "Rows")).toBe("Rows");
  });

  test("JSON and NDJSON: digits that JavaScript would lose are text", async () => {
    const list = JSON.parse((await own.file(`things.json?${ALL}`)).toString()) as Record<string, unknown>[];
    expect(list.map((row) => row["things.word"])).toEqual(WORDS);
    expect(list.slice(0, 5).map((row) => row["things.whole"])).toEqual([
      -5,
      "9007199254740993",
      0,
      null,
      "9223372036854775807",
    ]);
    expect(list.map((row) => row["things.day_date"])).toEqual(column("day"));
    const lines = (await own.file(`things.ndjson?${ALL}&limit=3&header=labels`)).toString();
    expect(lines.split("\n")).toHaveLength(4);
    expect(JSON.parse(lines.split("\n")[0] ?? "")).toEqual({
      ID: 1,
      Word: "=1+1",
      Whole: -5,
      Exact: -0.1234567891,
      "Day Date": "1874-12-09",
      Open: "Yes",
    });
    expect((await own.file("things.json?fields=things.word&f[things.pk1_id]=0")).toString()).toBe("[\n]\n");
  });

  test("Parquet: whole numbers, decimals, days and yes or no keep their types and every digit", async () => {
    const bytes = await own.file(`things.parquet?${ALL}`);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const schema = parquetMetadata(buffer).schema.slice(1);
    expect(schema.map((one) => [one.name, one.converted_type ?? one.type, one.scale])).toEqual([
      ["things.pk1_id", "INT64", undefined],
      ["things.word", "UTF8", undefined],
      ["things.whole", "INT64", undefined],
      ["things.exact", "DECIMAL", 10],
      ["things.day_date", "DATE", undefined],
      ["things.open", "BOOLEAN", undefined],
    ]);
    const rows = await parquetReadObjects({ file: buffer });
    expect(rows.map((row) => row["things.word"])).toEqual(WORDS);
    expect(rows.slice(0, 5).map((row) => row["things.whole"])).toEqual([
      -5n,
      9007199254740993n,
      0n,
      null,
      9223372036854775807n,
    ]);
    expect(
      rows.map((row) => (row["things.day_date"] as Date | null)?.toISOString().slice(0, 10) ?? null),
    ).toEqual(column("day"));
    // The reader makes doubles of decimals; the file's own bytes are looked at for the digits.
    expect(
      bytes.includes(Buffer.from(123456789012345678901234567891n.toString(16).padStart(32, "0"), "hex")),
    ).toBe(true);
  });

  test("a text longer than a cell is refused for Excel in words, and whole everywhere else", async () => {
    const client = new Client({ connectionString: own.stack.url });
    await client.connect();
    await client.query(`INSERT INTO "${SCHEMA}".things (id, word) VALUES (99, $1)`, [LONG]);
    try {
      const only = "fields=things.word&f[things.pk1_id]=99";
      expect(await own.refusal(`things.xlsx?${only}`)).toEqual([
        400,
        "Word has a text of 40,000 characters, and a cell of Excel holds 32,767. Download it as CSV, JSON or Parquet, or leave things.word out.",
      ]);
      expect((await own.file(`things.csv?${only}`)).toString()).toBe(`Word\r\n${LONG}\r\n`);
      const bytes = await own.file(`things.parquet?${only}`);
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      expect(await parquetReadObjects({ file: buffer })).toEqual([{ "things.word": LONG }]);
    } finally {
      await client.query(`DELETE FROM "${SCHEMA}".things WHERE id = 99`);
      await client.end();
    }
  });
});

test("file names say the question, in every alphabet, and stumble over nothing", () => {
  expect(
    fileName('Average: "Budget" by Genre/Ünder\u202E..', "2026-11-23", { ending: "csv", incomplete: false }),
  ).toBe("Average Budget by Genre Ünder .. 2026-11-23.csv");
  expect(disposition("Üb🎬 (1) 'x'.csv")).toBe(
    `attachment; filename="Ub__ (1) 'x'.csv"; filename*=UTF-8''%C3%9Cb%F0%9F%8E%AC%20%281%29%20%27x%27.csv`,
  );
});
