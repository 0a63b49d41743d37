// The model's forms, or a file -> the questions both Looker and the planner are asked.
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import {
  didYouMean,
  findView,
  Mistake,
  type Model,
  Outage,
  type QuestionForm,
} from "../../generator/index.ts";
import { askForm } from "../../local/form.ts";
import type { Question, WholeQuestion } from "../../local/question.ts";
import { readQuestion, USUAL_COLUMN_LIMIT, writeQuery } from "../../local/read-question.ts";

/** A question with what it is called in the report. */
export interface Titled {
  readonly title: string;
  readonly question: WholeQuestion;
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
    question: plain(
      askForm(
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
function ask(model: Model, view: string, fields: readonly string[], by?: string): WholeQuestion {
  const sorts = by === undefined ? [] : [{ field: by, descending: false }];
  return plain({ model: model.name, view, fields, filters: {}, sorts, limit: MOST_ROWS });
}

/** Nothing around its rows, as times are stored. */
function plain(question: Question): WholeQuestion {
  return {
    ...question,
    pivots: [],
    columnLimit: USUAL_COLUMN_LIMIT,
    total: false,
    rowTotal: undefined,
    subtotals: [],
    fillFields: [],
    timeZone: "UTC",
  };
}

/** Words of a query that ask for rows around the rows. */
const AROUND = ["total", "row_total", "subtotals", "fill_fields"] as const;
/** What Looker adds when it gives a query back, and what only says how an answer is drawn. */
const BESIDE = new Set(
  [
    "id slug url share_url expanded_share_url can runtime has_table_calculations",
    "client_id vis_config filter_config visible_ui_sections",
  ].flatMap((words) => words.split(" ")),
);
const OURS = ["title", "explore"];
const KNOWN = new Set<string>([...OURS, ...Object.keys(writeQuery.shape), ...BESIDE]);

const written = z.array(z.looseObject({ title: z.string().optional(), explore: z.string().optional() }));

/**
 * @param file a list of questions in Looker's query words, as YAML or JSON; `explore` may stand for `view`
 * @throws Mistake when it is not that, or says what could not be compared; Outage when it cannot be read
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
    const title = one.title ?? `question ${index + 1}`;
    try {
      return { title, question: readOne(one, model) };
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      throw new Mistake(`${file}, ${title}: ${error.message}`);
    }
  });
}

/** A word that is not known must not be left out in silence: the answers would be of another question. */
function readOne(one: Readonly<Record<string, unknown>>, model: Model): WholeQuestion {
  const strange = Object.keys(one).find((word) => !KNOWN.has(word));
  if (strange !== undefined) {
    const hint = didYouMean(
      strange,
      [...KNOWN].filter((word) => !BESIDE.has(word)),
    );
    throw new Mistake(`\`${strange}\` is no word of a question${hint === undefined ? "." : `; ${hint}`}`);
  }
  const around = AROUND.find((word) => asksFor(one[word]));
  if (around !== undefined)
    throw new Mistake(
      `\`${around}\` asks for more than rows, and rows are what is compared. Take it out; ask for a total as a question of its own, without the dimensions.`,
    );
  const view = one["explore"] ?? one["view"];
  if (view === undefined) throw new Mistake("It does not say which explore it is of.");
  if (!Array.isArray(one["fields"]) || one["fields"].length === 0)
    throw new Mistake("It asks for no fields: `fields` takes a list of them.");
  return readQuestion({ ...one, model: one["model"] ?? model.name, view }, model);
}

/** Nothing, no, the empty text and the empty list ask for none of it. */
function asksFor(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
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
