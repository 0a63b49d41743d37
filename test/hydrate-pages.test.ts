// What the pages of hydrate say: worries by a source's own history, months by its habit, a thousand sources at a glance, progress, events, metrics.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { listLines, wrap } from "../cli/columns.ts";
import { jsonLines, lineOfFailure } from "../cli/json-lines.ts";
import { hydrateCommand } from "../cli/commands/hydrate.ts";
import { dropLine, dropPage, sumPage } from "../cli/pages/drops-page.ts";
import { runsPage } from "../cli/pages/runs-page.ts";
import { statusPage } from "../cli/pages/status-page.ts";
import { tableLines } from "../cli/pages/table-lines.ts";
import { showProgress } from "../cli/progress.ts";
import { pictureOf } from "../cli/progress/picture.ts";
import { createTracker } from "../cli/progress/track.ts";
import { Mistake, Outage } from "../generator/index.ts";
import {
  type DropReport,
  EVENT_LINE,
  type HydrateEvent,
  type HydrateStatus,
  lineOfEnd,
  lineOfEvent,
  openMetrics,
  readSpan,
  type RunLine,
  type SourceStatus,
} from "../hydrate/index.ts";
import type { Delivery } from "../hydrate/history/deliveries.ts";
import { gistOf } from "../hydrate/history/gist.ts";
import { monthGaps, sayMonths } from "../hydrate/history/months.ts";
import { worriesOf } from "../hydrate/history/worries.ts";
import { duration } from "../hydrate/words.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-23T08:00:00Z");
const PAGE = { width: 80, all: false, now: NOW };

function delivery(run: number, more: Partial<Delivery> = {}): Delivery {
  return {
    run,
    drop: "2026-10",
    period: "2026-10",
    published: new Date("2026-11-02T08:00:00Z"),
    seconds: 20,
    bytes: 1_000,
    records: { read: 1_000, loaded: 1_000, collapsed: 0, quarantined: 0 },
    ...more,
  };
}

function report(name: string, more: Partial<DropReport> = {}): DropReport {
  return {
    drop: name,
    period: name,
    outcome: "published",
    run: 1,
    records: { read: 10, loaded: 9, collapsed: 0, quarantined: 1 },
    files: [
      {
        name: "a.csv",
        source: "a",
        bytes: 12,
        records: { read: 10, loaded: 9, collapsed: 0, quarantined: 1 },
      },
    ],
    tables: [{ table: "t", added: 9, changed: 0, removed: 0, unchanged: 0 }],
    quarantine: [
      {
        code: "type",
        column: "n",
        count: 1,
        example: { file: "a.csv", record: 3, line: 4, reason: "`n` is `x`, not a number" },
      },
    ],
    coercions: [{ source: "a", column: "n", coercion: "trimmed", cells: 2 }],
    drift: [],
    budgets: [],
    unusual: [],
    notes: [],
    started: NOW,
    finished: new Date(NOW.getTime() + 1_500),
    ...more,
  };
}

function event(more: Partial<HydrateEvent>): HydrateEvent {
  return {
    step: "land",
    drop: "2026-11",
    about: "a.csv",
    records: 0,
    bytesDone: 0,
    bytesTotal: 0,
    report: undefined,
    ...more,
  };
}

