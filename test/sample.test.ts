// The sample drops: the same bytes every time, the published file's format, its faults where the drops say they are.
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, test } from "vitest";
import { csvRecord } from "../sample/csv.ts";
import { sampleDrops, writeSampleDrops } from "../sample/drops.ts";
import type { CorrectionKind, FaultKind, SampleDrop } from "../sample/drops.ts";
import { literal } from "../sample/literal.ts";
import { dice, exponential } from "../sample/random.ts";
import { columns, millionths } from "../sample/record.ts";

const publishedHeader =
  "adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview," +
  "popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime," +
  "spoken_languages,status,tagline,title,video,vote_average,vote_count";

type Row = Readonly<Record<string, string>>;

interface ReadDrop extends SampleDrop {
  readonly text: string;
  readonly fields: readonly (readonly string[])[];
  readonly raw: readonly string[];
}

const drops = sampleDrops().map(read);
const [first, second, third] = drops;
const all = drops.flatMap(({ fields }) =>
  fields.filter(({ length }) => length === columns.length).map(rowOf),
);

describe("a drop", () => {
  test("comes for each of three months, as one file of the published name", () => {
    expect(drops.map(({ period }) => period)).toEqual(["2026-08", "2026-09", "2026-10"]);
    expect(drops.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ["movies_metadata.csv"],
      ["movies_metadata.csv"],
      ["movies_metadata.csv"],
    ]);
  });

  test("has the same bytes for the same seed and others for another", () => {
    const again = sampleDrops({ seed: 1 });
    expect(again).toEqual(sampleDrops());
    const other = sampleDrops({ seed: 2 });
    for (const [at, drop] of again.entries()) expect(other[at]?.files[0]?.text).not.toBe(drop.files[0]?.text);
  });

  test("begins with the published header and ends with a newline", () => {
    for (const { text } of drops) {
      expect(text.split("\n")[0]).toBe(publishedHeader);
      expect(text.endsWith("\n")).toBe(true);
      expect(text).not.toContain("\r");
    }
  });

  test("has as many records as it says, all of 24 fields but the parts of split ones", () => {
    for (const { fields, records, faults } of drops) {
      expect(fields).toHaveLength(records);
      const short = fields.flatMap(({ length }, at) => (length === 24 ? [] : [{ record: at + 1, length }]));
      const split = faults.flatMap(({ kind, record }) => {
        if (kind === "split head") return [{ record, length: 10 }];
        return kind === "split tail" ? [{ record, length: 15 }] : [];
      });
      expect(short).toEqual(split);
    }
  });

  test("delivers 900, 300 and 300 new movies, numbered without a gap from 9,000,001", () => {
    const ids = drops.map(({ fields, faults }) => [
      ...fields.filter(({ length }) => length === 24).map((values) => Number(rowOf(values)["id"])),
      ...faults.filter(({ kind }) => kind === "split head").map(({ id }) => id),
    ]);
    expect(Math.min(...ids.flat())).toBe(9_000_001);
    const seen = new Set<number>();
    const fresh = ids.map((month) => {
      const before = seen.size;
      for (const id of month) seen.add(id);
      return seen.size - before;
    });
    expect(fresh).toEqual([900, 300, 300]);
    expect(Math.max(...seen)).toBe(9_001_500);
  });

  test("keeps companies and collections above every id that is in use", () => {
    for (const row of all) {
      for (const [, id] of `${row["production_companies"]}${row["belongs_to_collection"]}`.matchAll(
        /'id': (\d+)/g,
      )) {
        expect(Number(id)).toBeGreaterThan(9_100_000);
      }
    }
  });

  test("refuses a number of movies that it cannot spread over three months", () => {
    for (const movies of [0, 199, 250.5, Number.NaN])
      expect(() => sampleDrops({ movies })).toThrow(RangeError);
    expect(sampleDrops({ movies: 200 }).map(({ records }) => records > 30)).toEqual([true, true, true]);
  });
});

