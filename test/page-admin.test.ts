// The admin's corner: what the server tells of the ledger after real runs, a quarantine and a refused drop, and how the page shows it.
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { monthsOf } from "../local/page/admin/months.ts";
import { type GuardedServer, openGuarded } from "./access-server.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, type Looker, openLooker, testDay } from "./hydrated.ts";
import { findBarriers, hasChromium, openChromium, openWatched } from "./page-browser.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres\n";
const LONG = "x".repeat(30_000);

let stack: Stack;
let looker: Looker;
let folder: string;
let films: Model;
let empty: Model;
let pool: pg.Pool;
let server: GuardedServer;

/** Writes a drop of films and gives its path. */
function drop(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "films.csv"), `${HEADER}${rows.map((row) => `${row}\n`).join("")}`);
  return path;
}

beforeAll(async () => {
  const plain = await loadModel(MODEL);
  films = inOwnSchema(plain, "page_admin");
  empty = inOwnSchema(plain, "page_admin_empty");
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  pool = openReader(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-admin-"));
  const load = (path: string, later: number): Promise<string> =>
    hydrateAsText(stack.url, films, path, { now: testDay(later), acceptQuarantine: true });
  await load(drop("2026-01", ["1,Alba,,1,10,tt1,,[]", "2,Bruma,,2,10,tt2,,[]"]), 0);
  await load(
    drop("2026-02", [
      "3,Cima,,1,10,tt3,,[]",
      "4,Dorso,soon,1,10,tt4,,[]",
      "5,Erica,later,1,10,tt5,,[]",
      `6,"<b>${LONG}</b>",,1,10,xx6,,[]`,
    ]),
    28,
  );
  const refused = join(folder, "2026-03");
  mkdirSync(refused);
  writeFileSync(join(refused, "films.csv"), "key,name\n1,Alba\n");
  const said = await load(refused, 56);
  if (!said.startsWith("Mistake: ")) throw new Error(`the drop was to be refused: ${said}`);
  const people = { boss: { roles: ["admin"] }, analyst: { roles: ["ask", "download"] } } as const;
  server = await openGuarded(films, people, {}, pool);
});
afterAll(async () => {
  await server.close();
  await pool.end();
  await looker.drop(films);
  await looker.close();
  await stack.release();
  await rm(folder, { recursive: true });
});

async function get(path: string, name = "boss"): Promise<unknown> {
  const response = await server.ask(name, path);
  expect([path, response.status]).toEqual([path, 200]);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  return response.json();
}

async function refusal(path: string, name = "boss"): Promise<string> {
  const response = await server.ask(name, path);
  return `${response.status} ${((await response.json()) as { message: string }).message}`;
}

describe("the server tells admins", () => {
  test("of every run, also of one that was refused, and why", async () => {
    const { runs, more } = (await get("/runs")) as { runs: Record<string, unknown>[]; more: boolean };
    expect(more).toBe(false);
    expect(runs).toMatchObject([
      { id: 3, drop: "2026-03", state: "refused", records: null, files: 0, sources: ["films"] },
      {
        id: 2,
        drop: "2026-02",
        period: "2026-02",
        kind: "load",
        state: "published",
        started: "2026-02-28T12:00:00.000Z",
        seconds: 0,
        records: { read: 4, loaded: 1, collapsed: 0, quarantined: 3 },
        files: 1,
        upon: 1,
        replays: null,
        reason: null,
      },
      { id: 1, drop: "2026-01", state: "published", records: { read: 2, loaded: 2, quarantined: 0 } },
    ]);
    expect(runs[0]?.["reason"]).toContain("films.csv");
  });

  test("of runs by page, by state and by source", async () => {
    expect(await get("/runs?limit=1&before=3")).toMatchObject({ runs: [{ id: 2 }], more: true });
    expect(await get("/runs?state=refused")).toMatchObject({ runs: [{ id: 3 }], more: false });
    expect(await get("/runs?source=archive")).toEqual({ runs: [], more: false });
    expect(await refusal("/runs?source=film")).toBe(
      "404 The model has no source film (did you mean `films`?).",
    );
    expect(await refusal("/runs?limit=0")).toMatch(/^400 The parameter limit is not right/);
    expect(await refusal("/runs?since=2026")).toMatch(/^400 .*since/);
  });

  test("of one run in full", async () => {
    const found = await get("/runs/2");
    expect(found).toMatchObject({
      run: { id: 2 },
      files: [{ name: "films.csv", source: "films", records: { read: 4, quarantined: 3 } }],
      tables: [
        { table: "film_genres", added: 0 },
        { table: "film_titles", added: 1 },
        { table: "films", added: 1, changed: 0, removed: 0, unchanged: 0 },
        { table: "genres", added: 0 },
      ],
      drift: [],
    });
    expect(await refusal("/runs/99")).toBe("404 There is no run 99.");
    expect(await refusal("/runs/1%20or%201")).toBe("404 There is no run 1 or 1.");
  });

  test("of the quarantine by reason, the most frequent first", async () => {
    expect(await get("/quarantine")).toEqual({
      records: 3,
      replayed: 0,
      corrected: 0,
      settled: [],
      groups: [
        {
          run: 2,
          drop: "2026-02",
          period: "2026-02",
          source: "films",
          code: "type",
          column: "shown",
          records: 2,
          example: {
            file: "films.csv",
            record: 2,
            line: 3,
            reason: expect.stringContaining("soon") as string,
          },
        },
        expect.objectContaining({ code: "type", column: "title", records: 1 }) as object,
      ],
    });
    expect(await get("/quarantine?run=1")).toMatchObject({ records: 0, groups: [] });
  });

  test("of its records as they came, by page, and leaves an audit line", async () => {
    const first = (await get("/quarantine/records?column=shown&limit=1")) as {
      records: { run: number; ordinal: number; raw: string }[];
      more: boolean;
    };
    expect(first).toMatchObject({ more: true, records: [{ run: 2, raw: "4,Dorso,soon,1,10,tt4,,[]" }] });
    const [{ run, ordinal } = { run: 0, ordinal: 0 }] = first.records;
    const next = await get(`/quarantine/records?code=type&column=shown&after=${run}.${ordinal}`);
    expect(next).toMatchObject({ more: false, records: [{ raw: "5,Erica,later,1,10,tt5,,[]", cut: false }] });
    const long = (await get("/quarantine/records?column=title")) as typeof first;
    expect(long).toMatchObject({ records: [{ cut: true, column: "title" }] });
    expect(long.records[0]?.raw).toHaveLength(20_000);
    expect(server.audit.filter((line) => line.kind === "quarantine")).toMatchObject([
      { name: "boss", limit: 1, rows: 1 },
      { rows: 1 },
      { rows: 1 },
    ]);
  });

  test("of each source's deliveries, also of one that never came", async () => {
    expect(await get("/sources")).toMatchObject({
      sources: [
        {
          source: "films",
          deliveries: 2,
          quarantined: 3,
          failed: { run: 3, state: "refused" },
          last: [
            { run: 2, period: "2026-02", records: { read: 4, quarantined: 3 } },
            { run: 1, period: "2026-01", records: { read: 2, quarantined: 0 } },
          ],
        },
        { source: "archive", deliveries: 0, quarantined: 0, failed: null, last: [] },
      ],
    });
  });

  test("nothing to anybody else", async () => {
    for (const path of ["/runs", "/runs/2", "/quarantine", "/quarantine/records", "/sources"])
      expect(await refusal(path, "analyst")).toMatch(/^403 This takes the role admin/);
  });

  test("that nothing was hydrated yet", async () => {
    const other = await openGuarded(empty, { boss: { roles: ["admin"] } }, {}, pool);
    try {
      const response = await other.ask("boss", "/runs");
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("nothing was hydrated into page_admin_empty");
    } finally {
      await other.close();
    }
  });
});

test("a source's months are those between its deliveries, too, of which several may be for one month", () => {
  const delivery = (period: string | null, published: string, read: number) => ({
    run: 1,
    period,
    published,
    records: { read, loaded: read, collapsed: 0, quarantined: 1 },
  });
  const last = [
    delivery("2026-02", "2026-03-02T00:00:00Z", 5),
    delivery(null, "2025-11-30T23:00:00Z", 7),
    delivery("2026-02", "2026-02-20T00:00:00Z", 3),
  ];
  expect(monthsOf({ last })).toEqual([
    { month: "2025-11", records: { read: 7, quarantined: 1 } },
    { month: "2025-12", records: undefined },
    { month: "2026-01", records: undefined },
    { month: "2026-02", records: { read: 8, quarantined: 2 } },
  ]);
});

if (!hasChromium)
  process.stderr.write("The admin's corner is not tested: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("the admin's corner", () => {
  test("shows an admin who logs in the runs, the quarantine and the sources, and nobody else", async () => {
    const browser = await openChromium();
    const watched = await openWatched(browser, server.url);
    const { page, complaints } = watched;
    try {
      const login = async (name: string): Promise<void> => {
        await page.getByLabel("Client id").fill(server.shown.get(name)?.id ?? "");
        await page.getByLabel("Client secret").fill(server.shown.get(name)?.secret ?? "");
        await page.getByRole("button", { name: "Log in" }).click();
      };
      await page.goto(`${server.url}/admin`);
      await login("boss");
      await page.getByText("Readers see run 2 (2026-02), published Feb 28, 2026").waitFor();
      const chart = page.getByRole("img", { name: /^Records of films a month, from 2026-01 to 2026-02/ });
      await expect
        .poll(() => chart.getAttribute("aria-label"))
        .toContain("The latest, 2026-02, has 4 records, 3 of them (75%) in quarantine.");
      await page.getByText("Run 3, the latest with it, was refused: films.csv does not have").waitFor();
      await page.getByText("Nothing of it came yet.").waitFor();

      await page.getByText("3 records are in quarantine, from 1 run.").waitFor();
      await page.getByText("2 records of run 2 (2026-02), films.shown").click();
      await page.getByText("4,Dorso,soon,1,10,tt4,,[]", { exact: true }).waitFor();
      await page.getByText("1 record of run 2 (2026-02), films.title").click();
      await expect.poll(() => page.locator("pre", { hasText: "<b>xxx" }).count()).toBe(1);
      await expect.poll(() => page.locator("pre b").count()).toBe(0);

      await page.getByRole("button", { name: "Run 2" }).click();
      await page.getByText("films: 1 row added, 0 changed, 0 removed, 0 as before").waitFor();
      await page.getByRole("button", { name: "Run 3" }).click();
      await expect
        .poll(() => page.locator(".reason").innerText())
        .toContain("Nothing of this drop was loaded.");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect([colorScheme, await findBarriers(page)]).toEqual([colorScheme, []]);
      }
      expect(complaints).toEqual([]);

      await page.context().clearCookies();
      await page.goto(`${server.url}/admin`);
      await login("analyst");
      await page.getByText("This takes the role admin").waitFor();
      await page.goto(`${server.url}/explore/films/films?fields=films.count`);
      await page.getByRole("tab", { name: "How was this computed?" }).click();
      await page.getByText(/\.films holds records of 2 drops, the latest first:/).waitFor();
      await page.getByText("2026-02, run 2, published Feb 28, 2026").waitFor();
    } finally {
      await watched.close();
      await browser.close();
    }
  });
});
