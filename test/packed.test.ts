// What is delivered: the package holds what it must and nothing else, and every command and program of the pages works with it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packProject, type Packed } from "./packed/pack.ts";
import { isAsShown, readPage } from "./packed/page.ts";
import { takeSteps } from "./packed/reader.ts";
import { openReader } from "../local/pool.ts";
import { type LookerDouble, openLookerDouble } from "./doubles/looker/double.ts";
import { openLooker } from "./hydrated.ts";
import { openTestTargets, PIPELINE_BUCKET, type TestTargets } from "./targets.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCS = join(ROOT, "docs");
/** In the test database, which other tests share. */
const SCHEMA = `docs_${process.pid}`;
/** Somebody's tables there, to begin a model from. */
const SHOP = `shop_${process.pid}`;

let packed: Packed;
let loaded: string;
let targets: TestTargets;
let pool: Pool;
let lookerServer: LookerDouble;

beforeAll(async () => {
  packed = packProject();
  // Loaded once, and copied for each page that begins with it.
  loaded = mkdtempSync(join(tmpdir(), "viewfinder-loaded-"));
  const { DATABASE_URL: _, ...env } = process.env;
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, [join(packed.root, "cli", "viewfinder.js"), ...args], {
      cwd: loaded,
      env,
      stdio: "pipe",
    });
  };
  run("sample");
  run("hydrate", ".viewfinder/sample-drops");
  run("generate");
  targets = await openTestTargets();
  for (const bucket of ["example-drops", "example-pipeline"]) targets.doubles?.s3.makeBucket(bucket);
  await query(
    `CREATE SCHEMA ${SHOP}; CREATE TABLE ${SHOP}.orders (id bigint PRIMARY KEY, day date, amount numeric(12, 2))`,
  );
  pool = openReader(targets.postgres.url);
  lookerServer = await openLookerDouble({ pool, project: "movies", git: "bare" });
}, 180_000);
afterAll(async () => {
  await lookerServer?.close();
  await pool?.end();
  if (targets !== undefined) {
    await query(`DROP SCHEMA IF EXISTS ${SHOP} CASCADE`);
    const looker = await openLooker(targets.redshift.url);
    await looker.drop({ schema: SCHEMA });
    await looker.close();
    await targets.close();
  }
  packed?.remove();
  if (loaded !== undefined) rmSync(loaded, { recursive: true, force: true });
});

