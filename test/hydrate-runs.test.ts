// Runs in the real world: cut off, two at once, on tables that have changed, on files that are being written.
import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test as base } from "vitest";
import { loadModel, type Column, type Model } from "../generator/index.ts";
import { readLedger } from "../hydrate/index.ts";
import { takeLease } from "../hydrate/lease.ts";
import { namesOf } from "../hydrate/names.ts";
import { connectWarehouse } from "../hydrate/warehouse/named.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres\n";

let stack: Stack;
let looker: Looker;
let films: Model;
let folder: string;
beforeAll(async () => {
  films = await loadModel(MODEL);
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-runs-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await looker.close();
  await stack.release();
});

/** Writes a drop and gives its path. */
async function write(name: string, rows: readonly string[]): Promise<string> {
  const file = join(folder, name, "films.csv");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${HEADER}${rows.map((row) => `${row}\n`).join("")}`);
  return dirname(file);
}

/** A test that asks for `model` gets one with a schema of its own, which is removed afterwards. */
const test = base.extend<{ readonly model: Model }>({
  model: async ({ task }, use) => {
    const model = inOwnSchema(films, `runs_${task.name.toLowerCase().slice(0, 35)}`);
    await use(model);
    await looker.drop(model);
  },
});

async function states(model: Model): Promise<readonly string[]> {
  const rows = await looker.rows(`SELECT state FROM "${model.schema}_hydrate".runs ORDER BY id`);
  return rows.flat();
}

/** Holds a table so that publishing waits for it, while readers do not. */
async function hold(
  model: Model,
  table: string,
): Promise<{ readonly client: Client; readonly waiter: () => Promise<string> }> {
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "${model.schema}"."${table}" IN SHARE ROW EXCLUSIVE MODE`);
  const waiter = async (): Promise<string> => {
    for (;;) {
      const found = await looker.rows(
        "SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT l.granted AND n.nspname = $1",
        [model.schema],
      );
      const pid = found[0]?.[0];
      if (pid !== undefined) return pid;
      await delay(20);
    }
  };
  return { client, waiter };
}

describe("publishing", () => {
  test("shows all tables of a month at once", async ({ model }) => {
    await hydrateAsText(
      stack.url,
      model,
      await write("a/2026-01", ["1,Alba,,1,10,,,\"[{'id': 18, 'name': 'Drama'}]\""]),
    );
    const before = await looker.tables(model);
    const fresh = await write("a/2026-02", ["1,Alba two,,1,10,,,\"[{'id': 35, 'name': 'Comedy'}]\""]);
    const held = await hold(model, "film_genres");
    const running = hydrateAsText(stack.url, model, fresh);
    await held.waiter();
    // All tables before film_genres are rewritten by now, and nobody sees it.
    expect(await looker.tables(model)).toBe(before);
    await held.client.end();
    expect(await running).toContain("published as run 2");
    expect(await looker.tables(model)).toContain("1 | Alba two");
  });

  test("that loses its connection says so, leaves the old month, and can be repeated", async ({ model }) => {
    await hydrateAsText(stack.url, model, await write("b/2026-01", ["1,Alba,,1,10,,,"]));
    const before = await looker.tables(model);
    const fresh = await write("b/2026-02", ["1,Alba two,,1,10,,,"]);
    const held = await hold(model, "films");
    const running = hydrateAsText(stack.url, model, fresh);
    await looker.rows("SELECT pg_terminate_backend($1::int)", [await held.waiter()]);
    expect(await running).toMatch(
      /^Outage: (?:.*\n)*.*was lost .* Run the same command again: what was published stays, and is not loaded twice\.$/,
    );
    await held.client.end();
    expect(await looker.tables(model)).toBe(before);
    expect(await hydrateAsText(stack.url, model, fresh)).toContain("published as run 3");
    expect(await states(model)).toEqual(["published", "died", "published"]);
  });
});

