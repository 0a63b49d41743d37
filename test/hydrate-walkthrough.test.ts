// What an admin sees when months go wrong: a walk through the commands of hydrate, kept as text to be read as prose.
//
// test/walkthroughs/a-bad-month.txt holds it; `UPDATE=1` writes it anew. Hashes, durations and this machine's
// names are made plain, everything else is as printed, at 100 columns.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportLines } from "../cli/commands/hydrate/quarantine.ts";
import { exitCodeOf } from "../cli/exit.ts";
import { tellDrops } from "../cli/hydrating.ts";
import type { PageOptions } from "../cli/pages/page.ts";
import { planPage } from "../cli/pages/plan-page.ts";
import { quarantinePage } from "../cli/pages/quarantine-page.ts";
import { replayPage } from "../cli/pages/replay-page.ts";
import { rollbackPage } from "../cli/pages/rollback-page.ts";
import { runPage } from "../cli/pages/run-page.ts";
import { runsPage } from "../cli/pages/runs-page.ts";
import { statusPage } from "../cli/pages/status-page.ts";
import { tracePage } from "../cli/pages/trace-page.ts";
import { loadModel, Mistake, type Model, Outage } from "../generator/index.ts";
import {
  exportQuarantine,
  hydrate,
  type History,
  listQuarantine,
  listRuns,
  planDrop,
  readAccepted,
  readHistory,
  readRun,
  readStatus,
  replayQuarantine,
  rollback,
  traceRow,
  verifiedLines,
  verifyDrops,
} from "../hydrate/index.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openLooker } from "./hydrated.ts";
import { trusting, vendor } from "./vendor.ts";

const KEPT = fileURLToPath(new URL("walkthroughs/a-bad-month.txt", import.meta.url));
const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));

let stack: Stack;
let folder: string;
let model: Model;
beforeAll(async () => {
  stack = await openTestStack();
  folder = mkdtempSync(join(tmpdir(), "viewfinder-walk-"));
});
afterAll(async () => {
  const looker = await openLooker(stack.url);
  await looker.drop(model);
  await looker.close();
  rmSync(folder, { recursive: true, force: true });
  await stack.release();
});

const HEADER = "id,title,shown,budget,votes,imdb,saga,genres";
const GENRES = ["Drama", "Comedy", "Western", "Musical"];

/** A month's films: `count` of them, `bad` of which break the model's contract. */
function month(first: number, count: number, bad: readonly string[] = []): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const id = first + at;
    const genre = id % GENRES.length;
    return `${id},Film ${id},20${String(10 + (id % 10))}-0${1 + (id % 9)}-15,${id * 100}.50,${id % 37},tt${id},,"[{'id': ${genre}, 'name': '${GENRES[genre]}'}]"`;
  });
  // Spread, so that they stand on lines of their own in the middle of the file.
  bad.forEach((line, at) => lines.splice((at + 1) * 7, 0, line));
  return `${HEADER}\n${lines.join("\n")}\n`;
}