describe("a fault", () => {
  test("of each kind is in some drop", () => {
    const kinds = (drop: SampleDrop | undefined): readonly FaultKind[] =>
      [...new Set(drop?.faults.map(({ kind }) => kind))].sort();
    expect(kinds(first)).toEqual([
      "budget in the wrong unit",
      "budget not a number",
      "conflicting duplicate",
      "exact duplicate",
      "impossible date",
      "split head",
      "split tail",
    ]);
    expect(kinds(second)).toEqual(
      expect.arrayContaining(["conflicting duplicate", "split head", "split tail"]),
    );
    expect(kinds(third)).toContain("exact duplicate");
  });

  test("stands on the line where the drop says, and so does a correction", () => {
    for (const { text, raw, faults, corrections } of drops) {
      const lines = text.split("\n");
      for (const { record, line } of [...faults, ...corrections]) {
        const rest = lines.slice(line - 1).join("\n");
        expect(rest.startsWith(raw[record - 1] ?? "no such record")).toBe(true);
      }
    }
  });

  test("split: the head stops in its overview, the tail has companies where genres belong", () => {
    const quoted: boolean[] = [];
    for (const { fields, raw, faults } of drops) {
      for (const { record, id, twin } of faults.filter(({ kind }) => kind === "split head")) {
        expect(twin).toBe(record + 1);
        const head = fields[record - 1] ?? [];
        const tail = fields[record] ?? [];
        expect(head[5]).toBe(String(id));
        quoted.push(raw[record - 1]?.trimEnd().endsWith('"') ?? false);
        expect(tail[0]).toMatch(/^ - Written by \p{L}/u);
        expect(tail[1]).toMatch(/^\d+\.\d+$/);
        expect(tail[2]).toMatch(/^\/\w{27}\.jpg$|^$/);
        expect(tail[3]).toMatch(/^\[\{'name': ["'].+, 'id': 91\d{5}\}\]$/);
        expect(tail[5]).toMatch(/^\d{4}-\d\d-\d\d$|^$/);
        expect(tail[12]).toMatch(/^(?:False|True)$/);
        expect(tail[14]).toMatch(/^\d+$/);
      }
    }
    expect(quoted).toEqual([true, false]);
  });

  test("duplicates: the twin is the same record, or differs in votes and popularity only", () => {
    const pairs = drops.flatMap(({ fields, raw, faults }) =>
      faults.map(({ kind, record, twin = 0 }) => ({
        kind,
        same: raw[record - 1] === raw[twin - 1],
        earlier: rowOf(fields[twin - 1] ?? []),
        later: rowOf(fields[record - 1] ?? []),
      })),
    );
    const exact = pairs.filter(({ kind }) => kind === "exact duplicate");
    expect(exact.map(({ same }) => same)).toEqual([true, true, true, true]);
    const conflicting = pairs.filter(({ kind }) => kind === "conflicting duplicate");
    const more = conflicting.map(({ earlier, later }) => {
      expect(differing(earlier, later)).toEqual(["popularity", "vote_count"]);
      return Number(later["vote_count"]) > Number(earlier["vote_count"]);
    });
    expect(new Set(more)).toEqual(new Set([true, false]));
  });

  test("budgets, dates and truth values: no record is wrong that the drop does not name", () => {
    for (const drop of drops) {
      const rows = drop.fields.map((values, at) => ({
        record: at + 1,
        row: rowOf(values),
        whole: values.length === 24,
      }));
      const whole = rows.filter((one) => one.whole);
      const which = (wrong: (row: Row) => boolean): readonly number[] =>
        whole.filter(({ row }) => wrong(row)).map(({ record }) => record);
      expect(which(({ budget }) => !/^\d+$/.test(budget ?? ""))).toEqual(
        recordsOf(drop, "budget not a number"),
      );
      expect(which(({ budget }) => /^[1-9]\d{0,2}$/.test(budget ?? ""))).toEqual(
        recordsOf(drop, "budget in the wrong unit"),
      );
      expect(which(({ release_date }) => !isDay(release_date ?? ""))).toEqual(
        recordsOf(drop, "impossible date"),
      );
      expect(which(({ adult }) => adult !== "True" && adult !== "False")).toEqual([]);
      const twice = whole
        .filter(({ row }, at) => whole.findIndex((one) => one.row["id"] === row["id"]) !== at)
        .map(({ record }) => record);
      expect(twice).toEqual(
        [...recordsOf(drop, "exact duplicate"), ...recordsOf(drop, "conflicting duplicate")].sort(
          (a, b) => a - b,
        ),
      );
    }
  });
});

describe("a correction", () => {
  test("of each kind is in the second or third drop, and none in the first", () => {
    const usual: readonly CorrectionKind[] = [
      "budget changed",
      "company added",
      "genre removed",
      "title fixed",
      "unchanged",
    ];
    expect(first?.corrections).toEqual([]);
    expect(new Set(second?.corrections.map(({ kind }) => kind))).toEqual(new Set(usual));
    expect(new Set(third?.corrections.map(({ kind }) => kind))).toEqual(new Set([...usual, "made whole"]));
  });

  test("changes what it says and nothing else", () => {
    const before = new Map<string, Row>();
    const pairs = drops.flatMap(({ fields, corrections }) => {
      const found = corrections.map(({ kind, record, id }) => ({
        kind,
        earlier: before.get(String(id)) ?? {},
        now: rowOf(fields[record - 1] ?? []),
      }));
      for (const values of fields.filter(({ length }) => length === 24)) {
        before.set(rowOf(values)["id"] ?? "", rowOf(values));
      }
      return found;
    });
    const corrected = (wanted: CorrectionKind): typeof pairs => pairs.filter(({ kind }) => kind === wanted);
    for (const [kind, column] of changed) {
      for (const { earlier, now } of corrected(kind)) expect(differing(earlier, now)).toEqual(column);
    }
    for (const { earlier, now } of corrected("genre removed")) {
      expect(isOneShorter(now["genres"], earlier["genres"])).toBe(true);
    }
    for (const { earlier, now } of corrected("company added")) {
      expect(isOneShorter(earlier["production_companies"], now["production_companies"])).toBe(true);
    }
  });

  test("comes once for a movie in a month, and lists every movie that came before", () => {
    const seen = new Set<string>();
    for (const { fields, faults, corrections } of drops) {
      const ids = fields.filter(({ length }) => length === 24).map((values) => rowOf(values)["id"] ?? "");
      expect(corrections.map(({ id }) => String(id))).toEqual(ids.filter((id) => seen.has(id)));
      for (const id of ids) seen.add(id);
      for (const { kind, id } of faults) if (kind === "split head") seen.add(String(id));
    }
  });

  test("makes whole in the third month what the first one broke", () => {
    const broken: readonly FaultKind[] = ["split head", "budget not a number", "impossible date"];
    const whole = third?.corrections.filter(({ kind }) => kind === "made whole").map(({ id }) => id);
    expect(whole).toEqual(
      first?.faults
        .filter(({ kind }) => broken.includes(kind))
        .map(({ id }) => id)
        .sort((a, b) => a - b),
    );
    expect(whole).toHaveLength(3);
  });
});

describe("a record", () => {
  test("quotes a field for a comma, a double quote or a newline, and for nothing else", () => {
    expect(csvRecord(["", "a b", " -x", "it's", "é", "a,b", 'say "no"', "two\nlines"])).toBe(
      `,a b, -x,it's,é,"a,b","say ""no""","two\nlines"\n`,
    );
    for (const { raw, fields } of drops) {
      const whole = fields.flatMap((values, at) => (values.length === 24 ? [at] : []));
      for (const at of whole) expect(csvRecord(fields[at] ?? [])).toBe(`${raw[at]?.replace(/\n$/, "")}\n`);
    }
  });

  test("writes lists as Python's repr does", () => {
    expect(literal([])).toBe("[]");
    expect(
      literal([
        { id: 18, name: "Drama" },
        { id: 35, name: null },
      ]),
    ).toBe("[{'id': 18, 'name': 'Drama'}, {'id': 35, 'name': None}]");
    expect(literal("O'Garrow")).toBe(`"O'Garrow"`);
    expect(literal('The "Nine"')).toBe(`'The "Nine"'`);
    expect(literal(`It's "both"`)).toBe(`'It\\'s "both"'`);
    expect(literal("a\\b\tc\nd\re")).toBe("'a\\\\b\\tc\\nd\\re'");
    expect(literal("\u0000\u007f\u00a0\u00ad\u200b\u3000\ufeff\u{e0001}")).toBe(
      "'\\x00\\x7f\\xa0\\xad\\u200b\\u3000\\ufeff\\U000e0001'",
    );
    expect(literal("Ñandú 三本足 नीली 🐌")).toBe("'Ñandú 三本足 नीली 🐌'");
  });

  test("holds company names in every quoting that repr has, and two companies of one name", () => {
    const companies = all.map((row) => row["production_companies"]).join("\n");
    for (const name of [
      `"O'Garrow & Daughters"`,
      `'Larkspurr, Finch and Company'`,
      `'The "Nine Lamps" Workshop'`,
      `'The Beekeeper\\'s "Last" Reel'`,
      `'Half\\xa0Moon Half\\xa0Measure'`,
      `'Back\\\\slash Animation'`,
      `'Tidewrack Films '`,
      `'三本足の鶴シネマ'`,
    ]) {
      expect(companies).toContain(`{'name': ${name}, 'id': 9`);
    }
    const wrens = [...companies.matchAll(/'Copper Wren Pictures', 'id': (\d+)/g)].map(([, id]) => id);
    expect(new Set(wrens).size).toBe(2);
    expect(new Set([...companies.matchAll(/'id': (\d+)/g)].map(([, id]) => id)).size).toBe(180);
  });

  test("writes popularity, runtime and rating as pandas does", () => {
    expect([0, 8, 10, 99, 100, 120_000, 1_000_000, 21_946_943, 5_230_580].map(millionths)).toEqual([
      "0.0",
      "8e-06",
      "1e-05",
      "9.9e-05",
      "0.0001",
      "0.12",
      "1.0",
      "21.946943",
      "5.23058",
    ]);
    expect(all.some(({ popularity }) => popularity === "8e-06")).toBe(true);
    for (const { popularity, runtime, vote_average } of all) {
      expect(popularity).toMatch(/^\d+\.\d{1,6}$|^\d(?:\.\d)?e-0[56]$/);
      expect(runtime).toMatch(/^\d+\.0$|^$/);
      expect(vote_average).toMatch(/^\d\.\d$/);
    }
  });

  test("now and then has what a loader or a page may stumble over", () => {
    const has = (column: string, pattern: RegExp): boolean =>
      all.some((row) => pattern.test(row[column] ?? ""));
    for (const start of ["=", "\\+", "-", "@", "'", '"', "🌧"])
      expect(has("title", new RegExp(`^${start}`, "u"))).toBe(true);
    expect(has("title", /,/)).toBe(true);
    expect(has("title", /é/)).toBe(true);
    expect(has("overview", /^$/)).toBe(true);
    expect(has("overview", /\n - Written by /)).toBe(true);
    expect(has("overview", /\n\n.*"/)).toBe(true);
    expect(has("release_date", /^$/)).toBe(true);
    expect(has("release_date", /^18\d\d-/)).toBe(true);
    expect(has("runtime", /^$/)).toBe(true);
    expect(has("genres", /^\[\]$/)).toBe(true);
    expect(has("production_companies", /^\[\]$/)).toBe(true);
    expect(has("belongs_to_collection", /^\{'id': 92\d{5}, 'name': ".*'s.*", .*None/)).toBe(true);
    expect(has("adult", /^True$/)).toBe(true);
    expect(has("video", /^True$/)).toBe(true);
    expect(all.filter(({ revenue }) => Number(revenue) > 2 ** 31).length).toBeGreaterThanOrEqual(3);
  });
});

describe("the answers", () => {
  const latest = [...new Map(all.map((row) => [row["id"], row])).values()];
  const known = latest.filter(({ budget }) => Number(budget) >= 1000);

  test("leave a good half of budgets and revenues unknown", () => {
    for (const column of ["budget", "revenue"]) {
      const unknown = latest.filter((row) => row[column] === "0").length / latest.length;
      expect(unknown).toBeGreaterThan(0.45);
      expect(unknown).toBeLessThan(0.65);
    }
  });

  test("tell genres apart, have all twenty, and grow with the years", () => {
    const cost = (genre: string): number =>
      mean(known.filter(({ genres }) => genres?.includes(`'${genre}'`)));
    expect(cost("Adventure")).toBeGreaterThan(2 * cost("Drama"));
    expect(cost("Action")).toBeGreaterThan(2 * cost("Horror"));
    expect(cost("Drama")).toBeGreaterThan(1.5 * cost("Documentary"));
    const genres = latest.flatMap((row) => [
      ...(row["genres"] ?? "").matchAll(/'id': (\d+), 'name': '([^']+)'/g),
    ]);
    expect(new Set(genres.map(([, id, name]) => `${id} ${name}`)).size).toBe(20);
    const decade = (start: string): number =>
      mean(known.filter(({ release_date }) => release_date?.startsWith(start)));
    expect(decade("201")).toBeGreaterThan(1.5 * decade("199"));
    expect(decade("199")).toBeGreaterThan(1.5 * decade("197"));
  });

  test("let revenue follow budget", () => {
    const both = known.filter(({ revenue }) => revenue !== "0");
    expect(
      correlation(
        both.map(({ budget }) => Number(budget)),
        both.map(({ revenue }) => Number(revenue)),
      ),
    ).toBeGreaterThan(0.6);
  });
});

describe("dice", () => {
  test("throw the same numbers on every machine", () => {
    const throws = dice(1, "test");
    expect(Array.from({ length: 4 }, () => throws.whole(1, 1_000_000))).toEqual([
      681199, 487730, 766348, 827151,
    ]);
    expect(() => throws.pick([])).toThrow(RangeError);
  });

  test("have a power of e that is near enough to the real one", () => {
    for (const x of [-5, -1, -0.1, 0, 0.3, 2, 6]) expect(exponential(x) / Math.exp(x)).toBeCloseTo(1, 9);
  });
});

describe("writing the drops", () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  test("makes a folder for each month and a page that says what is invented; again, it changes nothing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sample-"));
    folders.push(folder);
    const written = await writeSampleDrops(join(folder, "drops"), { movies: 200 });
    expect(written).toEqual(["2026-08", "2026-09", "2026-10"].map((period) => join(folder, "drops", period)));

    const paths = [
      join(folder, "drops", "README.md"),
      ...written.map((drop) => join(drop, "movies_metadata.csv")),
    ];
    const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
    expect(texts.slice(1)).toEqual(sampleDrops({ movies: 200 }).map(({ files }) => files[0]?.text));
    expect(texts[0]).toMatch(/titles, people.*were made up by a generator/s);
    expect(texts[0]).toMatch(/production companies/);

    const long = new Date("2020-02-02T00:00:00Z");
    for (const path of paths) await utimes(path, long, long);
    await writeFile(paths[2] ?? "", "spoilt");
    await writeSampleDrops(join(folder, "drops"), { movies: 200 });
    const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs === long.getTime()));
    expect(times).toEqual([true, true, false, true]);
    expect(await readFile(paths[2] ?? "", "utf8")).toBe(texts[2]);
  });
});

