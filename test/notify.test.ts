// Runs that tell a webhook how they went: a real HTTP server hears them, refuses them, is not there.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { messageOf, notify, webhookOf } from "../cli/notify.ts";
import { Outage } from "../generator/index.ts";
import { EVENT_LINE } from "../hydrate/index.ts";
import type { Stack } from "../local/stack.ts";
import { built } from "./built.ts";
import { openTestStack } from "./database.ts";
import { dropTables, modelOf } from "./library.ts";

const VIEWFINDER = await built("cli/viewfinder.js");
const SCHEMA = `notify_${process.pid}`;
const LOOKER_YML = `
model: stock
label: Stock
connection: warehouse
unsigned: folders
schema: ${SCHEMA}
sources:
  items:
    files: items*.csv
    key: id
    budget: 1%
    columns: {id: integer, name: text}
tables:
  items: {from: items, key: id, columns: [id, name]}
views:
  items:
    dimensions:
      name:
    measures:
      count: {type: count}
explores:
  items: {}
`;

/** What the server was sent, and what it answers, one after the other; the last answer holds for all that follow. */
const heard: { readonly path: string; readonly text: string }[] = [];
let answers: readonly number[] = [200];
const server = createServer((request: IncomingMessage, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const status = answers[heard.length] ?? answers.at(-1) ?? 200;
    heard.push({ path: request.url ?? "", text: String((JSON.parse(body) as { text: unknown }).text) });
    response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("ok");
  });
});
let folder: string;
let stack: Stack;
let webhook: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-notify-"));
  writeFileSync(join(folder, "looker.yml"), LOOKER_YML);
  stack = await openTestStack();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/s3cret`;
});
afterAll(async () => {
  await dropTables(stack.url, modelOf(LOOKER_YML));
  await dropTables(stack.url, modelOf(LOOKER_YML.replace(SCHEMA, `${SCHEMA}_hydrate`)));
  await stack.release();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  heard.length = 0;
  answers = [200];
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function hydrating(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [VIEWFINDER, "hydrate", ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: stack.url, ...env },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return { code: await new Promise<number | null>((done) => child.once("close", done)), out, err };
}

function deliver(month: string, text: string): string {
  mkdirSync(join(folder, month), { recursive: true });
  writeFileSync(join(folder, month, "items.csv"), text);
  return month;
}

test("a run that publishes is told in words, and one with nothing to do is not", async () => {
  const drop = deliver("2020-01", "id,name\n1,Cup\n2,Plate\n");
  expect(await hydrating([drop, "--notify", webhook])).toMatchObject({ code: 0 });
  expect(heard).toHaveLength(1);
  expect(heard[0]?.path).toBe("/hooks/s3cret");
  expect(heard[0]?.text.replace(/\d+\.\d s/, "… s")).toMatch(
    /^Stock: 1 drop published\.\n {2}2020-01: run 1, 2 read = 2 loaded \+ 0 collapsed duplicates \+ 0 quarantined/,
  );
  // All months since are late by then, and a run that finds nothing new says so again.
  expect(heard[0]?.text).toMatch(/\nNeeds a look:\n {2}items: .*2020-02.* are late, expected by 20/);
  const again = await hydrating([drop, "--json"], { VIEWFINDER_NOTIFY: webhook });
  expect(again.code).toBe(0);
  expect(heard[1]?.text).toMatch(/^Stock: nothing new\.\nNeeds a look:\n/);
  const lines = again.out.trim().split("\n");
  expect(lines.map((line) => EVENT_LINE.parse(JSON.parse(line)).event).slice(-3)).toEqual([
    "drop",
    "worry",
    "end",
  ]);
});

test("a drop with more that cannot be read than its budget allows is told, and told apart", async () => {
  const drop = deliver("2020-02", "id,name\n3,Jug\nfour,Bowl\n");
  const { code, out } = await hydrating([drop, "--json", "--notify", webhook]);
  expect(code).toBe(1);
  const last = EVENT_LINE.parse(JSON.parse(out.trim().split("\n").at(-1) ?? ""));
  expect(last).toMatchObject({ event: "failed", kind: "mistake", because: "budget", exit: 1 });
  expect(heard).toHaveLength(1);
  expect(heard[0]?.text).toMatch(
    /^Stock: hydrate failed with exit code 1\.\n1 of 2 records of source `items` cannot be read/,
  );
});

test("a database that is not there is told as well, and its password is not", async () => {
  const { code } = await hydrating(["2020-01", "--notify", webhook], {
    DATABASE_URL: "postgres://loader:tiger@127.0.0.1:9/none",
  });
  expect(code).toBe(2);
  expect(heard[0]?.text).toMatch(/^Viewfinder: hydrate failed with exit code 2\.\n/);
  expect(heard[0]?.text).not.toContain("tiger");
  const error = new Outage("postgres://loader:tiger@db/x is gone", { retry: true });
  expect(messageOf({ label: "Stock", reports: [], status: undefined, error })).toBe(
    "Stock: hydrate failed with exit code 2.\npostgres://…@db/x is gone",
  );
});

test("nobody who listens is no reason for a run to fail", async () => {
  answers = [404];
  const drop = deliver("2020-03", "id,name\n5,Vase\n");
  const { code, err } = await hydrating([drop, "--notify", webhook]);
  expect(code).toBe(0);
  expect(err).toMatch(/Nobody was told of this run: 127\.0\.0\.1:\d+ answered 404\./);
  expect(err).not.toContain("s3cret");
  const said: string[] = [];
  await notify(new URL("http://127.0.0.1:9/hooks/s3cret"), "hello", (line) => said.push(line), [0, 0]);
  expect(said).toEqual([
    "Nobody was told of this run: 127.0.0.1:9 could not be reached. The run itself is not touched by that.",
  ]);
});

test.each([
  { answers: [500, 429, 200], times: 3, said: [] },
  { answers: [503], times: 3, said: ["answered 503"] },
  { answers: [404], times: 1, said: ["answered 404"] },
  { answers: [302], times: 1, said: ["answered 302"] },
])("a server that answers $answers is asked $times times", async (given) => {
  ({ answers } = given);
  const said: string[] = [];
  await notify(new URL(webhook), "hello", (line) => said.push(line), [0, 0]);
  expect(heard.map(({ path, text }) => [path, text])).toEqual(
    Array.from({ length: given.times }, () => ["/hooks/s3cret", "hello"]),
  );
  expect(said).toEqual(given.said.map((words) => expect.stringContaining(words)));
});

test("messages go by https, or stay on this machine; the address is never repeated", () => {
  expect(webhookOf(undefined, {})).toBeUndefined();
  expect(webhookOf(undefined, { VIEWFINDER_NOTIFY: " https://chat.example.com/x " })?.host).toBe(
    "chat.example.com",
  );
  expect(webhookOf("http://localhost:1/x", {})?.port).toBe("1");
  expect(() => webhookOf("http://chat.example.com/s3cret", {})).toThrow(
    /^--notify is no https address \(it begins with http:\)/,
  );
  expect(() => webhookOf(undefined, { VIEWFINDER_NOTIFY: "s3cret" })).toThrow(
    /^VIEWFINDER_NOTIFY is no address\. Write https:\/\/…$/,
  );
});

test("a message is no longer than a chat takes", () => {
  const text = messageOf({
    label: "Stock",
    reports: [],
    status: undefined,
    error: new Error("long ".repeat(2_000)),
  });
  expect(text?.length).toBe(3_001);
});
