// A query as a client sends it, and who asks -> a planned question, with everything that writing its answer needs.
import { DIALECTS, findExplore, type Model } from "../../../generator/index.ts";
import type { FilterContext } from "../../filter/context.ts";
import type { WholeQuestion } from "../../question.ts";
import { readQuestion } from "../../read-question.ts";
import { showReadable } from "../../sql/readable.ts";
import { showQuery } from "../../sql/show.ts";
import { type Part, partsOf } from "../../whole-answer/parts.ts";
import { type Caller, requireRows } from "../access/caller.ts";
import { Refusal, refusing } from "../looker-error.ts";
import { describeExplore, fieldsByName } from "./explore.ts";
import type { ExploreField, LookerExplore } from "./explore-schema.ts";

/** Looker gives an explore's rows up to here when a query that is run does not say how many. */
const USUAL_RUN_LIMIT = 5000;

/** A question that can be asked. */
export interface Prepared {
  readonly question: WholeQuestion;
  readonly parts: readonly Part[];
  readonly asking: Partial<FilterContext>;
  readonly explore: LookerExplore;
  readonly fields: ReadonlyMap<string, ExploreField>;
  /** The SQL of all queries, as it is run, with the values beside it. */
  readonly sql: string;
}

/**
 * @param body a WriteQuery; nothing about it is trusted
 * @param caller whose user attributes decide which rows are seen
 * @throws Refusal with status 404 for what does not exist, 422 for the body's form, 400 for what cannot be asked
 */
export function prepare(model: Model, body: unknown, caller: Caller): Prepared {
  const question = readRunQuestion(model, body);
  if (question.fields.length === 0)
    throw new Refusal(
      400,
      "Must query at least one dimension or measure: the question asks for no field. Name one in fields.",
    );
  requireRows(caller, question.limit);
  const asking = { now: new Date(), userAttributes: caller.attributes };
  const parts = refusing(400, () => partsOf(model, question, DIALECTS.postgres, asking));
  const explore = findExplore(model, question.view);
  if (explore === undefined) throw new Error(`a question of no explore, ${question.view}, was planned`);
  return {
    question,
    parts,
    asking,
    explore: describeExplore(model, explore),
    fields: fieldsByName(model, explore),
    sql: sqlOf(parts, showQuery),
  };
}

/** The SQL of all queries, laid out for people. */
export function readableSql({ parts }: Prepared): string {
  return sqlOf(parts, showReadable);
}

function sqlOf(parts: readonly Part[], show: typeof showQuery): string {
  return parts.map((part) => `${titleOf(part)}${show(part.query)}`).join("\n");
}

/**
 * A query that only has to be well formed, such as one that is created.
 * @throws Refusal with status 404 or 422, as `prepare`
 */
export function readRunQuestion(model: Model, body: unknown): WholeQuestion {
  return refusing(namesNothing(model, body) ? 404 : 422, () => readQuestion(withUsualLimit(body), model));
}

function withUsualLimit(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const { limit } = body as { readonly limit?: unknown };
  return limit === undefined || limit === null || limit === "" ? { ...body, limit: USUAL_RUN_LIMIT } : body;
}

function namesNothing(model: Model, body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  const { model: name, view } = body as { readonly model?: unknown; readonly view?: unknown };
  if (typeof name !== "string" || typeof view !== "string" || name === "" || view === "") return false;
  return name !== model.name || findExplore(model, view) === undefined;
}

/** What the queries beside the rows' own are for. */
function titleOf(part: Part): string {
  if (part.role === "rows") return "";
  const by = part.role === "total" ? "" : ` by ${part.dimensions.join(", ")}`;
  return `-- ${part.role}${by}\n`;
}
