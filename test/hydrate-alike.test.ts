// What can go wrong while small sources share scratch tables: each record is still told apart by source, column, line and byte.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Model } from "../generator/index.ts";
import {
  exportQuarantine,
  type History,
  readHistory,
  replayQuarantine,
  rollback,
  traceRow,
} from "../hydrate/index.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";
import type { KilledRun } from "./killed-run.ts";
import { openTestTargets, TARGET_NAMES, type TestTarget, type TestTargets } from "./targets.ts";

const KILLED = fileURLToPath(new URL("killed-run.ts", import.meta.url));
/** Quick, since on Redshift a dead run's lease has to run out. */
const LEASE = { beat: 200, expiry: 2_000, patience: 20_000 };

/** Alike in the types of their columns, and different in names, contract, budget and rule. */
const PARTS = [
  "  pears: {files: pears.csv, key: id, budget: 100, columns: {id: integer, title: text, weight: integer}}",
  "  plums: {files: plums.csv, key: id, load: snapshot, budget: 100, columns: {id: integer, name: text, price: integer}}",
  "  grapes: {files: grapes.csv, key: id, budget: 100, contract: freeze, duplicates: highest seeds, columns: {id: integer, label: text, seeds: integer}}",
  "  olives: {files: olives.csv, key: id, budget: 0, columns: {id: integer, name: text, oil: integer}}",
] as const;
const HEADERS = {
  pears: "id,title,weight",
  plums: "id,name,price",
  grapes: "id,label,seeds",
  olives: "id,name,oil",
} as const;
type Name = keyof typeof HEADERS;
const TABLES = [
  "  pears: {from: pears, key: id, columns: [id, title, weight]}",
  "  plums: {from: plums, key: id, columns: [id, name, price]}",
  "  grapes: {from: grapes, key: id, columns: [id, label, seeds]}",
  "  olives: {from: olives, key: id, columns: [id, name, oil]}",
] as const;

function written(sources: readonly string[], tables: readonly string[], first: string): string {
  return [
    "model: orchard",
    "connection: warehouse",
    "unsigned: folders",
    "sources:",
    ...sources,
    "tables:",
    ...tables,
    `views: {${first}: {measures: {count: {type: count}}}}`,
    `explores: {${first}: }`,
    "",
  ].join("\n");
}

function modelOf(text: string): Model {
  const { model, problems } = compile(text, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}

const WRITTEN = written(PARTS, TABLES, "pears");

let targets: TestTargets;
let folder: string;
let orchard: Model;
beforeAll(async () => {
  orchard = modelOf(WRITTEN);
  targets = await openTestTargets();
  folder = await mkdtemp(join(tmpdir(), "viewfinder-alike-"));
  await writeFile(join(folder, "looker.yml"), WRITTEN);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await targets.close();
});

/** Writes a drop of CSV files. @returns its folder */
async function write(path: string, files: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const drop = join(folder, path);
  await mkdir(drop, { recursive: true });
  for (const [name, lines] of Object.entries(files))
    await writeFile(join(drop, `${name}.csv`), `${lines.join("\n")}\n`);
  return drop;
}

/** Files of the orchard, with their headers. */
function orchardOf(
  rows: Readonly<Partial<Record<Name, readonly string[]>>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(HEADERS).map(([name, header]) => [name, [header, ...(rows[name as Name] ?? ["1,one,1"])]]),
  );
}

async function withSchema(
  target: TestTarget,
  plain: Model,
  name: string,
  work: (model: Model, looker: Looker) => Promise<void>,
): Promise<void> {
  const model = inOwnSchema(plain, name);
  const looker = await openLooker(target.url);
  try {
    await work(model, looker);
  } finally {
    await looker.drop(model);
    await looker.close();
  }
}

