// Whole questions over the twelve movies: a database with them, and ways to ask it.
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { compile, DIALECTS, type Model } from "../generator/index.ts";
import { type Coverage, coverageOf } from "../local/coverage.ts";
import { openReader } from "../local/pool.ts";
import { readQuestion } from "../local/read-question.ts";
import { answerWhole, type WholeAnswer } from "../local/whole-answer.ts";
import { fillTables, openTestStack } from "./database.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

/** The movies, ready to be asked. */
export interface TwelveAnswers {
  readonly model: Model;
  readonly pool: pg.Pool;
  /** @param body members of a WriteQuery beside model and view */
  readonly ask: (body: object) => Promise<WholeAnswer>;
  readonly cover: (body: object) => Promise<Coverage>;
  readonly close: () => Promise<void>;
}

/** @param schema one that no other test file uses */
export async function openTwelve(schema: string): Promise<TwelveAnswers> {
  const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
  const { model } = compile(text.replace(/^schema: .*$/m, `schema: ${schema}`), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  const stack = await openTestStack();
  await fillTables(stack.url, model, TWELVE_MOVIES);
  const pool = openReader(stack.url);
  const read = (body: object): ReturnType<typeof readQuestion> =>
    readQuestion({ model: "movies", view: "movies", ...body }, model);
  return {
    model,
    pool,
    ask: async (body) => answerWhole(pool, model, read(body), DIALECTS.postgres, {}),
    cover: async (body) => coverageOf(pool, model, read(body), DIALECTS.postgres),
    close: async () => {
      await pool.end();
      await stack.release();
    },
  };
}
