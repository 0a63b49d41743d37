// Random drops of many small sources that share scratch tables: every record is accounted for, and the tables are what plain loops say, there and back again.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { compile, type Model } from "../generator/index.ts";
import { hydrate, rollback } from "../hydrate/index.ts";
import { inOwnSchema, openLooker, testDay } from "./hydrated.ts";

type Keep = "first" | "last" | "highest";
/** Alike in the types of their columns; `into` are the tables they fill, in the model's order. */
const SOURCES = [
  { name: "ants", keep: "last", snapshot: false, into: ["ants", "six_legs"] },
  { name: "bees", keep: "first", snapshot: true, into: ["bees"] },
  { name: "crabs", keep: "highest", snapshot: false, into: ["crabs"] },
  { name: "drones", keep: "last", snapshot: false, into: ["wings"] },
  { name: "emus", keep: "highest", snapshot: false, into: ["wings"] },
  { name: "flies", keep: "highest", snapshot: false, into: ["flies", "six_legs"] },
] as const satisfies readonly { name: string; keep: Keep; snapshot: boolean; into: readonly string[] }[];
const TABLES = [...new Set(SOURCES.flatMap((source): readonly string[] => source.into))];

const WRITTEN = [
  "model: zoo",
  "connection: warehouse",
  "unsigned: folders",
  "sources:",
  ...SOURCES.map(
    ({ name, keep, snapshot }) =>
      `  ${name}: {files: ${name}.csv, key: id, ${snapshot ? "load: snapshot, " : ""}duplicates: ${keep === "highest" ? "highest amount" : keep}, budget: 100, columns: {id: integer, name: text, amount: integer}}`,
  ),
  "tables:",
  ...TABLES.map((table) => {
    const from = SOURCES.filter((source) => source.into.some((into) => into === table)).map(
      ({ name }) => name,
    );
    return `  ${table}: {from: [${from.join(", ")}], key: id, columns: [id, name, amount]}`;
  }),
  "views: {ants: {measures: {count: {type: count}}}}",
  "explores: {ants: }",
  "",
].join("\n");

interface RandomRecord {
  readonly id: number;
  readonly name: string;
  readonly amount: number | null;
  readonly fault: "cells" | "type" | null;
}

const record: fc.Arbitrary<RandomRecord> = fc.record({
  id: fc.integer({ min: 1, max: 3 }),
  name: fc.constantFrom("Ada", "B, or so", 'C "quoted"', ""),
  amount: fc.option(fc.integer({ min: 0, max: 2 })),
  fault: fc.option(fc.constantFrom("cells", "type"), { freq: 4 }),
});
/** For each source its records; undefined when the drop has no file of it. */
const drop = fc.tuple(
  ...SOURCES.map(() => fc.option(fc.array(record, { maxLength: 5 }), { nil: undefined, freq: 4 })),
);

interface Counts {
  readonly read: number;
  readonly loaded: number;
  readonly collapsed: number;
  readonly quarantined: number;
}

/** Which records of a source stay, and what becomes of the others. */
function settle(records: readonly RandomRecord[], keep: Keep): { stay: RandomRecord[]; collapsed: number } {
  const stay: RandomRecord[] = [];
  let collapsed = 0;
  for (const id of new Set(records.map((one) => one.id))) {
    const rivals = records.map((one, at) => ({ one, at })).filter(({ one }) => one.id === id);
    rivals.sort((a, b) => {
      if (keep === "first") return a.at - b.at;
      if (keep === "last") return b.at - a.at;
      return (b.one.amount ?? -1) - (a.one.amount ?? -1) || b.at - a.at;
    });
    const seen = new Set<string>();
    for (const { one } of rivals) {
      const value = JSON.stringify([one.name, one.amount]);
      if (seen.size === 0) stay.push(one);
      else if (seen.has(value)) collapsed += 1;
      seen.add(value);
    }
  }
  return { stay, collapsed };
}

type House = Map<string, Map<number, RandomRecord>>;

/** What a drop makes of the tables. @returns the counts by file */
function expectDrop(
  house: House,
  files: ReadonlyMap<string, readonly RandomRecord[]>,
): Record<string, Counts> {
  const settled = new Map(
    SOURCES.flatMap(({ name, keep }) => {
      const all = files.get(name);
      return all === undefined
        ? []
        : [
            [
              name,
              settle(
                all.filter((one) => one.fault === null),
                keep,
              ),
            ] as const,
          ];
    }),
  );
  // `drones` fills no table that `emus` does not.
  const emus = new Set(settled.get("emus")?.stay.map((one) => one.id));
  const drones = settled.get("drones");
  if (drones !== undefined) drones.stay = drones.stay.filter((one) => !emus.has(one.id));
  const counts: Record<string, Counts> = {};
  for (const { name, into, snapshot } of SOURCES) {
    const [all, found] = [files.get(name), settled.get(name)];
    if (all === undefined || found === undefined) continue;
    const loaded = found.stay.length;
    const { collapsed } = found;
    counts[`${name}.csv`] = {
      read: all.length,
      loaded,
      collapsed,
      quarantined: all.length - loaded - collapsed,
    };
    for (const table of into) {
      const rows = house.get(table) ?? new Map<number, RandomRecord>();
      house.set(table, rows);
      if (snapshot) rows.clear();
      for (const one of found.stay) rows.set(one.id, one);
    }
  }
  return counts;
}