describe("a row that the cluster refuses", () => {
  test("is told of by source, column and bytes, although others share its table", async () => {
    const target = targets.redshift;
    await withSchema(target, orchard, "alike_refused", async (model, looker) => {
      const drop = await write("refused/2026-01", {
        ...orchardOf({ grapes: ["1,short,1", '2,"a label that is\ntoo long",2', "3,short,3"] }),
      });
      let squeezed: Promise<unknown> | undefined;
      const said = await hydrateAsText(target, model, drop, {
        progress: ({ step }) => {
          if (step !== "land") return;
          squeezed ??= looker.rows(
            `ALTER TABLE "${model.schema}_hydrate".run_1_rows_shared_0 ALTER COLUMN "_1" TYPE varchar(9)`,
          );
        },
      });
      await squeezed;
      expect(said).toMatch(
        /^Mistake: The warehouse refuses a row of grapes \(column `label`\): String length exceeds DDL length/,
      );
      expect(said).toContain("It comes from record 2 on line 3 of grapes.csv, bytes 25 to 55.");
      const bytes = await readFile(join(drop, "grapes.csv"));
      expect(bytes.subarray(25, 55).toString()).toBe('2,"a label that is\ntoo long",2');
      expect(await looker.rows(`SELECT state FROM "${model.schema}_hydrate".runs`)).toEqual([["refused"]]);
    });
  });
});

