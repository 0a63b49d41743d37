// The workflows and the pre-commit line in docs/ci: YAML of the right form, shell that parses, commands and options that exist.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkCommand } from "../cli/commands/check.ts";
import { deployCommand } from "../cli/commands/deploy.ts";
import { driftCommand } from "../cli/commands/drift.ts";
import { generateCommand } from "../cli/commands/generate.ts";

const FOLDER = fileURLToPath(new URL("../docs/ci/", import.meta.url));
const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly "runs-on": string;
        readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly name?: string }[];
      }
    >
  >;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [checkCommand, deployCommand, driftCommand, generateCommand].map((make) => {
    const command = make(() => ({ model: "looker.yml" }));
    return [command.name(), command];
  }),
);

/** Each `npx viewfinder …` of a text, as words. */
function callsIn(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/npx viewfinder ([^|&'\n]+)/g)].map(([, words = ""]) => words.trim().split(/\s+/));
}

test("there is one for pull requests, one for what follows, and one line for commits", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(["deploy.yml", "pre-commit.yml", "pull-request.yml"]);
});

test("every command and option they use exists", () => {
  const calls = ["deploy.yml", "pre-commit.yml", "pull-request.yml"].flatMap((name) => callsIn(read(name)));
  expect(calls.length).toBeGreaterThan(5);
  for (const [name = "", ...words] of calls) {
    const command = COMMANDS.get(name);
    expect([name, command === undefined]).toEqual([name, false]);
    for (const word of words.filter((one) => one.startsWith("--"))) {
      const option = command?.options.find(({ long }) => long === word);
      expect([name, word, option === undefined]).toEqual([name, word, false]);
      const value = words[words.indexOf(word) + 1];
      expect(option?.argChoices ?? [value]).toContain(value);
    }
  }
});

for (const name of ["deploy.yml", "pull-request.yml"])
  test(`${name} is a workflow, and its shell parses`, () => {
    const workflow = parse(read(name)) as Workflow;
    expect(Object.keys(workflow.on).length).toBeGreaterThan(0);
    expect(workflow.permissions).toHaveProperty("contents", "read");
    for (const { steps, "runs-on": on } of Object.values(workflow.jobs)) {
      expect(on).toBe("ubuntu-latest");
      for (const { run, uses } of steps) {
        expect([run, uses].filter((one) => one !== undefined)).toHaveLength(1);
        if (run === undefined) continue;
        // What GitHub puts into a script as text, a branch's name could turn into commands.
        expect(run).not.toContain("${{");
        execFileSync("bash", ["-n"], { input: run });
      }
    }
  });

test("the hook is one of pre-commit's, and what it runs parses", () => {
  const { repos } = parse(read("pre-commit.yml")) as {
    readonly repos: readonly {
      readonly repo: string;
      readonly hooks: readonly Readonly<Record<string, string>>[];
    }[];
  };
  const hook = repos[0]?.hooks[0] ?? {};
  expect(repos[0]?.repo).toBe("local");
  expect(hook).toMatchObject({ id: "viewfinder", language: "system", pass_filenames: false });
  execFileSync("bash", ["-n"], { input: hook["entry"] });
  const files = new RegExp(hook["files"] ?? "$^");
  expect(
    ["looker.yml", "lookml/views/a.view.lkml", "src/looker.yml"].map((path) => files.test(path)),
  ).toEqual([true, true, false]);
});

describe("the comment on a pull request", () => {
  test("holds the LookML that changes, new files among them", () => {
    const folder = mkdtempSync(join(tmpdir(), "viewfinder-comment-"));
    try {
      const workflow = parse(read("pull-request.yml")) as Workflow;
      const script =
        workflow.jobs["model"]?.steps.find((step) => step.name === "What changes in Looker")?.run ?? "";
      const git = (...args: readonly string[]): string =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
          cwd: folder,
          encoding: "utf8",
        });
      const bin = join(folder, "bin");
      mkdirSync(bin);
      const command = (name: string, text: string): void => {
        writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(bin, name), 0o755);
      };
      // Stands for the generator and for GitHub's command: one writes a view, the other shows what it is handed.
      command(
        "npx",
        "printf 'view: b {}\\n' > lookml/b.view.lkml; printf 'view: a { label: \"A\" }\\n' > lookml/a.view.lkml",
      );
      command("gh", 'echo "$@"; cat comment.md');
      mkdirSync(join(folder, "lookml"));
      writeFileSync(join(folder, "lookml", "a.view.lkml"), "view: a {}\n");
      git("init", "--quiet");
      git("add", "lookml");
      git("commit", "--quiet", "-m", "one");
      const said = execFileSync("bash", ["-e", "-c", script], {
        cwd: folder,
        encoding: "utf8",
        env: {
          ...process.env,
          PATH: `${bin}:${process.env["PATH"] ?? ""}`,
          BASE: git("rev-parse", "HEAD").trim(),
          NUMBER: "12",
        },
      });
      expect(said).toContain("pr comment 12 --edit-last --create-if-none --body-file comment.md");
      expect(said).toContain("### What changes in Looker");
      expect(said).toContain('+view: a { label: "A" }');
      expect(said).toContain("+view: b {}");
      expect(said).toMatch(/2 files changed/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
