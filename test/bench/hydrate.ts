// Hydrate against raw COPY of the same file: megabytes a second of the whole path, the most memory it took, and what of it nobody could spare.
//
// npm run bench:hydrate -- [--mb 500] [--rounds 1] [--target postgres|redshift]   (Redshift: the doubles, whose speed is their own)
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs, promisify } from "node:util";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { loadModel } from "../../generator/index.ts";
import { hydrate, pipelineFrom } from "../../hydrate/index.ts";
import { readHeader } from "../../hydrate/record/header.ts";
import { createQuick, type Quick } from "../../hydrate/record/quick.ts";
import { createReaders } from "../../hydrate/record/readers.ts";
import { fedBy } from "../../hydrate/record/rows.ts";
import { cellCount, createSplitter, type RawRecord } from "../../hydrate/record/split.ts";
import { tasksOf } from "../../hydrate/tasks.ts";
import { openStack } from "../../local/stack.ts";
import { sampleDrops } from "../../sample/drops.ts";
import { openTestTargets } from "../targets.ts";

const MODEL = new URL("../../looker.yml", import.meta.url).pathname;
const SCHEMA = "bench_hydrate";
const MB = 1e6;

const { values } = parseArgs({
  options: {
    mb: { type: "string", default: "500" },
    target: { type: "string", default: "postgres" },
    rounds: { type: "string", default: "1" },
    load: { type: "string" },
    decode: { type: "string" },
  },
});

/** Writes sample movies over and over, each time with other ids, until the file is large enough. */
async function writeDrop(folder: string, bytes: number): Promise<string> {
  const [first] = sampleDrops({ movies: 10_000 });
  // COPY gives up at the first record that lacks cells, so here are none.
  const [header, ...records] = createSplitter()
    .push(Buffer.from(first?.files[0]?.text ?? ""))
    .filter((record) => cellCount(record) === 24)
    .map((record) => `${record.bytes.toString()}\n`);
  const body = records.join("");
  await mkdir(join(folder, "2026-01"));
  const path = join(folder, "2026-01", "movies_metadata.csv");
  const file = await open(path, "w");
  let written = (await file.write(header ?? "")).bytesWritten;
  for (let round = 0; written < bytes; round += 1) {
    const renamed = body.replaceAll(
      /,(9\d{6}),(?=tt)/g,
      (_, id: string) => `,${Number(id) + round * 1_000_000},`,
    );
    written += (await file.write(renamed)).bytesWritten;
  }
  await file.close();
  return path;
}

/** The records of a file, each read as hydrate reads it, and sent nowhere: no row is written, no record kept. */
async function decode(path: string): Promise<void> {
  const model = await loadModel(MODEL);
  const begun = performance.now();
  const sha256 = createHash("sha256");
  const splitter = createSplitter();
  let quick: Quick | undefined;
  let [records, read] = [0, 0];
  const take = (record: RawRecord): void => {
    if (quick === undefined) {
      const source = model.sources.find((one) => one.name === "movies_metadata");
      if (source === undefined) throw new Error("the model reads the sample");
      const layout = readHeader(record, source, path);
      quick = createQuick(source, layout, createReaders(source, layout), fedBy(source, tasksOf(model)));
      return;
    }
    records += 1;
    if (quick.read(record)) read += 1;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    splitter.push(chunk).forEach(take);
  }
  const seconds = (performance.now() - begun) / 1000;
  console.log(JSON.stringify({ seconds, records, read, sha256: sha256.digest("hex") }));
}

/** What hydrate has published and kept raw, out into files. @returns for each table its name and its file */
async function dump(
  url: string,
  folder: string,
): Promise<readonly (readonly [table: string, file: string])[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename",
      [SCHEMA],
    );
    const tables = [
      ...found.rows.map(({ tablename }) => `${SCHEMA}."${tablename}"`),
      `${SCHEMA}_hydrate.raw_records`,
    ];
    const files: (readonly [string, string])[] = [];
    for (const [number, table] of tables.entries()) {
      const file = join(folder, `floor-${number}`);
      await pipeline(
        client.query(copyTo(`COPY ${table} TO STDOUT (FORMAT binary)`)),
        createWriteStream(file),
      );
      files.push([table, file]);
    }
    return files;
  } finally {
    await client.end();
  }
}

/**
 * Ready rows into tables like hydrate's, and then the keys and indexes of those that hydrate makes anew: what the
 * warehouse alone takes. The raw records have their key from the beginning, since other runs' are there.
 * @returns seconds
 */
async function copyFinal(url: string, dumped: Awaited<ReturnType<typeof dump>>): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA}_floor CASCADE; CREATE SCHEMA ${SCHEMA}_floor`);
    const later: string[] = [];
    for (const [number, [table]] of dumped.entries()) {
      const kept = table.endsWith("raw_records");
      await client.query(
        `CREATE TABLE ${SCHEMA}_floor.t${number} (LIKE ${table}${kept ? " INCLUDING ALL" : ""})`,
      );
      const found = await client.query<{ indexdef: string }>(
        "SELECT indexdef FROM pg_indexes WHERE format('%I.%I', schemaname, tablename)::regclass = $1::regclass",
        [table],
      );
      if (kept) continue;
      for (const { indexdef } of found.rows)
        later.push(indexdef.replace(/^(CREATE .*?INDEX )\S+ ON \S+/, `$1ON ${SCHEMA}_floor.t${number}`));
    }
    const begun = performance.now();
    for (const [number, [, file]] of dumped.entries()) {
      const stream = client.query(copyFrom(`COPY ${SCHEMA}_floor.t${number} FROM STDIN (FORMAT binary)`));
      await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), stream);
    }
    for (const statement of later) await client.query(statement);
    return (performance.now() - begun) / 1000;
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA}_floor CASCADE`);
    await client.end();
  }
}

