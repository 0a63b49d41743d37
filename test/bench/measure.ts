// A filled schema -> how long each benchmark question takes in every spelling, in one interleaved run, and whether all agree.
import type { Client } from "pg";
import { DIALECTS, type Model } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import { readQuestion } from "../../local/read-question.ts";
import { writeSql } from "../../local/sql.ts";
import { BENCH_QUESTIONS, type BenchQuestion } from "./questions.ts";

/** One spelling of a question, timed. */
export interface Timed {
  readonly name: string;
  /** `hand` is right by the declared keys alone, `trusting` only for these rows. */
  readonly kind: "ours" | "hand" | "trusting" | "looker";
  readonly text: string;
  readonly values: readonly unknown[];
  /** Milliseconds of each round. */
  readonly times: number[];
}

/** One question, timed in all spellings. */
export interface Measured {
  readonly title: string;
  readonly forms: readonly Timed[];
  /** Which spelling differs from ours, and where. */
  readonly differences: readonly string[];
}

/** Looker's spelling is timed once where it takes longer than this. */
const PATIENCE_MS = 5_000;

/** What is shorter than this is run once untimed before it is timed. */
const SHORT_MS = 500;

/** Runs every spelling of every question in turn, `rounds` times. */
export async function measure(client: Client, model: Model, rounds: number): Promise<readonly Measured[]> {
  await client.query(`SET search_path = ${DIALECTS.postgres.identifier(model.schema)}`);
  const all = BENCH_QUESTIONS.map((question) => ({
    title: question.title,
    forms: formsOf(question, model),
    differences: [] as string[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { forms, differences } of all) {
      let ours: readonly (readonly unknown[])[] | undefined;
      // Each round begins with another one: the first finds what it reads less near at hand.
      const from = round % forms.length;
      for (const form of [...forms.slice(from), ...forms.slice(0, from)]) {
        if (form.kind === "looker" && (form.times[0] ?? 0) > PATIENCE_MS) continue;
        const query = { text: form.text, values: [...form.values], rowMode: "array" as const };
        // Whoever follows Looker's form finds its pages swept out of the database's memory; a first run, not
        // timed, brings them back for all alike. For long ones it makes no difference.
        if ((form.times[0] ?? 0) < SHORT_MS) await client.query(query);
        const started = performance.now();
        const { rows } = await client.query<unknown[]>(query);
        form.times.push(performance.now() - started);
        if (round > 0) continue;
        ours ??= rows;
        const difference = differenceOf(ours, rows, form.kind === "looker" ? 1e-6 : 0);
        if (difference !== undefined) differences.push(`${form.name}: ${difference}`);
      }
    }
  }
  return all;
}

/** The middle of the times; of an even number, the lower one. */
export function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)] ?? Number.NaN;
}

function formsOf(question: BenchQuestion, model: Model): readonly Timed[] {
  const asked = readQuestion({ model: model.name, view: "movies", ...question.asked }, model);
  const { text, values } = writeSql(plan(model, asked), DIALECTS.postgres);
  const written = (kind: Timed["kind"], forms: Readonly<Record<string, string>>): readonly Timed[] =>
    Object.entries(forms).map(([name, sql]) => ({
      name,
      kind,
      text: `${sql}\n${question.tail}`,
      values: [],
      times: [],
    }));
  return [
    { name: "ours", kind: "ours", text, values, times: [] },
    ...written("hand", question.byHand),
    ...written("trusting", question.trusting ?? {}),
    ...written("looker", question.looker === undefined ? {} : { looker: question.looker }),
  ];
}

/** @param slack how far a number may lie beside ours, besides the last digits of a division */
function differenceOf(
  ours: readonly (readonly unknown[])[],
  theirs: readonly (readonly unknown[])[],
  slack: number,
): string | undefined {
  if (ours.length !== theirs.length) return `${theirs.length} rows, ours has ${ours.length}`;
  for (const [index, row] of ours.entries()) {
    const other = theirs[index] ?? [];
    if (!row.every((cell, at) => isNear(cell, other[at], slack)))
      return `row ${index + 1} is ${JSON.stringify(other)}, ours ${JSON.stringify(row)}`;
  }
  return undefined;
}

function isNear(one: unknown, other: unknown, slack: number): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  const [left, right] = [Number(one), Number(other)];
  return Math.abs(left - right) <= slack + 1e-12 * Math.abs(left);
}
