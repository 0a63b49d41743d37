// A model for one of its environments: its schema and connection are those of the environment, everything else is the same.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { compile, ddlScript, DIALECTS, emitLookml } from "../generator/index.ts";
import { built } from "./built.ts";

const FILE = fileURLToPath(new URL("cases/environments/looker.yml", import.meta.url));
const TEXT = readFileSync(FILE, "utf8");
const VIEWFINDER = await built("cli/viewfinder.js");

function printedFor(environment: string | undefined): string {
  const { model, problems } = compile(TEXT, "looker.yml", [], environment);
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return emitLookml(model)
    .map(({ path, text }) => `${path}\n${text}`)
    .join("\n");
}

test("an environment's schema and connection stand in place of the model's", () => {
  const dev = printedFor("dev");
  expect(dev).toContain('connection: "warehouse_dev"');
  expect(dev).toContain('value: "shop_dev"');
  expect(dev.replace("warehouse_dev", "warehouse").replace("shop_dev", "shop")).toBe(printedFor(undefined));
});

test("what an environment does not say is as the model says", () => {
  const other = printedFor("test");
  expect(other).toContain('connection: "warehouse"\n');
  expect(other).toContain('value: "shop_test"');
  const { model } = compile(TEXT, "looker.yml", [], "test");
  expect(model === undefined ? "" : ddlScript(model, DIALECTS.postgres)).not.toContain('"shop"');
});

test("an environment that the model does not have is refused, with those it has", () => {
  const { problems } = compile(TEXT, "looker.yml", [], "prod");
  expect(problems.map((problem) => problem.printed)).toEqual([
    [
      "looker.yml:5:1 unknown-name there is no environment `prod`",
      "  5 | environments:",
      "    | ^",
      "    = one of: `dev`, `test`",
    ].join("\n"),
  ]);
  const without = TEXT.replace(/environments:\n(?: .*\n)*/, "");
  const [only] = compile(without, "looker.yml", [], "prod").problems;
  expect(only?.message).toBe("the model has no environment `prod`, nor any other");
});

test("every command takes it, from the command line or from VIEWFINDER_ENVIRONMENT", async () => {
  const run = promisify(execFile);
  const tables = ["--model", FILE, "generate", "--tables", "postgres"];
  const given = await run(process.execPath, [VIEWFINDER, "--environment", "dev", ...tables]);
  const { stdout } = await run(process.execPath, [VIEWFINDER, ...tables], {
    env: { ...process.env, VIEWFINDER_ENVIRONMENT: "dev" },
  });
  expect(stdout).toBe(given.stdout);
  const refused = run(process.execPath, [VIEWFINDER, "--environment", "prod", "--model", FILE, "check"]);
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("`prod`") as string,
  });
});