describe("months", () => {
  const months = (...periods: readonly string[]): readonly { period: string; published: Date }[] =>
    periods.map((period) => ({ period, published: new Date(Date.parse(`${period}-01`) + 33 * DAY) }));

  test("a month between others that never came is missing, in spans", () => {
    const { missing } = monthGaps(months("2025-11", "2026-01", "2026-05", "2026-06"), new Date("2026-07-01"));
    expect(missing).toEqual(["2025-12", "2026-02", "2026-03", "2026-04"]);
    expect(sayMonths(missing)).toBe("2025-12 and 2026-02 to 2026-04");
    expect(sayMonths(["2026-12", "2027-01"])).toBe("2026-12, 2027-01");
  });

  test("a month is late when its source has usually come by then, and three days more", () => {
    const usual = months("2026-01", "2026-02", "2026-03");
    expect(monthGaps(usual, new Date("2026-05-06T00:00:00Z")).late).toBeUndefined();
    expect(monthGaps(usual, new Date("2026-05-09T00:00:00Z")).late?.periods).toEqual(["2026-04"]);
    expect(monthGaps(usual, new Date("2026-07-20T00:00:00Z")).late?.periods).toEqual([
      "2026-04",
      "2026-05",
      "2026-06",
    ]);
  });

  test("months that were loaded long after tell nothing of when months come", () => {
    const backfilled = ["2025-01", "2025-02", "2025-03"].map((period) => ({
      period,
      published: new Date("2025-12-01"),
    }));
    expect(monthGaps(backfilled, new Date("2025-05-05T00:00:00Z")).late?.due).toEqual(
      new Date("2025-05-04T00:00:00Z"),
    );
    expect(monthGaps([], NOW)).toEqual({ missing: [], late: undefined });
  });

  test("a span of months is read, and anything else refused in words", () => {
    expect(readSpan("2025-11..2026-02")).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
    expect(readSpan("2026-02")).toEqual(["2026-02"]);
    for (const wrong of [
      "2026-13..2027-01",
      "2026-03..2026-01",
      "2026",
      "2026-01..2026-02..2026-03",
      "1000-01..2026-01",
    ])
      expect(() => readSpan(wrong)).toThrow(Mistake);
  });
});

describe("worries", () => {
  const calm = { source: "a", months: { missing: [], late: undefined }, failures: [] };
  const usual = [1, 2, 3, 4].map((run) => delivery(run)).reverse();
  const kinds = (last: Partial<Delivery>): readonly string[] =>
    worriesOf({ ...calm, deliveries: [delivery(9, last), ...usual] }).map((worry) => worry.kind);

  test("what is as usual is no worry, nor what cannot be compared", () => {
    expect(kinds({})).toEqual([]);
    expect(worriesOf({ ...calm, deliveries: [delivery(1, { seconds: 900 })] })).toEqual([]);
    expect(worriesOf({ ...calm, deliveries: [] })).toEqual([]);
  });

  test("smaller, larger, slower and more in quarantine than its own history", () => {
    const read = (number: number): Delivery["records"] => ({
      read: number,
      loaded: number,
      collapsed: 0,
      quarantined: 0,
    });
    expect(kinds({ records: read(499) })).toEqual(["smaller"]);
    expect(kinds({ records: read(2_001) })).toEqual(["larger"]);
    expect(kinds({ seconds: 41 })).toEqual(["slower"]);
    expect(kinds({ records: { ...read(1_000), loaded: 970, quarantined: 30 } })).toEqual(["quarantine"]);
    expect(kinds({ records: { ...read(1_000), loaded: 991, quarantined: 9 } })).toEqual([]);
  });

  test("a run that failed stands first, with the gist of why", () => {
    const reason =
      "2026-11 is not what was meant to arrive. Nothing of this drop was loaded.\n  a.csv is missing";
    const failed = { run: 12, drop: "2026-11", state: "refused", at: NOW, reason } as const;
    const worries = worriesOf({
      source: "a",
      deliveries: usual,
      failures: [failed],
      months: { missing: ["2026-03"], late: { periods: ["2026-11", "2026-12"], due: NOW } },
    });
    expect(worries.map((worry) => worry.said)).toEqual([
      "run 12 (2026-11) was refused: a.csv is missing",
      // The month that came and was refused is not late.
      "2026-12 is late, expected by 2026-11-23",
      "2026-03 is missing",
    ]);
    const others = [
      { ...failed, run: 11 },
      { ...failed, run: 10, drop: "2026-10" },
      { ...failed, run: 8, drop: "2026-09", state: "died" },
    ] as const;
    expect(worriesOf({ ...calm, deliveries: usual, failures: [failed, ...others] })[0]?.said).toBe(
      "run 12 (2026-11) was refused: a.csv is missing. 4 runs published nothing since the last that did, of 2026-10 (run 10), 2026-09 (run 8) too: viewfinder hydrate runs --source a",
    );
    expect(
      gistOf("a.csv was cut off: it ends at byte 9. Nothing of this drop was loaded.\nHave it sent again."),
    ).toBe("a.csv was cut off: it ends at byte 9.");
  });
});

