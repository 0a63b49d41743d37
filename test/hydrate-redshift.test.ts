// Loading into Redshift: what goes through the pipeline bucket, what a cluster refuses and how that is said, lost connections, and rivals.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test as base } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { readAddress } from "../hydrate/warehouse/address.ts";
import { connectWarehouse } from "../hydrate/warehouse/named.ts";
import { createGatherer } from "../hydrate/warehouse/redshift/gather.ts";
import { proveSettings } from "../hydrate/warehouse/redshift/settings.ts";
import type { Loading, LoadTarget, Warehouse } from "../hydrate/warehouse/warehouse.ts";
import { openRedshiftDouble } from "./doubles/redshift/double.ts";
import { openS3Double } from "./doubles/s3/double.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, type Looker } from "./hydrated.ts";
import type { TestTarget } from "./targets.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres\n";
const BUCKET = "pipeline";

const stack = await openTestStack();
const s3 = await openS3Double({ buckets: [BUCKET] });
const double = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
const films = await loadModel(MODEL);
let looker: Looker;
let folder: string;
beforeAll(async () => {
  looker = await openLooker(double.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-redshift-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await looker.close();
  await double.close();
  await s3.close();
  await stack.release();
});

const access = { endpoint: s3.endpoint, accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey };
const settings = { pipeline: `s3://${BUCKET}/tests`, role: double.role, s3: access };
/** A cluster has no locks that end with a session, so that a dead run's lease is waited out: here not for long. */
const lease = { beat: 100, expiry: 600, patience: 5_000 };
const cluster: TestTarget = { url: double.url, pipeline: settings, lease };

/** A test that asks for `model` gets one with a schema of its own, which is removed afterwards. */
const test = base.extend<{ readonly model: Model }>({
  model: async ({ task }, use) => {
    double.faults.clear();
    s3.faults.clear();
    const model = inOwnSchema(films, `rs_${task.name.toLowerCase().slice(0, 35)}`);
    await use(model);
    await looker.drop(model);
  },
});

async function write(name: string, rows: readonly string[]): Promise<string> {
  const file = join(folder, name, "films.csv");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${HEADER}${rows.map((row) => `${row}\n`).join("")}`);
  return dirname(file);
}

async function states(model: Model): Promise<readonly string[]> {
  return (await looker.rows(`SELECT state FROM "${model.schema}_hydrate".runs ORDER BY id`)).flat();
}

describe("through the pipeline bucket", () => {
  test("go parts named by their hash, a manifest that misses nothing, and a COPY that forgives nothing", async ({
    model,
  }) => {
    const path = await write("a/2026-01", [
      `1,"Alba, ""the"" film",,1.50,,,,"[{'id': 18, 'name': 'Drama'}]"`,
      "2,Bruma,2026-01-31,,,,,",
    ]);
    expect(await hydrateAsText(cluster, model, path)).toContain("published as run 1");
    const place = `tests/${model.schema}_hydrate/run-1/rows_0_films/`;
    const keys = s3.keys(BUCKET, place);
    const [manifest = "", part = ""] = keys.map((key) => key.slice(place.length)).sort();
    expect(manifest).toMatch(/^manifest-[0-9a-f]{64}\.json$/);
    expect(part).toMatch(/^part-00000-[0-9a-f]{64}\.csv\.gz$/);
    const body = s3.get(BUCKET, `${place}${part}`) ?? Buffer.alloc(0);
    expect(gunzipSync(body).toString()).toBe(
      '1,1,"Alba, ""the"" film",\\N,1.5,\\N,\\N,\\N\n2,2,Bruma,2026-01-31,\\N,\\N,\\N,\\N\n',
    );
    expect(JSON.parse(String(s3.get(BUCKET, `${place}${manifest}`)))).toEqual({
      entries: [
        {
          url: `s3://${BUCKET}/${place}${part}`,
          mandatory: true,
          meta: { content_length: body.length },
        },
      ],
    });
    const copy = double.asked.findLast((sql) => sql.startsWith("COPY") && sql.includes("rows_0_films"));
    expect(copy?.replaceAll(model.schema, "films"))
      .toBe(`COPY "films_hydrate"."run_1_rows_0_films" ("_ordinal", "id", "title", "shown", "budget", "votes", "saga_id", "saga")
FROM 's3://${BUCKET}/${place.replaceAll(model.schema, "films")}${manifest}'
IAM_ROLE '${double.role}'
MANIFEST FORMAT AS CSV GZIP NULL AS '\\N'
DATEFORMAT 'YYYY-MM-DD' TIMEFORMAT 'auto' ENCODING UTF8
COMPUPDATE OFF STATUPDATE OFF MAXERROR 0`);
  });

  test("a bucket that says slow down is waited for, and one that refuses is said", async ({ model }) => {
    const path = await write("b/2026-01", ["1,Alba,,1,10,,,"]);
    s3.faults.add({ kind: "slow_down", on: "PutObject", times: 2 });
    expect(await hydrateAsText(cluster, model, path)).toContain("published as run 1");
    s3.faults.add({ kind: "denied", on: "PutObject" });
    const said = await hydrateAsText(cluster, model, await write("b/2026-02", ["1,Alba two,,1,10,,,"]));
    expect(said).toMatch(
      /^Outage: The pipeline bucket does not let s3:\/\/pipeline\/tests\/\S+ be written \(.*\)\. Nothing of this drop was published\. Give hydrate's role the right to put objects there/,
    );
    expect(await states(model)).toEqual(["published", "died"]);
  });

  test("a role that the cluster does not have is said with what it needs", async ({ model }) => {
    const role = "arn:aws:iam::123456789012:role/somebody-elses";
    const said = await hydrateAsText(
      { url: double.url, pipeline: { ...settings, role } },
      model,
      await write("c/2026-01", ["1,Alba,,1,10,,,"]),
    );
    expect(said).toMatch(/^Outage: The cluster may not read the pipeline bucket: User .* is not authorized/);
    expect(said).toContain("VIEWFINDER_COPY_ROLE");
  });

  test("settings that are missing or wrong are named all at once, before anything is written", async ({
    model,
  }) => {
    const path = await write("d/2026-01", ["1,Alba,,1,10,,,"]);
    expect(await hydrateAsText({ url: double.url }, model, path)).toBe(
      `Mistake: Redshift takes rows from a bucket only, and this is not settled:
  VIEWFINDER_PIPELINE is missing: the bucket and prefix that hydrate writes to and the cluster reads from, such as s3://my-pipeline/hydrate
  VIEWFINDER_COPY_ROLE is missing: the cluster's role that may read the pipeline bucket, such as arn:aws:iam::123456789012:role/redshift-reads-pipeline
Nothing was loaded. Set what is named here, and run the same command again.`,
    );
    for (const odd of [
      { pipeline: "s3://pipeline/x' IAM_ROLE 'y" },
      { pipeline: "https://pipeline" },
      { role: "arn:aws:iam::1:role/x" },
      { role: "arn:aws:iam::123456789012:role/x'" },
      { region: "eu west" },
    ])
      expect(() => proveSettings({ ...settings, ...odd })).toThrow("is not settled");
    expect(proveSettings({ ...settings, pipeline: "s3://pipeline/a//" }).prefix).toBe("a");
  });
});

