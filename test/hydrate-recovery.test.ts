// Putting right what went wrong: quarantine put through again, months loaded afterwards, a folder that is watched, questions while a run is under way.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tracePage } from "../cli/pages/trace-page.ts";
import { statusPage } from "../cli/pages/status-page.ts";
import { loadModel, Mistake, type Model } from "../generator/index.ts";
import { whileHeld } from "../hydrate/held.ts";
import {
  exportQuarantine,
  hydrate,
  type History,
  listQuarantine,
  listRuns,
  planBackfill,
  readHistory,
  readMetrics,
  readStatus,
  rehearseDrops,
  replayQuarantine,
  type ReplayReport,
  traceRow,
  watchDrops,
  type WatchMoment,
} from "../hydrate/index.ts";
import { inOwnSchema, openLooker, type Looker } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTarget, type TestTargets } from "./targets.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres";

let targets: TestTargets;
let target: TestTarget;
let looker: Looker;
let films: Model;
let folder: string;
beforeAll(async () => {
  targets = await openTestTargets();
  films = await loadModel(MODEL);
});
afterAll(() => targets.close());

function own(name: string, change: (model: Model) => Model = (model) => model): Model {
  const model = change(inOwnSchema(films, `recovery_${name}`));
  made.push(model);
  return model;
}

/** Writes `<case>/<month>/films.csv`. */
function month(place: string, name: string, lines: readonly string[]): string {
  const path = join(folder, place, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "films.csv"), `${[HEADER, ...lines].join("\n")}\n`);
  return path;
}

const now = (): Date => new Date("2026-03-01T09:00:00Z");
const load = (model: Model, path: string): Promise<unknown> =>
  hydrate({ model, ...target, path, now, acceptQuarantine: true });
const replay = (
  model: Model,
  more: { readonly run?: number; readonly corrected?: string } = {},
): Promise<readonly ReplayReport[]> => replayQuarantine({ model, ...target, now, ...more });
async function history<Found>(model: Model, read: (history: History) => Promise<Found>): Promise<Found> {
  const found = await readHistory(target.url, model, async (opened) => ({ read: await read(opened) }));
  if (found === undefined) throw new Error("nothing was hydrated");
  return found.read;
}
const drama = (id: number): readonly string[] => [
  `${id},Film ${id},,,1,tt${id},,"[{'id': 18, 'name': 'Drama'}]"`,
  `${id + 1},Film ${id + 1},,,1,tt${id + 1},,[]`,
];
const titles = async (model: Model): Promise<string> =>
  (await looker.rows(`SELECT id, title FROM "${model.schema}".films ORDER BY id`))
    .map((row) => row.join(" "))
    .join(", ");

/** The model after somebody has seen that not every film's number begins with tt. */
function mended(model: Model): Model {
  return {
    ...model,
    sources: model.sources.map((source) => ({
      ...source,
      columns: source.columns.map((column) =>
        column.name === "imdb" ? { ...column, matches: undefined } : column,
      ),
    })),
  };
}

const made: Model[] = [];

