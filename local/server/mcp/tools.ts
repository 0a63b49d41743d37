// A model as a caller sees it -> the tools an agent asks it with: what there is, which values, the answer, the SQL.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { findExplore, Mistake, type Model, Outage } from "../../../generator/index.ts";
import { writeQuery } from "../../read-question.ts";
import type { Caller } from "../access/caller.ts";
import { accessScopeOf } from "../access/scope.ts";
import { describeExplore } from "../api/explore.ts";
import { type Prepared, prepare } from "../api/prepare.ts";
import { withRequest } from "../looker-error.ts";
import { Busy } from "../serving/busy.ts";
import type { Serving } from "../serving/serving.ts";
import { inWords } from "../write-json.ts";

/** Whom the tools answer, and with what. */
export interface ToolContext {
  /** As the caller sees it. */
  readonly model: Model;
  readonly caller: Caller;
  readonly serving: Serving;
  /** Of the request the call came with. */
  readonly request: string;
  readonly signal: AbortSignal;
  /** Hears of every question that is asked. */
  readonly noted: (prepared: Prepared, rows: number | undefined) => void;
  /** Hears of what is our own bug, and of outages. */
  readonly failed: (error: unknown) => void;
}

/** The most rows one answer gives an agent, who has to read them all. */
const MOST_ROWS = 1_000;
const USUAL_ROWS = 100;
/** Every tool only reads, and nothing but this one model. */
const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

const explore = z.string().describe("Name of an explore, from list_models");
/** The API's own schema, less the model's name, which there is only one of. */
const query = writeQuery
  .pick({
    view: true,
    fields: true,
    filters: true,
    filter_expression: true,
    sorts: true,
    pivots: true,
    total: true,
    row_total: true,
    subtotals: true,
  })
  .extend({
    view: explore,
    fields: z
      .array(z.string())
      .describe("Full names, `view.field`, from list_fields; measures are computed by the dimensions"),
    filters: z
      .record(z.string(), z.string())
      .optional()
      .describe('Looker filter expressions by full field name, e.g. {"books.price": ">10"}; all must hold'),
    sorts: z.array(z.string()).optional().describe("`view.field`, or `view.field desc`"),
    limit: z.int().min(1).max(MOST_ROWS).default(USUAL_ROWS).describe("The most rows to give"),
  });

/** One server for one request; it remembers nothing. */
export function openTools(context: ToolContext): McpServer {
  const { model, caller, serving, signal } = context;
  const server = new McpServer(
    { name: "viewfinder", title: model.label, version: "1.0.0" },
    {
      instructions: `Answers questions about ${model.label}. Find fields with list_models and list_fields, exact values for filters with suggest_values, then ask. Numbers come from the database; never add up rows of an answer yourself, ask for fewer dimensions instead.`,
    },
  );
  const answers = (work: () => unknown) => async (): Promise<CallToolResult> => saying(work, context);
  server.registerTool(
    "list_models",
    {
      title: "List models and explores",
      description: "The model that is answered for, its explores, and what they are about.",
      inputSchema: {},
      annotations: READ_ONLY,
    },
    answers(() => ({
      model: model.name,
      label: model.label,
      description: model.description ?? null,
      explores: model.explores.map((one) => ({
        name: one.name,
        label: one.label,
        description: one.description ?? null,
      })),
    })),
  );
  server.registerTool(
    "list_fields",
    {
      title: "List fields",
      description: "Dimensions to group and filter by, and measures, of one explore.",
      inputSchema: { explore },
      annotations: READ_ONLY,
    },
    (given) => saying(() => listFields(model, given.explore), context),
  );
  server.registerTool(
    "suggest_values",
    {
      title: "Suggest values",
      description:
        "Values of a field that contain what is given, the best first, with how many rows have each; for exact filters.",
      inputSchema: {
        explore,
        field: z.string().describe("Full name, `view.field`"),
        term: z
          .string()
          .max(200)
          .default("")
          .describe("What the values contain; case and accents do not matter"),
      },
      annotations: READ_ONLY,
    },
    ({ explore: name, field, term }) =>
      saying(async () => {
        const wanted = { explore: name, field, term, userAttributes: caller.attributes };
        const found = await serving.values(model).values(wanted, signal);
        return { ...found, published: found.published ?? null };
      }, context),
  );
  server.registerTool(
    "ask",
    {
      title: "Ask a question",
      description:
        "Computes measures by dimensions, as Looker's query would: rows, with how many rows each measure stands on, and how fresh the data is.",
      inputSchema: query.shape,
      annotations: READ_ONLY,
    },
    (given) => saying(() => ask(given, context), context),
  );
  server.registerTool(
    "explain_sql",
    {
      title: "Show a question's SQL",
      description: "The SQL that ask would run for the same question, without running it.",
      inputSchema: query.shape,
      annotations: READ_ONLY,
    },
    (given) =>
      saying(() => {
        const prepared = prepare(model, { ...given, model: model.name }, caller);
        context.noted(prepared, undefined);
        return prepared.sql;
      }, context),
  );
  return server;
}