function tablesAs(house: House): string {
  return TABLES.map((table) => {
    const rows = [...(house.get(table) ?? new Map<number, RandomRecord>()).values()].map(
      ({ id, name, amount }) => `${id} | ${name === "" ? "-" : name} | ${amount ?? "-"}`,
    );
    return [`${table}: id | name | amount`, ...rows.toSorted()].join("\n  ");
  }).join("\n");
}

function fileOf(records: readonly RandomRecord[]): string {
  const lines = records.map(({ id, name, amount, fault }) => {
    const cells = [
      String(id),
      `"${name.replaceAll('"', '""')}"`,
      fault === "type" ? "many" : String(amount ?? ""),
    ];
    return (fault === "cells" ? cells.slice(0, 2) : cells).join(",");
  });
  return `${["id,name,amount", ...lines].join("\n")}\n`;
}

/** How long to go on. */
export interface AlikeOptions {
  readonly url: string;
  /** How many sequences of two or three drops. */
  readonly cases: number;
  readonly seed?: number | undefined;
  /** After how long to be content with fewer. */
  readonly seconds: number;
}

/**
 * Hydrates the drops of each sequence, rolls back to each of them and forward again, and compares.
 * @returns how many drops and records were tried
 * @throws Error with the smallest sequence for which hydrate and the loops differ
 */
export async function conserveAlike(
  options: AlikeOptions,
): Promise<{ readonly drops: number; readonly records: number }> {
  const { url, cases, seed, seconds } = options;
  const { model: plain, problems } = compile(WRITTEN, "looker.yml");
  if (plain === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-alike-drops-"));
  const looker = await openLooker(url);
  let round = 0;
  let drops = 0;
  let records = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(drop, { minLength: 2, maxLength: 3 }), async (tried) => {
        round += 1;
        const model: Model = inOwnSchema(plain, `alike_${round}`);
        const house: House = new Map();
        const published: { readonly run: number; readonly tables: string }[] = [];
        try {
          for (const [number, some] of tried.entries()) {
            const files = filesOf(some, number);
            const path = join(folder, String(round), `2026-0${number + 1}`);
            await mkdir(path, { recursive: true });
            for (const [name, all] of files) await writeFile(join(path, `${name}.csv`), fileOf(all));
            const expected = expectDrop(house, files);
            const { drops: done } = await hydrate({ model, url, path, now: () => testDay(number) });
            const [report] = done;
            same(Object.fromEntries(report?.files.map((file) => [file.name, file.records]) ?? []), expected);
            await sameInWarehouse(model, report?.run ?? 0, expected);
            const tables = tablesAs(house);
            published.push({ run: report?.run ?? 0, tables });
            same(await looker.tables(model), tables);
            drops += 1;
            records += [...files.values()].reduce((sum, all) => sum + all.length, 0);
          }
          for (const { run, tables } of [...published.slice(0, -1).toReversed(), ...published.slice(1)]) {
            await rollback({ model, url, to: run, now: () => testDay(9) });
            same(await looker.tables(model), tables);
          }
        } finally {
          await looker.drop(model);
          await rm(join(folder, String(round)), { recursive: true, force: true });
        }
      }),
      { numRuns: cases, interruptAfterTimeLimit: seconds * 1000, ...(seed === undefined ? {} : { seed }) },
    );
  } finally {
    await looker.close();
    await rm(folder, { recursive: true });
  }
  return { drops, records };

  /** The hop behind the report: what the ledger has kept of each file, record by record. */
  async function sameInWarehouse(
    model: Model,
    run: number,
    expected: Readonly<Record<string, Counts>>,
  ): Promise<void> {
    const own = `"${model.schema}_hydrate"`;
    const found = await looker.rows(
      `SELECT f.name, (SELECT count(*) FROM ${own}.raw_records w WHERE w.run = f.run AND w.file = f.number),
              (SELECT count(*) FROM ${own}.quarantine q WHERE q.run = f.run AND q.file = f.name)
         FROM ${own}.files f WHERE f.run = $1 ORDER BY f.name`,
      [run],
    );
    const wanted = Object.entries(expected).map(([file, counts]) => [
      file,
      String(counts.read),
      String(counts.quarantined),
    ]);
    same(
      found,
      wanted.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    );
  }
}

/** Each file with a record that no other has, so that it is new, and not all of it is spoilt. */
function filesOf(
  some: readonly (readonly RandomRecord[] | undefined)[],
  number: number,
): ReadonlyMap<string, readonly RandomRecord[]> {
  const files = new Map<string, readonly RandomRecord[]>();
  for (const [at, { name }] of SOURCES.entries()) {
    const all = some[at];
    // The first drop has a file of each, so that all tables are there.
    if (all === undefined && number > 0) continue;
    const own = { id: 100 + number * 10 + at, name: "its own", amount: number, fault: null };
    files.set(name, [own, ...(all ?? [])]);
  }
  if (files.size === 0)
    files.set("ants", [{ id: 100 + number * 10, name: "alone", amount: null, fault: null }]);
  return files;
}

function same(found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  throw new Error(`hydrate gave\n${said(found)}\nwhere the loops give\n${said(expected)}`);
}
