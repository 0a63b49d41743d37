// Records of two sources that fill the same tables with one key: which of them stays, and where the other one is kept.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { replayQuarantine } from "../hydrate/index.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTargets } from "./targets.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));

let targets: TestTargets;
let folder: string;
let films: Model;
beforeAll(async () => {
  const loaded = await loadModel(MODEL);
  // Without the table that only one of them fills, `archive` brings all that `films` does.
  films = { ...loaded, tables: loaded.tables.filter((table) => table.name !== "films") };
  targets = await openTestTargets();
  folder = await mkdtemp(join(tmpdir(), "viewfinder-rivals-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await targets.close();
});

const FILMS = `id,title,shown,budget,votes,imdb,saga,genres
1,Alba,,,,,,"[{'id': 18, 'name': 'Drama'}]"
2,Bruma,,,5,,,"[{'id': 35, 'name': 'Comedy'}]"
2,Bruma again,,,9,,,"[{'id': 27, 'name': 'Horror'}]"
`;
const ARCHIVE = `id,title,shown,budget,genres
2,Bruma of old,,,"[{""id"": 36, ""name"": ""History""}]"
3,Cima,,,[]
`;

describe.each(TARGET_NAMES)("into %s", (name) => {
  test("the record that gives way to another source's is kept in quarantine, with the reason", async () => {
    const target = targets[name];
    const model = inOwnSchema(films, `rivals_${name}`);
    const looker = await openLooker(target.url);
    const drop = join(folder, name, "2026-01");
    await mkdir(drop, { recursive: true });
    await writeFile(join(drop, "films.csv"), FILMS);
    await writeFile(join(drop, "archive.csv"), ARCHIVE);
    try {
      const said = await hydrateAsText(target, model, drop);
      expect(said).toContain(
        "films.csv (189 bytes): 3 read = 1 loaded + 0 collapsed duplicates + 2 quarantined",
      );
      expect(said).toContain(
        "archive.csv (98 bytes): 2 read = 2 loaded + 0 collapsed duplicates + 0 quarantined",
      );
      expect(await looker.tables(model)).toBe(
        "film_titles: id | title\n  1 | Alba\n  2 | Bruma of old\n  3 | Cima\ngenres: id | name\n  18 | Drama\n  36 | History\nfilm_genres: film_id | genre_id\n  1 | 18\n  2 | 36",
      );
      const kept = await looker.rows(
        `SELECT file, line, code, reason FROM "${model.schema}_hydrate".quarantine ORDER BY ordinal`,
      );
      expect(kept).toEqual([
        [
          "films.csv",
          "3",
          "duplicate",
          "record 3 (line 4 of films.csv) has the same `id` 2 and other values, and stays (the highest `votes`, among equals the last)",
        ],
        [
          "films.csv",
          "4",
          "gave_way",
          "record 1 (line 2 of archive.csv) of source archive, which comes later in the model, has the same `id` 2, and stays",
        ],
      ]);
      // Put through again, it is still the other one's row.
      const [replay] = await replayQuarantine({ ...target, model, now: () => testDay() });
      expect(replay).toMatchObject({ tried: 2, beaten: 2, report: undefined });
    } finally {
      await looker.drop(model);
      await looker.close();
    }
  });
});