describe.each(TARGET_NAMES)("into %s", (name) => {
  test("repeated, contradicting and unreadable records stay their own source's, and can be traced, exported, put through again and rolled back", async () => {
    const target = targets[name];
    await withSchema(target, orchard, `alike_whole_${name}`, async (model, looker) => {
      const history = async <Read>(read: (history: History) => Promise<Read>): Promise<Read> => {
        const found = await readHistory(target.url, model, async (opened) => ({ read: await read(opened) }));
        if (found === undefined) throw new Error("nothing was hydrated");
        return found.read;
      };
      await hydrateAsText(target, model, await write(`${name}/whole/2026-01`, orchardOf({})));
      const before = await looker.tables(model);
      // The same key in every file, with what differs between them told by where it stands.
      const drop = await write(
        `${name}/whole/2026-02`,
        orchardOf({
          pears: ["1,first,10", "1,last,5", "2,twice,2", "2,twice,2"],
          plums: ["1,first,10", "1,last,5", "3,no number,many"],
          grapes: ["1,most,10", "1,least,5"],
          olives: ["1,one,1", "2,two,2"],
        }),
      );
      const said = await hydrateAsText(target, model, drop);
      expect(said).toContain("11 read = 6 loaded + 1 collapsed duplicate + 4 quarantined");
      const after = await looker.tables(model);
      expect(after).toBe(
        [
          "pears: id | title | weight\n  1 | last | 5\n  2 | twice | 2",
          "plums: id | name | price\n  1 | last | 5",
          "grapes: id | label | seeds\n  1 | most | 10",
          "olives: id | name | oil\n  1 | one | 1\n  2 | two | 2",
        ].join("\n"),
      );
      const kept = await looker.rows(
        `SELECT source, line, code, column_name FROM "${model.schema}_hydrate".quarantine ORDER BY ordinal`,
      );
      expect(kept).toEqual([
        ["pears", "2", "duplicate", "id"],
        ["plums", "2", "duplicate", "id"],
        ["plums", "4", "type", "price"],
        ["grapes", "3", "duplicate", "id"],
      ]);
      // What is kept and what is exported are the bytes that stand there.
      const traced = await history((opened) => traceRow(opened, "grapes", ["1"]));
      expect(traced.records).toMatchObject([{ source: "grapes", file: "grapes.csv", line: 2, intact: true }]);
      const [record] = traced.records;
      const bytes = await readFile(join(drop, "grapes.csv"));
      expect(bytes.subarray(record?.start, record?.end).toString()).toBe("1,most,10");
      // A row that is not there is no error, and comes from nowhere.
      expect(await history((opened) => traceRow(opened, "grapes", ["404"]))).toMatchObject({
        row: undefined,
        records: [],
      });
      const to = join(folder, name, "exported");
      await history((opened) => exportQuarantine(opened, {}, to));
      const reasons = (await readFile(join(to, "run-2", "reasons.csv"), "utf8")).split("\n").slice(1, -1);
      for (const line of reasons) {
        const [, , , , , file = "", , , start, end] = line.split(",");
        const cut = (await readFile(join(drop, file))).subarray(Number(start), Number(end)).toString();
        expect(await readFile(join(to, "run-2", file), "utf8")).toContain(`\n${cut}\n`);
      }
      expect(await readFile(join(to, "run-2", "plums.csv"), "utf8")).toBe(
        "id,name,price\n1,first,10\n3,no number,many\n",
      );
      // The files of the drop are not needed any more: what was kept of them is.
      await rm(drop, { recursive: true });
      await writeFile(join(to, "run-2", "plums.csv"), "id,name,price\n1,first,10\n3,a number,7\n");
      const [replay] = await replayQuarantine({
        ...target,
        model,
        corrected: join(to, "run-2"),
        now: () => testDay(),
      });
      expect(replay).toMatchObject({ tried: 4, passed: 1, beaten: 3 });
      expect(await looker.tables(model)).toContain(
        "plums: id | name | price\n  1 | last | 5\n  3 | a number | 7\n",
      );
      await rollback({ ...target, model, to: 2, now: () => testDay() });
      expect(await looker.tables(model)).toBe(after);
      await rollback({ ...target, model, to: 1, now: () => testDay() });
      expect(await looker.tables(model)).toBe(before);
      await rollback({ ...target, model, to: 2, now: () => testDay() });
      expect(await looker.tables(model)).toBe(after);
    });
  });

  test("one of them over its budget, or other than its contract, keeps the whole drop away, and is named", async () => {
    const target = targets[name];
    await withSchema(target, orchard, `alike_one_${name}`, async (model, looker) => {
      await hydrateAsText(target, model, await write(`${name}/one/2026-01`, orchardOf({})));
      const before = await looker.tables(model);
      const spoilt = await write(
        `${name}/one/2026-02`,
        orchardOf({ pears: ["1,new,2", "2,unread,x"], olives: ["1,new,2", "2,unread,x"] }),
      );
      const said = await hydrateAsText(target, model, spoilt);
      expect(said).toMatch(/^Mistake: .*olives/);
      expect(said).not.toContain("pears");
      expect(await looker.tables(model)).toBe(before);
      const frozen = await write(`${name}/one/2026-03`, {
        ...orchardOf({ pears: ["1,new,2"] }),
        grapes: ["id,label,seeds,colour", "1,new,2,red"],
      });
      const drifted = await hydrateAsText(target, model, frozen);
      expect(drifted).toMatch(/^Mistake: .*grapes\.csv.*colour/s);
      expect(await looker.tables(model)).toBe(before);
      const left = await looker.rows(
        `SELECT (SELECT count(*) FROM "${model.schema}_hydrate".raw_records), (SELECT count(*) FROM "${model.schema}_hydrate".quarantine)`,
      );
      expect(left).toEqual([["4", "0"]]);
    });
  });

  test("a first load whose table gets its key after its rows takes keys that repeat or are missing to quarantine", async () => {
    const target = targets[name];
    await withSchema(target, orchard, `alike_first_${name}`, async (model, looker) => {
      const many = Array.from({ length: 6_000 }, (_, at) => `${at + 1},name ${at + 1},${at % 7}`);
      const drop = await write(
        `${name}/first/2026-01`,
        orchardOf({
          pears: [...many, "17,another,1", ",no key,1", "18,name 18,3"],
          plums: [...many, "5,name 5,4"],
        }),
      );
      const said = await hydrateAsText(target, model, drop);
      expect(said).toContain(
        "pears.csv (99.8 kB): 6,003 read = 6,000 loaded + 1 collapsed duplicate + 2 quarantined",
      );
      expect(await looker.rows(`SELECT count(*), count(DISTINCT id) FROM "${model.schema}".pears`)).toEqual([
        ["6000", "6000"],
      ]);
      // Where keys are kept, the table's is there again.
      const keys = await looker.rows(
        `SELECT count(*) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = $1 AND c.relname = 'pears' AND k.contype = 'p' AND c.relkind = 'r'`,
        [model.schema],
      );
      expect(keys).toEqual([[name === "postgres" ? "1" : "0"]]);
    });
  });

  const moments = [
    ...(name === "redshift" ? [["copy"]] : [["land"]]),
    ["settle"],
    ["publish", "grapes"],
    ["commit"],
    ["sent"],
  ];
  describe("a run of them that is killed", () => {
    for (const moment of moments) {
      test.concurrent(`at ${moment.join(" ")} leaves all or nothing, and the next run the whole`, async () => {
        const [step] = moment;
        const target: TestTarget = { ...targets[name], lease: LEASE };
        await withSchema(target, orchard, `alike_killed_${name}_${step}`, async (model, looker) => {
          const old = await write(`${name}/killed_${step}/2026-01`, orchardOf({}));
          const row = (_: unknown, at: number): string => `${at + 1},name ${at},${at}`;
          const fresh = await write(
            `${name}/killed_${step}/2026-02`,
            orchardOf({
              pears: Array.from({ length: 400 }, row),
              plums: Array.from({ length: 300 }, row),
              grapes: ["1,most,2", "1,least,1"],
            }),
          );
          await hydrateAsText(target, model, old);
          const before = await looker.tables(model);
          expect(await killed(target, model, fresh, moment)).toBe("SIGKILL");
          const left = await looker.tables(model);
          const said = await hydrateAsText(target, model, fresh);
          const after = await looker.tables(model);
          // Of a COMMIT that nobody heard the answer of, either may have become.
          expect(step === "sent" ? [before, after] : [before]).toContain(left);
          expect(said).toContain(
            said.includes("nothing to do")
              ? "nothing to do"
              : "702 read = 701 loaded + 0 collapsed duplicates + 1 quarantined",
          );
          const own = `"${model.schema}_hydrate"`;
          expect(
            await looker.rows(
              `SELECT drop_name, (SELECT count(*) FROM ${own}.raw_records w WHERE w.run = r.id), (SELECT count(*) FROM ${own}.quarantine q WHERE q.run = r.id)
                 FROM ${own}.runs r WHERE state = 'published' ORDER BY id`,
            ),
          ).toEqual([
            ["2026-01", "4", "0"],
            ["2026-02", "702", "1"],
          ]);
          expect(
            await looker.rows(
              "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relname LIKE 'run\\_%'",
              [`${model.schema}_hydrate`],
            ),
          ).toEqual([]);
        });
      });
    }
  });
});

