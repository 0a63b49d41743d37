// What is read straight from a record's bytes is what the screen gives for it, to the byte; and the lines that carry it are the rows they stand for.
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile, loadModel, type Model, type Source } from "../generator/index.ts";
import type { Value } from "../hydrate/record/decode.ts";
import { fedBy } from "../hydrate/record/rows.ts";
import { readHeader } from "../hydrate/record/header.ts";
import { createQuick, type Quick } from "../hydrate/record/quick.ts";
import { createReaders } from "../hydrate/record/readers.ts";
import { createScreen, type Passed, type Screen } from "../hydrate/record/screen.ts";
import { sha256Of } from "../hydrate/record/sha256.ts";
import { createSplitter, type RawRecord } from "../hydrate/record/split.ts";
import { tasksOf } from "../hydrate/tasks.ts";
import { binaryRows } from "../hydrate/warehouse/postgres/binary.ts";
import { textRows } from "../hydrate/warehouse/postgres/text.ts";
import { lineOf } from "../hydrate/warehouse/redshift/line.ts";
import type { Line, Loaded } from "../hydrate/warehouse/warehouse.ts";
import { sampleDrops } from "../sample/drops.ts";

const WRITTEN = `
model: quick
connection: warehouse
schema: quick
sources:
  films:
    files: films*.csv
    key: id
    duplicates: highest votes
    columns:
      id: integer
      title: text
      code: {type: text, matches: 'tt\\d+'}
      budget: decimal(6, 2)
      opened: date
      seen: timestamp
      rating: double
      adult: boolean
      short: text(12)
      saga: {object: {id: integer, name: text}}
      genres: {list: {id: integer, name: text}}
      dated: {list: {code: text, on: date, share: 'decimal(4, 2)'}}
      votes: {type: integer, required: true}
tables:
  films:
    from: films
    key: id
    columns: {id: id, title: title, budget: budget, saga_id: saga.id, saga: saga.name}
  genres: {from: films.genres, key: id, columns: [id, name]}
  film_genres: {from: films.genres, key: [film_id, genre_id], columns: {film_id: parent.id, genre_id: id}}
  dates: {from: films.dated, key: [film_id, code], columns: {film_id: parent.id, code: code, on: on, share: share}}
views: {films: {table: films, measures: {count: {type: count}}}}
explores: {films: {}}
`;

function compiled(): Model {
  const { model, problems } = compile(WRITTEN, "looker.yml");
  if (model === undefined) throw new Error(JSON.stringify(problems));
  return model;
}

/** Both ways to read the records of a file. */
interface Ways {
  readonly screen: Screen;
  readonly quick: Quick;
}

function openWays(model: Model, source: Source, header: RawRecord): Ways {
  const tasks = tasksOf(model);
  const layout = readHeader(header, source, "films.csv");
  const quick = createQuick(source, layout, createReaders(source, layout), fedBy(source, tasks));
  if (quick === undefined) throw new Error("such a file is read quickly");
  return { quick, screen: createScreen(source, layout, tasks) };
}

/** All that is told of a record that was read straight from its bytes, as the screen tells it. */
function told({ said, key, rank, rows, coercions }: Quick): Omit<Passed, "kind"> {
  const value = (spot: number): Value => {
    if (spot < 0 || said.isNothing(spot)) return null;
    return said.bytes.toString("utf8", said.spots[2 * spot], said.spots[2 * spot + 1]);
  };
  return {
    key: key.map((spot) => value(spot) ?? ""),
    rank: value(rank()),
    hash: sha256Of(said.bytes.subarray(0, said.at)),
    rows: rows.map(({ task, width, size, spots }) => ({
      task,
      rows: Array.from({ length: size() }, (_, row) =>
        Array.from({ length: width }, (_column, at) => value(spots()[row * width + at] ?? -1)),
      ),
      repeated: 0,
      conflicts: [],
      faults: [],
    })),
    coercions: [...coercions],
  };
}

