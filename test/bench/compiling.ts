// The model -> how long a question takes to become SQL, with the model as it is and with 2,000 views more.
import { DIALECTS, type Model } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import { readQuestion } from "../../local/read-question.ts";
import { writeSql } from "../../local/sql.ts";
import { median } from "./measure.ts";
import { BENCH_QUESTIONS } from "./questions.ts";

/** The model with so many views more, each of them joined to the movies and opened by an explore of its own. */
export function widened(model: Model, views: number): Model {
  const [view] = model.views;
  const [table] = model.tables;
  const [explore] = model.explores;
  if (view === undefined || table === undefined || explore === undefined) throw new Error("an empty model");
  const names = Array.from({ length: views }, (_, index) => `more_${index + 1}`);
  const joins = names.map((name) => ({
    name,
    view: name,
    from: explore.view,
    relationship: "many_to_one" as const,
    on: [{ fromColumn: "id", toColumn: "id" }],
    bridge: false,
    requiredAccessGrants: [],
    at: explore.at,
  }));
  return {
    ...model,
    tables: [...names.map((name) => ({ ...table, name })), ...model.tables],
    views: [...names.map((name) => ({ ...view, name, table: name })), ...model.views],
    explores: [
      ...names.map((name) => ({ ...explore, name, view: name, joins: [] })),
      { ...explore, joins: [...joins, ...explore.joins] },
    ],
  };
}

/**
 * Reads, plans and writes each benchmark question over and over.
 * @returns the median in milliseconds of one question
 */
export function compileTime(model: Model, repeats: number): number {
  const times: number[] = [];
  for (let round = 0; round < repeats; round += 1) {
    for (const { asked } of BENCH_QUESTIONS) {
      const started = performance.now();
      const question = readQuestion({ model: model.name, view: "movies", ...asked }, model);
      writeSql(plan(model, question), DIALECTS.postgres);
      times.push(performance.now() - started);
    }
  }
  return median(times);
}
