// docs/troubleshooting.md: every code there is, with what it means as the code says it, and what to do about it.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXIT } from "../cli/exit.ts";
import { PROBLEM_CODES } from "../generator/index.ts";
import { FAULT_CODES, FINDINGS } from "../hydrate/index.ts";

const PAGE = new URL("../docs/troubleshooting.md", import.meta.url);

/** What exit codes mean is for scripts, and stands in their names only. */
const EXITS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "all went well",
  mistake: "the model, the question or the drop is wrong",
  world: "the world is: database, bucket, disk, network",
  bug: "a bug of ours",
  stopped: "you stopped it: Ctrl-C or a signal",
};

/** The tables of the page by their first column's title: code and meaning. */
const TABLES: Readonly<Record<string, readonly (readonly [code: string, means: string])[]>> = {
  exit: Object.entries(EXIT).map(([name, code]) => [String(code), EXITS[name as keyof typeof EXIT]]),
  problem: Object.entries(PROBLEM_CODES),
  reason: Object.entries(FAULT_CODES),
  finding: Object.entries(FINDINGS).map(([code, { means, refuses }]) => [
    code,
    refuses ? means : `${means} (said, and loaded)`,
  ]),
};

test("every code stands there with what it means, and with what to do", () => {
  const page = readFileSync(PAGE, "utf8");
  const doing = new Map<string, string>();
  let kind = "";
  for (const line of page.split("\n")) {
    kind = /^\| (\w+) \| what it means \|/.exec(line)?.[1] ?? kind;
    const [, code = "", todo = ""] = /^\| `([^`]+)` \| .* \| ([^|]*) \|$/.exec(line) ?? [];
    if (code !== "") doing.set(`${kind} ${code}`, todo);
  }
  const written = Object.entries(TABLES).reduce((text, [name, rows]) => {
    const table = [
      `| ${name} | what it means | what to do |`,
      "|---|---|---|",
      ...rows.map(([code, means]) => `| \`${code}\` | ${means} | ${doing.get(`${name} ${code}`) ?? "?"} |`),
    ].join("\n");
    return text.replace(new RegExp(`\\| ${name} \\| what it means [^]*?(?=\n\n|\n$)`), () => table);
  }, page);
  if (process.env["UPDATE"] === "1") writeFileSync(PAGE, written);
  expect(readFileSync(PAGE, "utf8")).toBe(written);
  // A code that nobody wrote anything about, or a row that no code has any more.
  const wanted = Object.entries(TABLES).flatMap(([name, rows]) => rows.map(([code]) => `${name} ${code}`));
  expect(wanted.filter((code) => (doing.get(code) ?? "").length < 10)).toEqual([]);
  expect([...doing.keys()].filter((code) => !wanted.includes(code))).toEqual([]);
});
