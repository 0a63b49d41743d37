// Values that were asked for and that the tables do not hold -> words about each, with the nearest one that exists.
import { DIALECTS, didYouMean, type Model, printFilterText, type QuestionForm } from "../generator/index.ts";
import { answer } from "../local/answer.ts";
import { plan } from "../local/plan.ts";
import type { openReader } from "../local/pool.ts";
import { writeSql } from "../local/sql.ts";

type Pool = ReturnType<typeof openReader>;

/** How many values are looked through for the nearest one. */
const MOST_VALUES = 5_000;

/**
 * @param values the values asked for, by selector name
 * @returns one sentence for each value that does not exist, in order
 */
export async function unknownValues(
  pool: Pool,
  model: Model,
  form: QuestionForm,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const selector of form.selectors) {
    const field = `${selector.field.view}.${selector.field.field}`;
    const asked = values[selector.name] ?? [];
    // Numbers and dates are written in ways of their own; only texts are mistyped unseen.
    if (asked.length === 0 || typeOf(model, form, field) !== "string") continue;
    for (const value of asked) {
      const [found] = await valuesOf(pool, model, form, field, { [field]: printFilterText(value) }, 1);
      if (found !== undefined) continue;
      const known = await valuesOf(pool, model, form, field, {}, MOST_VALUES);
      const hint = didYouMean(value, known);
      told.push(
        `There is no ${selector.label.toLowerCase()} "${value}"${hint?.startsWith("did") ? `; ${hint}` : "."}`,
      );
    }
  }
  return told;
}

function typeOf(model: Model, form: QuestionForm, field: string): string | undefined {
  const question = {
    model: model.name,
    view: form.explore,
    fields: [field],
    filters: {},
    sorts: [],
    limit: 1,
  };
  return writeSql(plan(model, question), DIALECTS.postgres).columns[0]?.type;
}

async function valuesOf(
  pool: Pool,
  model: Model,
  form: QuestionForm,
  field: string,
  filters: Readonly<Record<string, string>>,
  limit: number,
): Promise<readonly string[]> {
  const question = { model: model.name, view: form.explore, fields: [field], filters, sorts: [], limit };
  const { rows } = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
  return rows.map((row) => row[field]).filter((value) => typeof value === "string");
}
