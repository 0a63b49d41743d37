// The malformed-input battery: every way to spoil a file that we know, each beside what the admin reads: a quarantined record, or a refused drop.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { hydrate } from "../hydrate/index.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";

const MODEL = fileURLToPath(new URL("drops/contracts/looker.yml", import.meta.url));

let stack: Stack;
let looker: Looker;
let plain: Model;
let folder: string;
beforeAll(async () => {
  const loaded = await loadModel(MODEL);
  // One source and one table are enough; a packed file is one of its files, too.
  plain = {
    ...loaded,
    sources: loaded.sources
      .filter((source) => source.name === "added")
      .map((source) => ({ ...source, files: ["added*.csv", "added*.csv.gz"] })),
    tables: loaded.tables.filter((table) => table.name === "added"),
  };
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-battery-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await looker.close();
  await stack.release();
});

const HEADER = "id,name,score\n";
const GOOD = "1,Ada,10\n2,Bea,11\n";

/** What is read of a file: rows that are in the table, records that are in quarantine, or the refusal. */
interface Case {
  readonly name: string;
  readonly file?: string;
  readonly bytes: () => string | Buffer;
  /** `id|name|score`, by id. */
  readonly rows?: readonly string[];
  /** The reason of each record in quarantine, with its line. */
  readonly quarantine?: readonly string[];
  readonly notes?: readonly string[];
  /** The whole message. */
  readonly refused?: string;
}

const AGAIN = "Have the file delivered again, whole, and run the same command again.";

const BATTERY: readonly Case[] = [
  {
    name: "a quote that is never closed",
    bytes: () => `${HEADER}${GOOD}3,"Cleo,12\n4,Dora,13\n`,
    refused: `added.csv was cut off: it ends at byte 53 inside a quoted cell of record 3, line 4 (the record begins at byte 32, the cell at byte 34). If the file is whole, that quote is one too many. Nothing of this drop was loaded.\n${AGAIN}`,
  },
  {
    name: "a short row and a long row",
    bytes: () => `${HEADER}${GOOD}3,Cleo\n4,Dora,13,\n`,
    rows: ["1|Ada|10", "2|Bea|11"],
    quarantine: ["4: 2 cells, where the header has 3", "5: 4 cells, where the header has 3"],
  },
  {
    name: "a short last row",
    bytes: () => `${HEADER}${GOOD}3,Cleo`,
    refused: `added.csv was cut off: it ends at byte 38 in the middle of record 3, line 4 (the record begins at byte 32). Nothing of this drop was loaded.\n${AGAIN}`,
  },
  {
    name: "a NUL",
    bytes: () => `${HEADER}${GOOD}3,Cl\0eo,12\n`,
    rows: ["1|Ada|10", "2|Bea|11"],
    quarantine: ["4: a NUL byte stands at byte 36"],
  },
  {
    name: "a byte order mark",
    bytes: () => `\uFEFF${HEADER}${GOOD}`,
    rows: ["1|Ada|10", "2|Bea|11"],
  },
  {
    name: "line ends of both kinds, mixed",
    bytes: () => `${HEADER.replace("\n", "\r\n")}1,Ada,10\r\n2,Bea,11\n3,"two\r\nlines",12\r\n`,
    rows: ["1|Ada|10", "2|Bea|11", "3|two\r\nlines|12"],
  },
  {
    name: "carriage returns alone",
    bytes: () => `${HEADER}${GOOD}`.replaceAll("\n", "\r"),
    refused:
      "added.csv does not have the columns of source `added`. Nothing of this drop was loaded.\n  1 column missing: `score`\n  in the file, but not in the source: `score\\r1` (did you mean `score`?), `Ada`, `10\\r2`, `Bea`, `11`\nIts lines seem to end in carriage returns alone; they must end in line feeds.\nHave the file delivered again with these columns, or change `sources.added.columns` in the model, and run the same command again.",
  },
  {
    name: "bytes that are no UTF-8",
    bytes: () => Buffer.from(`${HEADER}${GOOD}3,Cl\xE9o,12\n`, "latin1"),
    rows: ["1|Ada|10", "2|Bea|11"],
    quarantine: ["4: the bytes from byte 36 on are not text in UTF-8"],
  },
  {
    name: "another encoding altogether",
    bytes: () => Buffer.from(`\uFEFF${HEADER}${GOOD}`, "utf16le"),
    refused: "added.csv is written in UTF-16; save it as UTF-8. Nothing of this drop was loaded.",
  },
  {
    name: "a field of 64 MB",
    bytes: () =>
      Buffer.concat([Buffer.from(`${HEADER}${GOOD}3,"`), Buffer.alloc(64e6, "x"), Buffer.from('",12\n')]),
    refused:
      "added.csv has a record of more than 16.8 MB: record 3, line 4 (the record begins at byte 32). A quote in it is probably never closed. Nothing of this drop was loaded.\nHave the file delivered again with sound quotes, and run the same command again.",
  },
  {
    name: "a quote in the middle of a cell",
    bytes: () => `${HEADER}${GOOD}3,Cl"eo,12\n4,"Dora" x,13\n`,
    rows: ["1|Ada|10", "2|Bea|11"],
    quarantine: [
      "4: a quote stands in the middle of a cell, at byte 36",
      "5: something follows a closing quote, at byte 51",
    ],
  },
  {
    name: "an empty file",
    bytes: () => "",
    refused:
      "added.csv is empty: it does not even have a header. Nothing of this drop was loaded.\nHave the file delivered again, and run the same command again.",
  },
  {
    name: "a header and nothing else",
    bytes: () => HEADER,
    rows: [],
    notes: ["added.csv has a header and no records"],
  },
  {
    name: "a header that was cut off",
    bytes: () => "id,na",
    refused:
      "added.csv does not have the columns of source `added`. Nothing of this drop was loaded.\n  2 columns missing: `name`, `score`\n  in the file, but not in the source: `na`\nThe file ends in its first line: it was probably cut off.\nHave the file delivered again with these columns, or change `sources.added.columns` in the model, and run the same command again.",
  },
  {
    name: "columns in another order",
    bytes: () => "score,id,name\n10,1,Ada\n11,2,Bea\n",
    rows: ["1|Ada|10", "2|Bea|11"],
  },
  {
    name: "semicolons",
    bytes: () => `${HEADER}${GOOD}`.replaceAll(",", ";"),
    refused:
      "added.csv does not have the columns of source `added`. Nothing of this drop was loaded.\n  3 columns missing: `id`, `name`, `score`\nThe columns seem to be separated by semicolons; they must be separated by commas.\nHave the file delivered again with these columns, or change `sources.added.columns` in the model, and run the same command again.",
  },
  {
    name: "empty lines",
    bytes: () => `${HEADER}1,Ada,10\n\n\r\n2,Bea,11\n\n`,
    rows: ["1|Ada|10", "2|Bea|11"],
    notes: ["added.csv has 3 empty lines, which are no records"],
  },
  {
    name: "a gzip file",
    file: "added.csv.gz",
    bytes: () => gzipSync(`${HEADER}${GOOD}`),
    rows: ["1|Ada|10", "2|Bea|11"],
  },
  {
    name: "a gzip file that was cut off",
    file: "added.csv.gz",
    bytes: () => gzipSync(`${HEADER}${GOOD}`).subarray(0, 30),
    refused:
      "added.csv.gz was cut off: what is packed in it with gzip has no end. Nothing of this drop was loaded.\nHave the file delivered again, and run the same command again.",
  },
  {
    name: "a gzip bomb",
    file: "added.csv.gz",
    bytes: () =>
      gzipSync(
        Buffer.concat([Buffer.from(`${HEADER}${GOOD}3,"`), Buffer.alloc(64e6, "x"), Buffer.from('",12\n')]),
      ),
    refused:
      "added.csv.gz looks like a bomb: 62.3 kB of it unpack to more than 32.2 MB, 250 times as much, as no table of records does. Nothing of this drop was loaded.\nAsk who delivered it what it is; if it is meant, have it delivered unpacked.",
  },
];

