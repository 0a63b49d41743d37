// What stands when quarantine is put through again, when a snapshot withdraws a row, and when names or manifests are not what they should be.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import {
  exportQuarantine,
  type History,
  hydrate,
  listQuarantine,
  readHistory,
  replayQuarantine,
} from "../hydrate/index.ts";
import { inWords } from "../hydrate/warehouse/trouble.ts";
import { hydrateAsText, inOwnSchema, openLooker, type Looker } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTarget, type TestTargets } from "./targets.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const FILMS = "id,title,shown,budget,votes,imdb,saga,genres";
const ARCHIVE = "id,title,shown,budget,genres";
const now = (): Date => new Date("2026-03-01T09:00:00Z");

let targets: TestTargets;
let target: TestTarget;
let looker: Looker;
let films: Model;
let folder: string;
const made: Model[] = [];
beforeAll(async () => {
  targets = await openTestTargets();
  films = await loadModel(MODEL);
  folder = mkdtempSync(join(tmpdir(), "viewfinder-standing-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await targets.close();
});

function own(name: string, change: (model: Model) => Model = (model) => model): Model {
  const model = change(inOwnSchema(films, `standing_${name}`));
  made.push(model);
  return model;
}

/** Writes files into `<place>` and gives its path. */
function drop(place: string, files: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, place);
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const load = (model: Model, path: string): Promise<unknown> =>
  hydrate({ model, ...target, path, now, acceptQuarantine: true });

/** The model once it takes every number for a film's. */
function mended(model: Model): Model {
  const sources = model.sources.map((source) => ({
    ...source,
    columns: source.columns.map((column) =>
      column.name === "imdb" ? { ...column, matches: undefined } : column,
    ),
  }));
  return { ...model, sources };
}

test("a lost connection is told without what the driver says of itself", () => {
  const at = { place: "db:5432", user: "etl", database: "dw" };
  const lost = new Error("Client has encountered a connection error and is not queryable");
  expect(String(inWords(lost, at))).toContain("The connection to the database at db:5432 was lost. Run");
});

describe.each(TARGET_NAMES)("%s", (name) => {
  beforeAll(async () => {
    target = targets[name];
    looker = await openLooker(target.url);
  });
  afterAll(async () => {
    for (const model of made.splice(0)) await looker.drop(model);
    await looker.close();
  });
  const table = async (model: Model, of: string): Promise<string> =>
    (await looker.rows(`SELECT * FROM "${model.schema}"."${of}" ORDER BY 1`))
      .map((row) => row.slice(0, 2).join(" "))
      .join(", ");

  test("a record of quarantine does not take the place of a newer one whose key is spelled in another way", async () => {
    const model = own("spelled", (plain) => ({
      ...plain,
      sources: plain.sources.map((source) => ({
        ...source,
        columns: source.columns.map((column) =>
          column.name === "id"
            ? {
                ...column,
                shape: {
                  kind: "scalar" as const,
                  type: { kind: "decimal" as const, precision: 8, scale: 2 },
                },
              }
            : column,
        ),
      })),
      tables: plain.tables.map((one) => ({
        ...one,
        columns: one.columns.map((column) =>
          (column.name === "id" && one.name !== "genres") || column.name === "film_id"
            ? { ...column, type: { kind: "decimal" as const, precision: 8, scale: 2 } }
            : column,
        ),
      })),
    }));
    await load(
      model,
      drop(`${name}/spelled/old`, { "films.csv": `${FILMS}\n1.5,Old,,,1,xx1,,[]\n2,Other,,,1,tt2,,[]\n` }),
    );
    await load(model, drop(`${name}/spelled/new`, { "films.csv": `${FILMS}\n1.50,New,,,1,tt1,,[]\n` }));
    const replayed = await replayQuarantine({ model: mended(model), ...target, now });
    expect(replayed).toMatchObject([{ tried: 1, passed: 0, superseded: 1 }]);
    expect(await table(model, "films")).toBe("1.50 New, 2.00 Other");
  });

  test("a record of quarantine fills what nobody else has filled, and leaves to a later source what is its", async () => {
    const model = own("sources");
    await load(
      model,
      drop(`${name}/sources/2026-01`, {
        "films.csv": `${FILMS}\n1,Alba,,,1,xx1,,"[{'id': 7, 'name': 'Old'}]"\n2,Bruma,,,1,tt2,,[]\n`,
        "archive.csv": `${ARCHIVE}\n1,Alba of the archive,,,"[{'id': 8, 'name': 'Archive'}]"\n`,
      }),
    );
    await load(
      model,
      drop(`${name}/sources/once more/2026-01`, {
        "films.csv": `${FILMS}\n3,Cima,,,1,tt3,,"[{'id': 7, 'name': 'New'}]"\n`,
      }),
    );
    const replayed = await replayQuarantine({ model: mended(model), ...target, now });
    expect(replayed).toMatchObject([{ tried: 1, passed: 1, superseded: 0 }]);
    expect(await table(model, "films")).toBe("1 Alba, 2 Bruma, 3 Cima");
    expect(await table(model, "film_titles")).toBe("1 Alba of the archive, 2 Bruma, 3 Cima");
    expect(await table(model, "film_genres")).toBe("1 8, 3 7");
    expect(await table(model, "genres")).toBe("7 New, 8 Archive");
    expect(replayed[0]?.report?.notes).toContain(
      "table film_titles: for 1 record a row was there that came with run 1 or since, and stays",
    );
  });

  test("a row that a snapshot took over from another source and withdraws is named", async () => {
    const model = own("withdrawn", (plain) => ({
      ...plain,
      sources: plain.sources.map((source) =>
        source.name === "archive" ? { ...source, load: "snapshot" as const } : source,
      ),
    }));
    const archive = (...rows: readonly string[]): Readonly<Record<string, string>> => ({
      "archive.csv": `${[ARCHIVE, ...rows].join("\n")}\n`,
    });
    const first = drop(`${name}/withdrawn/1`, {
      "films.csv": `${FILMS}\n1,Alba,,,1,tt1,,[]\n2,Bruma,,,1,tt2,,[]\n`,
    });
    await load(model, first);
    await load(model, drop(`${name}/withdrawn/2`, archive("1,Alba of the archive,,,[]", "3,Cima,,,[]")));
    const said = await hydrateAsText(target, model, drop(`${name}/withdrawn/3`, archive("4,Dorso,,,[]")), {
      now: now(),
    });
    expect(said).toContain(
      "table film_titles: 1 record that `archive` brings no more had taken the place of another source's, and the rows are removed (the first: id 1, which run 1 had brought; hydrating that drop with --again brings its rows back)",
    );
    await hydrate({ model, ...target, path: first, now, again: true });
    expect(await table(model, "film_titles")).toBe("1 Alba, 2 Bruma, 4 Dorso");
  });

  test("names that cannot be read as they are, and a file that lies there packed and unpacked", async () => {
    const model = own("names");
    const said = (path: string): Promise<string> => hydrateAsText(target, model, path, { now: now() });
    const text = `${FILMS}\n1,Alba,,,1,tt1,,[]\n`;
    expect(await said(drop(`${name}/names/escape`, { "films\u001B[31m.csv": text }))).toContain(
      "A name in this drop holds a character that cannot be seen: `films\\u001b[31m.csv`.",
    );
    expect(
      await said(drop(`${name}/names/lines`, { "films.csv": text, "x\nfilms.csv: 9 read.csv": text })),
    ).toContain("`x\\u000afilms.csv: 9 read.csv`. Nothing of this drop was loaded.");
    expect(
      await said(drop(`${name}/names/twins`, { "films.csv": text, "films.csv.gz": gzipSync(text) })),
    ).toContain("films.csv lies there twice, once packed as films.csv.gz");
    expect(await said(drop(`${name}/names/twice`, { "films.csv.gz": gzipSync(gzipSync(text)) }))).toContain(
      "films.csv.gz is packed with gzip twice.",
    );
  });

  test("a quarantine of a run that never was is no empty quarantine", async () => {
    const model = own("never");
    await load(model, drop(`${name}/never/one`, { "films.csv": `${FILMS}\n1,Alba,,,1,tt1,,[]\n` }));
    const ask = async (use: (history: History) => Promise<unknown>): Promise<unknown> =>
      readHistory(target.url, model, use);
    await expect(ask((history) => listQuarantine(history, { run: 7 }))).rejects.toThrow("There is no run 7.");
    await expect(
      ask((history) => exportQuarantine(history, { run: 7 }, join(folder, "never"))),
    ).rejects.toThrow("There is no run 7.");
  });

  test("a thousand new columns are a dozen lines and a number", async () => {
    const model = own("wide");
    await load(model, drop(`${name}/wide/before`, { "films.csv": `${FILMS}\n1,Alba,,,1,tt1,,[]\n` }));
    const more = Array.from({ length: 1_000 }, (_, at) => `new_${at}`);
    const path = drop(`${name}/wide/one`, {
      "films.csv": `${FILMS},${more.join(",")}\n1,Alba,,,1,tt1,,[],${more.join(",")}\n`,
    });
    const lines = (await hydrateAsText(target, model, path, { now: now() })).split("\n");
    expect(lines.length).toBeLessThan(40);
    expect(lines.join("\n")).toContain("and 988 more (viewfinder hydrate show 2 --all names them)");
  });
});