/** How many of the records were read quickly; each of them is what the screen gives. */
function compareAll(ways: Ways, records: readonly RawRecord[]): number {
  let quickly = 0;
  for (const record of records) {
    if (!ways.quick.read(record)) continue;
    quickly += 1;
    expect({ kind: "passed", ...told(ways.quick) }).toEqual(ways.screen(record));
  }
  return quickly;
}

function filed(rows: readonly (readonly string[])[]): Buffer {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return Buffer.from(rows.map((row) => `${row.map(cell).join(",")}\n`).join(""));
}

const BLANKS = [
  " ",
  "  ",
  "\t",
  "\u00a0",
  "\u3000",
  "\u2003",
  "\ufeff",
  "\u2028",
  "\u205f",
  "\u1680",
  "\u200b",
];
const words = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("Drama", "a", "Ørn", "日本", "🎬", "it's", 'a "b"', "x\\n", "a\tb", "\u0085"),
  },
  fc.constantFrom(...BLANKS, "", "a\nb", "a\rb", "\u0000", "null", "None", "\\N", "x".repeat(13)),
  fc
    .tuple(fc.constantFrom("", ...BLANKS), fc.constantFrom("a", "é", ""), fc.constantFrom("", ...BLANKS))
    .map((some) => some.join("")),
);
const whole = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 30 }).map(String) },
  fc.bigInt(-(2n ** 64n), 2n ** 64n).map(String),
  fc.constantFrom(
    "",
    " 7",
    "7 ",
    "007",
    "-0",
    "0",
    "-5",
    "+5",
    "7.0",
    "7e1",
    "1".repeat(18),
    "9".repeat(19),
    "-",
    "7,0",
    "７",
  ),
);
const decimal = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: -9999, max: 99_999 }), fc.nat({ max: 999 }))
      .map(([a, b]) => `${a}.${b}`),
  },
  whole,
  fc.constantFrom(
    "0.00",
    "-0.0",
    "-0.5",
    ".5",
    "5.",
    "1.500",
    "00.5",
    "0.005",
    "1e2",
    ".",
    "1.2.3",
    "12345.1",
    "9999.99",
  ),
);
const date = fc.constantFrom(
  "2024-02-29",
  "2023-02-29",
  "0000-01-01",
  "0001-01-01",
  "2024-13-01",
  "2024-1-01",
  "2024-01-011",
  " 2024-01-01",
  "2024-01-01",
  "2024/01/01",
  "",
);
const bool = fc.constantFrom("True", "true", "TRUE", "False", "false", "FALSE", "tRUE", "1", "", " True");

/** Texts, numbers and dicts as Python and JSON write them, and as nobody should. */
const literalText = fc.tuple(words, fc.constantFrom("'", '"', "json", "python")).map(([text, quote]) => {
  if (quote === "json") return JSON.stringify(text);
  if (quote === "python")
    return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
  return `${quote}${text}${quote}`;
});
const gap = fc.constantFrom("", " ", " ", " ", "  ", "\n");
const literal = fc.oneof(
  { weight: 3, arbitrary: literalText },
  { weight: 3, arbitrary: whole },
  decimal,
  fc.constantFrom("None", "null", "True", "[]", "u'x'", "Nope", "'2024-02-29'", '"2023-02-30"', "nulls"),
);
function dict(
  ...fields: readonly (readonly [name: string, value: fc.Arbitrary<string>])[]
): fc.Arbitrary<string> {
  const pairs = fields.map(([name, value]) =>
    fc
      .tuple(
        fc.constantFrom("'", "'", '"', '"', "u'"),
        gap,
        gap,
        fc.oneof({ weight: 8, arbitrary: value }, literal),
      )
      .map(([quote, before, after, one]) => `${quote}${name}${quote.at(-1)}${before}:${after}${one}`),
  );
  return fc
    .tuple(
      fc.shuffledSubarray(
        fields.map((_, at) => at),
        { minLength: fields.length - 1 },
      ),
      fc.tuple(...pairs),
      gap,
      fc.nat({ max: 20 }),
    )
    .map(([order, spelled, between, odd]) => {
      const all = order.map((at) => spelled[at] ?? "");
      if (odd === 0) all.push("'more': 1");
      if (odd === 1) all.push(all[0] ?? "");
      return `{${all.join(`,${between}`)}${odd === 2 ? "," : ""}}`;
    });
}
const named = dict(["id", whole], ["name", literalText]);
const datedOne = dict(
  ["code", literalText],
  ["on", fc.constantFrom("'2024-02-29'", "None", "''")],
  ["share", decimal],
);
const list = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.array(one, { maxLength: 4 }), gap, gap)
        .map(([all, between, at]) => `${at}[${all.join(`,${between}`)}]${at}`),
    },
    fc.constantFrom(
      "",
      " ",
      "None",
      "[",
      "[]",
      "[ ]",
      "[,]",
      "{}",
      "x",
      "[{'id': 1, 'name': 'a'}",
      "[{'id': 1, 'name': 'a'},]",
      "[{'id': 1, 'name': 'a'}]]",
    ),
  );