/** Everything the admin can see of it. */
interface Seen {
  readonly refused: string | undefined;
  readonly rows: readonly string[] | undefined;
  readonly quarantine: readonly string[];
  readonly notes: readonly string[];
  /** Read, loaded, collapsed, quarantined. */
  readonly counts: readonly number[];
}

test.each(BATTERY)("$name", async (one) => {
  const { name, file = "added.csv", bytes, rows, quarantine = [], notes = [], refused } = one;
  const model = inOwnSchema(plain, `battery_${name.slice(0, 30)}`);
  const path = join(folder, name.replaceAll(" ", "-"));
  await mkdir(path);
  await writeFile(join(path, file), bytes());
  try {
    const loaded = rows?.length ?? 0;
    const counts = rows === undefined ? [] : [loaded + quarantine.length, loaded, 0, quarantine.length];
    const expected: Seen = { refused, rows, quarantine, notes, counts };
    expect(await seenOf(model, path)).toEqual(expected);
  } finally {
    await looker.drop(model);
  }
});

async function seenOf(model: Model, path: string): Promise<Seen> {
  try {
    const { drops } = await hydrate({ model, url: stack.url, path, now: () => testDay() });
    const rows = await looker.rows(`SELECT * FROM "${model.schema}".added ORDER BY id`);
    const kept = await looker.rows(
      `SELECT line || ': ' || reason FROM "${model.schema}_hydrate".quarantine ORDER BY ordinal`,
    );
    return {
      refused: undefined,
      rows: rows.map((row) => row.join("|")),
      quarantine: kept.flat(),
      notes: drops.flatMap((drop) => drop.notes),
      counts: drops.flatMap(({ records: { read, loaded, collapsed, quarantined } }) => [
        read,
        loaded,
        collapsed,
        quarantined,
      ]),
    };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Mistake") throw error;
    const tables = await looker.rows(
      "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1",
      [model.schema],
    );
    const rows = tables.length === 0 ? undefined : tables.flat();
    return { refused: error.message, rows, quarantine: [], notes: [], counts: [] };
  }
}