/** The file's bytes into a table of texts, and nothing else. @returns seconds */
async function rawCopy(url: string, path: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA}_raw CASCADE; CREATE SCHEMA ${SCHEMA}_raw`);
    const columns = Array.from({ length: 24 }, (_, at) => `c${at} text`).join(", ");
    await client.query(`CREATE UNLOGGED TABLE ${SCHEMA}_raw.t (${columns})`);
    const begun = performance.now();
    const stream = client.query(copyFrom(`COPY ${SCHEMA}_raw.t FROM STDIN (FORMAT csv, HEADER true)`));
    await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), stream);
    return (performance.now() - begun) / 1000;
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA}_raw CASCADE`);
    await client.end();
  }
}

async function clear(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; DROP SCHEMA IF EXISTS ${SCHEMA}_hydrate CASCADE`,
  );
  await client.end();
}

/** In a process of its own, so that the memory is hydrate's alone. */
async function load(url: string, path: string): Promise<void> {
  const model = { ...(await loadModel(MODEL)), schema: SCHEMA };
  const begun = performance.now();
  const steps = new Map<string, number>();
  let step = "connect";
  let since = begun;
  await hydrate({
    model,
    url,
    path,
    pipeline: pipelineFrom(process.env),
    now: () => new Date(),
    progress: (event) => {
      const now = performance.now();
      steps.set(step, (steps.get(step) ?? 0) + now - since);
      step = event.step;
      since = now;
    },
  });
  const seconds = (performance.now() - begun) / 1000;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const cpu = process.cpuUsage();
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  console.log(
    JSON.stringify({
      seconds,
      peakMb,
      cpuSeconds,
      steps: Object.fromEntries([...steps].map(([name, ms]) => [name, Math.round(ms) / 1000])),
    }),
  );
}

async function main(): Promise<void> {
  if (values.load !== undefined) return load(process.env["BENCH_URL"] ?? "", values.load);
  if (values.decode !== undefined) return decode(values.decode);
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-bench-"));
  // A database of its own, since that of the tests does not wait for the disk.
  const stack = await openStack({ url: process.env["DATABASE_URL"], folder });
  const targets = values.target === "redshift" ? await openTestTargets() : undefined;
  try {
    const path = await writeDrop(folder, Number(values.mb) * MB);
    const { size } = await stat(path);
    const rate = (seconds: number): string =>
      `${(size / MB / seconds).toFixed(1)} MB/s, ${seconds.toFixed(1)} s`;
    console.log(`${(size / MB).toFixed(0)} MB of ${path.split("/").at(-1)}`);
    const self = [
      ...(process.env["BENCH_PROFILE"] === undefined
        ? []
        : ["--cpu-prof", `--cpu-prof-dir=${process.env["BENCH_PROFILE"]}`]),
      "--import",
      "tsx",
      new URL(import.meta.url).pathname,
    ];
    const env = {
      ...process.env,
      BENCH_URL: targets?.redshift.url ?? stack.url,
      VIEWFINDER_PIPELINE: targets?.redshift.pipeline?.pipeline,
      VIEWFINDER_COPY_ROLE: targets?.redshift.pipeline?.role,
    };
    const own = async (...args: readonly string[]): Promise<string> =>
      (await promisify(execFile)(process.execPath, [...self, ...args], { env })).stdout;
    let dumped: Awaited<ReturnType<typeof dump>> | undefined;
    // One after the other in each round, so that what else the machine does meets all of them alike.
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const raw = await rawCopy(stack.url, path);
      const said = (name: string, seconds: number): void =>
        console.log(`${name}: ${rate(seconds)}, ${((raw / seconds) * 100).toFixed(0)} % of raw COPY`);
      said("raw COPY, into an unlogged table of texts", raw);
      const least = JSON.parse(await own("--decode", path)) as { readonly seconds: number };
      said("hydrate's own reading of the file, nothing sent", least.seconds);
      await clear(targets?.redshift.url ?? stack.url);
      const { seconds, peakMb, cpuSeconds, steps } = JSON.parse(await own("--load", path)) as {
        readonly seconds: number;
        readonly peakMb: number;
        readonly cpuSeconds: number;
        readonly steps: Readonly<Record<string, number>>;
      };
      said(`whole path, into ${values.target}`, seconds);
      console.log(
        `  ${cpuSeconds.toFixed(1)} s of processor in hydrate itself, at most ${peakMb.toFixed(0)} MB of memory`,
      );
      console.log(
        Object.entries(steps)
          .map(([step, took]) => `  ${step} ${took.toFixed(1)} s`)
          .join("\n"),
      );
      if (targets !== undefined) continue;
      dumped ??= await dump(stack.url, folder);
      said(
        "floor: COPY of ready rows into the published tables, their keys, and the raw records",
        await copyFinal(stack.url, dumped),
      );
    }
  } finally {
    await clear(stack.url);
    await targets?.close();
    await stack.release();
    await rm(folder, { recursive: true });
  }
}

await main();
