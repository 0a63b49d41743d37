// Logging in as a person: the whole exchange with a login service that speaks the real protocol, right and wrong.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Mistake } from "../generator/index.ts";
import {
  callerFromClaims,
  type ClaimRules,
  readAttributeRules,
  readRoleRules,
} from "../local/server/access/claims.ts";
import { openOidc } from "../local/server/access/oidc.ts";
import { type GuardedServer, openGuarded } from "./access-server.ts";
import { type OidcDouble, type OidcFault, openOidcDouble } from "./doubles/oidc.ts";
import { library } from "./library.ts";

const RULES: ClaimRules = {
  claim: "groups",
  roles: { ask: ["analysts"], download: ["sales", "board"], admin: ["platform"] },
  attributes: { region: "region", department: "groups" },
};

let service: OidcDouble;
let server: GuardedServer;

beforeAll(async () => {
  service = await openOidcDouble();
  server = await openGuarded(library, {}, { oidc: oidcOf(service) });
});

afterEach(() => {
  service.fault = undefined;
  service.person = { sub: "ada", name: "Ada Lovelace", groups: ["analysts"] };
});

afterAll(async () => {
  await server.close();
  await service.close();
});

function oidcOf(double: OidcDouble): ReturnType<typeof openOidc> {
  const { issuer, clientId, clientSecret } = double;
  return openOidc({ issuer, clientId, clientSecret, scopes: "openid profile", rules: RULES });
}

/** Follows addresses and keeps cookies as a browser does, one host at a time. */
class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #at: string;

  constructor(at: string) {
    this.#at = at;
  }

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.#at);
    const headers = new Headers({ accept: "text/html", ...(init.headers as Record<string, string>) });
    if (target.origin === this.#at)
      headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(target, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.take(line);
    return response;
  }

  take(line: string): void {
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split("=");
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** Goes where a reply leads, until it leads nowhere. */
  async follow(url: string): Promise<Response> {
    let response = await this.go(url);
    for (let step = 0; step < 10; step += 1) {
      const location = response.headers.get("location");
      if (location === null) return response;
      response = await this.go(location);
    }
    throw new Error("led in a circle");
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.go(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: this.#at, ...headers },
    });
  }
}

/** What the login page tells whoever ended up on it. */
async function problemOn(response: Response): Promise<string | null> {
  const [, json = "null"] =
    /<script id="login" type="application\/json">(.*?)<\/script>/.exec(await response.text()) ?? [];
  return (JSON.parse(json) as { problem: string | null } | null)?.problem ?? null;
}