describe.each(TARGET_NAMES)("%s", (name) => {
  beforeAll(async () => {
    target = targets[name];
    looker = await openLooker(target.url);
    folder = mkdtempSync(join(tmpdir(), "viewfinder-recovery-"));
  });
  afterAll(async () => {
    for (const model of made.splice(0)) await looker.drop(model);
    await looker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("what the mended model reads is published as a run of its own; what lost against another record, or was said anew since, stays", async () => {
    const model = own("replay");
    await load(
      model,
      month("replay", "2026-01", [
        "1,Alba,,,1,tt1,,[]",
        "2,Bruma,,,1,xx2,,[]",
        "3,Cima,,,9,tt3,,[]",
        "3,Cima bis,,,2,tt3,,[]",
        "4,Dorso,,,1,xx4,,[]",
        "5,Erta,never,,1,tt5,,[]",
      ]),
    );
    await load(model, month("replay", "2026-02", ["4,Dorso of February,,,1,tt4,,[]"]));
    expect(await replay(model, { run: 1 })).toMatchObject([{ tried: 4, passed: 0, report: undefined }]);

    const [done] = await replay(mended(model));
    expect(done).toMatchObject({
      tried: 4,
      passed: 1,
      beaten: 1,
      superseded: 1,
      failing: [{ count: 1 }],
      report: { run: 3, drop: "quarantine of run 1", period: "2026-01", records: { read: 1, loaded: 1 } },
    });
    expect(await titles(model)).toBe("1 Alba, 2 Bruma, 3 Cima, 4 Dorso of February");
    const runs = await history(model, listRuns);
    expect(runs.map(({ id, replays }) => [id, replays])).toEqual([
      [3, 1],
      [2, undefined],
      [1, undefined],
    ]);
    // No record is in two places, and none in no place.
    const open = await history(model, listQuarantine);
    expect(open).toMatchObject({ records: 2, corrected: 1, replayed: 1 });
    expect(await history(model, (opened) => listQuarantine(opened, { replayed: true }))).toMatchObject({
      records: 3,
    });

    const trace = await history(model, (opened) => traceRow(opened, "films", ["2"]));
    expect(trace.records).toMatchObject([
      { run: 3, intact: true, replayOf: { run: 1, file: "films.csv", record: 2, line: 3 } },
    ]);
    expect(tracePage(trace, { width: 80, all: false, now: now() }).join("\n")).toContain(
      "It came out of the quarantine of run 1:",
    );
    // The delivery before it is what a source is judged by, not the handful that was put through again.
    const status = await history(model, (opened) => readStatus(opened, now()));
    expect(status.sources[0]?.last).toMatchObject({ run: 2 });
    // The file that holds it was not replaced by it: hydrating it again has nothing to do.
    expect(await hydrate({ model, ...target, path: join(folder, "replay", "2026-01"), now })).toMatchObject({
      drops: [{ outcome: "nothing_to_do" }],
    });
  });

  test("corrected records go by their order, so there must be as many as were exported", async () => {
    const model = own("export");
    await load(
      model,
      month("export", "2026-01", [
        "1,Alba,,,1,tt1,,[]",
        "2,Bruma,soon,,1,tt2,,[]",
        '3,"Ci""ma,\nbis",late,,1,tt3,,[]',
      ]),
    );
    const to = join(folder, "exported");
    const written = await history(model, (opened) => exportQuarantine(opened, {}, to));
    expect(written).toMatchObject([{ run: 1, files: [{ name: "films.csv", records: 2 }] }]);
    const file = join(to, "run-1", "films.csv");
    // Byte for byte as they came, with the header they came with.
    expect(readFileSync(file, "utf8")).toBe(
      `${HEADER}\n2,Bruma,soon,,1,tt2,,[]\n3,"Ci""ma,\nbis",late,,1,tt3,,[]\n`,
    );
    await expect(history(model, (opened) => exportQuarantine(opened, {}, to))).rejects.toThrow(
      "is not empty",
    );

    writeFileSync(file, `${HEADER}\n2,Bruma,2001-01-01,,1,tt2,,[]\n`);
    await expect(replay(model, { corrected: join(to, "run-1") })).rejects.toThrow(
      "has 1 records now, and 2 were exported",
    );
    await expect(replay(model, { corrected: to })).rejects.toThrow(Mistake);
    await expect(replay(model, { corrected: join(to, "run-1"), run: 7 })).rejects.toThrow(
      "exported from run 1, not from run 7",
    );

    writeFileSync(file, `${HEADER}\n2,Bruma,soon,,1,tt2,,[]\n3,"Ci""ma,\nbis",2001-01-01,,1,tt3,,[]\n`);
    expect(await replay(model, { corrected: join(to, "run-1") })).toMatchObject([
      { tried: 2, passed: 1, failing: [{ count: 1 }] },
    ]);
    expect(await looker.rows(`SELECT title FROM "${model.schema}".films ORDER BY id`)).toEqual([
      ["Alba"],
      ['Ci"ma,\nbis'],
    ]);
  });

  test("a few records of a snapshot do not take the place of the whole of it, and none comes back from one that was replaced", async () => {
    const model = own("snapshot", (one) => ({
      ...one,
      sources: one.sources.map((source) => ({ ...source, load: "snapshot" as const })),
    }));
    await load(model, month("snapshot", "2026-01", ["1,Alba,,,1,tt1,,[]", "2,Bruma,,,1,xx2,,[]"]));
    expect(await replay(mended(model))).toMatchObject([{ passed: 1 }]);
    expect(await titles(model)).toBe("1 Alba, 2 Bruma");
    await load(model, month("snapshot", "2026-02", ["1,Alba,,,1,tt1,,[]", "5,Erta,,,1,xx5,,[]"]));
    expect(await titles(model)).toBe("1 Alba");
    await load(model, month("snapshot", "2026-03", ["1,Alba,,,1,tt1,,[]"]));
    const replays = await replay(mended(model));
    expect(replays).toMatchObject([{ of: { id: 3 }, tried: 0, report: undefined }]);
    expect(replays[0]?.notes.join()).toContain("run 4 has replaced that snapshot by a later one");
    expect(await titles(model)).toBe("1 Alba");
  });

  test("a span of months: its gaps are named, only its months are loaded, and it goes on where it stopped", async () => {
    const model = own("backfill");
    for (const [name, title] of [
      ["2025-12", "Old"],
      ["2026-01", "Alba"],
      ["2026-03", "Cima"],
    ] as const)
      month("backfill", name, [`${Number(name.slice(5))},${title},,,1,tt1,,[]`]);
    const path = join(folder, "backfill");
    const span = ["2026-01", "2026-02", "2026-03"];
    expect(await planBackfill(model, path, undefined, span)).toEqual({
      months: ["2026-01", "2026-03"],
      gaps: ["2026-02"],
    });
    await expect(planBackfill(model, path, undefined, ["2024-01"])).rejects.toThrow("Nothing lies in");
    const whole = readFileSync(join(path, "2026-03", "films.csv"));
    writeFileSync(join(path, "2026-03", "films.csv"), whole.subarray(0, -12));
    const backfill = (): ReturnType<typeof hydrate> =>
      hydrate({
        model,
        ...target,
        path,
        now,
        only: ({ period }) => period !== undefined && span.includes(period),
      });
    await expect(backfill()).rejects.toThrow(/^2026-03: [^]*cut off[^]*Before it, 2026-01 went well\./);
    expect(await titles(model)).toBe("1 Alba");
    writeFileSync(join(path, "2026-03", "films.csv"), whole);
    expect((await backfill()).drops.map(({ drop, outcome }) => `${drop} ${outcome}`)).toEqual([
      "2026-01 nothing_to_do",
      "2026-03 published",
    ]);
    expect(await titles(model)).toBe("1 Alba, 3 Cima");
  });

  test("a watched folder: each drop loads when it stands still, a refused one again when it changes", async () => {
    const model = own("watch");
    const path = join(folder, "watch");
    mkdirSync(path);
    const told: string[] = [];
    const say = (one: WatchMoment): void =>
      void told.push(
        `${one.kind}${"drop" in one ? ` ${one.drop}` : ""}${one.kind === "loaded" ? ` ${one.report.outcome}` : ""}`,
      );
    const between: readonly (() => void)[] = [
      () => month("watch", "2026-01", ["1,Alba,,,1,tt1,,[]"]),
      () => {},
      () => month("watch", "2026-02", ["2,Bru"]),
      () => month("watch", "2026-02", ["2,Bruma", "no cells"]),
      () => {},
      () => {},
      () => month("watch", "2026-02", ["2,Bruma,,,1,tt2,,[]"]),
      () => {},
      () => {},
    ];
    let looks = 0;
    await watchDrops({
      model,
      path,
      tell: say,
      ended: () => looks >= between.length,
      rest: async () => {
        between[looks]?.();
        looks += 1;
      },
      load: async (drop) =>
        (await hydrate({ model, ...target, path, now, only: (one) => one.name === drop })).drops[0],
    });
    expect(told).toEqual([
      "nothing",
      "waiting 2026-01",
      "loaded 2026-01 published",
      "waiting 2026-02",
      "waiting 2026-02",
      "refused 2026-02",
      "waiting 2026-02",
      "loaded 2026-02 published",
    ]);
    expect(await titles(model)).toBe("1 Alba, 2 Bruma");
  });

  test("questions take no lease: they are answered while a run holds it, and say who does", async () => {
    const model = own("reading");
    expect(await readHistory(target.url, model, listRuns)).toBeUndefined();
    const path = month("reading", "2026-01", ["1,Alba,,,1,tt1,,[]", "2,Bruma,,,1,xx2,,[]"]);
    await load(model, path);
    await whileHeld(
      { model, ...target, now },
      () => {},
      async () => {
        const status = await history(model, (opened) => readStatus(opened, now()));
        expect(status.working).toMatchObject({ holder: { process: process.pid } });
        expect(statusPage(status, { width: 200, all: false, now: now() }).join("\n")).toMatch(
          new RegExp(`A run is beginning: process ${process.pid} on .*last sign of life just now`),
        );
        expect(await history(model, (opened) => readMetrics(opened, now()))).toMatchObject({
          last: { state: "published" },
        });
      },
    );
    expect((await history(model, (opened) => readStatus(opened, now()))).working).toBeUndefined();
    // A row that many records bring: the last one, and on demand all of them.
    await load(model, month("reading", "2026-02", drama(7)));
    await load(model, month("reading", "2026-03", drama(9)));
    const shared = await history(model, (opened) => traceRow(opened, "genres", ["18"], true));
    expect(shared.records.map(({ run, record }) => [run, record])).toEqual([[3, 1]]);
    expect(shared.bringers?.map(({ run, record }) => [run, record])).toEqual([
      [2, 1],
      [3, 1],
    ]);
    // A rehearsal proves every row and leaves nothing behind.
    expect(await rehearseDrops({ model, ...target, path, now })).toMatchObject([
      { drop: "2026-01", records: 2, refusal: undefined },
    ]);
    expect(
      await looker.rows(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = $1 AND table_name LIKE 'run\\_%'",
        [`${model.schema}_hydrate`],
      ),
    ).toEqual([]);
    for (const wrong of [
      ["nothing", "1"],
      ["films", "1", "2"],
      ["films", "one"],
    ])
      await expect(
        history(model, (opened) => traceRow(opened, wrong[0] ?? "", wrong.slice(1))),
      ).rejects.toThrow(Mistake);
  });
});
