// A question kept in test/questions -> the question, with the model it is asked of.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile, type Model } from "../generator/index.ts";
import type { Question } from "../local/question.ts";
import { readQuestion } from "../local/read-question.ts";

/** The folder, with a slash behind it. */
export const QUESTIONS = fileURLToPath(new URL("questions/", import.meta.url));

const MODELS: Readonly<Record<string, Model>> = {
  movies: modelIn(new URL("../looker.yml", import.meta.url)),
  lending: modelIn(new URL("cases/explore-sources/looker.yml", import.meta.url)),
  measures: modelIn(new URL("cases/measures/looker.yml", import.meta.url)),
  post: modelIn(new URL("cases/dimensions/looker.yml", import.meta.url)),
  readers: modelIn(new URL("cases/derived/looker.yml", import.meta.url)),
  studio: modelIn(new URL("questions/studio.yml", import.meta.url)),
};

/** @param name of the question's file, e.g. `having.json`; its `model` names the model */
export function readKeptQuestion(name: string): { readonly model: Model; readonly question: Question } {
  const body = JSON.parse(readFileSync(`${QUESTIONS}${name}`, "utf8")) as { readonly model: string };
  const model = MODELS[body.model];
  if (model === undefined) throw new Error(`${name} asks a model ${body.model}, which is not here`);
  return { model, question: readQuestion(body, model) };
}

function modelIn(file: URL): Model {
  const { model, problems } = compile(readFileSync(file, "utf8"), fileURLToPath(file));
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}
