// The front door as people use it: commands typed in a folder, what they print, and the exit codes scripts read.
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVENT_LINE } from "../hydrate/index.ts";
import { writeSampleDrops } from "../sample/drops.ts";
import { built } from "./built.ts";

const VIEWFINDER = await built("cli/viewfinder.js");
/** As a clone has it, where nothing is built. */
const SOURCE = fileURLToPath(new URL("../cli/viewfinder.js", import.meta.url));
const SAMPLE_MODEL = fileURLToPath(new URL("../looker.yml", import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder cli "));
  copyFileSync(SAMPLE_MODEL, join(folder, "looker.yml"));
  await writeSampleDrops(join(folder, "drops"), { movies: 200 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = VIEWFINDER,
): ChildProcess {
  const { DATABASE_URL: _, ...ours } = process.env;
  return spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...ours, ...env } });
}

async function viewfinder(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  program?: string,
): Promise<Ended> {
  const child = start(args, env, program);
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  // Whatever goes wrong for a user, a stack is never the answer.
  expect(err).not.toMatch(/^\s+at /m);
  return { code, out, err };
}

test.each(["", "check", "generate", "hydrate", "ask", "serve", "up"])(
  "viewfinder %s --help explains itself with an example",
  async (command) => {
    const { code, out } = await viewfinder([command, "--help"].filter(Boolean));
    expect(code).toBe(0);
    expect(out).toContain("Usage: viewfinder");
    expect(out).toContain(`viewfinder ${command || "up"}`);
  },
);

test("a command that does not exist, an option that does not: exit 1", async () => {
  expect((await viewfinder(["frobnicate"])).code).toBe(1);
  expect((await viewfinder(["check", "--fast"])).code).toBe(1);
});

test("a clone runs its source, and says the same as what was built of it", async () => {
  const asked = ["generate", "--tables", "postgres"];
  const fromSource = await viewfinder(asked, {}, SOURCE);
  expect(fromSource).toMatchObject({ code: 0, out: expect.stringContaining("CREATE TABLE") });
  expect(fromSource).toEqual(await viewfinder(asked));
});

test("check: 0 when the model is in order, 1 with every mistake at its place", async () => {
  expect(await viewfinder(["check"])).toMatchObject({ code: 0, out: expect.stringContaining("is in order") });
  const text = readFileSync(SAMPLE_MODEL, "utf8");
  writeFileSync(
    join(folder, "bad.yml"),
    text.replace("budget: decimal", "budget: decimel").replace("of: revenue,", "of: revenu,"),
  );
  const { code, err } = await viewfinder(["--model", "bad.yml", "check"]);
  expect(code).toBe(1);
  expect(err).toMatch(/^bad\.yml:\d+:\d+ unknown-word /m);
  expect(err).toMatch(/^bad\.yml:\d+:\d+ unknown-name /m);
  expect(err).toContain("did you mean `revenue`?");
  expect((await viewfinder(["--model", "none.yml", "check"])).code).toBe(1);
});

test("generate: writes, then has nothing to write, and --check tells what is stale", async () => {
  expect((await viewfinder(["generate"])).out).toContain("11 written");
  expect((await viewfinder(["generate"])).out).toContain("up to date already");
  expect((await viewfinder(["generate", "--check"])).code).toBe(0);
  appendFileSync(join(folder, "lookml", "manifest.lkml"), "# by hand\n");
  const { code, err } = await viewfinder(["generate", "--check"]);
  expect(code).toBe(1);
  expect(err).toContain("-# by hand");
  expect((await viewfinder(["generate", "--tables", "redshift"])).out).toContain(
    "CREATE TABLE IF NOT EXISTS",
  );
});