describe("a person", () => {
  test("who opens a question is led to the login service and back to the question", async () => {
    const visitor = new Visitor(server.url);
    const first = await visitor.go("/?metric=price&genre=a%26b");
    expect(first.status).toBe(303);
    expect(first.headers.get("location")).toBe("/login?to=%2F%3Fmetric%3Dprice%26genre%3Da%2526b");
    const page = await visitor.go(first.headers.get("location") ?? "");
    expect(await page.text()).toContain(`"service":"${service.issuer.host}"`);
    const start = await visitor.go("/login/start?to=%2F%3Fmetric%3Dprice%26genre%3Da%2526b");
    const authorize = new URL(start.headers.get("location") ?? "");
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${server.url}/login/callback`,
      scope: "openid profile",
    });
    const back = await visitor.go(authorize.href);
    const callback = await visitor.go(back.headers.get("location") ?? "");
    expect([callback.status, callback.headers.get("location")]).toEqual([303, "/?metric=price&genre=a%26b"]);
    const [cookie = ""] = callback.headers.getSetCookie().filter((line) => line.startsWith("viewfinder="));
    expect(cookie).toMatch(/^viewfinder=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const whole = await visitor.go("/");
    expect(whole.status).toBe(200);
    expect(whole.headers.get("cache-control")).toBe("private, no-cache");
    const user = await visitor.go("/api/4.0/user");
    expect(await user.json()).toMatchObject({
      id: `${service.issuer.origin}#ada`,
      display_name: "Ada Lovelace",
      role_ids: ["ask"],
    });
    expect(server.audit.filter((line) => line.kind === "login").at(-1)).toMatchObject({
      caller: `${service.issuer.origin}#ada`,
      outcome: "answered",
    });
  });

  test("asks by cookie from the page itself only, in JSON", async () => {
    const visitor = new Visitor(server.url);
    await visitor.follow("/login/start");
    const question = { model: "library", view: "books", fields: ["books.count"] };
    const sql = "/api/4.0/queries/run/sql";
    expect((await visitor.post(sql, question)).status).toBe(200);
    expect((await visitor.post(sql, question, { origin: "https://evil.example" })).status).toBe(403);
    expect((await visitor.post(sql, question, { "content-type": "text/plain" })).status).toBe(415);
    const without = await visitor.go(sql, {
      method: "POST",
      body: JSON.stringify(question),
      headers: { "content-type": "application/json", "sec-fetch-site": "cross-site" },
    });
    expect(without.status).toBe(403);
    // A broken token is not made good by a cookie.
    expect((await visitor.go("/api/4.0/user", { headers: { authorization: "Bearer x" } })).status).toBe(401);
  });

  test("logs out here and at the login service", async () => {
    const visitor = new Visitor(server.url);
    await visitor.follow("/login/start");
    const stolen = new Map(visitor.cookies);
    const out = await visitor.post("/logout");
    const { url } = (await out.json()) as { url: string };
    expect(url).toContain(`${service.issuer.origin}/logout?`);
    expect(new URL(url).searchParams.get("post_logout_redirect_uri")).toBe(`${server.url}/login`);
    expect(visitor.cookies.has("viewfinder")).toBe(false);
    for (const [name, value] of stolen) visitor.cookies.set(name, value);
    expect((await visitor.go("/api/4.0/user")).status).toBe(401);
  });

  test("is forgotten after two hours without a question, and after twelve in any case", async () => {
    const visitor = new Visitor(server.url);
    await visitor.follow("/login/start");
    const status = async (): Promise<number> => (await visitor.go("/api/4.0/user")).status;
    for (let hour = 0; hour < 11; hour += 1) {
      server.pass(60 * 60_000);
      expect(await status()).toBe(200);
    }
    server.pass(60 * 60_000);
    expect(await status()).toBe(401);
    await visitor.follow("/login/start");
    server.pass(121 * 60_000);
    expect(await status()).toBe(401);
  });

  test("gets another session at each login, and cannot be given one", async () => {
    const visitor = new Visitor(server.url);
    visitor.cookies.set("viewfinder", "A".repeat(43));
    await visitor.follow("/login/start");
    const first = visitor.cookies.get("viewfinder");
    expect(first).not.toBe("A".repeat(43));
    await visitor.follow("/login/start");
    const second = visitor.cookies.get("viewfinder");
    expect(second).not.toBe(first);
    visitor.cookies.set("viewfinder", first ?? "");
    expect((await visitor.go("/api/4.0/user")).status).toBe(401);
  });

  test("is led nowhere but to this server", async () => {
    const visitor = new Visitor(server.url);
    for (const to of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "/login",
    ]) {
      const start = await visitor.go(`/login/start?to=${encodeURIComponent(to)}`);
      const back = await visitor.go(start.headers.get("location") ?? "");
      const callback = await visitor.go(back.headers.get("location") ?? "");
      const location = callback.headers.get("location") ?? "";
      expect(new URL(location, server.url).origin).toBe(server.url);
      expect(location.startsWith("/login")).toBe(false);
    }
  });

  test("who has no role is told so, and gets no session", async () => {
    service.person = { sub: "eve", name: "Eve </script><b>", groups: ["visitors"] };
    const visitor = new Visitor(server.url);
    const end = await visitor.follow("/login/start");
    expect(end.status).toBe(403);
    const text = await end.clone().text();
    expect(text).not.toContain("<b>");
    expect(await problemOn(end)).toContain("has no role here");
    expect(visitor.cookies.has("viewfinder")).toBe(false);
  });
});

const FAULTS: readonly (readonly [OidcFault, number, string])[] = [
  ["wrong nonce", 403, "not in order"],
  ["wrong state", 403, "not in order"],
  ["wrong audience", 403, "not in order"],
  ["wrong issuer", 403, "not in order"],
  ["wrong signature", 403, "not in order"],
  ["expired", 403, "not in order"],
  ["no ID token", 403, "not in order"],
  ["unsigned", 403, "not in order"],
  ["denied", 403, "This person is not in the company"],
  ["token endpoint fails", 503, "does not answer"],
  ["hangs up", 503, "does not answer"],
];