async function query(sql: string): Promise<void> {
  const client = new Client({ connectionString: targets.postgres.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe("the package", () => {
  test("holds the built command, the page, the types, the sample model, and nothing else", () => {
    const strange = packed.files.filter(
      (file) =>
        !/^dist\/(?:cli|generator|hydrate|local|sample)\/.+\.(?:js|d\.ts|hbs)$/.test(file) &&
        !/^dist\/local\/page\/.+\.(?:js|css|html|svg|woff2?)(?:\.gz)?$/.test(file) &&
        !/^dist\/hydrate\/infra\/.+\.(?:yaml|cron|service|timer)$/.test(file),
    );
    expect(strange).toEqual([
      "LICENSE",
      "README.md",
      "cli/viewfinder.js",
      "looker.schema.json",
      "looker.yml",
      "package.json",
    ]);
    expect(packed.files).toEqual(
      expect.arrayContaining([
        "dist/cli/main.js",
        "dist/generator/index.d.ts",
        "dist/generator/emit/lookml/templates/view.hbs",
        "dist/hydrate/index.d.ts",
        "dist/hydrate/infra/schedule.yaml",
        "dist/local/index.d.ts",
        "dist/local/page/index.html",
      ]),
    );
    // Somebody's folders, or a map back to the source, would be as large again.
    expect(packed.bytes).toBeLessThan(2_000_000);
  });

  test("imports what it says it depends on, and nothing else", () => {
    const { dependencies, engines } = JSON.parse(readFileSync(join(packed.root, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly engines: { readonly node: string };
    };
    expect(engines.node).toBe(">=20.19");
    const imported = new Set(
      packed.files
        .filter(
          (file) => file.startsWith("dist/") && file.endsWith(".js") && !file.startsWith("dist/local/page/"),
        )
        .flatMap((file) => [
          ...readFileSync(join(packed.root, file), "utf8").matchAll(
            /^(?:import|export)\b[^"'();=]*from "([^".][^"]*)";|\b(?:import|createRequire\(import\.meta\.url\))\("([^".][^"]*)"\)|^import "([^".][^"]*)";/gm,
          ),
        ])
        .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
        .filter((name) => !name.startsWith("node:"))
        .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/")),
    );
    expect([...imported].filter((name) => dependencies[name] === undefined)).toEqual([]);
    // Held to a version for fastify's sake alone.
    const unused = Object.keys(dependencies).filter((name) => !imported.has(name));
    expect(unused).toEqual(["light-my-request"]);
  });
});

/** Pages with commands, from the root of the project; the README is the longest, and begins first. */
const pages = [
  "README.md",
  ...readdirSync(DOCS)
    .filter((name) => name.endsWith(".md") && !["library.md", "model.md"].includes(name))
    .map((name) => `docs/${name}`),
];

describe.concurrent("every command of the pages", () => {
  test.each(pages)(
    "%s",
    async (name) => {
      const page = readPage(readFileSync(join(ROOT, name), "utf8"));
      if (page.steps.length === 0) return;
      const leave = await enter();
      const { doubles, redshift } = targets;
      const onCluster = name.startsWith("docs/redshift");
      const complaints = await takeSteps(page, {
        packed,
        loaded,
        environment: { ...doubles?.s3.env, ...lookerServer.env },
        schema: onCluster ? SCHEMA : undefined,
        stands: {
          ...(onCluster ? { "schema movies": `schema ${SCHEMA}` } : {}),
          "redshift://hydrate@example.redshift.amazonaws.com:5439/dw": redshift.url,
          "s3://example-pipeline/hydrate": `s3://${PIPELINE_BUCKET}/docs`,
          "arn:aws:iam::123456789012:role/viewfinder/redshift": redshift.pipeline?.role ?? "",
          "/path/to/viewfinder": ROOT.replace(/\/$/, ""),
          "postgres://reader:secret@db.example.com/dw --schema shop": `${targets.postgres.url} --schema ${SHOP}`,
          "../looker-project": join(ROOT, "lookml"),
        },
        gives: {
          "Downloads/movies_metadata.csv": join(
            loaded,
            ".viewfinder/sample-drops/2026-08/movies_metadata.csv",
          ),
          ".env.example": join(ROOT, ".env.example"),
        },
        port: await freePort(),
      }).finally(leave);
      expect(complaints.join("\n\n")).toBe("");
    },
    900_000,
  );
});

test("what does not go as a page says is told, with its line", async () => {
  const block = (...lines: readonly string[]): string => ["```sh", ...lines, "```"].join("\n");
  const page = readPage(
    [
      block("echo one"),
      "```text\ntwo\n```",
      block("false", "echo never"),
      block("docker compose up --wait"),
      block("aws cloudformation deploy --template-file hydrate/infra/vendor.yaml"),
      block("sudo systemctl enable --now other.timer"),
      block("npm start -- --port 99999999"),
    ].join("\n"),
  );
  const reader = { packed, loaded, environment: {}, stands: {}, gives: {}, port: await freePort() };
  const told = await takeSteps(page, reader);
  expect(told.map((one) => one.split("\n")[0])).toEqual([
    "line 4: what was said is not what is shown:",
    "line 7: ended with 1, not 0:",
    "line 11: .env gives no S3_SECRET, no POSTGRES_PASSWORD, no HYDRATE_PASSWORD, no SERVER_PASSWORD, no VIEWFINDER_CLIENT_SECRET",
    "line 14: hydrate/infra/vendor.yaml needs VendorName, VendorAccountId, ExternalId, DropBucketName, DropKeyArn",
    "line 17: there is no unit other.timer",
    "line 20: ended with 1, not 0:",
  ]);
  expect(told.at(-1)).toMatch(
    /is not a port[^]*npm start -- --port 99999999 did not say 'Ctrl-C ends it'\.\n$/,
  );
  // Whatever never ends is ended, in words.
  await expect(
    takeSteps(readPage(block("echo begun; sleep 1000")), { ...reader, patienceMs: 2_000 }),
  ).rejects.toThrow(/^not over after 2 s:\necho begun; sleep 1000\nSo far it said:\nbegun\n$/);
});

/** Two readers at a time: each has a database of its own, and most machines that run this have two cores. */
const PLACES = 2;
const waiting: (() => void)[] = [];
let reading = 0;

/** Waits for a place. @returns gives it back */
async function enter(): Promise<() => void> {
  if (reading >= PLACES) await new Promise<void>((done) => waiting.push(done));
  else reading += 1;
  return () => {
    const next = waiting.shift();
    if (next === undefined) reading -= 1;
    else next();
  };
}

test("docs/library.md: its programs have the types they need, and give what is shown", () => {
  const page = readPage(readFileSync(join(DOCS, "library.md"), "utf8"));
  const folder = join(packed.folder, "programs");
  mkdirSync(folder);
  cpSync(loaded, folder, { recursive: true, verbatimSymlinks: true });
  const programs = page.steps.filter((step) => step.kind === "program");
  expect(programs.length).toBeGreaterThan(3);
  for (const [index, { text }] of programs.entries())
    writeFileSync(join(folder, `program-${index}.ts`), `${text}\nexport {};\n`);
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: "es2023",
        module: "nodenext",
        skipLibCheck: true,
        types: ["node"],
        typeRoots: [join(ROOT, "node_modules", "@types")],
      },
      include: ["program-*.ts"],
    }),
  );
  const compiled = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder],
    {
      encoding: "utf8",
    },
  );
  expect(compiled.stdout).toBe("");
  const { DATABASE_URL: _, ...env } = process.env;
  for (const [index, program] of programs.entries()) {
    const ran = spawnSync(process.execPath, [`program-${index}.js`], { cwd: folder, encoding: "utf8", env });
    expect(ran.stderr).toBe("");
    const shown = page.steps[page.steps.indexOf(program) + 1];
    const right = shown?.kind === "expect" && isAsShown(ran.stdout, shown.text);
    expect(right ? "" : `the program in line ${program.line} gives\n${ran.stdout}`).toBe("");
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