/** @returns the signal that ended it */
async function killed(
  target: TestTarget,
  model: Model,
  path: string,
  moment: readonly string[],
): Promise<NodeJS.Signals | null> {
  const told: KilledRun = { ...target, signal: "SIGKILL" };
  return new Promise((resolve, reject) => {
    const file = join(folder, "looker.yml");
    const args = ["--import", "tsx", KILLED, file, model.schema, path, ...moment];
    const child = execFile(process.execPath, args, {
      env: { ...process.env, TEST_RUN: JSON.stringify(told) },
    });
    child.once("exit", (_, signal) => resolve(signal));
    child.once("error", reject);
  });
}

test("of three hundred sources the one that fails is named first, and nothing of the drop is loaded", async () => {
  const names = Array.from({ length: 300 }, (_, at) => `s${String(at).padStart(3, "0")}`);
  const plain = modelOf(
    written(
      names.map(
        (one) => `  ${one}: {files: ${one}.csv, key: id, budget: 1, columns: {id: integer, name: text}}`,
      ),
      names.map((one) => `  ${one}: {from: ${one}, key: id, columns: [id, name]}`),
      "s000",
    ),
  );
  await withSchema(targets.postgres, plain, "alike_hundreds", async (model, looker) => {
    const files = Object.fromEntries(names.map((one) => [one, ["id,name", "1,one", "2,two"]]));
    const spoilt = await write("hundreds/2026-01", {
      ...files,
      s217: ["id,name", "1,one", "x,two", "y,three"],
    });
    const said = await hydrateAsText(targets.postgres, model, spoilt);
    expect(said.split("\n")[0]).toContain("s217");
    expect(said).not.toMatch(/s(?!217)\d{3}/);
    expect(said).toContain("Nothing of this drop was loaded");
    expect(await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [model.schema])).toEqual([]);
    const left = await looker.rows(
      "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relname LIKE 'run\\_%'",
      [`${model.schema}_hydrate`],
    );
    expect(left).toEqual([]);
  });
});

test("a file that fits two sources is refused with both their names", async () => {
  const plain = modelOf(
    written(
      [PARTS[0], "  twins: {files: p*.csv, key: id, columns: {id: integer, title: text, weight: integer}}"],
      [TABLES[0], "  twins: {from: twins, key: id, columns: [id, title, weight]}"],
      "pears",
    ),
  );
  await withSchema(targets.postgres, plain, "alike_twins", async (model) => {
    const drop = await write("twins/2026-01", { pears: ["id,title,weight", "1,one,1"] });
    expect(await hydrateAsText(targets.postgres, model, drop)).toMatch(
      /^Mistake: .*pears\.csv.*pears.*twins/s,
    );
  });
});