const changed: readonly (readonly [CorrectionKind, readonly string[]])[] = [
  ["budget changed", ["budget"]],
  ["genre removed", ["genres"]],
  ["company added", ["production_companies"]],
  ["title fixed", ["title"]],
  ["unchanged", []],
];

function read(drop: SampleDrop): ReadDrop {
  const text = drop.files[0]?.text ?? "";
  const ends: number[] = [];
  const [, ...fields] = parse(text, {
    relax_column_count: true,
    on_record: (record: string[], { bytes }) => {
      ends.push(bytes);
      return record;
    },
  });
  const bytes = Buffer.from(text);
  const raw = ends.slice(1).map((end, at) => bytes.subarray(ends[at], end).toString());
  return { ...drop, text, fields, raw };
}

function rowOf(values: readonly string[]): Row {
  return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? ""]));
}

function recordsOf({ faults }: SampleDrop, kind: FaultKind): readonly number[] {
  return faults.filter((fault) => fault.kind === kind).map(({ record }) => record);
}

function differing(one: Row, other: Row): readonly string[] {
  return columns.filter((column) => one[column] !== other[column]);
}

// The shorter list's text, without its closing bracket, begins the longer one's, which has one item more.
function isOneShorter(shorter = "", longer = ""): boolean {
  const items = (list: string): number => list.split("'id': ").length;
  return longer.startsWith(shorter.slice(0, -1)) && items(longer) === items(shorter) + 1;
}

function isDay(text: string): boolean {
  if (text === "") return true;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function mean(rows: readonly Row[]): number {
  return rows.reduce((sum, { budget }) => sum + Number(budget), 0) / rows.length;
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const average = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [x, y] = [average(xs), average(ys)];
  const together = (a: readonly number[], b: readonly number[], m: number, n: number): number =>
    a.reduce((sum, one, at) => sum + (one - m) * ((b[at] ?? 0) - n), 0);
  return together(xs, ys, x, y) / Math.sqrt(together(xs, xs, x, x) * together(ys, ys, y, y));
}
