// Where Looker's address and credentials come from, and which line of looker.yml a line of LookML was printed from.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitProject, loadModel, readParts } from "../generator/index.ts";
import { readLookerSettings } from "../generator/looker/index.ts";
import { locate } from "../generator/looker/locate.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "viewfinder-ini-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function settings(
  text: string,
  more: { readonly section?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<unknown> {
  const file = join(folder, "looker.ini");
  await writeFile(file, text);
  return readLookerSettings({ file, env: {}, ...more }).catch((error: unknown) =>
    (error as Error).message.replaceAll(folder, "."),
  );
}

describe("settings", () => {
  const whole =
    "[Looker]\nbase_url=https://one.example.com:19999/api/4.0/\nclient_id = abc\nclient_secret='s=e#c'\n\n; more\n[Other]\nbase_url=https://two.example.com\nclient_id=x\nclient_secret=y\ntimeout=7\nverify_ssl=true\n";

  test("stand in a section of looker.ini, and the environment's beat them", async () => {
    expect(await settings(whole)).toEqual({
      baseUrl: "https://one.example.com:19999",
      clientId: "abc",
      clientSecret: "s=e#c",
      timeoutSeconds: 120,
    });
    expect(await settings(whole, { section: "Other", env: { LOOKERSDK_CLIENT_ID: "z" } })).toEqual({
      baseUrl: "https://two.example.com",
      clientId: "z",
      clientSecret: "y",
      timeoutSeconds: 7,
    });
    const env = {
      LOOKERSDK_BASE_URL: "http://localhost:9",
      LOOKERSDK_CLIENT_ID: "a",
      LOOKERSDK_CLIENT_SECRET: "b",
    };
    expect(await readLookerSettings({ env })).toMatchObject({ baseUrl: "http://localhost:9" });
  });

  for (const [text, message, section] of [
    [
      "[Looker]\nbase_url=https://a.example\n",
      /^It is not said how to reach Looker: client_id, client_secret are missing\. Write them into \.\/looker\.ini, or set LOOKERSDK_CLIENT_ID/,
    ],
    ["base_url=https://a.example\n", /has no section\. Begin it with a line \[Looker\]\./],
    [whole, /has no section \[Third\]; it has \[Looker\], \[Other\]\./, "Third"],
    ["[L]\nbase_url=looker\nclient_id=a\nclient_secret=b\n", /^base_url is looker, which is no address/],
    [
      "[L]\nbase_url=http://a.example\nclient_id=a\nclient_secret=b\n",
      /the client secret goes to an https address only/,
    ],
    [
      "[L]\nbase_url=https://a.example\nclient_id=a\nclient_secret=b\nverify_ssl=False\n",
      /^verify_ssl is off/,
    ],
    [
      "[L]\nbase_url=https://a.example\nclient_id=a\nclient_secret=b\ntimeout=soon\n",
      /^timeout is soon; it takes a number of seconds/,
    ],
  ] as const)
    test(`say what is wrong: ${message.source.slice(0, 40)}`, async () => {
      expect(await settings(text, section === undefined ? {} : { section })).toMatch(message);
    });

  test("name the file that is not there", async () => {
    const missing = join(folder, "none.ini");
    await expect(readLookerSettings({ file: missing, env: {} })).rejects.toThrow(
      /There is no .*none\.ini here\./,
    );
  });
});

describe("a line of LookML", () => {
  const FILE = "test/cases/shop/looker.yml";

  test("leads to the line of looker.yml it was printed from, for every line of a project", async () => {
    const model = await loadModel(FILE);
    const parts = await readParts(FILE);
    const files = emitProject(model);
    const written = (await readFile(FILE, "utf8")).split("\n");
    let named = 0;
    for (const { path, text } of files)
      for (const [index, line] of text.split("\n").entries()) {
        const problem = locate({ message: "m", path, line: index + 1 }, { model, parts, files });
        expect(problem?.place.line).toBeGreaterThan(0);
        const [, name] = /^ {2}(?:dimension|measure|dimension_group): (\w+) \{/.exec(line) ?? [];
        const at = problem?.at ?? [];
        if (name === undefined || at.at(-1) !== name) continue;
        named += 1;
        // A field that stands in looker.yml is found at the line that names it, or at what it is made of.
        expect(written.slice(0, problem?.place.line).join("\n")).toContain(String(at[1]));
      }
    expect(named).toBeGreaterThan(15);
    expect(
      locate({ message: "m", path: "views/theirs.view.lkml", line: 1 }, { model, parts, files }),
    ).toBeUndefined();
  });

  test("of a model in several files leads into the right one", async () => {
    const [main, part] = [join(folder, "looker.yml"), join(folder, "views.yml")];
    await writeFile(
      main,
      "model: m\nconnection: c\ninclude: views.yml\ntables:\n  things: {key: id, columns: {id: integer, size: integer}}\nexplores:\n  things:\n",
    );
    await writeFile(
      part,
      "views:\n  things:\n    dimensions:\n      size: {label: How big}\n    measures:\n      count: {type: count}\n",
    );
    const model = await loadModel(main);
    const files = emitProject(model);
    const text = files.find(({ path }) => path === "views/things.view.lkml")?.text ?? "";
    const line = text.split("\n").findIndex((one) => one.includes('label: "How big"')) + 1;
    const problem = locate(
      { message: "Too big.", path: "views/things.view.lkml", line },
      { model, parts: await readParts(main), files },
    );
    expect(problem?.printed.replaceAll(`${folder}/`, "")).toBe(
      `views.yml:4:21 looker Too big.\n  4 |       size: {label: How big}\n    |                     ^\n    = views/things.view.lkml:${line} of the generated LookML`,
    );
  });
});
