// Logging in with API credentials: Looker's own exchange, tokens that end, and guesses that have to wait.
import { readFileSync, statSync, writeFileSync, chmodSync } from "node:fs";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Mistake } from "../generator/index.ts";
import {
  addCredentials,
  readCredentials,
  removeCredentials,
  rotateCredentials,
} from "../local/server/access/credentials.ts";
import { openPace } from "../local/server/access/pace.ts";
import { openTickets } from "../local/server/access/tickets.ts";
import { type GuardedServer, openGuarded, sendLogin } from "./access-server.ts";
import { library } from "./library.ts";

let server: GuardedServer;

beforeAll(async () => {
  server = await openGuarded(library, {
    Reader: { roles: ["ask"], attributes: { region: "EU" } },
    Admin: { roles: ["ask", "admin"] },
    "One Two Three": { roles: ["ask"] },
  });
});

afterAll(() => server.close());

const LOOKS_FOR = 2500;

async function message(response: Response): Promise<string> {
  const body = (await response.json()) as { message: string; documentation_url: string };
  expect(body.documentation_url).toContain(`/r/err/4.0/${response.status}/`);
  return body.message;
}

describe("login", () => {
  test("answers with exactly the four members that Looker's clients take", async () => {
    const { id, secret } = server.shown.get("Reader") ?? { id: "", secret: "" };
    const response = await sendLogin(server.url, id, secret);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/) as string,
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: null,
    });
  });

  test("takes what Google's agents send besides, and both ways to send the token", async () => {
    const { id, secret } = server.shown.get("Reader") ?? { id: "", secret: "" };
    const response = await fetch(`${server.url}/api/4.0/login`, {
      method: "POST",
      body: new URLSearchParams({ client_id: id, client_secret: secret, grant_type: "client_credentials" }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    for (const authorization of [`Bearer ${token}`, `token ${token}`, `bearer ${token}`]) {
      const user = await fetch(`${server.url}/api/4.0/user`, { headers: { authorization } });
      expect(user.status).toBe(200);
    }
    for (const authorization of [`Basic ${token}`, token, "Bearer", `Bearer ${token}x`]) {
      const user = await fetch(`${server.url}/api/4.0/user`, { headers: { authorization } });
      expect(user.status).toBe(401);
      expect(user.headers.get("www-authenticate")).toBe("Bearer");
      expect(await message(user)).toBe("Requires authentication.");
    }
  });

  test("lets Prometheus in as it comes: first in a header, and when that is refused in the body", async () => {
    // golang.org/x/oauth2, internal/token.go: RetrieveToken, with a style that is not known yet.
    const { id, secret } = server.shown.get("Admin") ?? { id: "", secret: "" };
    const send = (body: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) =>
      fetch(`${server.url}/api/4.0/login`, { method: "POST", headers, body: new URLSearchParams(body) });
    const authorization = `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
    const first = await send({ grant_type: "client_credentials" }, { authorization });
    expect(first.status).toBe(400);
    const second = await send({ grant_type: "client_credentials", client_id: id, client_secret: secret }, {});
    const { access_token: token } = (await second.json()) as { access_token: string };
    const scraped = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await fetch(`${server.url}/metrics`, { headers })).status;
    expect(await scraped({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await scraped({})).toBe(401);
  });

  test("refuses what is not right as Looker does, and never in an address", async () => {
    const { id, secret } = server.shown.get("Reader") ?? { id: "", secret: "" };
    const wrong = await sendLogin(server.url, id, "not the secret");
    expect([wrong.status, await message(wrong)]).toEqual([404, expect.stringMatching(/^Not found/)]);
    const nobody = await sendLogin(server.url, "not an id", secret);
    expect([nobody.status, await message(nobody)]).toEqual([404, expect.stringMatching(/^Not found/)]);
    const none = await fetch(`${server.url}/api/4.0/login`, { method: "POST" });
    expect(none.status).toBe(400);
    const inUrl = await fetch(`${server.url}/api/4.0/login?client_id=${id}&client_secret=${secret}`, {
      method: "POST",
    });
    expect([inUrl.status, await message(inUrl)]).toEqual([
      400,
      expect.stringContaining("not in the address"),
    ]);
  });

  test("is written down, whoever it was", async () => {
    const { id } = server.shown.get("Admin") ?? { id: "" };
    await sendLogin(server.url, id, "guess");
    await expect
      .poll(() => server.audit.at(-1))
      .toMatchObject({ kind: "login", caller: null, credentials: "Admin", outcome: "refused", status: 404 });
    await sendLogin(server.url, id, server.shown.get("Admin")?.secret ?? "");
    await expect
      .poll(() => server.audit.at(-1))
      .toMatchObject({ kind: "login", caller: id, name: "Admin", outcome: "answered", status: 200 });
  });

  test("a form is read nowhere else, so that no other site's page can send one", async () => {
    const response = await server.ask("Reader", "/api/4.0/queries/run/json", {
      method: "POST",
      body: new URLSearchParams({ model: "library" }),
    });
    expect(response.status).toBe(415);
  });
});

describe("tokens", () => {
  test("end after an hour, at a logout on either path, and with the secret they were got with", async () => {
    const user = (token: string): Promise<Response> =>
      fetch(`${server.url}/api/4.0/user`, { headers: { authorization: `Bearer ${token}` } });
    for (const path of ["/api/4.0/logout", "/api/logout"]) {
      const token = await server.login("Reader");
      const headers = { authorization: `token ${token}`, "content-type": "application/json" };
      const out = await fetch(`${server.url}${path}`, { method: "DELETE", headers });
      expect(out.status).toBe(204);
      expect((await user(token)).status).toBe(401);
    }
    const hour = await server.login("Reader");
    server.pass(3_599_000);
    expect((await user(hour)).status).toBe(200);
    server.pass(1000);
    expect((await user(hour)).status).toBe(401);

    const { id, secret } = await addCredentials(server.path, {
      name: "Short",
      roles: ["ask"],
      attributes: {},
    });
    server.pass(LOOKS_FOR);
    const login = async (with_: string): Promise<string> =>
      ((await (await sendLogin(server.url, id, with_)).json()) as { access_token: string }).access_token;
    const first = await login(secret);
    expect((await user(first)).status).toBe(200);
    const rotated = await rotateCredentials(server.path, "Short");
    server.pass(LOOKS_FOR);
    expect((await user(first)).status).toBe(401);
    expect((await sendLogin(server.url, id, secret)).status).toBe(404);
    const second = await login(rotated.secret);
    expect((await user(second)).status).toBe(200);
    await removeCredentials(server.path, id);
    server.pass(LOOKS_FOR);
    expect((await user(second)).status).toBe(401);
  });

  test("an admin asks in another's place, and only for as long as they are an admin", async () => {
    const reader = server.shown.get("Reader")?.id ?? "";
    const refused = await server.ask("Reader", `/api/4.0/login/${reader}`, { method: "POST" });
    expect([refused.status, await message(refused)]).toEqual([403, expect.stringContaining("role admin")]);
    const nobody = await server.ask("Admin", "/api/4.0/login/17", { method: "POST" });
    expect(nobody.status).toBe(404);
    // The SDK sends the header of JSON and no body.
    const headers = { "content-type": "application/json" };
    const response = await server.ask("Admin", `/api/4.0/login/${reader}`, { method: "POST", headers });
    expect(response.status).toBe(200);
    const { access_token: token } = (await response.json()) as { access_token: string };
    const authorization = { authorization: `Bearer ${token}` };
    const user = await fetch(`${server.url}/api/4.0/user?fields=id,display_name`, { headers: authorization });
    expect(await user.json()).toEqual({ id: reader, display_name: "Reader" });
    const session = await fetch(`${server.url}/api/4.0/session`, { headers: authorization });
    expect(await session.json()).toMatchObject({ sudo_user_id: reader, workspace_id: "production" });
    const others = await fetch(`${server.url}/api/4.0/login/${reader}`, {
      method: "POST",
      headers: authorization,
    });
    expect(others.status).toBe(403);
    const admin = await addCredentials(server.path, { name: "Temp", roles: ["admin"], attributes: {} });
    server.pass(LOOKS_FOR);
    const own = (await (await sendLogin(server.url, admin.id, admin.secret)).json()) as {
      access_token: string;
    };
    const acting = (await (
      await fetch(`${server.url}/api/4.0/login/${reader}`, {
        method: "POST",
        headers: { authorization: `Bearer ${own.access_token}` },
      })
    ).json()) as { access_token: string };
    await removeCredentials(server.path, "Temp");
    server.pass(LOOKS_FOR);
    const after = await fetch(`${server.url}/api/4.0/user`, {
      headers: { authorization: `Bearer ${acting.access_token}` },
    });
    expect(after.status).toBe(401);
  });
});

describe("who asks", () => {
  test("has every member that Looker's clients rely on", async () => {
    const user = (await (await server.ask("One Two Three", "/api/4.0/user")).json()) as Record<
      string,
      unknown
    >;
    expect(user).toMatchObject({
      id: server.shown.get("One Two Three")?.id,
      first_name: "One",
      last_name: "Two Three",
      display_name: "One Two Three",
      email: "",
      home_folder_id: "library",
      personal_folder_id: "library",
      role_ids: ["ask"],
      group_ids: [],
      can: { show: true },
    });
  });

  test("has a session, whose workspace can be changed as Looker's clients do", async () => {
    const patch = (body: string): Promise<Response> =>
      server.ask("Reader", "/api/4.0/session", {
        method: "PATCH",
        body,
        headers: { "content-type": "application/json" },
      });
    expect(await (await server.ask("Reader", "/api/4.0/session")).json()).toEqual({
      can: {},
      workspace_id: "production",
      sudo_user_id: null,
    });
    expect(await (await patch('{"workspace_id":"dev"}')).json()).toMatchObject({ workspace_id: "dev" });
    expect(await (await server.ask("Reader", "/api/4.0/session")).json()).toMatchObject({
      workspace_id: "dev",
    });
    expect((await patch('{"workspace_id":"elsewhere"}')).status).toBe(422);
  });
});

describe("guessing", () => {
  test("has to wait after a few, from one address, and keeps nobody else out", async () => {
    const slow = await openGuarded(library, { Reader: { roles: ["ask"] } });
    try {
      const { id, secret } = slow.shown.get("Reader") ?? { id: "", secret: "" };
      const statuses: number[] = [];
      for (let guess = 0; guess < 6; guess += 1) statuses.push((await sendLogin(slow.url, id, "no")).status);
      expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
      const right = await sendLogin(slow.url, id, secret);
      expect(right.status).toBe(429);
      expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(20);
      expect(await message(right)).toContain("The next one is looked at in");
      slow.pass(31_000);
      expect((await sendLogin(slow.url, id, secret)).status).toBe(200);
      // Whoever guesses ids is stopped by their address.
      for (let guess = 0; guess < 20; guess += 1) await sendLogin(slow.url, `nobody ${guess}`, "no");
      expect((await sendLogin(slow.url, "somebody else", "no")).status).toBe(429);
    } finally {
      await slow.close();
    }
  });

  test("a pace lets a burst through and then one after the other, for each key", () => {
    let now = 0;
    const pace = openPace({ burst: 2, perSecond: 0.5, now: () => now });
    expect([pace.take("a"), pace.take("a"), pace.take("a"), pace.take("b")]).toEqual([0, 0, 2, 0]);
    now = 1000;
    expect([pace.wait("a"), pace.take("a")]).toEqual([1, 1]);
    now = 2000;
    expect([pace.take("a"), pace.take("a")]).toEqual([0, 2]);
    pace.forgive("a");
    expect(pace.wait("a")).toBe(0);
  });

  test("keys run out by age and by idleness, and the longest unused makes room", () => {
    let now = 0;
    const tickets = openTickets<number>({ lifetime: 100, idle: 30, most: 2, now: () => now });
    const one = tickets.issue(1);
    now = 20;
    expect(tickets.find(one)).toBe(1);
    const two = tickets.issue(2);
    now = 45;
    expect([tickets.find(one), tickets.find("nothing")]).toEqual([1, undefined]);
    now = 51;
    expect(tickets.find(two)).toBeUndefined();
    const three = tickets.issue(3);
    now = 60;
    expect(tickets.find(three)).toBe(3);
    now = 70;
    tickets.find(one);
    const four = tickets.issue(4);
    expect([tickets.find(one), tickets.find(three), tickets.find(four)]).toEqual([1, undefined, 4]);
    now = 99;
    expect(tickets.find(one)).toBe(1);
    now = 100;
    expect(tickets.find(one)).toBeUndefined();
    expect([tickets.drop(four), tickets.drop(four), tickets.find(four)]).toEqual([true, false, undefined]);
  });
});

describe("the access file", () => {
  test("holds hashes with their cost, and is for its owner only", async () => {
    // As the command adds them; the callers of these tests have cheaper hashes.
    const { secret } = await addCredentials(server.path, {
      name: "Dear",
      roles: ["ask"],
      attributes: { region: "EU" },
    });
    const text = readFileSync(server.path, "utf8");
    expect(text).not.toContain(secret);
    expect(statSync(server.path).mode & 0o777).toBe(0o600);
    const last = (await readCredentials(server.path)).at(-1);
    expect(last).toMatchObject({
      name: "Dear",
      roles: ["ask"],
      attributes: { region: "EU" },
      secret: { kind: "scrypt", n: 16_384, r: 8, p: 1 },
    });
    const hashes = (await readCredentials(server.path)).map((one) => one.secret.hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("is refused in words when others may write to it, or it is something else", async () => {
    const broken = await openGuarded(library, { Reader: { roles: ["ask"] } });
    try {
      await expect(
        addCredentials(broken.path, { name: "Reader", roles: ["ask"], attributes: {} }),
      ).rejects.toThrow('viewfinder access rotate "Reader"');
      await expect(removeCredentials(broken.path, "Writer")).rejects.toThrow('It holds "Reader".');
      chmodSync(broken.path, 0o622);
      await expect(readCredentials(broken.path)).rejects.toThrow("chmod go-w");
      chmodSync(broken.path, 0o600);
      const text = readFileSync(broken.path, "utf8");
      writeFileSync(broken.path, text.replace('"ask"', '"everything"'));
      await expect(readCredentials(broken.path)).rejects.toThrow(Mistake);
      await expect(readCredentials(broken.path)).rejects.toThrow("credentials.0.roles.0");
      // A server that runs goes on with what it has read, and says so.
      broken.pass(LOOKS_FOR);
      expect((await broken.ask("Reader", "/api/4.0/user")).status).toBe(200);
      expect(broken.logged.join("\n")).toContain("credentials that were read before hold");
      writeFileSync(broken.path, "");
      await expect(readCredentials(broken.path)).rejects.toThrow("is not an access file");
    } finally {
      await broken.close();
    }
  });

  test("once somebody had to log in, an empty file lets nobody in", async () => {
    const emptied = await openGuarded(library, { Reader: { roles: ["ask"] } });
    try {
      await removeCredentials(emptied.path, "Reader");
      emptied.pass(LOOKS_FOR);
      expect((await emptied.ask(undefined, "/api/4.0/user")).status).toBe(401);
    } finally {
      await emptied.close();
    }
  });
});

describe("from where", () => {
  test("a name that was made to point here is refused without a token, as are other sites' pages", async () => {
    const token = await server.login("Reader");
    const status = (headers: Readonly<Record<string, string>>): Promise<number> =>
      statusOf(server.url, headers);
    expect(await status({ host: "evil.example" })).toBe(403);
    expect(await status({ host: "evil.example", authorization: `Bearer ${token}` })).toBe(200);
    const post = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${server.url}/login`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json", ...headers },
      });
    expect((await post({ origin: "https://evil.example" })).status).toBe(403);
    expect((await post({ origin: "null" })).status).toBe(403);
    expect((await post({ origin: server.url })).status).toBe(400);
    expect((await post({})).status).toBe(400);
  });
});

/** The status of `GET /api/4.0/user`; fetch lets nobody choose the name a server is called by. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((done, failed) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path: "/api/4.0/user", headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on("error", failed)
      .end();
  });
}
