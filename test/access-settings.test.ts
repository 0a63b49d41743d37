// What an admin types and sets -> access: the commands for credentials, the settings of a login service, the audit file.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { accessFor } from "../cli/access.ts";
import { main } from "../cli/main.ts";
import { Mistake, Outage } from "../generator/index.ts";
import { type AuditLine, openAuditFile } from "../local/server/access/audit.ts";

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-settings-"));
  said = [];
  const say = (line: unknown): void => void said.push(String(line));
  vi.spyOn(console, "log").mockImplementation(say);
  vi.spyOn(console, "error").mockImplementation(say);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints, and its exit code. */
async function run(...args: readonly string[]): Promise<readonly [string, number]> {
  said.length = 0;
  process.exitCode = undefined;
  await main(["--model", join(folder, "looker.yml"), ...args]);
  return [said.join("\n"), exitCode()];
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}

describe("viewfinder access", () => {
  test("makes, lists, renews and takes away credentials, and shows each secret once", async () => {
    expect(await run("access", "list")).toEqual([expect.stringContaining("There are no credentials"), 0]);
    const [made] = await run(
      "access",
      "add",
      "--name",
      "Nightly",
      "--role",
      "download,ask",
      "--attribute",
      "region=EU",
    );
    expect(made).toContain('"Nightly" may ask and download');
    const [, id = "", secret = ""] = /client_id\s+(\S+)\n\s+client_secret\s+(\S+)/.exec(made) ?? [];
    expect([id.length, secret.length]).toEqual([20, 32]);
    const [json] = await run("access", "add", "--name", "Other", "--json");
    expect(Object.keys(JSON.parse(json) as object)).toEqual(["client_id", "client_secret"]);
    const [listed] = await run("access", "list");
    expect(listed).toMatch(/Nightly\s+\S{20}\s+ask, download\s+region=EU/);
    expect(listed).not.toContain(secret);
    const [renewed] = await run("access", "rotate", "Nightly");
    expect(renewed).toContain(id);
    expect(renewed).not.toContain(secret);
    expect(await run("access", "remove", id)).toEqual([expect.stringContaining('"Nightly"'), 0]);
    expect((await run("access", "list"))[0]).not.toContain("Nightly");
    const file = join(folder, ".viewfinder", "access.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test.each([
    [["add", "--name", " "], "--name is empty"],
    [["add", "--name", "x", "--role", "boss"], "the roles are ask, download, admin"],
    [["add", "--name", "x", "--role", ","], "the roles are ask, download, admin"],
    [["add", "--name", "x", "--attribute", "region"], "write a name and a value"],
    [["add", "--name", "x", "--attribute", "=EU"], "write a name and a value"],
    [["add", "--name", "x", "--attribute", "Region=EU"], "cannot be the name of a user attribute"],
    [["remove", "x"], "It holds none."],
    [["rotate", "x"], "It holds none."],
  ])("%j is refused in words", async (args, words) => {
    expect(await run("access", ...args)).toEqual([expect.stringContaining(words), 1]);
    expect(existsSync(join(folder, ".viewfinder", "access.json"))).toBe(false);
  });
});

describe("the settings of a server", () => {
  const open = (host: string): ReturnType<typeof accessFor> =>
    accessFor(join(folder, "looker.yml"), host, {}, () => undefined);
  const OIDC = {
    VIEWFINDER_OIDC_ISSUER: "https://login.example.com",
    VIEWFINDER_OIDC_CLIENT_ID: "viewfinder",
    VIEWFINDER_OIDC_CLIENT_SECRET: "secret",
    VIEWFINDER_OIDC_ROLES: "ask=*",
  };

  test("name a login service, and then nobody asks without having been there", async () => {
    for (const [name, value] of Object.entries(OIDC)) vi.stubEnv(name, value);
    vi.stubEnv("VIEWFINDER_PUBLIC_URL", "https://ask.example.com");
    const access = await open("0.0.0.0");
    expect(await access.isOpen()).toBe(false);
    expect(await access.describe()).toEqual([
      "Access: closed. Let in: people by login.example.com.",
      "It speaks plain http here; the reverse proxy at https://ask.example.com ends TLS.",
    ]);
  });

  test.each([
    ["VIEWFINDER_OIDC_CLIENT_ID", "", "VIEWFINDER_OIDC_CLIENT_ID is not"],
    ["VIEWFINDER_OIDC_CLIENT_SECRET", " ", "VIEWFINDER_OIDC_CLIENT_SECRET is not"],
    ["VIEWFINDER_OIDC_ROLES", "", "for example ask=*; download=analysts"],
    ["VIEWFINDER_OIDC_ROLES", "download=*", "lets nobody ask"],
    ["VIEWFINDER_OIDC_ATTRIBUTES", "region", "write name=value"],
    ["VIEWFINDER_OIDC_ISSUER", "http://login.example.com", "plain http"],
    ["VIEWFINDER_OIDC_ISSUER", "login", "is not an address"],
    ["VIEWFINDER_PUBLIC_URL", "ask.example.com", "is not an address"],
  ])("%s=%j is refused in words", async (name, value, words) => {
    for (const [known, right] of Object.entries(OIDC)) vi.stubEnv(known, right);
    vi.stubEnv(name, value);
    await expect(open("127.0.0.1")).rejects.toThrow(Mistake);
    await expect(open("127.0.0.1")).rejects.toThrow(words);
  });
});

describe("the audit file", () => {
  const line = (request: string): AuditLine => ({
    kind: "question",
    time: "2026-01-01T00:00:00.000Z",
    request,
    caller: "1",
    name: "One",
    address: "127.0.0.1",
    outcome: "answered",
    status: 200,
    rows: 1,
    bytes: 2,
    ms: 3,
  });
  const requestsIn = (path: string): readonly string[] =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((one) => (JSON.parse(one) as AuditLine).request);

  test("only ever grows, and can be moved away while it is written to", async () => {
    const path = join(folder, "audit.jsonl");
    const audit = await openAuditFile(path, () => undefined);
    for (let index = 0; index < 100; index += 1) audit.write(line(String(index)));
    await audit.flush();
    expect(requestsIn(path)).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    renameSync(path, `${path}.1`);
    audit.write(line("after"));
    await audit.flush();
    expect(requestsIn(path)).toEqual(["after"]);
    const again = await openAuditFile(path, () => undefined);
    again.write(line("again"));
    await again.flush();
    expect(requestsIn(path)).toEqual(["after", "again"]);
  });

  test("that cannot be written is told before the server starts, and its lines are not lost later", async () => {
    const blocked = join(folder, "audit.jsonl", "audit.jsonl");
    const heard: string[] = [];
    const audit = await openAuditFile(join(folder, "audit.jsonl"), (text) => void heard.push(text));
    await expect(openAuditFile(blocked, () => undefined)).rejects.toThrow(Outage);
    rmSync(folder, { recursive: true });
    audit.write(line("lost"));
    await audit.flush();
    expect(heard.join("\n")).toContain('"request":"lost"');
  });
});

describe("one pair of credentials from the environment", () => {
  const opened = async (env: Readonly<Record<string, string>>, host = "0.0.0.0") => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    return accessFor(join(folder, "looker.yml"), host, { publicUrl: "http://localhost:4600" }, () => {});
  };
  const secret = "a secret of thirty characters.";

  test("closes the server, and opens it to whoever has it", async () => {
    const access = await opened({ VIEWFINDER_CLIENT_ID: "team", VIEWFINDER_CLIENT_SECRET: secret });
    expect(await access.isOpen()).toBe(false);
    const all = await access.credentials.all();
    expect(all.map(({ id, name, roles }) => [id, name, roles])).toEqual([
      ["team", "team", ["ask", "download"]],
    ]);
    expect(JSON.stringify(all)).not.toContain(secret);
    expect(await access.credentials.find("nobody")).toBeUndefined();
    expect(existsSync(join(folder, ".viewfinder", "access.json"))).toBe(false);
  });

  test.each([
    [{ VIEWFINDER_CLIENT_ID: "team" }, /go together: set both, or neither/],
    [{ VIEWFINDER_CLIENT_SECRET: secret }, /go together: set both, or neither/],
    [
      { VIEWFINDER_CLIENT_ID: "team", VIEWFINDER_CLIENT_SECRET: "short" },
      /has 5 characters; whoever guesses it/,
    ],
    [
      { VIEWFINDER_CLIENT_ID: "team", VIEWFINDER_CLIENT_SECRET: secret, VIEWFINDER_CLIENT_ROLES: "ask,rule" },
      /^VIEWFINDER_CLIENT_ROLES rule: the roles are/,
    ],
  ])("%j is refused in words", async (env, words) => {
    await expect(opened(env as unknown as Record<string, string>)).rejects.toThrow(words);
  });
});
