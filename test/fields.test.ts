// What can be asked, from the model alone: `viewfinder fields`, and the help of `viewfinder ask`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addForms } from "../cli/ask-help.ts";
import { fieldsCommand } from "../cli/commands/fields.ts";
import { type AskedField, askedFields } from "../cli/fields.ts";
import { compile, type Model } from "../generator/index.ts";

const MOVIES = fileURLToPath(new URL("../looker.yml", import.meta.url));
const SHOP = fileURLToPath(new URL("cases/shop/looker.yml", import.meta.url));

function modelOf(file: string): Model {
  const { model } = compile(readFileSync(file, "utf8"), file);
  if (model === undefined) throw new Error(`${file} has mistakes`);
  return model;
}

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function fields(...args: readonly string[]): Promise<string> {
  await fieldsCommand(() => ({ model: MOVIES })).parseAsync([...args], { from: "user" });
  return printed;
}

test("every field of an explore is listed with what it is, as questions and Looker name it", async () => {
  const text = await fields("movies");
  expect(text).toMatch(/^movies: Films with what they cost and earned/);
  expect(text).toMatch(/^ {2}movies\.released_year +Released Year +dimension +date_year +Released Date /m);
  expect(text).toMatch(/^ {2}movies\.total_revenue +Total Revenue +measure +sum /m);
  expect(text).toMatch(/^ {2}movies\.genre_all_of +Genre All Of +selector +string +Question /m);
  expect(text).toMatch(/^ {2}movies\.metric +Metric +parameter +unquoted /m);
  expect(text).not.toContain("pk1_id");
  expect(text).toMatch(/\n36 fields; \d+ hidden with --all\.\n$/);
});

test("words narrow the list, in every explore or in one", async () => {
  const found = JSON.parse(await fields("movies", "year", "--format", "json")) as readonly AskedField[];
  expect(found.map((field) => field.field)).toEqual(["movies.released_year"]);
  printed = "";
  expect(await fields("COMPANY", "selector")).toMatch(/\n3 fields\.\n$/);
});

test("hidden fields are listed when they are asked for, and say so", async () => {
  const [head, ...rows] = (await fields("--all", "--format", "csv")).trimEnd().split("\n");
  expect(head).toBe("explore,field,label,is,type,group,description,hidden");
  const model = modelOf(MOVIES);
  const all = model.explores.flatMap((explore) => askedFields(model, explore));
  expect(rows).toHaveLength(all.length);
  expect(rows).toContain("movies,genres.pk1_id,ID,dimension,number,,Identifies one row of genres,Yes");
});

test("an explore that is not there, and words that nothing holds, are told in words", async () => {
  await expect(fields("movis")).rejects.toThrow(
    "No field holds “movis”. There is no explore of that name either; did you mean `movies`?",
  );
  await expect(fields("movies", "sequel")).rejects.toThrow("No field in explore movies holds “sequel”.");
  await expect(fields("movies", "pk1_id")).rejects.toThrow(
    /^Only hidden fields in explore movies hold “pk1_id”/,
  );
});

function helpOf(file: string): string {
  const command = new Command("ask").option("--metric <name>", "what is measured");
  addForms(command, modelOf(file), (value, before) => [...(before ?? []), value]);
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

test("the help of ask says how values are chosen, in the model's own words", () => {
  const help = helpOf(MOVIES);
  expect(help).toContain("--production-company <value>");
  expect(help).not.toContain("--production_company");
  expect(help).toContain("--all-of genre");
  expect(help.replaceAll(/\s+/g, " ")).toContain(
    "what is measured: budget, revenue, profit, runtime, rating, votes",
  );
  expect(help).toMatch(/--genre Comedy --genre <another> --all-of genre +# all of them/);
  expect(help).toMatch(/--exclude-genre Comedy +# without it/);
});

test("with several forms the examples name theirs, and values are quoted for the shell", () => {
  const help = helpOf(SHOP);
  expect(help).toMatch(
    /viewfinder ask --question sales .*--tag '50% off' --tag 'a,b' --all-of tag +# all of them/,
  );
  // Only tags can be several to an order.
  expect(help).not.toMatch(/--all-of (?:country|status|boss)/);
});