describe("a run over 1,000 sources is read at a glance", () => {
  const source = (number: number, more: Partial<SourceStatus> = {}): SourceStatus => ({
    source: `source_${number}`,
    last: delivery(number),
    deliveries: 3,
    quarantined: 0,
    months: { missing: [], late: undefined },
    failed: undefined,
    failures: [],
    worries: [],
    ...more,
  });
  const status: HydrateStatus = {
    warehouse: "redshift",
    schema: "sales",
    now: NOW,
    head: undefined,
    period: undefined,
    working: undefined,
    sources: Array.from({ length: 1_000 }, (_, at) =>
      at === 700
        ? source(at, { worries: [{ kind: "missing", said: "2026-03 is missing" }] })
        : at === 900
          ? source(at, { worries: [{ kind: "failed", said: "run 3 (2026-11) was refused" }] })
          : source(at),
    ),
  };

  test("status names the two that matter, what failed first, and fits 80 columns", () => {
    const lines = statusPage(status, PAGE);
    const text = lines.join("\n");
    expect(text).toContain("2 of 1,000 sources to look at.");
    expect(text.indexOf("source_900")).toBeLessThan(text.indexOf("source_700"));
    expect(text).toContain("… and 998 more sources with nothing to look at (--all lists them)");
    expect(lines.length).toBeLessThan(15);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(statusPage(status, { ...PAGE, all: true }).length).toBeGreaterThan(1_000);
  });

  test("of many that failed, what failed first stands first, and one run that failed with many is said once", () => {
    const failing = (at: number, run: number): SourceStatus => {
      const failed = { run, drop: "2026-11", state: "refused", at: NOW, reason: "a.csv is empty" } as const;
      const worries = worriesOf({
        source: `source_${at}`,
        deliveries: [],
        failures: [failed],
        months: { missing: [], late: undefined },
      });
      return source(at, { failed, failures: [failed], worries });
    };
    const apart = Array.from({ length: 1_000 }, (_, at) =>
      at % 30 === 7 ? failing(at, 2_000 - at) : source(at),
    );
    const lines = statusPage({ ...status, sources: apart }, PAGE);
    const text = lines.join("\n");
    expect(text).toContain("34 of 1,000 sources to look at.\nBy the worst of each: 34 failed.");
    expect(text.indexOf("source_997")).toBeLessThan(text.indexOf("source_967"));
    expect(text).toContain("… and 10 more sources to look at (--all lists them)");
    expect(text).toContain("… and 966 more sources with nothing to look at (--all lists them)");
    expect(lines.length).toBeLessThan(60);
    const once = Array.from({ length: 1_000 }, (_, at) => failing(at, 5));
    const told = statusPage({ ...status, sources: once }, { ...PAGE, width: 200 });
    expect(told).toContain(
      "  - 1,000 sources (source_0, source_1, source_2 and 997 more): run 5 (2026-11) was refused: a.csv is empty",
    );
    expect(told.length).toBeLessThan(10);
    expect(statusPage({ ...status, sources: once.slice(0, 5) }, PAGE).join("\n")).not.toContain("-5 more");
  });

  test("a drop of 1,000 files tells those with quarantine, and the sum", () => {
    const files = Array.from({ length: 1_000 }, (_, at) => ({
      name: `f${at}.csv`,
      source: `s${at}`,
      bytes: 10,
      records: { read: 2, loaded: at === 7 ? 1 : 2, collapsed: 0, quarantined: at === 7 ? 1 : 0 },
    }));
    const tables = Array.from({ length: 1_000 }, (_, at) => ({
      table: `t${at}`,
      added: at === 3 ? 5 : 0,
      changed: 0,
      removed: 0,
      unchanged: 2,
    }));
    const lines = dropPage(report("2026-11", { files, tables }), PAGE);
    expect(lines.length).toBeLessThan(30);
    expect(lines.join("\n")).toContain("f7.csv: 2 read = 1 loaded + 0 collapsed duplicates + 1 quarantined");
    expect(lines.join("\n")).toContain("… and 999 more (--all lists them)");
    expect(tableLines(tables, 80, false).join("\n")).toMatch(/t3 +5[^]*all 1,000 tables +5 +0 +0 +2,000/);
  });
});

