// What becomes of a record that did not pass: a later drop brings it well, its file comes again, or one table takes nothing of it; and what the admin reads then.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quarantinePage } from "../cli/pages/quarantine-page.ts";
import { runPage } from "../cli/pages/run-page.ts";
import { DIALECTS, loadModel, type Model } from "../generator/index.ts";
import {
  type History,
  listQuarantine,
  readHistory,
  readRun,
  readStatus,
  rollback,
} from "../hydrate/index.ts";
import { openReader } from "../local/pool.ts";
import { readLedger } from "../local/server/admin/ledger.ts";
import { readQuarantine } from "../local/server/admin/quarantine.ts";
import { readSources } from "../local/server/admin/sources.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTargets } from "./targets.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const FILMS = "id,title,shown,budget,votes,imdb,saga,genres\n";
const ARCHIVE = "id,title,shown,budget,genres\n";
const AT_ONCE = { width: 200, all: false, now: testDay() };

let targets: TestTargets;
let folder: string;
let films: Model;
beforeAll(async () => {
  films = await loadModel(MODEL);
  targets = await openTestTargets();
  folder = await mkdtemp(join(tmpdir(), "viewfinder-settled-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await targets.close();
});

/** Writes a drop anew and gives its path. */
async function write(
  name: string,
  month: string,
  rows: readonly string[],
  archive: readonly string[] = [],
): Promise<string> {
  const drop = join(folder, name, month);
  await mkdir(drop, { recursive: true });
  const text = (header: string, lines: readonly string[]): string =>
    header + lines.map((line) => `${line}\n`).join("");
  await writeFile(join(drop, "films.csv"), text(FILMS, rows));
  if (archive.length > 0) await writeFile(join(drop, "archive.csv"), text(ARCHIVE, archive));
  return drop;
}

describe.each(TARGET_NAMES)("into %s", (name) => {
  test("a record that came well since is settled, and open again when that run is rolled back", async () => {
    const target = targets[name];
    const model = inOwnSchema(films, `settled_${name}`);
    const looker = await openLooker(target.url);
    const load = (path: string): Promise<string> => hydrateAsText(target, model, path);
    const read = async <Read>(ask: (history: History) => Promise<Read>): Promise<Read> => {
      const found = await readHistory(target.url, model, ask);
      if (found === undefined) throw new Error("there is no ledger");
      return found;
    };
    const page = async (all = false): Promise<string> =>
      quarantinePage(await read((history) => listQuarantine(history)), { ...AT_ONCE, all }).join("\n");
    try {
      await load(
        await write(name, "2026-01", ["1,Alba,,much,,,,[]", "2,Bruma", "3,Cima,,,2,,,[]", "4,Dura,,x,,,,[]"]),
      );
      expect(await page()).toContain("3 records in quarantine, from 1 run.");
      // Its key tells that it is the same record; of the one with too few cells nobody knows the key.
      const second = await load(await write(name, "2026-02", ["1,Alba,,5,,,,[]", "3,Cima,,,2,,,[]"]));
      expect(second).toContain("1 record in quarantine since run 1 is settled: this drop brings it anew");
      expect(await page()).toContain(
        "2 records in quarantine, from 1 run. 1 more is settled: later drops brought it anew (--all lists them).",
      );
      expect(await page(true)).toContain(
        "Settled\n  1 record of films from run 1 (2026-01), corrected by run 2 (2026-02); it was films.csv:2 (record 1): ",
      );
      const status = await read((history) => readStatus(history, testDay()));
      expect(status.sources.map(({ source, quarantined }) => [source, quarantined])).toEqual([
        ["films", 2],
        ["archive", 0],
      ]);
      // A file that only adds to that of the month says nothing of its records.
      await load(await write(name, "2026-01", ["5,Eva,,,,,,[]"]));
      expect(await page()).toContain("2 records in quarantine, from 1 run. 1 more is settled");
      // The whole file of that month comes again, one record of it still as it was.
      await load(
        await write(name, "2026-01", [
          "1,Alba,,4,,,,[]",
          "2,Bruma,,,,,,[]",
          "3,Cima,,,2,,,[]",
          "4,Dura,,x,,,,[]",
        ]),
      );
      expect(await page(true)).toContain("2 records in quarantine, from 1 run. 3 more are settled");
      expect(await page(true)).toContain(
        "2 records of films from run 1 (2026-01), in a file that came again with run 4 (2026-01)",
      );
      const shown = runPage(await read((history) => readRun(history, 1)), AT_ONCE).join("\n");
      expect(shown).toContain("3 of them are settled: run 2, run 4 brought them anew.");
      await rollback({ ...target, model, to: 3, now: () => testDay(), progress: () => {} });
      expect(await page()).toContain("2 records in quarantine, from 1 run. 1 more is settled");
      expect(
        await looker.rows(
          `SELECT of_run, of_ordinal, run, how FROM "${model.schema}_hydrate".corrections ORDER BY run, of_ordinal`,
        ),
      ).toEqual([
        ["1", "1", "2", "key"],
        ["1", "2", "4", "file"],
        ["1", "4", "4", "file"],
      ]);
      if (name === "redshift") return;
      // The server's page says the same.
      const pool = openReader(target.url);
      try {
        const admin = await readLedger(
          { pool, dialect: DIALECTS.postgres },
          model,
          undefined,
          async (ledger) => ({
            quarantine: await readQuarantine(ledger, {}),
            sources: await readSources(ledger),
          }),
        );
        const cli = await read((history) => listQuarantine(history));
        expect(admin?.quarantine).toMatchObject({
          records: cli.records,
          replayed: cli.replayed,
          corrected: cli.corrected,
          settled: cli.settled.map(({ run, by, how, count: records }) => ({ run, by, how, records })),
        });
        expect(admin?.sources.map(({ quarantined }) => quarantined)).toEqual([2, 0]);
      } finally {
        await pool.end();
      }
    } finally {
      await looker.drop(model);
      await looker.close();
    }
  });

  test("a record that one table takes nothing of is named by file, line and byte", async () => {
    const target = targets[name];
    const model = inOwnSchema(films, `gave_way_${name}`);
    const looker = await openLooker(target.url);
    try {
      const drop = await write(
        name,
        "2026-04",
        ["1,Alba,,,,,,[]", "2,Bruma,,,,,,[]"],
        ["2,Bruma of old,,,[]"],
      );
      const said = await hydrateAsText(target, model, drop);
      expect(said).toContain("films.csv (76 bytes): 2 read = 2 loaded");
      const detail = await readHistory(target.url, model, (history) => readRun(history, 1));
      if (detail === undefined) throw new Error("there is no ledger");
      const { records } = detail.gaveWay;
      expect(records).toEqual(
        ["film_genres", "film_titles"].map((table) => ({
          table,
          to: "source",
          file: "films.csv",
          record: 2,
          line: 3,
          start: 60,
          end: 75,
        })),
      );
      expect(runPage(detail, AT_ONCE).join("\n")).toContain(
        "1 record not into film_titles: another source of the drop brought the same key, and stays\n    films.csv:3 (record 2, bytes 60 to 75)",
      );
    } finally {
      await looker.drop(model);
      await looker.close();
    }
  });
});

describe("into postgres", () => {
  test("the same file under another month is said to be so, and all drops refused since are named", async () => {
    const target = targets.postgres;
    const model = inOwnSchema(films, "other_month");
    const looker = await openLooker(target.url);
    try {
      await hydrateAsText(target, model, await write("other", "2026-01", ["1,Alba,,,,,,[]"]));
      const again = await hydrateAsText(target, model, await write("other", "2026-02", ["1,Alba,,,,,,[]"]));
      expect(again).toContain(
        "films.csv was loaded by run 1 on 2026-01-31 12:00 UTC as that of 2026-01, byte for byte the same, so nothing is loaded for 2026-02: if the vendor has sent the wrong month, ask for the right file; if nothing has changed since and it is meant, `--again` loads it as 2026-02",
      );
      for (const month of ["2026-03", "2026-04", "2026-04", "2026-05"]) {
        const drop = await write("other", month, []);
        await writeFile(join(drop, "films.csv"), `id,name\n${month}`);
        expect(await hydrateAsText(target, model, drop)).toContain("Mistake: ");
      }
      const status = await readHistory(target.url, model, (history) => readStatus(history, testDay()));
      const [own] = status?.sources ?? [];
      expect(own?.failures.map(({ run, drop }) => [run, drop])).toEqual([
        [5, "2026-05"],
        [4, "2026-04"],
        [3, "2026-04"],
        [2, "2026-03"],
      ]);
      expect(own?.worries[0]?.said).toMatch(
        /^run 5 \(2026-05\) was refused: .* 4 runs published nothing since the last that did, of 2026-04 \(run 4\), 2026-03 \(run 2\) too: viewfinder hydrate runs --source films$/,
      );
    } finally {
      await looker.drop(model);
      await looker.close();
    }
  });
});