/** A table of one warehouse session, and a loading into it. */
async function withTable(
  use: (warehouse: Warehouse, load: (rehearse?: boolean) => Loading, table: string) => Promise<void>,
): Promise<void> {
  const warehouse = await connectWarehouse(double.url, settings);
  const schema = `rs_load_${process.pid}`;
  const table = `${schema}.t`;
  const target: LoadTarget = {
    table,
    label: "t",
    folder: "t",
    columns: ["_ordinal", "name", "seen"],
    ordinal: 0,
  };
  try {
    await warehouse.query(`CREATE SCHEMA ${schema}`);
    await warehouse.query(`CREATE TABLE ${table} (_ordinal bigint, name varchar(5), seen date)`);
    await use(warehouse, (rehearse) => warehouse.load({ place: "load", targets: [target], rehearse }), table);
  } finally {
    await warehouse.query(`DROP SCHEMA ${schema} CASCADE`);
    await warehouse.close();
  }
}

describe("a row that the cluster refuses", () => {
  test("is found again by file and line, and nothing of the load stays", async () => {
    await withTable(async (warehouse, load, table) => {
      const loading = load();
      loading.add(0, [41, "a\nb", "2026-01-01"]);
      loading.add(0, [42, "ééé", "2026-01-01"]);
      const error = await loading.finish().catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: "LoadRefused", target: 0, column: "name", ordinal: 42 });
      expect(String(error)).toMatch(
        /String length exceeds DDL length \(the cluster's error 1204, on line 3 of s3:\/\/pipeline\/tests\/load\/t\/part-00000-[0-9a-f]+\.csv\.gz\)/,
      );
      expect(await loading.find(0, 41)).toEqual(["41", "a\nb", "2026-01-01"]);
      expect(await loading.find(0, 7)).toBeUndefined();
      expect((await warehouse.query(`SELECT 1 FROM ${table}`)).count).toBe(0);
    });
  });

  test("is told of as the record it came from", async ({ model }) => {
    // The table was widened by hand, and the cluster refuses what the model allows.
    await hydrateAsText(cluster, model, await write("e/2026-01", ["1,Alba,,1,10,,,"]));
    const narrow = new RegExp(`CREATE TABLE "${model.schema}_hydrate"\\."run_2_rows_0_films"`);
    const path = await write("e/2026-02", ["1,Alba two,,1,10,,,", '2,"Bruma\nand more",,1,10,,,']);
    const running = hydrateAsText(cluster, model, path, {
      progress: ({ step }) => {
        if (step === "land") void squeeze();
      },
    });
    let squeezed: Promise<unknown> | undefined;
    const squeeze = (): Promise<unknown> => {
      if (!double.asked.some((sql) => narrow.test(sql))) return Promise.resolve();
      squeezed ??= looker.rows(
        `ALTER TABLE "${model.schema}_hydrate".run_2_rows_0_films ALTER COLUMN title TYPE varchar(9)`,
      );
      return squeezed;
    };
    const said = (await running).replaceAll(model.schema, "films");
    expect(said).toMatch(
      /^Mistake: The warehouse refuses a row of films \(column `title`\): String length exceeds DDL length \(the cluster's error 1204, on line 2 of s3:\S+\)\.\nIt comes from record 2 on line 3 of films\.csv, bytes 65 to 92\.\nNothing of this drop was loaded\./,
    );
    expect(await states(model)).toEqual(["published", "refused"]);
  });
});