describe("lists", () => {
  const columns = [
    { head: "name", narrow: "cut" },
    { head: "n", align: "right" },
    { head: "more", narrow: "drop" },
  ] as const;

  test("numbers stand to the right, and nothing is cut where no terminal reads", () => {
    expect(
      listLines(
        columns,
        [
          ["a".repeat(90), "1", "x"],
          ["b", "22", ""],
        ],
        Number.POSITIVE_INFINITY,
      ),
    ).toEqual([`${"name".padEnd(90)}   n  more`, `${"a".repeat(90)}   1  x`, `${"b".padEnd(90)}  22`]);
  });

  test("a narrow terminal cuts what may be cut, then leaves columns out; lines never are wider", () => {
    const rows = [["a".repeat(90), "1", "something"]];
    expect(listLines(columns, rows, 40)[1]).toBe(`${"a".repeat(25)}…  1  something`);
    expect(listLines(columns, rows, 20)[1]).toBe(`${"a".repeat(16)}…  1`);
    for (const width of [20, 40, 80, 120])
      for (const line of listLines(columns, rows, width)) expect(line.length).toBeLessThanOrEqual(width);
    expect(listLines(columns, [], 80)).toEqual([]);
  });

  test("sentences break between words and keep their indent", () => {
    expect(wrap("  one two three", 10, "    ")).toEqual(["  one two", "    three"]);
    expect([0.04, 9, 59.6, 200, 7_500, 200_000].map(duration)).toEqual([
      "0.0 s",
      "9 s",
      "1 min",
      "3 min 20 s",
      "2 h 5 min",
      "2 days",
    ]);
  });

  test("runs tell why they published nothing below their line", () => {
    const run: RunLine = {
      id: 4,
      drop: "2026-11",
      period: "2026-11",
      kind: "load",
      state: "refused",
      started: NOW,
      finished: NOW,
      host: "h",
      process: 1,
      user: "u",
      upon: undefined,
      sources: ["a"],
      records: undefined,
      files: 0,
      bytes: 0,
      rows: { added: 0, changed: 0, removed: 0 },
      reason: "a.csv was cut off. Nothing of this drop was loaded.\nHave it delivered again.",
      replays: undefined,
    };
    expect(runsPage([run], PAGE)).toEqual([
      "run  drop     state    began (UTC)       took",
      "  4  2026-11  refused  2026-11-23 08:00   0 s",
      "       a.csv was cut off.",
    ]);
  });

  test("several drops are one line each, and then their sum", () => {
    expect(dropLine(report("2026-11"))).toBe(
      "2026-11: run 1, 10 read = 9 loaded + 0 collapsed duplicates + 1 quarantined (10.0 %), 1.5 s",
    );
    expect(sumPage([report("2026-10"), report("2026-11", { run: 2 })], PAGE).join("\n")).toMatch(
      /^\n2 drops: 2 published; 20 read = 18 loaded \+ 0 collapsed duplicates \+ 2\nquarantined\.\n +table[^]*t +18[^]*Most quarantine: run 1/,
    );
  });
});