async function ask(given: object, context: ToolContext): Promise<unknown> {
  const { model, caller, serving, signal, request } = context;
  const prepared = prepare(model, { ...given, model: model.name }, caller);
  context.noted(prepared, undefined);
  const { question, parts, asking } = prepared;
  const asker = { name: caller.name, scope: accessScopeOf(caller, model), request };
  const { whole, coverage, published } = await serving.answering.answer(
    { question, parts, coverage: asking },
    asker,
    signal,
  );
  context.noted(prepared, whole.rows.length);
  return {
    fields: whole.columns.map(({ name, label, type }) => ({ name, label, type })),
    rows: whole.rows.map(plain),
    row_count: whole.rows.length,
    // There may be more rows than were asked for.
    may_be_cut_off: question.limit !== undefined && whole.rows.length >= question.limit,
    ...(whole.total === undefined ? {} : { total: plain(whole.total) }),
    ...(whole.subtotals.length === 0 ? {} : { subtotals: whole.subtotals }),
    coverage: coverage ?? null,
    published: published ?? null,
  };
}

function plain(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "boolean" ? inWords(value) : value]),
  );
}

function listFields(model: Model, name: string): unknown {
  const found = findExplore(model, name);
  if (found === undefined)
    throw new Mistake(
      `There is no explore ${name.slice(0, 200)}. There is: ${model.explores.map((one) => one.name).join(", ")}.`,
    );
  const { dimensions, measures, filters, parameters } = describeExplore(model, found).fields;
  const short = (fields: typeof dimensions): readonly object[] =>
    fields
      // Measures that a question form made are hidden from Looker's menus only, where the form stands for them.
      .filter((field) => !field.hidden || field.measure)
      .map(({ name: full, label, type, description, value_format_name }) => ({
        name: full,
        label,
        type,
        ...(description === null || description === "" ? {} : { description }),
        ...(value_format_name === null ? {} : { format: value_format_name }),
      }));
  return {
    explore: name,
    dimensions: short(dimensions),
    measures: short(measures),
    filters: short(filters),
    parameters: short(parameters),
  };
}

/** What the tool found as text an agent reads; what went wrong in the same words as everywhere else. */
async function saying(work: () => unknown, context: ToolContext): Promise<CallToolResult> {
  try {
    const found = await work();
    const text = typeof found === "string" ? found : JSON.stringify(found);
    return { content: [{ type: "text", text }] };
  } catch (error) {
    return { content: [{ type: "text", text: sayFailure(error, context) }], isError: true };
  }
}

function sayFailure(error: unknown, { request, failed }: ToolContext): string {
  if (error instanceof Mistake || error instanceof Busy) return error.message;
  failed(error);
  if (error instanceof Outage) return withRequest(error.message, request);
  return `Something went wrong inside Viewfinder, not in your question. The server's log says more under request ${request}.`;
}
