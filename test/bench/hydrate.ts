// Hydrate against raw COPY of the same file: megabytes a second of the whole path, and the most memory it took.
//
// npm run bench:hydrate -- [--mb 500] [--target postgres|redshift]   (Redshift: the doubles, whose speed is their own)
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs, promisify } from "node:util";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { loadModel } from "../../generator/index.ts";
import { hydrate, pipelineFrom } from "../../hydrate/index.ts";
import { cellCount, createSplitter } from "../../hydrate/record/split.ts";
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
    load: { type: "string" },
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
    const raw = await rawCopy(stack.url, path);
    console.log(`raw COPY of the file into an unlogged table of texts: ${rate(raw)}`);
    const found = await promisify(execFile)(
      process.execPath,
      [
        ...(process.env["BENCH_PROFILE"] === undefined
          ? []
          : ["--cpu-prof", `--cpu-prof-dir=${process.env["BENCH_PROFILE"]}`]),
        "--import",
        "tsx",
        new URL(import.meta.url).pathname,
        "--load",
        path,
      ],
      {
        env: {
          ...process.env,
          BENCH_URL: targets?.redshift.url ?? stack.url,
          VIEWFINDER_PIPELINE: targets?.redshift.pipeline?.pipeline,
          VIEWFINDER_COPY_ROLE: targets?.redshift.pipeline?.role,
        },
      },
    );
    const { seconds, peakMb, cpuSeconds, steps } = JSON.parse(found.stdout) as {
      readonly seconds: number;
      readonly peakMb: number;
      readonly cpuSeconds: number;
      readonly steps: Readonly<Record<string, number>>;
    };
    console.log(
      `hydrate into ${values.target}: ${rate(seconds)}, ${((raw / seconds) * 100).toFixed(0)} % of raw COPY, ${cpuSeconds.toFixed(1)} s of processor in hydrate itself, at most ${peakMb.toFixed(0)} MB of memory`,
    );
    console.log(
      Object.entries(steps)
        .map(([step, took]) => `  ${step} ${took.toFixed(1)} s`)
        .join("\n"),
    );
  } finally {
    await clear(stack.url);
    await targets?.close();
    await stack.release();
    await rm(folder, { recursive: true });
  }
}

await main();