describe("with the embedded database", () => {
  test("hydrate: balances, repeats nothing, refuses a file that was cut off", async () => {
    const first = await viewfinder(["hydrate", "drops"]);
    expect(first.code).toBe(0);
    const lines = [
      ...first.out.matchAll(
        /([\d,]+) read = ([\d,]+) loaded \+ ([\d,]+) collapsed \w+ \+ ([\d,]+) quarantined/g,
      ),
    ];
    // One line a drop, and their sum.
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const [read = 0, ...parts] = line.slice(1).map((text) => Number(text.replaceAll(",", "")));
      expect(read).toBe(parts.reduce((sum, part) => sum + part, 0));
    }
    const again = await viewfinder(["hydrate", "drops"]);
    expect(again.out.match(/nothing to do: movies_metadata/g)).toHaveLength(3);
    expect(again.out).toContain("3 drops, and nothing to do in any of them.");
    const whole = readFileSync(join(folder, "drops", "2026-08", "movies_metadata.csv"));
    writeFileSync(join(folder, "movies_metadata_cut.csv"), whole.subarray(0, Math.floor(whole.length / 2)));
    const cut = await viewfinder(["hydrate", "movies_metadata_cut.csv"]);
    expect(cut.code).toBe(1);
    expect(cut.err).toContain("was cut off");
    // Whatever this machine knows of AWS, no bucket is asked.
    expect((await viewfinder(["hydrate", "s3://bucket/drop"], { AWS_REGION: "" })).code).toBe(2);
  });

  test("hydrate's commands: --json has stdout for itself, also when something fails", async () => {
    const status = await viewfinder(["hydrate", "status", "--json"]);
    expect(JSON.parse(status.out)).toMatchObject({ warehouse: "postgres", head: { state: "published" } });
    const events = await viewfinder(["hydrate", "drops", "--again", "--json"]);
    const lines = events.out
      .trimEnd()
      .split("\n")
      .map((line) => EVENT_LINE.parse(JSON.parse(line)));
    expect(lines.filter((line) => line.event === "drop")).toHaveLength(3);
    expect(lines.at(-1)).toMatchObject({ event: "end", published: 3 });
    const failed = await viewfinder(["hydrate", "no-such-folder", "--json"]);
    expect(failed.code).toBe(1);
    expect(EVENT_LINE.parse(JSON.parse(failed.out))).toMatchObject({
      event: "failed",
      kind: "mistake",
      exit: 1,
    });
  });

  test("ask: one answer in four formats", async () => {
    const asked = ["ask", "movies", "--fields", "genres.name,movies.count", "--filter", "genres.name=Drama"];
    const json = await viewfinder([...asked, "--format", "json"]);
    const [row] = JSON.parse(json.out) as { "genres.name": string; "movies.count": number }[];
    expect(row?.["genres.name"]).toBe("Drama");
    const number = row?.["movies.count"] ?? 0;
    expect(number).toBeGreaterThan(10);
    expect((await viewfinder([...asked, "--format", "csv"])).out).toBe(
      `genres.name,movies.count\nDrama,${number}\n`,
    );
    expect((await viewfinder(asked)).out).toContain(`│ Drama       │ ${String(number).padStart(12)} │`);
    const sql = (await viewfinder([...asked, "--format", "sql"])).out;
    expect(sql).toContain('-- $1 = "Drama"');
    expect(sql).toContain("SELECT");
  });

  test("ask: the question form, its mistakes, and values that are not there", async () => {
    const form = await viewfinder([
      "ask",
      "--metric",
      "budget",
      "--aggregation",
      "average",
      "--genre",
      "Action",
      "--production-company",
      "Nobody",
    ]);
    expect(form.code).toBe(0);
    expect(form.out).toContain("movies.average_budget");
    expect(form.err).toContain('There is no production company "Nobody".');
    const all = ["ask", "--metric", "budget", "--genre", "Action", "--genre", "Comedy", "--all-of", "genre"];
    expect((await viewfinder([...all, "--format", "sql"])).out.match(/IN \(/g)).toHaveLength(2);
    for (const args of [
      ["--metric", "budget", "--all-of", "genre"],
      ["--metric", "budget", "--genre", "Action", "--all-of", "gender"],
      ["movies", "--fields", "movies.count", "--all-of", "genre"],
      ["--metric", "buget"],
      ["--metric", "rating", "--aggregation", "total"],
      ["--metric", "budget", "--metric", "revenue"],
      ["movies", "--fields", "movies.count", "--genre", "Action"],
      ["movies", "--fields", "movies.count", "--filter", "genres.name=A", "--filter", "genres.name=B"],
      ["movies", "--fields", "movies.cuont"],
    ])
      expect(await viewfinder(["ask", ...args])).toMatchObject({ code: 1, out: "" });
  });

  test("a database that does not answer: exit 2, and the password stays unsaid", async () => {
    const { code, err } = await viewfinder(["ask"], { DATABASE_URL: "postgres://me:S3CRET@127.0.0.1:1/x" });
    expect(code).toBe(2);
    expect(err).toContain("127.0.0.1:1");
    expect(err).not.toContain("S3CRET");
  });

  test("up: the whole path until Ctrl-C, which ends the database too", async () => {
    const child = start(["up", "--port", "0"]);
    let out = "";
    const url = await new Promise<string>((done, failed) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        out += chunk.toString();
        const found = /is open at (http:\S+)/.exec(out);
        if (found?.[1] !== undefined) done(found[1]);
      });
      child.once("close", () => failed(new Error(`ended before it was open:\n${out}`)));
    });
    const asked = {
      model: "movies",
      view: "movies",
      fields: ["genres.name", "movies.average_budget"],
      limit: "3",
    };
    const answer = await fetch(`${url}/api/4.0/queries/run/json`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
    });
    expect(await answer.json()).toHaveLength(3);
    expect(await (await fetch(url)).text()).toContain("<title");
    const ended = new Promise<number | null>((done) => child.once("close", done));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, ".viewfinder", "postgres", "postmaster.pid"))).toBe(false);
  });
});