const object = fc.oneof(
  { weight: 5, arbitrary: named },
  fc.constantFrom("", " ", "None", "{", "{}", "[]", "{'id': 1, 'name': 'a'} x"),
);
const COLUMNS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  id: whole,
  title: words,
  code: fc.constantFrom("tt1", " tt22 ", "tt", "", "tt１", "xtt1"),
  budget: decimal,
  opened: date,
  seen: fc.constantFrom("2024-01-01 10:00", "2024-01-01", "", "x"),
  rating: fc.oneof(decimal, fc.constantFrom("1e400", "0.1e-7", "NaN")),
  adult: bool,
  short: words,
  saga: object,
  genres: list(named),
  dated: list(datedOne),
  votes: whole,
};
/** A plain value for each column, so that one odd cell stands alone often enough. */
const PLAIN: Readonly<Record<string, string>> = {
  id: "7",
  title: "Ørn",
  code: "tt1",
  budget: "10.50",
  opened: "2024-02-29",
  seen: "2024-01-01 10:00:00",
  rating: "7.5",
  adult: "False",
  short: "a b",
  saga: "{'id': 5, 'name': \"it's\"}",
  genres: "[{'id': 18, 'name': 'Drama'}, {'name': 'Crime', 'id': 80}]",
  dated: '[{"code": "a", "on": "2024-01-01", "share": 1.50}]',
  votes: "12",
};

test("whatever stands in the cells, what is read straight from the bytes is what the screen gives", () => {
  const model = compiled();
  const [source] = model.sources as [Source];
  const names = source.columns.map((column) => column.name);
  const cells = names.map((name) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(PLAIN[name] ?? "") }, COLUMNS[name] ?? words),
  );
  let [read, all] = [0, 0];
  fc.assert(
    fc.property(fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 8 }), (rows) => {
      const [header, ...records] = createSplitter().push(filed([names, ...rows])) as [
        RawRecord,
        ...RawRecord[],
      ];
      expect(records).toHaveLength(rows.length);
      all += rows.length;
      read += compareAll(openWays(model, source, header), records);
    }),
    { numRuns: 1_000 },
  );
  // What is never read quickly proves nothing.
  expect(read).toBeGreaterThan(all / 5);
});

test("a value at a time, every type: plain or not, the two ways agree", () => {
  const model = compiled();
  const [source] = model.sources as [Source];
  const names = source.columns.map((column) => column.name);
  for (const name of names) {
    let read = 0;
    fc.assert(
      fc.property(fc.array(COLUMNS[name] ?? words, { minLength: 5, maxLength: 20 }), (values) => {
        const rows = values.map((value) => names.map((one) => (one === name ? value : (PLAIN[one] ?? ""))));
        const [header, ...records] = createSplitter().push(filed([names, ...rows])) as [
          RawRecord,
          ...RawRecord[],
        ];
        read += compareAll(openWays(model, source, header), records);
      }),
      { numRuns: 60 },
    );
    expect(read).toBeGreaterThan(0);
  }
});