describe("a rehearsal", () => {
  test("lets the cluster read every part, and loads none", async () => {
    await withTable(async (warehouse, load, table) => {
      const good = load(true);
      good.add(0, [1, "a", "2026-01-01"]);
      await good.finish();
      expect(double.asked.findLast((sql) => sql.startsWith("COPY"))).toMatch(/ NOLOAD$/);
      const bad = load(true);
      bad.add(0, [5, "too long", "2026-01-01"]);
      await expect(bad.finish()).rejects.toMatchObject({ name: "LoadRefused", ordinal: 5 });
      expect((await warehouse.query(`SELECT 1 FROM ${table}`)).count).toBe(0);
    });
  });
});

test("a text that reads like the mark for null stays a text", async ({ model }) => {
  const path = await write("f/2026-01", [String.raw`1,\N,,1,10,,,`, "2,,,1,10,,,"]);
  expect(await hydrateAsText(cluster, model, path)).toContain("2 read = 2 loaded");
  expect(await looker.rows(`SELECT id, title FROM "${model.schema}".films ORDER BY id`)).toEqual([
    ["1", String.raw`\N`],
    ["2", "-"],
  ]);
});

test("texts longer than a column of the cluster can be go to quarantine, on Postgres too", async ({
  model,
}) => {
  const long = "é".repeat(32_768);
  const rows = [
    `1,Alba,,1,10,,"{'id': 1, 'name': '${long}'}",`,
    ...Array.from({ length: 30 }, (_, at) => `${at + 2},B,,1,10,,,`),
  ];
  const path = await write("g/2026-01", rows);
  for (const target of [cluster, { url: stack.url }]) {
    const said = await hydrateAsText(target, model, path);
    expect(said).toContain("31 read = 30 loaded + 0 collapsed duplicates + 1 quarantined");
    expect(said).toContain("`name` is 65,536 bytes long; text(65535) keeps 65,535 bytes");
    await looker.drop(model);
  }
});

describe("keys that nobody enforces", () => {
  test("are counted, and a row of somebody else's with a key of ours is said", async ({ model }) => {
    await hydrateAsText(cluster, model, await write("h/2026-01", ["1,Alba,,1,10,,,", "2,Bruma,,1,10,,,"]));
    await looker.rows(`INSERT INTO "${model.schema}".films (id, title) VALUES (2, 'by hand')`);
    const before = await looker.tables(model);
    const said = await hydrateAsText(cluster, model, await write("h/2026-02", ["1,Alba two,,1,10,,,"]));
    expect(said).toContain("table `films`: 1 key stands in several rows, the first: id 2");
    expect(said).toContain("Nothing of this drop was loaded.");
    expect(await looker.tables(model)).toBe(before);
  });
});

describe("a rival transaction", () => {
  test("is waited out: the whole publishing is done once more", async ({ model }) => {
    double.faults.add({ kind: "conflict", with: "SET state = 'published'", times: 2 });
    const path = await write("i/2026-01", ["1,Alba,,1,10,,,\"[{'id': 18, 'name': 'Drama'}]\""]);
    expect(await hydrateAsText(cluster, model, path)).toContain("published as run 1");
    expect(await states(model)).toEqual(["published"]);
    expect(await looker.tables(model)).toContain("film_genres: film_id | genre_id\n  1 | 18");
    expect(await hydrateAsText(cluster, model, path)).toContain("nothing to do");
  });

  test("that never ends is said", async ({ model }) => {
    double.faults.add({ kind: "conflict", with: "SET state = 'published'", times: 99 });
    const said = await hydrateAsText(cluster, model, await write("j/2026-01", ["1,Alba,,1,10,,,"]));
    expect(said).toMatch(/^Outage: The database could not publish because somebody else changed the tables/);
    expect(await states(model)).toEqual(["died"]);
  });
});