describe("two runs at once", () => {
  test("load one after the other, and the same drop once", async ({ model }) => {
    const one = await write("c/2026-01", ["1,Alba,,1,10,,,"]);
    const other = await write("c/2026-02", ["2,Bruma,,1,10,,,"]);
    const said = await Promise.all([one, one, other].map((path) => hydrateAsText(stack.url, model, path)));
    expect(said.filter((text) => text.includes("published as run")).length).toBe(2);
    expect(said.filter((text) => text.includes("nothing to do")).length).toBe(1);
    expect(await states(model)).toEqual(["published", "published"]);
  });

  test("are refused when the first takes long, and the second says who it is", async ({ model }) => {
    const path = await write("d/2026-01", ["1,Alba,,1,10,,,"]);
    const first = await connectWarehouse(stack.url);
    const lease = await takeLease({
      warehouse: first,
      connect: () => connectWarehouse(stack.url),
      names: namesOf(model, first),
      now: () => testDay(),
      times: { beat: 50, expiry: 5_000, patience: 300 },
      waiting: () => {},
    });
    try {
      const waits: string[] = [];
      const said = await hydrateAsText(stack.url, model, path, {
        lease: { beat: 50, expiry: 5_000, patience: 300 },
        progress: (event) => {
          if (event.step === "wait") waits.push(event.about ?? "");
        },
      });
      expect(said).toMatch(
        /^Outage: Another run is at work on the tables in .*: process \d+ on \S+ of user \S+, since 2026-01-31 12:00 UTC, last sign of life 12:00:00 UTC\. Two at once would load the same drop twice\./,
      );
      expect(waits.length).toBe(1);
      expect(waits[0]).toContain(`process ${process.pid}`);
    } finally {
      await lease.release();
      await first.close();
    }
  });
});

