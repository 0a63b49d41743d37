// Which callers each route lets in, for every route there is; how often; and what no log may ever hold.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Mistake } from "../generator/index.ts";
import { openAccess } from "../local/server/access/access.ts";
import { fixedCredentials } from "../local/server/access/known.ts";
import { openServer } from "../local/server/server.ts";
import { Pool } from "pg";
import { type GuardedServer, openGuarded, sendLogin, type Somebody } from "./access-server.ts";
import { library } from "./library.ts";

const PEOPLE = {
  nobody: undefined,
  roleless: { roles: [] },
  asker: { roles: ["ask"] },
  downloader: { roles: ["download"] },
  admin: { roles: ["admin"] },
  everything: { roles: ["ask", "download", "admin"] },
} as const satisfies Readonly<Record<string, Somebody | undefined>>;
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[];

let server: GuardedServer;

beforeAll(async () => {
  const known = Object.entries(PEOPLE).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, one] as const],
  );
  const wide = { burst: 100_000, perSecond: 100_000 };
  server = await openGuarded(library, Object.fromEntries(known), { paces: { caller: wide, stranger: wide } });
  // Parallel logins would wait in line.
  for (const [name] of known) await server.ask(name, "/api/4.0/user");
});

afterAll(() => server.close());

function send(name: Name, method: string, path: string): Promise<Response> {
  const body = method === "GET" || method === "HEAD" ? {} : { body: "{}" };
  return server.ask(name === "nobody" ? undefined : name, path, {
    method,
    headers: { "content-type": "application/json", accept: "application/json" },
    ...body,
  });
}

describe("every route", () => {
  test("says what it asks of its callers", () => {
    expect(server.access.routes.length).toBeGreaterThan(50);
    const silent = server.access.routes.filter((route) => route.needs() === undefined);
    expect(silent.map((route) => `${route.method} ${route.url}`)).toEqual([]);
  });

  test("lets in whom it says, and nobody else", async () => {
    for (const route of server.access.routes) {
      const { method, url } = route;
      // Logging out ends the token the other routes are asked with; HEAD is GET without its body.
      if (url.endsWith("/logout") || method === "HEAD") continue;
      const needs = route.needs();
      const path = url.replaceAll(/:\w+/g, "x").replaceAll("*", "x");
      const replies = await Promise.all(
        NAMES.map(async (name) => {
          const response = await send(name, method, path);
          const isRefused = response.status === 403 && (await response.text()).includes("takes the role");
          return [name, response.status === 401 ? 401 : isRefused ? 403 : "let in"];
        }),
      );
      const expected = NAMES.map((name) => {
        const roles: readonly string[] = PEOPLE[name]?.roles ?? [];
        if (needs === undefined || needs === "public") return [name, "let in"];
        if (name === "nobody") return [name, 401];
        return [name, needs === "known" || roles.includes(needs) ? "let in" : 403];
      });
      expect([`${method} ${url}`, replies]).toEqual([`${method} ${url}`, expected]);
    }
  });

  test("that is not there is not there for anybody", async () => {
    for (const name of NAMES) expect((await send(name, "GET", "/api/4.0/nowhere")).status).toBe(404);
  });

  test("a file takes the role download, whatever the address", async () => {
    const question = JSON.stringify({ model: "library", view: "books", fields: ["books.count"] });
    const headers = { "content-type": "application/json" };
    for (const [format, role] of [
      ["csv", "download"],
      ["xlsx", "download"],
      ["sql", "ask"],
    ] as const) {
      const path = `/api/4.0/queries/run/${format}`;
      const status = async (name: Name): Promise<number> =>
        (await server.ask(name, path, { method: "POST", headers, body: question })).status;
      expect([format, await status("asker")]).toEqual([format, role === "ask" ? 200 : 403]);
      expect([format, (await status("everything")) === 403]).toEqual([format, false]);
    }
  });

  test("more rows than Looker shows take the role download too", async () => {
    const status = async (name: Name, limit: string): Promise<number> => {
      const body = JSON.stringify({ model: "library", view: "books", fields: ["books.count"], limit });
      const headers = { "content-type": "application/json" };
      const response = await server.ask(name, "/api/4.0/queries/run/sql", { method: "POST", headers, body });
      return response.status;
    };
    expect(await status("asker", "5000")).toBe(200);
    for (const limit of ["5001", "-1"]) {
      expect(await status("asker", limit)).toBe(403);
      expect(await status("everything", limit)).toBe(200);
    }
  });
});

describe("how often", () => {
  test("one caller, and one address without credentials, may ask has an end", async () => {
    const slow = await openGuarded(
      library,
      { one: { roles: ["ask"] }, other: { roles: ["ask"] } },
      { paces: { caller: { burst: 3, perSecond: 0.1 }, stranger: { burst: 4, perSecond: 0.1 } } },
    );
    try {
      const tokens = [await slow.login("one"), await slow.login("other")];
      const user = (token: string | undefined): Promise<Response> =>
        fetch(`${slow.url}/api/4.0/user`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        });
      const statuses: number[] = [];
      for (let ask = 0; ask < 4; ask += 1) statuses.push((await user(tokens[0])).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const response = await user(tokens[0]);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({
        message: expect.stringContaining("Too many requests") as string,
      });
      expect((await user(tokens[1])).status).toBe(200);
      expect([(await user(undefined)).status, (await user(undefined)).status]).toEqual([401, 401]);
      expect((await user(undefined)).status).toBe(429);
      slow.pass(10_500);
      expect((await user(tokens[0])).status).toBe(200);
    } finally {
      await slow.close();
    }
  });
});

