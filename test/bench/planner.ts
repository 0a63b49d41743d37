// `npm run bench:planner -- --movies 480300 --rounds 5 --no-plans`: our SQL beside the best by hand and Looker's, timed.
import Table from "cli-table3";
import { mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { openStack } from "../../local/stack.ts";
import { compileTime, widened } from "./compiling.ts";
import { benchModel, fillBench } from "./data.ts";
import { measure, type Measured, median, type Timed } from "./measure.ts";

const { values } = parseArgs({
  options: {
    movies: { type: "string", default: "480300" },
    /** How often each spelling is timed; Looker's once, where it takes over five seconds. */
    rounds: { type: "string", default: "5" },
    /** Where the embedded Postgres lies, when DATABASE_URL names none. */
    folder: { type: "string", default: join(tmpdir(), `viewfinder-bench-${process.getuid?.() ?? 0}`) },
    /** Leaves out the database's plan of each question's SQL. */
    "no-plans": { type: "boolean", default: false },
  },
});

const ms = (time: number | undefined): string => (time === undefined ? "" : time.toFixed(0));
const ratio = (one: number | undefined, other: number | undefined): string =>
  one === undefined || other === undefined ? "" : `${(one / other).toFixed(2)}×`;

function fastest(forms: readonly Timed[], kind: Timed["kind"]): Timed | undefined {
  return forms
    .filter((form) => form.kind === kind)
    .toSorted((one, other) => median(one.times) - median(other.times))[0];
}

function tableOf(measured: readonly Measured[]): string {
  const table = new Table({
    head: [
      "question",
      "ours ms",
      "by hand ms",
      "ours / hand",
      "Looker ms",
      "Looker / ours",
      "Looker / hand",
      "trusting ms",
    ],
    style: { head: [], border: [] },
  });
  for (const { title, forms } of measured) {
    const [ours, hand, looker, trusting] = (["ours", "hand", "looker", "trusting"] as const).map((kind) => {
      const form = fastest(forms, kind);
      return form && { name: form.name, time: median(form.times) };
    });
    const named = (one: typeof hand): string => (one === undefined ? "" : `${ms(one.time)} (${one.name})`);
    table.push([
      title,
      ms(ours?.time),
      named(hand),
      ratio(ours?.time, hand?.time),
      ms(looker?.time),
      ratio(looker?.time, ours?.time),
      ratio(looker?.time, hand?.time),
      named(trusting),
    ]);
  }
  return table.toString();
}

async function main(): Promise<void> {
  const movies = Number(values.movies);
  const model = benchModel(readFileSync(new URL("../../looker.yml", import.meta.url), "utf8"), movies);
  mkdirSync(values.folder, { recursive: true });
  const stack = await openStack({ url: process.env["DATABASE_URL"], folder: values.folder });
  const client = new Client({ connectionString: stack.url });
  try {
    await client.connect();
    if (await fillBench(client, model, movies)) console.log(`Filled the schema ${model.schema}.`);
    const measured = await measure(client, model, Number(values.rounds));
    console.log(tableOf(measured));
    console.log(
      "by hand: the fastest that is right by the declared keys. trusting: the fastest that also relies on names being unique, which nothing declares.",
    );
    console.log(
      `A question becomes SQL in ${compileTime(model, 200).toFixed(3)} ms, and with 2,000 views more in ${compileTime(widened(model, 2000), 200).toFixed(3)} ms.`,
    );
    const differences = measured.flatMap(({ title, differences: found }) =>
      found.map((difference) => `${title}, ${difference}`),
    );
    for (const difference of differences) console.log(`Different: ${difference}`);
    if (differences.length > 0) process.exitCode = 1;
    if (values["no-plans"]) return;
    for (const { title, forms } of measured) {
      const [ours] = forms;
      if (ours === undefined) continue;
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${ours.text}`, [...ours.values]);
      console.log(`\n${title}\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}`);
    }
  } finally {
    await client.end();
    await stack.release();
  }
}

await main();