describe("files and addresses", () => {
  test("a file that changes while it is read is not loaded", async ({ model }) => {
    const path = await write("e/2026-01", ["1,Alba,,1,10,,,"]);
    const said = await hydrateAsText(stack.url, model, path, {
      // By now its bytes are known; they are read a second time to be loaded.
      progress: ({ step }) => {
        if (step === "open") writeFileSync(join(path, "films.csv"), `${HEADER}1,Ulba,,1,10,,,\n`);
      },
    });
    expect(said).toMatch(/^Outage: films\.csv changed while it was read/);
    expect(await states(model)).toEqual(["died"]);
    expect(await hydrateAsText(stack.url, model, path)).toContain("1 read = 1 loaded");
  });

  test("an address that cannot be used is said without its password", async () => {
    const said = await hydrateAsText(
      "postgres://me:secret@127.0.0.1:1/x",
      films,
      await write("f/2026-01", ["1,Alba,,1,10,,,"]),
    );
    expect(said).toBe(
      "Outage: No database answers at 127.0.0.1:1. Check that it runs and that the address is right.",
    );
    const odd = await hydrateAsText("mysql://me:secret@127.0.0.1/x", films, join(folder, "f/2026-01"));
    expect(odd).toMatch(/^Outage: The database's address is not a connection string/);
    expect(odd).not.toContain("secret");
  });

  test("the ledger tells what readers see, and nothing before the first run", async ({ model }) => {
    expect(await readLedger(stack.url, model)).toBeUndefined();
    await hydrateAsText(stack.url, model, await write("g/2026-02", ["1,Alba,,1,10,,,"]), { now: testDay(1) });
    expect(await readLedger(stack.url, model)).toEqual({ id: 1, period: "2026-02", finished: testDay(1) });
    await hydrateAsText(stack.url, model, await write("g/2026-01", ["2,Bruma,,1,10,,,"]), {
      now: testDay(2),
    });
    expect(await readLedger(stack.url, model)).toEqual({ id: 2, period: "2026-02", finished: testDay(2) });
  });
});

describe("tables that are not as the model says", () => {
  /** The model with another set of columns in table `films`. */
  function withColumns(model: Model, change: (columns: readonly Column[]) => readonly Column[]): Model {
    return {
      ...model,
      tables: model.tables.map((table) =>
        table.name === "films" ? { ...table, columns: change(table.columns) } : table,
      ),
    };
  }

  test("a new column is added, and the months are loaded again to fill it", async ({ model }) => {
    const january = await write("h/2026-01", ["1,Alba,,1,10,tt1,,", "2,Bruma,,1,10,tt2,,"]);
    const february = await write("h/2026-02", ["2,Bruma two,,1,10,tt22,,"]);
    const narrow = withColumns(model, (columns) => columns.filter((column) => column.name !== "votes"));
    for (const path of [january, february]) await hydrateAsText(stack.url, narrow, path);
    const months = await hydrateAsText(stack.url, model, join(folder, "h"));
    expect(months).toContain("table films has got the new column `votes`");
    expect(months).toContain("2 read = 1 loaded + 0 collapsed duplicates + 1 quarantined");
    expect(await looker.rows(`SELECT id, title, votes FROM "${model.schema}".films ORDER BY id`)).toEqual([
      ["1", "Alba", "10"],
      ["2", "Bruma two", "10"],
    ]);
  });

  test("what only people can decide is refused, with the statement that helps", async ({ model }) => {
    const path = await write("i/2026-01", ["1,Alba,,1,10,,,"]);
    await hydrateAsText(stack.url, model, path);
    await looker.rows(`ALTER TABLE "${model.schema}".films ADD COLUMN mood text`);
    await looker.rows(`ALTER TABLE "${model.schema}".films ALTER COLUMN votes TYPE numeric(4, 1)`);
    await looker.rows(`ALTER TABLE "${model.schema}".genres DROP CONSTRAINT genres_pkey`);
    const said = await hydrateAsText(stack.url, model, await write("i/2026-02", ["1,Alba two,,1,10,,,"]));
    expect(said.replaceAll(model.schema, "films"))
      .toBe(`Mistake: The tables in the warehouse are not as the model says, and only you can decide about what they hold. Nothing of this drop was loaded.
  Table \`films\`: column \`votes\` is numeric(4,1), the model says bigint.
    ALTER TABLE "films"."films" ALTER COLUMN "votes" TYPE bigint;
  Table \`films\` has a column \`mood\` (text) that the model does not name.
    ALTER TABLE "films"."films" DROP COLUMN "mood";
  Table \`genres\` has no key, the model says \`id\`.
    DROP TABLE "films"."genres";
Run what is named here (after DROP TABLE, hydrate all drops again, the oldest first), or change the model; then run the same command again. With the embedded database there is a shorter way: delete the folder .viewfinder beside the model, and hydrate all drops again.`);
    expect(await states(model)).toEqual(["published"]);
  });

  test("a table that was dropped is made again, and filled again by the same files", async ({ model }) => {
    const path = await write("j/2026-01", ["1,Alba,,1,10,,,\"[{'id': 18, 'name': 'Drama'}]\""]);
    await hydrateAsText(stack.url, model, path);
    const before = await looker.tables(model);
    await looker.rows(`DROP TABLE "${model.schema}".films`);
    expect(await hydrateAsText(stack.url, model, path)).toContain("published as run 2");
    expect(await looker.tables(model)).toBe(before);
    expect(await hydrateAsText(stack.url, model, path)).toContain("nothing to do");
  });

  base(
    "a snapshot's table that was dropped is filled by the latest month, whatever order they come in",
    async () => {
      const orchestra = await loadModel(MODEL.replace("films", "orchestra"));
      const model = inOwnSchema(orchestra, "runs_dropped_snapshot");
      const months = {
        "2026-01": `1,Ada,"[{'code': 'vn', 'name': 'Violin'}]"\n2,Bea,"[{'code': 'va', 'name': 'Viola'}]"\n`,
        "2026-02": `2,Bea,"[{'code': 'vc', 'name': 'Cello'}]"\n`,
      };
      for (const [month, rows] of Object.entries(months)) {
        await mkdir(join(folder, "k", month), { recursive: true });
        await writeFile(join(folder, "k", month, "players.csv"), `badge,name,instruments\n${rows}`);
      }
      try {
        await hydrateAsText(stack.url, model, join(folder, "k"));
        const before = await looker.tables(model);
        await looker.rows(`DROP TABLE "${model.schema}".plays`);
        const again = await hydrateAsText(stack.url, model, join(folder, "k"));
        expect(again).toContain("2026-01: nothing to do");
        expect(again).toContain("2026-02: published as run 3");
        expect(await looker.tables(model)).toBe(before);
      } finally {
        await looker.drop(model);
      }
    },
  );
});
