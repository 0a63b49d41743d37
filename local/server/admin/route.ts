// GET /runs, /runs/:run, /quarantine, /quarantine/records and /sources: what the ledger of hydrate knows, for admins.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { didYouMean, type Model } from "../../../generator/index.ts";
import { noteQuestion, noteRows } from "../access/audit.ts";
import { knownModel } from "../access/caller.ts";
import { goneSignal } from "../gone.ts";
import { Refusal } from "../looker-error.ts";
import { type Ledger, type LedgerOptions, readLedger } from "./ledger.ts";
import { readQuarantine, readQuarantined } from "./quarantine.ts";
import { readRun, readRuns } from "./runs.ts";
import { readSources } from "./sources.ts";

/** The largest number that a run can have here: beyond it two numbers would look the same. */
const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const most = (usual: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(500).default(usual);
const name = z.string().min(1).max(500);

const STATES = ["running", "published", "refused", "died", "rolled_back", "abandoned", "done"] as const;
const runsAsked = z.strictObject({
  source: name.optional(),
  state: z.enum(STATES).optional(),
  before: number.optional(),
  limit: most(50),
});
const groupsAsked = z.strictObject({
  run: number.optional(),
  source: name.optional(),
  code: name.optional(),
  column: name.optional(),
});
const recordsAsked = groupsAsked.extend({
  /** The run and the ordinal of the record before the page, as `3.120`. */
  after: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/)
    .default("0.0"),
  limit: most(50),
});

/** Adds them. Records and reasons hold what no access filter has looked at, so all of it takes the role admin. */
export function routeAdmin(app: FastifyInstance, options: LedgerOptions): void {
  const admin = { config: { needs: "admin" } } as const;
  const look = async <Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (ledger: Ledger) => Promise<Result>,
  ): Promise<Result> => {
    reply.header("cache-control", "private, no-store");
    const model = knownModel(request);
    const found = await readLedger(options, model, goneSignal(reply.raw), work);
    if (found !== undefined) return found;
    throw new Refusal(
      404,
      `There is no ledger to read: nothing was hydrated into ${model.schema} yet, or the server's database user may not read ${model.schema}_hydrate.`,
    );
  };
  app.get("/runs", admin, async (request, reply) => {
    const asked = read(runsAsked, request.query);
    requireSource(knownModel(request), asked.source);
    return look(request, reply, (ledger) => readRuns(ledger, asked));
  });
  app.get<{ Params: { run: string } }>("/runs/:run", admin, async (request, reply) => {
    const asked = number.safeParse(request.params.run);
    const run = asked.success
      ? await look(request, reply, async (ledger) => (await readRun(ledger, asked.data)) ?? null)
      : null;
    if (run === null) throw new Refusal(404, `There is no run ${request.params.run.slice(0, 30)}.`);
    return run;
  });
  app.get("/quarantine", admin, async (request, reply) => {
    const asked = read(groupsAsked, request.query);
    requireSource(knownModel(request), asked.source);
    return look(request, reply, (ledger) => readQuarantine(ledger, asked));
  });
  app.get("/quarantine/records", admin, async (request, reply) => {
    const { after, limit, ...asked } = read(recordsAsked, request.query);
    const model = knownModel(request);
    requireSource(model, asked.source);
    noteQuestion(request, { kind: "quarantine", model: model.name, limit });
    const [run = 0, ordinal = 0] = after.split(".").map(Number);
    const page = await look(request, reply, (ledger) =>
      readQuarantined(ledger, asked, { run, ordinal }, limit),
    );
    noteRows(request, page.records.length);
    return page;
  });
  app.get("/sources", admin, async (request, reply) =>
    look(request, reply, async (ledger) => ({ sources: await readSources(ledger) })),
  );
}

/** A parameter that is overlooked would be a wrong list. */
function read<Asked>(shape: z.ZodType<Asked>, query: unknown): Asked {
  const found = shape.safeParse(query);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw new Refusal(
    400,
    `The parameter ${where === "" ? "of this address" : where} is not right: ${issue?.message ?? ""}.`,
  );
}

function requireSource(model: Model, source: string | undefined): void {
  const known = model.sources.map((one) => one.name);
  if (source === undefined || known.includes(source)) return;
  throw new Refusal(
    404,
    `The model has no source ${source.slice(0, 100)} (${didYouMean(source, known) ?? `only ${known.join(", ")}`}).`,
  );
}