describe("a login that is not in order", () => {
  test.each(FAULTS)("%s: is refused in words, without a session", async (fault, status, words) => {
    service.fault = fault;
    const visitor = new Visitor(server.url);
    const end = await visitor.follow("/login/start");
    expect(end.status).toBe(status);
    expect(await problemOn(end)).toContain(words);
    expect(visitor.cookies.has("viewfinder")).toBe(false);
    expect(service.fault).toBeUndefined();
  });

  test("comes back twice, late, or in another browser", async () => {
    const visitor = new Visitor(server.url);
    const start = await visitor.go("/login/start");
    const waiting = new Map(visitor.cookies);
    const back = await visitor.go(start.headers.get("location") ?? "");
    const callback = back.headers.get("location") ?? "";
    const stranger = new Visitor(server.url);
    expect(await problemOn(await stranger.go(callback))).toContain("not begun in this browser");
    expect((await visitor.go(callback)).status).toBe(303);
    // The login is over with its first return, whatever cookies come with the second.
    visitor.cookies.delete("viewfinder");
    for (const [name, value] of waiting) visitor.cookies.set(name, value);
    expect(await problemOn(await visitor.go(callback))).toContain("not begun in this browser");
    // Another login of the same browser cannot make use of the old code: the login service knows it.
    const again = await visitor.go("/login/start");
    const state = new URL(again.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const replayed = new URL(callback);
    replayed.searchParams.set("state", state);
    expect(await problemOn(await visitor.go(replayed.href))).toContain("The code is not valid");
    const late = await visitor.go("/login/start");
    const lateBack = await visitor.go(late.headers.get("location") ?? "");
    server.pass(11 * 60_000);
    expect(await problemOn(await visitor.go(lateBack.headers.get("location") ?? ""))).toContain(
      "ten minutes",
    );
  });
});

test.each([
  ["RS256", "client_secret_post"],
  ["ES256", "client_secret_basic"],
] as const)("a service that signs with %s and knows its client by %s", async (algorithm, authentication) => {
  const other = await openOidcDouble(algorithm, authentication);
  const guarded = await openGuarded(library, {}, { oidc: oidcOf(other) });
  try {
    other.person = {
      sub: "bo",
      email: "bo@example.com",
      groups: ["analysts", "board"],
      region: ["EU", "US"],
    };
    const visitor = new Visitor(guarded.url);
    expect((await visitor.follow("/login/start")).status).toBe(200);
    const user = (await (await visitor.go("/api/4.0/user")).json()) as {
      role_ids: string[];
      display_name: string;
    };
    expect([user.display_name, user.role_ids]).toEqual(["bo@example.com", ["ask", "download"]]);
  } finally {
    await guarded.close();
    await other.close();
  }
});

test("a service that is away is told of, and found again without a restart", async () => {
  const other = await openOidcDouble();
  const guarded = await openGuarded(library, {}, { oidc: oidcOf(other) });
  const visitor = new Visitor(guarded.url);
  try {
    other.fault = "discovery fails";
    const out = await visitor.go("/login/start");
    expect([out.status, await problemOn(out)]).toEqual([503, expect.stringContaining("does not answer")]);
    expect((await visitor.follow("/login/start")).status).toBe(200);
    await other.close();
    const gone = await visitor.go(`/login/callback?code=x&state=y`);
    expect(gone.status).toBe(403);
  } finally {
    await guarded.close();
  }
  const away = await openGuarded(library, {}, { oidc: oidcOf(other) });
  try {
    const response = await new Visitor(away.url).go("/login/start");
    expect([response.status, await problemOn(response)]).toEqual([
      503,
      expect.stringContaining("does not answer"),
    ]);
  } finally {
    await away.close();
  }
});

test("with https outside, cookies are kept to it and to this host", async () => {
  const guarded = await openGuarded(
    library,
    { Reader: { roles: ["ask"] } },
    { publicUrl: new URL("https://ask.example.com") },
  );
  try {
    const { id = "", secret = "" } = guarded.shown.get("Reader") ?? {};
    const response = await fetch(`${guarded.url}/login`, {
      method: "POST",
      body: JSON.stringify({ client_id: id, client_secret: secret }),
      headers: { "content-type": "application/json", origin: "https://ask.example.com" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-viewfinder=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
    const [pair = ""] = (response.headers.getSetCookie()[0] ?? "").split(";");
    expect((await fetch(`${guarded.url}/`, { headers: { cookie: pair } })).status).toBe(200);
  } finally {
    await guarded.close();
  }
});

describe("claims", () => {
  test("become texts, never filter expressions", () => {
    const caller = callerFromClaims(
      {
        iss: "https://i.example",
        sub: "1",
        groups: ["analysts", "%", "-x", "a,b", "null"],
        region: 7,
        other: {},
      },
      { ...RULES, attributes: { department: "groups", region: "region", other: "other", none: "none" } },
    );
    expect(caller.attributes).toEqual({ department: 'analysts,^%,^-x,a^,b,"null"', region: "7" });
    expect([...caller.roles]).toEqual(["ask"]);
  });

  test("give a role to everybody only where the settings say so", () => {
    const everybody = { ...RULES, roles: { ...RULES.roles, ask: ["*"] } };
    expect([...callerFromClaims({ iss: "i", sub: "1" }, everybody).roles]).toEqual(["ask"]);
    expect(() => callerFromClaims({ iss: "i", sub: "1", groups: ["*"] }, RULES)).toThrow("has no role here");
  });

  test("are mapped by settings that are refused in words when they say nothing", () => {
    expect(readRoleRules("ask=*; download = analysts, finance ;", "ROLES")).toEqual({
      ask: ["*"],
      download: ["analysts", "finance"],
      admin: [],
    });
    expect(readAttributeRules("region=region, department=groups", "ATTRIBUTES")).toEqual({
      region: "region",
      department: "groups",
    });
    for (const wrong of ["reader=*", "ask", "download=all", "", "ask=", "=x"])
      expect(() => readRoleRules(wrong, "ROLES")).toThrow(Mistake);
    expect(() => readAttributeRules("Region=x", "ATTRIBUTES")).toThrow('"Region" cannot be the name');
  });
});
