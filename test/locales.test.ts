// A model in several languages: Looker's strings files and back, what is missing, and a server that speaks the caller's; names and numbers stay.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  compile,
  emitProject,
  importProject,
  localeFor,
  type Model,
  speak,
  writeFiles,
} from "../generator/index.ts";
import { type GuardedServer, openGuarded } from "./access-server.ts";
import { built } from "./built.ts";
import { CASES } from "./cases/harness.ts";

const CASE = CASES.find((one) => one.name === "locales");

function shop(): Model {
  if (CASE?.compiled.model === undefined) throw new Error("the shop has problems");
  return CASE.compiled.model;
}

/** The movies in German, each text with the same words and a sign before them. */
function movies(): Model {
  const { model } = compile(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return {
    ...model,
    locale: "en",
    locales: [
      {
        name: "de",
        texts: {
          Movies: "Filme",
          Budget: "Budget (de)",
          Released: "Erschienen",
          Year: "Jahr",
          Answer: "Antwort",
        },
        at: [],
      },
    ],
  };
}

let folder: string;
let server: GuardedServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-locales-"));
  server = await openGuarded(movies(), {
    german: { roles: ["ask"], attributes: { locale: "de_AT" } },
    anyone: { roles: ["ask"] },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything but what people read. */
function unread(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unread);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !["label", "description", "groupLabel", "title", "locale"].includes(key))
      .map(([key, inside]) => [key, unread(inside)]),
  );
}

test("another language changes what people read and nothing else", () => {
  for (const model of [shop(), movies()]) {
    const spoken = speak(model, "de");
    expect(spoken.label).not.toBe(model.label);
    expect(unread(spoken)).toEqual(unread(model));
  }
});

test.each([
  [["de"], "de"],
  [["de-AT", "fr"], "de"],
  [["fr-FR", "de"], "fr_CA"],
  [["en-US", "de"], undefined],
  [["EN_gb"], undefined],
  [["ja", "de"], "de"],
  [["ja"], undefined],
  [[], undefined],
])("people who read %s get %s", (wanted, locale) => {
  expect(localeFor(shop(), wanted)).toBe(locale);
});

interface Described {
  readonly label: string;
  readonly name: string;
  readonly fields: {
    readonly dimensions: readonly { readonly name: string; readonly label_short: string }[];
  };
}