describe("a lost connection", () => {
  const moments = [
    ["cut_in_copy", "rows_0_films"],
    ["cut_before_commit", "COPY"],
    ["cut_after_commit", "COPY"],
    ["cut_before_commit", "SET state = 'published'"],
    ["cut_after_commit", "SET state = 'published'"],
  ] as const;
  test.for(moments)(
    "%s of %s leaves the old month or the new one, and the next run the new one",
    async ([kind, text], { model }) => {
      const old = await write("k/2026-01", ["1,Alba,,1,10,,,"]);
      const fresh = await write("k/2026-02", ["1,Alba two,,1,10,,,", "2,Bruma,,1,10,,,"]);
      await hydrateAsText(cluster, model, old);
      const before = await looker.tables(model);
      double.faults.add({ kind, with: text });
      const said = await hydrateAsText(cluster, model, fresh);
      const after = await looker.tables(model);
      const whole = said.startsWith("Outage:")
        ? after === before
        : /published as run [23] /.test(said) && after !== before;
      expect(whole).toBe(true);
      await hydrateAsText(cluster, model, fresh);
      expect(await looker.tables(model)).toContain("1 | Alba two | - | 1.00 | 10 | - | -\n  2 | Bruma");
      const published = (await states(model)).filter((state) => state === "published");
      expect(published.length).toBe(2);
    },
  );
});

describe("parts", () => {
  const sizes = { part: 600_000, piece: 100_000, memory: 3_000_000 };
  const line = `${"x".repeat(999)}\n`;

  test("are a multiple of the slices, hold every row once and in order, and stay small", () => {
    const gatherer = createGatherer(2, 4, sizes);
    const parts = [];
    for (let ordinal = 0; ordinal < 20_000; ordinal += 1) {
      gatherer.add(0, ordinal, line);
      if (ordinal % 100 === 0) parts.push(...gatherer.full());
    }
    gatherer.add(1, 5, line);
    parts.push(...gatherer.full(), ...gatherer.all());
    const big = parts.filter((part) => part.target === 0);
    expect(big.length % 4).toBe(0);
    expect(big.map((part) => part.number)).toEqual(big.map((_, at) => at));
    expect(big.reduce((sum, part) => sum + part.rows, 0)).toBe(20_000);
    let ordinal = 0;
    for (const part of big) {
      expect(part.firstOrdinal).toBe(ordinal);
      ordinal += part.rows;
      expect(Buffer.concat(part.lines).length).toBeLessThanOrEqual(sizes.part);
    }
    // A small table is one file.
    expect(parts.filter((part) => part.target === 1).map((part) => part.rows)).toEqual([1]);
  });

  test("of many tables leave memory when it is full", () => {
    const gatherer = createGatherer(20, 4, { ...sizes, memory: 500_000 });
    let sent = 0;
    for (let row = 0; row < 4_000; row += 1) {
      gatherer.add(row % 20, row, line);
      sent += gatherer.full().reduce((sum, part) => sum + part.rows, 0);
    }
    expect(4_000_000 - sent * 1000).toBeLessThan(500_000 + 20 * 66_000);
  });
});

describe("addresses", () => {
  const cases = [
    [
      "redshift://me:p%40w@cluster.example:5439/dev",
      "postgres://me:p%40w@cluster.example:5439/dev?sslmode=verify-full",
    ],
    ["redshift://me:pw@cluster.example/dev", "postgres://me:pw@cluster.example:5439/dev?sslmode=verify-full"],
    [
      "redshift://me:pw@cluster.example/dev?sslmode=require",
      "postgres://me:pw@cluster.example:5439/dev?sslmode=verify-full",
    ],
    ["redshift://me:pw@127.0.0.1:1234/dev", "postgres://me:pw@127.0.0.1:1234/dev"],
    ["postgres://me:pw@db.example/dev", "postgres://me:pw@db.example/dev"],
  ] as const;
  test.for(cases)("%s", ([given, meant]) => {
    expect(readAddress(given).connectionString).toBe(meant);
  });

  test("that would let others read along are refused, without the password", () => {
    for (const mode of ["disable", "no-verify", "allow"]) {
      const url = `redshift://me:secret@cluster.example/dev?sslmode=${mode}`;
      expect(() => readAddress(url)).toThrow("would not be secret");
      expect(() => readAddress(url)).not.toThrow("secret@");
    }
    expect(readAddress("postgres://me:pw@db.example/dev").exposed).toBe(true);
  });

  test("of Postgres's scheme that lead to a cluster are taken for one", async () => {
    const warehouse = await connectWarehouse(double.url.replace("redshift:", "postgres:"));
    try {
      expect(warehouse.dialect.name).toBe("redshift");
    } finally {
      await warehouse.close();
    }
  });
});