describe("progress", () => {
  test("a bar for the step with rate and time left, a line for each file, nothing wider than the terminal", () => {
    let time = 0;
    const tracker = createTracker(() => time);
    const steps: readonly Partial<HydrateEvent>[] = [
      { step: "open", about: "a.csv", bytesDone: 4e6, bytesTotal: 10e6 },
      { step: "open", about: "b.csv", bytesDone: 10e6, bytesTotal: 10e6 },
      { about: "a.csv", records: 400, bytesDone: 4e6, bytesTotal: 10e6, place: { number: 1, of: 2 } },
      { about: "b.csv", records: 700, bytesDone: 7e6, bytesTotal: 10e6, place: { number: 2, of: 2 } },
    ];
    for (const step of steps) {
      tracker.hear(event(step));
      time += 1_000;
    }
    const track = tracker.now();
    if (track === undefined) throw new Error("nothing is tracked");
    expect(pictureOf(track, 120, 10)).toEqual([
      "██████████████░░░░░░  70 % 2026-11: landing b.csv (2 of 2) · 7.0 MB of 10.0 MB · 3.5 MB/s · 1 s left · 700 records",
      "  ✓ a.csv  4.0 MB  400 records  1 s",
      "  ▸ b.csv  █████░░░░░  50 %  3.0 MB  300 records  1 s",
    ]);
    for (const columns of [40, 80]) {
      for (const line of pictureOf(track, columns, 10)) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test("not on a terminal: one line a step, however many files, and a sign of life when it takes long", () => {
    let time = 0;
    let out = "";
    const shown = showProgress({ write: (text: string) => (out += text) }, () => time);
    for (const number of [1, 2, 3])
      shown.tell(
        event({
          step: "open",
          about: `${number}.csv`,
          place: { number, of: 3 },
          bytesDone: number,
          bytesTotal: 3,
        }),
      );
    for (const number of [1, 2, 3]) {
      time += 20_000;
      shown.tell(
        event({ about: `${number}.csv`, place: { number, of: 3 }, bytesDone: number * 1e6, bytesTotal: 3e6 }),
      );
    }
    shown.tell(event({ step: "settle", about: undefined }));
    shown.tell(event({ step: "publish", about: "films", place: { number: 1, of: 2 } }));
    shown.tell(event({ step: "publish", about: "genres", place: { number: 2, of: 2 } }));
    expect(out.split("\n")).toEqual([
      "2026-11: opening 3 files, 3 bytes",
      "2026-11: landing 3 files, 3.0 MB",
      "2026-11: landing, at 3.csv, 100 %, after 40 s, 0 s left",
      "2026-11: settling duplicates",
      "2026-11: publishing 2 tables",
      "",
    ]);
  });

  test("on a terminal the picture takes its own lines away before it is drawn anew", () => {
    let time = 0;
    const written: string[] = [];
    const shown = showProgress(
      { isTTY: true, columns: 80, rows: 24, write: (text: string) => written.push(text) },
      () => time,
    );
    for (const number of [1, 2]) {
      time += 500;
      shown.tell(event({ about: `${number}.csv`, bytesDone: number, bytesTotal: 4 }));
    }
    shown.clear();
    expect(written[1]).toBe("\r\u001B[J");
    expect(written.at(-1)).toBe("\u001B[2A\r\u001B[J");
  });
});

test("options after a command are the command's, and one it does not have is refused before anything is done", async () => {
  const typed = (...args: readonly string[]): Promise<unknown> =>
    hydrateCommand(() => ({ model: "none.yml" }))
      .exitOverride()
      .parseAsync([...args], { from: "user" });
  await expect(typed("status", "--again")).rejects.toThrow("viewfinder hydrate status has no option --again");
  await expect(typed("runs", "--limit", "none")).rejects.toThrow("--limit none is not understood");
  await expect(typed("show", "twelve")).rejects.toThrow("The run twelve is not understood");
  await expect(typed("quarantine", "--reason", "duplicat")).rejects.toThrow("did you mean `duplicate`?");
  await expect(typed("stattus")).rejects.toThrow("did you mean `status`?");
  await expect(typed("backfill", "2026-02..2026-01", "drops")).rejects.toThrow("ends before it begins");
  // Options that stand for themselves go as far as reading the model.
  await expect(typed("runs", "--source", "a", "--json")).rejects.toThrow("none.yml");
});

describe("lines of JSON", () => {
  test("every line keeps the promised shape, and nothing else slips out", () => {
    const lines: string[] = [];
    let time = NOW.getTime();
    const tell = jsonLines({ write: (text: string) => lines.push(text) }, () => new Date(time));
    tell(event({ step: "wait", about: "process 1" }));
    tell(event({ bytesDone: 1, bytesTotal: 2, place: { number: 1, of: 1 } }));
    tell(event({ bytesDone: 2, bytesTotal: 2, place: { number: 1, of: 1 } }));
    time += 1_000;
    tell(event({ bytesDone: 2, bytesTotal: 2 }));
    tell(
      event({
        step: "done",
        report: report("2026-11", {
          unusual: [{ source: undefined, kind: "slower", now: 9, usual: 3, runs: 4, said: "slow" }],
        }),
      }),
    );
    tell(event({ step: "done" }));
    expect(lines).toHaveLength(4);
    const all = [
      ...lines.map((line): unknown => JSON.parse(line)),
      lineOfEnd([report("2026-11")], NOW, NOW),
      lineOfFailure(new Outage("gone", { retry: true }), "2026-11", NOW),
      lineOfFailure(new Mistake("wrong"), undefined, NOW),
      lineOfFailure(new TypeError("ours"), undefined, NOW),
    ];
    for (const line of all) expect(EVENT_LINE.parse(line)).toEqual(line);
    expect(all.slice(5)).toMatchObject([
      { event: "failed", kind: "outage", exit: 2, retry: true },
      { kind: "mistake", exit: 1, retry: false },
      { kind: "bug", exit: 70 },
    ]);
  });

  test("a report that gains a field does not break the promise", () => {
    const richer = { ...report("2026-11"), secret: 1, files: [{ ...report("x").files[0], password: "p" }] };
    const line = lineOfEvent(event({ step: "done", report: richer as unknown as DropReport }), NOW);
    expect(JSON.stringify(line)).not.toMatch(/secret|password/);
  });

  test("the promise itself stands as it was; a field that goes or changes is seen here", () => {
    expect(z.toJSONSchema(EVENT_LINE)).toMatchSnapshot();
  });
});

describe("metrics", () => {
  const source: SourceStatus = {
    source: 'od"d\\name',
    last: delivery(3, { records: { read: 100, loaded: 90, collapsed: 5, quarantined: 5 } }),
    deliveries: 1,
    quarantined: 7,
    months: { missing: ["2026-01"], late: undefined },
    failed: undefined,
    failures: [],
    worries: [],
  };
  const text = openMetrics({
    status: {
      warehouse: "postgres",
      schema: "s",
      now: NOW,
      head: undefined,
      period: undefined,
      working: undefined,
      sources: [source],
    },
    last: undefined,
    head: undefined,
  });

  test("ratio, lag and gaps of a source, with its name escaped", () => {
    const label = String.raw`{source="od\"d\\name"}`;
    expect(text).toContain(`viewfinder_hydrate_source_quarantine_ratio${label} 0.05\n`);
    expect(text).toContain(
      `viewfinder_hydrate_source_lag_seconds${label} ${(NOW.getTime() - Date.parse("2026-11-01")) / 1000}\n`,
    );
    expect(text).toContain(`viewfinder_hydrate_source_missing_months${label} 1\n`);
  });

  test("it is OpenMetrics: families in one piece with type before samples, units as suffixes, no timestamps, an end", () => {
    const lines = text.trimEnd().split("\n");
    expect(lines.at(-1)).toBe("# EOF");
    const families = new Set<string>();
    const wrong: string[] = [];
    let family = "";
    for (const line of lines.slice(0, -1)) {
      const [, kind, name = ""] = /^# (TYPE|UNIT|HELP) (\S+)/.exec(line) ?? [];
      if (kind === "TYPE" && families.has(name)) wrong.push(line);
      if (kind === "TYPE") families.add((family = name));
      if (kind === "UNIT" && !name.endsWith(`_${line.split(" ")[3]}`)) wrong.push(line);
      const sample = /^([a-z_]+)(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})? -?[\d.]+(?:e[+-]?\d+)?$/.exec(
        line,
      );
      if (kind === undefined && sample?.[1] !== family) wrong.push(line);
    }
    expect(wrong).toEqual([]);
    expect(families.size).toBeGreaterThan(8);
  });
});
