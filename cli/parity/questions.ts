// The model's forms, or a file -> the questions both Looker and the planner are asked.
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { findView, Mistake, type Model, Outage, type QuestionForm } from "../../generator/index.ts";
import { askForm } from "../../local/form.ts";
import type { Question } from "../../local/question.ts";
import { readLimit, readSort, USUAL_LIMIT } from "../../local/read-question.ts";

/** A question with what it is called in the report. */
export interface Titled {
  readonly title: string;
  readonly question: Question;
}

/** As many rows as a comparison reads of one question. */
const MOST_ROWS = 5000;

/**
 * Of each form: its examples as they are, and all of its measures together, over everything and for each of its groups;
 * of each explore without a form: the measures of its base view over everything.
 */
export function questionsOfModel(model: Model): readonly Titled[] {
  const formless = model.explores.filter(
    (explore) => !model.questions.some((form) => form.explore === explore.name),
  );
  return [
    ...model.questions.flatMap((form) => [...examples(model, form), ...wholes(model, form)]),
    ...formless.flatMap((explore): readonly Titled[] => {
      const measures = (findView(model, explore.view)?.fields ?? []).filter(
        (field) => field.kind === "measure" && field.requiredAccessGrants.length === 0,
      );
      if (measures.length === 0) return [];
      const fields = measures.map(({ name }) => `${explore.view}.${name}`);
      return [{ title: `${explore.label}: every measure`, question: ask(model, explore.name, fields) }];
    }),
  ];
}

function examples(model: Model, form: QuestionForm): readonly Titled[] {
  return [form.default, ...form.examples].map(({ title, metric, aggregation, by, selected }) => ({
    title: `${form.label}: ${title}`,
    question: askForm(
      model,
      form,
      {
        metric,
        aggregation,
        by,
        selected: Object.fromEntries(selected.map(({ selector, values }) => [selector, values])),
        excluded: {},
      },
      { limit: MOST_ROWS },
    ),
  }));
}

function wholes(model: Model, form: QuestionForm): readonly Titled[] {
  const measures = form.metrics.flatMap((metric) =>
    metric.by.flatMap((pair) => ("measure" in pair ? [pair.measure] : [])),
  );
  const fields = [...new Set([...measures, form.count])].map((name) => `${form.view}.${name}`);
  return [
    { title: `${form.label}: every measure`, question: ask(model, form.explore, fields) },
    ...form.groups.map((group) => ({
      title: `${form.label}: every measure by ${group.label.toLowerCase()}`,
      question: ask(model, form.explore, [group.field, ...fields], group.field),
    })),
  ];
}

/** @param by what tells rows apart: running totals run, and a limit cuts, in its order */
function ask(model: Model, view: string, fields: readonly string[], by?: string): Question {
  const sorts = by === undefined ? [] : [{ field: by, descending: false }];
  return { model: model.name, view, fields, filters: {}, sorts, limit: MOST_ROWS };
}

const written = z.array(
  z.object({
    title: z.string().optional(),
    explore: z.string().optional(),
    view: z.string().optional(),
    fields: z.array(z.string()).min(1),
    filters: z.record(z.string(), z.string()).optional(),
    sorts: z.array(z.string()).optional(),
    limit: z.union([z.string(), z.number()]).optional(),
  }),
);

/**
 * @param file a list of questions in Looker's query words, as YAML or JSON
 * @throws Mistake when it is not that, Outage when it cannot be read
 */
export async function questionsInFile(file: string, model: Model): Promise<readonly Titled[]> {
  const read = written.safeParse(parsed(await textOf(file), file));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Mistake(
      `${file}${issue === undefined ? "" : ` at ${issue.path.join(".") || "its beginning"}: ${issue.message}`}. It takes a list of questions, such as\n- {title: Orders by year, explore: orders, fields: [orders.created_year, orders.count], filters: {orders.state: open}}`,
    );
  }
  return read.data.map((one, index) => {
    const view = one.explore ?? one.view;
    if (view === undefined)
      throw new Mistake(`${file}: question ${index + 1} does not say which explore it is of.`);
    return {
      title: one.title ?? `question ${index + 1}`,
      question: {
        model: model.name,
        view,
        fields: one.fields,
        filters: one.filters ?? {},
        sorts: (one.sorts ?? []).map(readSort),
        limit: one.limit === undefined ? USUAL_LIMIT : readLimit(one.limit),
      },
    };
  });
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Mistake(`${file} is neither YAML nor JSON: ${(error as Error).message.split("\n")[0] ?? ""}`);
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Mistake(`There is no ${file} here.`);
    throw new Outage(`${file} could not be read: ${message}`, { retry: false, cause: error });
  }
}