async function described(name: string, headers: Readonly<Record<string, string>> = {}): Promise<Described> {
  const response = await server.ask(name, "/api/4.0/lookml_models/movies/explores/movies", { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Described;
}

const labelled = ({ fields }: Described, name: string): string | undefined =>
  fields.dimensions.find((one) => one.name === name)?.label_short;

test("the server speaks the caller's language: the user attribute first, then what the browser accepts", async () => {
  const [german, plain, browser, both] = await Promise.all([
    described("german"),
    described("anyone"),
    described("anyone", { "accept-language": "fr;q=0.9, de-CH, en;q=0.1" }),
    described("german", { "accept-language": "en" }),
  ]);
  expect(plain.label).toBe("Movies");
  for (const one of [german, browser, both]) {
    expect(one.label).toBe("Filme");
    expect(labelled(one, "movies.released_year")).toBe("Erschienen Jahr");
    expect(labelled(one, "movies.budget")).toBe("Budget (de)");
    // Nobody translated it.
    expect(labelled(one, "movies.title")).toBe("Title");
    expect(one.fields.dimensions.map(({ name }) => name)).toEqual(
      plain.fields.dimensions.map(({ name }) => name),
    );
  }
  const user = (await (await server.ask("german", "/api/4.0/user")).json()) as { readonly locale: string };
  expect(user.locale).toBe("de_AT");
});

test("a dashboard's titles are translated as wholes, its fields are the same", async () => {
  const asked = async (name: string): Promise<Record<string, unknown>> => {
    const response = await server.ask(name, "/api/4.0/dashboards/movies::movies");
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const titles = (one: Record<string, unknown>): readonly unknown[] =>
    (one["dashboard_elements"] as readonly { readonly title: string }[]).map(({ title }) => title);
  const [german, plain] = await Promise.all([asked("german"), asked("anyone")]);
  expect(titles(plain)).toContain("Answer");
  expect(titles(german)).toContain("Antwort");
  expect(titles(german).slice(1)).toEqual(titles(plain).slice(1));
});

test("a project whose labels are keys is imported in the words of its default locale, with its translations", () => {
  const files = [
    {
      path: "manifest.lkml",
      text: 'project_name: "air"\nlocalization_settings: {\n  default_locale: en\n  localization_level: permissive\n}\n',
    },
    {
      path: "air.model.lkml",
      text: 'connection: "warehouse"\ninclude: "/flights.view"\nexplore: flights { label: "flight_info" }\n',
    },
    {
      path: "flights.view.lkml",
      text: 'view: flights {\n  label: "flight_info"\n  sql_table_name: air.flights ;;\n  dimension: id { primary_key: yes hidden: yes type: number sql: ${TABLE}.id ;; }\n  dimension: country { label: "country_key" description: "country_of_departure" sql: ${TABLE}.country ;; }\n  dimension: plane { label: "plane" sql: ${TABLE}.plane ;; }\n}\n',
    },
    {
      path: "i18n/en.strings.json",
      text: JSON.stringify({
        flight_info: "Flights",
        country_key: "Country",
        country_of_departure: "Where it left",
      }),
    },
    {
      path: "i18n/es_ES.strings.json",
      text: JSON.stringify({ flight_info: "Vuelos", country_key: "País", plane: "Avión" }),
    },
  ];
  const { text, fates } = importProject(
    files.map((file) => ({ ...file, text: file.text.replace("air.flights", "flights") })),
    "air",
  );
  expect(text).toContain("  es_ES:\n    Flights: Vuelos\n    Country: País\n");
  expect(text).toContain("description: Where it left");
  expect(text).not.toMatch(/_key|flight_info/);
  expect(fates.filter(({ fidelity }) => fidelity !== "carried")).toEqual([
    {
      fidelity: "left out",
      what: "translation of plane",
      spot: { file: "i18n/es_ES.strings.json", line: 1 },
      note: "en.strings.json has it not, so Looker never shows it",
    },
  ]);
  expect(compile(text, "looker.yml").problems.map(({ printed }) => printed)).toEqual([]);
});

test("strings files of ours come and go with their locales; one that somebody wrote stays", async () => {
  const target = join(folder, "lookml");
  await writeFiles(target, emitProject(shop()));
  writeFileSync(join(target, "ja.strings.json"), '{"Orders": "注文"}\n');
  const fewer: Model = { ...shop(), locales: (shop().locales ?? []).filter(({ name }) => name === "de") };
  const change = await writeFiles(target, emitProject(fewer));
  expect(change.removed).toEqual(["fr_CA.strings.json"]);
  expect(existsSync(join(target, "ja.strings.json"))).toBe(true);
  writeFileSync(join(target, "de.strings.json"), "{}\n");
  await expect(writeFiles(target, emitProject(fewer))).rejects.toThrow("Viewfinder did not make it");
});

const VIEWFINDER = await built("cli/viewfinder.js");

async function strings(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [VIEWFINDER, "--model", join(folder, "looker.yml"), "strings", ...args],
      (error, out) => done({ code: error === null ? 0 : Number(error.code), out }),
    );
  });
}

test("`viewfinder strings` names what is missing, and its skeleton is a part of the model", async () => {
  writeFileSync(join(folder, "looker.yml"), CASE?.text ?? "");
  const [all, german, json, skeleton] = await Promise.all([
    strings(),
    strings("de"),
    strings("fr_CA", "--format", "json"),
    strings("--skeleton", "it"),
  ]);
  expect(all).toMatchObject({ code: 1 });
  expect(all.out).toContain("fr_CA: 15 of 15 texts have no words.\n  The Shop  (label of the model)\n");
  expect(german).toEqual({ code: 0, out: "de: all 15 texts have words.\n" });
  expect(json.code).toBe(1);
  expect((JSON.parse(json.out) as { missing: unknown[] }[])[0]?.missing).toHaveLength(15);
  const whole = compile(`include: it.yml\n${CASE?.text ?? ""}`, "looker.yml", [
    { file: "it.yml", text: skeleton.out },
  ]);
  expect(whole.problems.map(({ printed }) => printed)).toEqual([]);
  expect(whole.warnings.map(({ file, code }) => [file, code])).toContainEqual(["it.yml", "untranslated"]);
});