describe("who may start a server where", () => {
  const nobody = fixedCredentials([]);
  const opening = (host: string, publicUrl?: string): Promise<unknown> =>
    openAccess(
      { credentials: nobody, publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl) },
      host,
    );

  test("on this machine it is open, and says so", async () => {
    for (const host of ["127.0.0.1", "localhost", "::1"]) {
      const access = await openAccess({}, host);
      expect(await access.isOpen()).toBe(true);
      expect((await access.describe()).join("\n")).toMatch(/^Access: open\. Anyone on this machine may ask/);
    }
  });

  test("elsewhere it asks for credentials, for its public address, and for TLS before it", async () => {
    for (const host of ["0.0.0.0", "", "10.0.0.1", "::"]) {
      await expect(opening(host)).rejects.toThrow(Mistake);
      await expect(opening(host)).rejects.toThrow("viewfinder access add --name");
    }
    await expect(opening("127.0.0.1", "https://ask.example.com")).rejects.toThrow(
      "viewfinder access add --name",
    );
    await expect(opening("127.0.0.1", "http://ask.example.com")).rejects.toThrow(
      "reverse proxy that ends TLS",
    );
    await expect(opening("127.0.0.1", "https://ask.example.com/looker")).rejects.toThrow(
      "write https://ask.example.com",
    );
    await expect(opening("127.0.0.1", "ftp://ask.example.com")).rejects.toThrow("not an address of the web");
    const all = await server.access.credentials.all();
    const access = (publicUrl?: URL): Promise<unknown> =>
      openAccess({ credentials: fixedCredentials(all), publicUrl }, "0.0.0.0");
    await expect(access()).rejects.toThrow("--public-url https://");
    await expect(access(new URL("https://ask.example.com"))).resolves.toBeDefined();
    await expect(access(new URL("http://localhost:4600"))).resolves.toBeDefined();
  });

  test("open, it answers nothing that came through a proxy", async () => {
    const pool = new Pool({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
    const open = await openServer({
      model: library,
      pool,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
    });
    try {
      const user = (headers: Readonly<Record<string, string>>): Promise<Response> =>
        fetch(`${open.url}/api/4.0/user`, { headers });
      expect((await user({})).status).toBe(200);
      for (const header of ["x-forwarded-for", "forwarded"]) {
        const response = await user({ [header]: "for=10.0.0.1" });
        expect(response.status).toBe(403);
        expect(await response.json()).toMatchObject({
          message: expect.stringContaining("--public-url") as string,
        });
      }
      // Looker's clients log in whatever the server thinks of it.
      const login = await sendLogin(open.url, "any", "thing");
      expect(login.status).toBe(200);
      const { access_token: token } = (await login.json()) as { access_token: string };
      const session = await fetch(`${open.url}/api/4.0/session`, {
        method: "PATCH",
        body: '{"workspace_id":"dev"}',
        headers: { authorization: `token ${token}`, "content-type": "application/json" },
      });
      expect(await session.json()).toMatchObject({ workspace_id: "dev" });
    } finally {
      await open.close();
      await pool.end();
    }
  });
});

test("no secret, key or token is ever written down", async () => {
  const secrets = [...server.shown.values()].map((one) => one.secret);
  const { id = "", secret = "" } = server.shown.get("asker") ?? {};
  const tokens: string[] = [];
  for (const name of NAMES) if (name !== "nobody") tokens.push(await server.login(name));
  await sendLogin(server.url, id, `${secret}x`);
  await fetch(`${server.url}/api/4.0/login?client_id=${id}&client_secret=${secret}`, { method: "POST" });
  await fetch(`${server.url}/login/callback?code=${secret}&state=x`);
  const page = await fetch(`${server.url}/login`, {
    method: "POST",
    body: JSON.stringify({ client_id: id, client_secret: secret }),
    headers: { "content-type": "application/json" },
  });
  const [cookie = ""] = page.headers.getSetCookie();
  tokens.push(/=([\w-]{43})/.exec(cookie)?.[1] ?? "none");
  // The database is not there, which is written down, and nothing of what was sent along.
  for (const token of tokens) {
    await fetch(`${server.url}/api/4.0/queries/run/json?x=${secret}`, {
      method: "POST",
      body: JSON.stringify({ model: "library", view: "books", fields: ["books.count"] }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
  }
  expect(server.logged.join("\n")).not.toBe("");
  const written = [...server.logged, JSON.stringify(server.audit)].join("\n");
  for (const one of [...secrets, ...tokens]) expect(written).not.toContain(one);
  expect(written).not.toContain("Bearer");
});
