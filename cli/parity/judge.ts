// A question -> what became of it when both Looker and the planner were asked.
import {
  DIALECTS,
  findExplore,
  findField,
  findView,
  Mistake,
  type Model,
  Outage,
} from "../../generator/index.ts";
import {
  askLooker,
  cellsOf,
  compareAnswers,
  type ComparedColumn,
  type Looker,
  PIVOTED,
} from "../../generator/looker/index.ts";
import { plan } from "../../local/plan.ts";
import type { openReader } from "../../local/pool.ts";
import type { WholeQuestion } from "../../local/question.ts";
import { writeSql } from "../../local/sql.ts";
import { answerWhole } from "../../local/whole-answer.ts";
import { comparedColumns } from "./columns.ts";
import type { Titled } from "./questions.ts";
import type { Verdict } from "./verdict.ts";

/** Both sides of a comparison. */
export interface Sides {
  readonly model: Model;
  readonly looker: Looker;
  readonly pool: ReturnType<typeof openReader>;
  /** The planner asks with these, as the API user has them. */
  readonly userAttributes: Readonly<Record<string, string>>;
  /** How long Looker may take for one question; as long as for any request when not said. */
  readonly timeoutSeconds: number | undefined;
  /** Aborted when the user wants to end it. */
  readonly stop: AbortSignal;
}

/** Asks both and compares. What one of the two refuses is a verdict, and no failure. */
export async function judge(sides: Sides, { title, question }: Titled): Promise<Verdict> {
  const { model, looker } = sides;
  const counts = countOf(model, question);
  const asked =
    counts === undefined || question.fields.includes(counts)
      ? question
      : { ...question, fields: [...question.fields, counts] };
  try {
    const here = await answerHere(sides, asked);
    const there = await askLooker(looker, asked, sides.timeoutSeconds);
    const compared = compareAnswers(
      {
        columns: here.columns,
        counts,
        // Of a pivoted question the limit is of rows, and what is compared are cells.
        limit: asked.pivots.length > 0 ? undefined : asked.limit,
        sortedBy: here.sortedBy,
        isFiltered: Object.keys(asked.filters).length > 0 || asked.filterExpression !== undefined,
        caseSensitive: model.caseSensitive,
      },
      here.rows,
      there,
    );
    return { title, state: compared.count === 0 ? "same" : "different", compared };
  } catch (error) {
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    return { title, state: "not asked", why: error.message };
  }
}

/** What the planner gives, and what it knows of it. */
interface Answered {
  readonly rows: Awaited<ReturnType<typeof askLooker>>;
  readonly columns: readonly ComparedColumn[];
  readonly sortedBy: string | undefined;
}

async function answerHere(
  { model, pool, userAttributes, stop }: Sides,
  question: WholeQuestion,
): Promise<Answered> {
  const asking = { now: new Date(), userAttributes };
  try {
    const { rows } = await answerWhole(pool, model, question, DIALECTS.postgres, asking, stop);
    const planned = plan(model, question, asking);
    const query = writeSql(planned, DIALECTS.postgres);
    const columns = comparedColumns(model, planned, query, question.fields);
    return {
      rows: cellsOf(rows),
      columns: question.pivots.length === 0 ? columns : pivotedColumns(columns, question.pivots),
      sortedBy: planned.sorts[0]?.field,
    };
  } catch (error) {
    // So that it can be told which of the two did not answer.
    if (error instanceof Mistake) throw new Mistake(`Here: ${error.message}`);
    throw error;
  }
}

/** The pivoted dimensions stand in the key of a cell. */
function pivotedColumns(
  columns: readonly ComparedColumn[],
  pivots: readonly string[],
): readonly ComparedColumn[] {
  const pivoted = columns.filter(({ name }) => pivots.includes(name));
  const key: ComparedColumn = {
    name: PIVOTED,
    category: "dimension",
    type: "string",
    isTime: pivoted.some(({ isTime }) => isTime),
    near: "same",
  };
  return [...columns.filter((one) => !pivoted.includes(one)), key];
}

/** The measure that counts the base view's rows; a total loses a little for each of them. */
function countOf(model: Model, question: WholeQuestion): string | undefined {
  const view = findView(model, findExplore(model, question.view)?.view ?? "");
  const counter = view?.fields.find(
    (field) =>
      field.kind === "measure" &&
      field.type === "count" &&
      field.filters.length === 0 &&
      field.requiredAccessGrants.length === 0,
  );
  const asksMeasures = question.fields.some((name) => isMeasure(model, question.view, name));
  return view === undefined || counter === undefined || !asksMeasures
    ? undefined
    : `${view.name}.${counter.name}`;
}

function isMeasure(model: Model, explore: string, name: string): boolean {
  const [alias = "", short = ""] = name.split(".");
  const join = findExplore(model, explore)?.joins.find((one) => one.name === alias);
  const view = findView(model, join?.view ?? alias);
  const kind = view === undefined ? undefined : findField(view, short)?.field.kind;
  return kind === "measure" || kind === "chosen_measure";
}