test("a bad month, as the admin sees it", async () => {
  const films = vendor("films", "lumen-2026");
  // As long on every machine, since pages are wrapped before the name is made plain.
  const schema = `films_${String(process.pid).padStart(9, "0")}`;
  model = trusting({ ...(await loadModel(MODEL)), schema }, "films", [films.trusted]);
  const drops = join(folder, "drops");
  const at = (name: string): string => join(drops, name);
  const said: string[] = [];
  let now = new Date("2026-02-02T08:30:00Z");
  const page = (all = false): PageOptions => ({ width: 100, all, now });
  const clock = (): Date => now;

  const tell = (text: string): void => void said.push("", ...text.split("\n").map((line) => `# ${line}`));
  const command = async (typed: string, work: () => Promise<readonly string[]>): Promise<void> => {
    said.push("", `$ viewfinder hydrate ${typed}`);
    try {
      said.push(...(await work()));
    } catch (error) {
      if (!(error instanceof Mistake) && !(error instanceof Outage)) throw error;
      said.push(error.message, `[exit ${exitCodeOf(error)}]`);
    }
  };
  const load = (name: string): Promise<void> =>
    command(name === "" ? "drops" : `drops/${name}`, async () => {
      const lines: string[] = [];
      const told = {
        progress: () => {},
        print: (more: () => readonly string[]) => void lines.push(...more()),
        tell: () => {},
      };
      const heard = tellDrops(told, page());
      try {
        await hydrate({ model, url: stack.url, path: at(name), now: clock, progress: heard.progress });
      } finally {
        heard.end();
        said.push(...lines);
      }
      return [];
    });
  const plan = (name: string): Promise<void> =>
    command(`plan drops/${name}`, async () =>
      planPage(await planDrop({ model, url: stack.url, path: at(name), now: clock }), page()),
    );
  const read = <Found>(
    typed: string,
    from: (history: History) => Promise<Found>,
    print: (found: Found) => readonly string[],
  ): Promise<void> =>
    command(typed, async () => {
      const found = await readHistory(stack.url, model, from);
      return found === undefined ? ["Nothing was hydrated yet."] : print(found);
    });
  const status = (): Promise<void> =>
    read(
      "status",
      (history) => readStatus(history, now),
      (found) => statusPage(found, page()),
    );
  const runs = (): Promise<void> => read("runs", listRuns, (found) => runsPage(found, page()));
  const show = (run: number): Promise<void> =>
    read(
      `show ${run}`,
      (history) => readRun(history, run),
      (found) => runPage(found, page()),
    );
  const trace = (...key: readonly string[]): Promise<void> =>
    read(
      `trace ${key.join(" ")}`,
      (history) => traceRow(history, key[0] ?? "", key.slice(1)),
      (found) => tracePage(found, page()),
    );
  const quarantine = (): Promise<void> =>
    read("quarantine", listQuarantine, (found) => quarantinePage(found, page()));

  tell("Three quiet months. The vendor signs each drop; the model trusts its key lumen-2026.");
  await films.deliver(at("2026-01"), { "films.csv": month(1, 110) }, { now });
  await load("2026-01");
  now = new Date("2026-03-03T08:30:00Z");
  await films.deliver(at("2026-02"), { "films.csv": month(60, 112) }, { now });
  await load("2026-02");
  now = new Date("2026-04-02T08:30:00Z");
  await films.deliver(at("2026-03"), { "films.csv": month(120, 108) }, { now });
  await load("2026-03");
  await status();

  tell("May. The file of 2026-04 was cut off on its way; nothing of it is loaded.");
  now = new Date("2026-05-02T08:30:00Z");
  const april = month(180, 97, [
    `900,Film 900,2016-13-01,1.00,5,tt900,,[]`,
    `901,Film 901,2016-12-01,a lot,5,tt901,,[]`,
    `902,Film 902,2016-12-02,2.00,5`,
  ]);
  await films.deliver(at("2026-04"), { "films.csv": april }, { now });
  writeFileSync(join(at("2026-04"), "films.csv"), april.slice(0, 4_000));
  await plan("2026-04");
  await load("2026-04");
  await status();

  tell(
    'Somebody "mends" it by hand: as long as before, and one number in it is another. That is found, too.',
  );
  now = new Date("2026-05-02T09:15:00Z");
  writeFileSync(join(at("2026-04"), "films.csv"), april.replace("18000.50", "98000.50"));
  await load("2026-04");

  tell("The vendor sends it again, whole. Three of its 100 records break the model's contract: 3 %.");
  now = new Date("2026-05-03T08:30:00Z");
  writeFileSync(join(at("2026-04"), "films.csv"), april);
  await plan("2026-04");
  await load("2026-04");
  await runs();
  await quarantine();

  tell("Two of the three can be corrected.");
  now = new Date("2026-05-03T10:00:00Z");
  const corrections = join(folder, "corrections");
  const published = 6;
  await command("quarantine --export corrections", async () =>
    exportLines(await readHistory(stack.url, model, (history) => exportQuarantine(history, {}, corrections))),
  );
  const exported = join(corrections, `run-${published}`, "films.csv");
  const records = readFileSync(exported, "utf8");
  writeFileSync(exported, records.replace("2016-13-01", "2016-12-31").replace("a lot", "1000000"));
  await command(`replay --from corrections/run-${published}`, async () =>
    replayPage(
      await replayQuarantine({
        model,
        url: stack.url,
        now: clock,
        corrected: join(corrections, `run-${published}`),
      }),
      page(),
    ),
  );
  await show(published);
  await trace("films", "901");

  tell("June. 2026-05 does not come.");
  now = new Date("2026-06-20T08:30:00Z");
  await status();

  tell("July. 2026-06 comes, and 2026-05 is still missing: the chain of manifests has a gap.");
  now = new Date("2026-06-02T08:30:00Z");
  await films.deliver(at("2026-05"), { "films.csv": month(240, 105) }, { now });
  now = new Date("2026-07-02T08:30:00Z");
  await films.deliver(at("2026-06"), { "films.csv": month(300, 105) }, { now });
  renameSync(at("2026-05"), join(folder, "lost"));
  await load("2026-06");
  await status();

  await command("verify drops/2026-06", async () =>
    verifiedLines(
      await verifyDrops({
        model,
        path: at("2026-06"),
        accepted: await readAccepted(stack.url, model),
        now: clock,
      }),
    ),
  );

  tell("The lost month is found. Both load, in their order.");
  now = new Date("2026-07-03T08:30:00Z");
  renameSync(join(folder, "lost"), at("2026-05"));
  await load("");

  tell("2026-06 is corrected: film 300 is no Drama any more but a Western, and its title was wrong.");
  now = new Date("2026-07-05T08:30:00Z");
  const first = join(folder, "first MANIFEST.json");
  renameSync(join(at("2026-06"), "MANIFEST.json"), first);
  rmSync(join(at("2026-06"), "MANIFEST.json.sig"));
  const june = month(300, 105)
    .replace("300,Film 300,", "300,The 300th Film,")
    .replace("[{'id': 0, 'name': 'Drama'}]", "[{'id': 2, 'name': 'Western'}]");
  await films.deliver(at("2026-06"), { "films.csv": june }, { now, revision: 2, previous: first });
  await load("2026-06");
  await trace("film_genres", "300", "2");

  tell("It turns out that the correction was the mistake. Back, and forward again.");
  now = new Date("2026-07-06T08:30:00Z");
  const head = await readHistory(stack.url, model, (history) =>
    listRuns(history, { state: "published", limit: 2 }),
  );
  const [last, before] = head ?? [];
  const back = async (to: number): Promise<readonly string[]> =>
    rollbackPage(await rollback({ model, url: stack.url, now: clock, to }), page());
  await command(`rollback --to ${before?.id}`, () => back(before?.id ?? 0));
  await trace("film_genres", "300", "2");
  await command(`rollback --to ${last?.id}`, () => back(last?.id ?? 0));
  await runs();
  await status();

  const text = `${plain(said.join("\n")).trim()}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(KEPT, text);
  expect(text).toBe(existsSync(KEPT) ? readFileSync(KEPT, "utf8") : "no walk-through; UPDATE=1 writes it");
});

/** What differs from machine to machine and from run to run, made plain. */
function plain(text: string): string {
  return text
    .replaceAll(`${folder}/`, "")
    .replaceAll(model.schema, "films")
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{64}\b/g, "<sha256>")
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, "<sha256>    ")
    .replaceAll(/process\s\d+\son\s\S+\sof\suser\s[^\s.;,]+/g, "process 4711 on ada of user etl");
}
