// Each question of test/questions beside its SQL for every dialect; UPDATE=1 rewrites the SQL.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compile, DIALECTS, type DialectName } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { readQuestion } from "../local/read-question.ts";
import { writeSql } from "../local/sql.ts";

const folder = fileURLToPath(new URL("questions/", import.meta.url));
const { model } = compile(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"), "looker.yml");

test.each(readdirSync(folder).filter((name) => name.endsWith(".json")))("%s", (name) => {
  if (model === undefined) throw new Error("looker.yml has problems");
  const question = readQuestion(JSON.parse(readFileSync(folder + name, "utf8")), model);
  for (const dialect of Object.keys(DIALECTS) as DialectName[]) {
    const query = writeSql(plan(model, question), DIALECTS[dialect]);
    const values = query.values
      .map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}\n`)
      .join("");
    const written = `${values}${query.text};\n`;
    const file = `${folder}${name.replace(/\.json$/, "")}.${dialect}.sql`;
    if (process.env["UPDATE"] === "1") writeFileSync(file, written);
    expect(written).toBe(readFileSync(file, "utf8"));
  }
});