test("the sample's records, with all their faults, are what the screen gives, and nearly all are read quickly", async () => {
  const model = await loadModel(fileURLToPath(new URL("../looker.yml", import.meta.url)));
  const source = model.sources.find((one) => one.name === "movies_metadata") as Source;
  const [drop] = sampleDrops({ movies: 3_000 });
  const [header, ...records] = createSplitter().push(Buffer.from(drop?.files[0]?.text ?? "")) as [
    RawRecord,
    ...RawRecord[],
  ];
  const ways = openWays(model, source, header);
  const passing = records.filter((record) => ways.screen(record).kind === "passed").length;
  expect(compareAll(ways, records)).toBeGreaterThan(passing * 0.98);
});

test("records that are not whole, or hold other bytes than text, are left to the screen", () => {
  const model = compiled();
  const [source] = model.sources as [Source];
  const names = source.columns.map((column) => column.name);
  const plain = names.map((name) => PLAIN[name] ?? "");
  const [line = ""] = filed([plain]).toString().split("\n");
  const odd = [`${line},more`, line.slice(0, -3), `x"y${line}`, line.replace("Ørn", "a\0b")].map((text) =>
    Buffer.from(text),
  );
  odd.push(Buffer.from(line.replace("Ørn", "Örn"), "latin1"));
  for (const bytes of odd) {
    const file = Buffer.concat([filed([names]), bytes, Buffer.from("\n")]);
    const [header, record] = createSplitter().push(file) as [RawRecord, RawRecord];
    expect(openWays(model, source, header).quick.read(record)).toBe(false);
  }
});

const loaded = fc.oneof(
  fc.constant(null),
  fc.nat(),
  fc.constantFrom(0, 9, 10, 99, 100, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12_345, Number.MAX_SAFE_INTEGER),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => !text.includes("\0")),
  fc.constantFrom("\\", "\\N", "a\tb\nc\rd\\", "é\\".repeat(40), "x".repeat(100)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);

/** Gives a row value by value. */
function give(line: Line, row: readonly Loaded[]): void {
  line.begin();
  for (const value of row) {
    if (typeof value === "number") line.number(value);
    else if (Buffer.isBuffer(value)) line.bytes(value);
    else {
      const text = Buffer.from(`<${value ?? ""}>`);
      line.text(text, 1, text.length - 1);
    }
  }
  line.end();
}

test("a row that is given value by value is the row that is given at once, in every format", () => {
  const rows = fc.array(fc.array(loaded, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rows, (all) => {
      const [once, again] = [textRows(), textRows()];
      const kept: (readonly Loaded[])[] = [];
      const line = lineOf((row) => kept.push([...row]));
      for (const row of all) {
        once.add(row);
        give(again.line, row);
        give(line, row);
      }
      expect(again.take()).toEqual(once.take());
      expect(kept).toEqual(all);
    }),
    { numRuns: 500 },
  );
});

test("whole numbers and bytes are on the wire as Postgres reads them", () => {
  const bare = fc.oneof(
    fc.maxSafeNat(),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(bare, bare, bare), { minLength: 1, maxLength: 5 }), (all) => {
      const rows = binaryRows(3);
      for (const row of all) rows.add(row);
      const fields = all.map((row) => [
        Buffer.from([0, 3]),
        ...row.flatMap((value) => {
          const bytes = typeof value === "number" ? Buffer.alloc(8) : (value ?? Buffer.alloc(0));
          if (typeof value === "number") bytes.writeBigInt64BE(BigInt(value));
          const size = Buffer.alloc(4);
          size.writeInt32BE(value === null ? -1 : bytes.length);
          return [size, bytes];
        }),
      ]);
      const begin = Buffer.from("5047434f50590aff0d0a000000000000000000", "hex");
      expect(rows.take()).toEqual({
        bytes: Buffer.concat([begin, ...fields.flat(), Buffer.from([255, 255])]),
        rows: all.length,
      });
    }),
    { numRuns: 300 },
  );
});
