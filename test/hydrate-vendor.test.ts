// From a new key to a verified drop, as a vendor and an admin type it.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { main } from "../cli/main.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "viewfinder-vendor-"));

let said: string[] = [];
const here = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  const hear = (...words: unknown[]): void => void said.push(words.join(" "));
  vi.spyOn(console, "log").mockImplementation(hear);
  vi.spyOn(console, "error").mockImplementation(hear);
  // Progress is told there, line by line.
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  vi.stubEnv("DATABASE_URL", undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

/** One command line: what it says, its exit code last; what differs from run to run taken out. */
async function run(line: string): Promise<string> {
  return (await spoken(line))
    .replaceAll(folder, ".")
    .replaceAll(/ed25519:[A-Za-z0-9+/]{43}=/g, "ed25519:…")
    .replaceAll(/\d{4}-\d{2}-\d{2}(?=[,}\s])/g, "DAY");
}

async function spoken(line: string): Promise<string> {
  said = [];
  process.exitCode = 0;
  await main(["hydrate", ...line.split(" ")]);
  const code = process.exitCode;
  process.exitCode = 0;
  return [...said, `exit ${code}`].join("\n");
}

test("a vendor without a model makes a key, an admin trusts it, and drops are signed and verified", async () => {
  const told: Record<string, string> = {};
  const made = await spoken("keys new --source films --id films-1");
  expect(made).toMatch(/exit 0$/);
  // The private key is nowhere but in its file.
  const secret = readFileSync(join(folder, "films-1.key"), "utf8").split("\n").at(-3) ?? "";
  expect(secret.length).toBeGreaterThan(40);
  expect(made).not.toContain(secret);
  told["the same again"] = await run("keys new --source films --id films-1");
  const line = /films-1: \{.*\}/.exec(made)?.[0] ?? "";
  const model = readFileSync(MODEL, "utf8").replace(
    "    duplicates: highest votes\n",
    `    duplicates: highest votes\n    signed_by:\n      ${line}\n`,
  );
  for (const month of ["2026-01", "2026-02"]) {
    mkdirSync(join(folder, "out", month), { recursive: true });
    writeFileSync(
      join(folder, "out", month, "films.csv"),
      `id,title,shown,budget,votes,imdb,saga,genres\n1,Alba of ${month},,1,1,,,\n`,
    );
    told[`sign ${month}`] = await run(`sign out/${month} --key films-1.key --source films`);
  }
  writeFileSync(join(folder, "looker.yml"), model);
  told["keys"] = await run("keys");
  told["verify"] = await run("verify out");
  appendFileSync(join(folder, "out/2026-02/films.csv"), "2,Bora,,1,1,,,\n");
  told["verify what was changed"] = await run("verify out");
  told["a key for no source"] = await run("keys new --source film");
  expect(told).toMatchSnapshot();
});
