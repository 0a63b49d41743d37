// Each question of test/questions beside its SQL for every dialect; UPDATE=1 rewrites the SQL.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DIALECTS, type DialectName } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { writeSql } from "../local/sql.ts";
import { QUESTIONS, readKeptQuestion } from "./kept-questions.ts";

test.each(readdirSync(QUESTIONS).filter((name) => name.endsWith(".json")))("%s", (name) => {
  const { model, question } = readKeptQuestion(name);
  for (const dialect of Object.keys(DIALECTS) as DialectName[]) {
    const query = writeSql(plan(model, question), DIALECTS[dialect]);
    const values = query.values
      .map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}\n`)
      .join("");
    const written = `${values}${query.text};\n`;
    const file = `${QUESTIONS}${name.replace(/\.json$/, "")}.${dialect}.sql`;
    if (process.env["UPDATE"] === "1") writeFileSync(file, written);
    expect(written).toBe(readFileSync(file, "utf8"));
  }
});
