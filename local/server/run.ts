// POST /api/4.0/queries/run/:result_format: a question in Looker's query words -> its answer in Looker's shapes.
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { DIALECTS, findExplore, type Model } from "../../generator/index.ts";
import { coverageOf } from "../coverage.ts";
import { type Part, partsOf } from "../whole-answer/parts.ts";
import { showQuery } from "../sql/show.ts";
import type { WholeQuestion } from "../question.ts";
import { readQuestion } from "../read-question.ts";
import { answerParts } from "../whole-answer.ts";
import { goneSignal } from "./gone.ts";
import { Refusal, refusing } from "./looker-error.ts";
import { writeCsv } from "./write-csv.ts";
import { writeDetail } from "./write-detail.ts";
import { writeJson } from "./write-json.ts";

const RESULT_FORMATS = ["json", "json_detail", "csv", "sql"] as const;

/**
 * Query parameters of Looker's `run_inline_query` that cannot change an answer given here, and the values
 * with which they do not.
 */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  apply_formatting: /^false$/,
  apply_vis: /^false$/,
  cache: /^(true|false)$/,
  force_production: /^(true|false)$/,
  generate_drill_links: /^false$/,
  image_height: /^\d+$/,
  image_width: /^\d+$/,
  path_prefix: /^/,
  rebuild_pdts: /^(true|false)$/,
  server_table_calcs: /^(true|false)$/,
};

/** Answers questions with rows or with their SQL (Looker API 4.0, `run_inline_query`). */
export function routeRun(app: FastifyInstance, model: Model, pool: pg.Pool): void {
  app.post<{ Params: { result_format: string }; Querystring: Readonly<Record<string, unknown>> }>(
    "/api/4.0/queries/run/:result_format",
    async (request, reply) => {
      const format = RESULT_FORMATS.find((one) => one === request.params.result_format);
      if (format === undefined) {
        throw new Refusal(
          400,
          `Answers come as ${RESULT_FORMATS.join(", ")}, not as "${request.params.result_format}".`,
        );
      }
      const asking = { now: new Date() };
      const { question, parts } = readParts(withLimit(request.body, request.query), model, asking);
      reply.header("cache-control", "no-store");
      const sql = (): string => parts.map((part) => `${titleOf(part)}${showQuery(part.query)}`).join("\n");
      if (format === "sql") return reply.type("text/plain; charset=utf-8").send(sql());
      const signal = goneSignal(reply.raw);
      if (format === "json_detail") {
        const found = await answerParts(pool, question, parts, signal);
        const coverage = await coverageOf(pool, model, question, DIALECTS.postgres, asking, signal);
        const detail = writeDetail(found, { question, coverage, sql: sql() });
        return reply.type("application/json; charset=utf-8").send(detail);
      }
      // These two have no place for totals of columns and for subtotals, so they are not computed.
      const needed = parts.filter((part) => part.role === "rows" || part.role === "row totals");
      const found = await answerParts(pool, { ...question, total: false }, needed, signal);
      if (format === "csv") return reply.type("text/csv; charset=utf-8").send(writeCsv(found));
      return reply.type("application/json; charset=utf-8").send(writeJson(found));
    },
  );
}

/** Reads, plans and writes; a Mistake about what exists is 404, about the body's form 422, about the question 400. */
function readParts(
  body: unknown,
  model: Model,
  asking: { readonly now: Date },
): { readonly question: WholeQuestion; readonly parts: readonly Part[] } {
  const question = refusing(namesNothing(body, model) ? 404 : 422, () => readQuestion(body, model));
  return { question, parts: refusing(400, () => partsOf(model, question, DIALECTS.postgres, asking)) };
}

function namesNothing(body: unknown, model: Model): boolean {
  if (typeof body !== "object" || body === null) return false;
  const { model: name, view } = body as { readonly model?: unknown; readonly view?: unknown };
  if (typeof name !== "string" || typeof view !== "string") return false;
  return name !== model.name || findExplore(model, view) === undefined;
}

/** Looker lets a `limit` beside the question overrule the one in it. */
function withLimit(body: unknown, parameters: Readonly<Record<string, unknown>>): unknown {
  for (const [name, value] of Object.entries(parameters)) {
    if (name === "limit") continue;
    const harmless = Object.hasOwn(HARMLESS, name) ? HARMLESS[name] : undefined;
    if (harmless === undefined || typeof value !== "string" || !harmless.test(value))
      throw new Refusal(400, `The parameter ${name}=${String(value)} is not answered yet. Leave it out.`);
  }
  if (!("limit" in parameters) || typeof body !== "object" || body === null) return body;
  return { ...body, limit: parameters["limit"] };
}

/** What the queries beside the rows' own are for. */
function titleOf(part: Part): string {
  if (part.role === "rows") return "";
  const by = part.role === "total" ? "" : ` by ${part.dimensions.join(", ")}`;
  return `-- ${part.role}${by}\n`;
}
