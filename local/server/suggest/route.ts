// /values/:model/:explore/:field: values of a field to choose from, with how many rows have each; and which of a list it has.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { noteQuestion } from "../access/audit.ts";
import { callerOf } from "../access/caller.ts";
import { modelOf } from "../access/scope.ts";
import { goneSignal } from "../gone.ts";
import { Refusal } from "../looker-error.ts";
import { readTerm, type Values, type Wanted } from "../suggest.ts";

const parameters = z.strictObject({
  q: z.string().optional(),
  limit: z.coerce.number().int().min(1).optional(),
});

/** The most texts that are looked up at once; a column of a spreadsheet, not a whole one. */
const MOST_TEXTS = 5_000;
const texts = z.strictObject({ values: z.array(z.string().max(2_000)).max(MOST_TEXTS) });

interface Asking {
  Params: { model: string; explore: string; field: string };
}

/** `{values: [{value, count}], matched, total, truncated, published}`; Looker's own shape is under its own address. */
export function routeValues(app: FastifyInstance, valuesOf: (model: Model) => Values): void {
  app.get<Asking>("/values/:model/:explore/:field", { config: { needs: "ask" } }, async (request, reply) => {
    const { model, wanted } = wantedOf(request);
    const asked = parameters.safeParse(request.query);
    if (!asked.success)
      throw new Refusal(400, "Values are asked for with q, a text, and limit, a whole number from 1 to 50.");
    const term = readTerm(asked.data.q);
    const found = await valuesOf(model).values({ ...wanted, term }, goneSignal(reply.raw));
    const values = found.values.slice(0, asked.data.limit);
    const truncated = found.truncated || values.length < found.values.length;
    reply.header("cache-control", "no-store");
    return { ...found, values, truncated, published: found.published ?? null };
  });
  app.post<Asking>(
    "/values/:model/:explore/:field/known",
    { config: { needs: "ask" } },
    async (request, reply) => {
      const { model, wanted } = wantedOf(request);
      const asked = texts.safeParse(request.body);
      if (!asked.success)
        throw new Refusal(
          400,
          `Send values, a list of at most ${MOST_TEXTS.toLocaleString("en-US")} texts, as JSON.`,
        );
      reply.header("cache-control", "no-store");
      return valuesOf(model).known(wanted, asked.data.values, goneSignal(reply.raw));
    },
  );
}

function wantedOf(request: FastifyRequest<Asking>): {
  readonly model: Model;
  readonly wanted: Omit<Wanted, "term">;
} {
  const { explore, field } = request.params;
  const model = modelOf(request);
  if (request.params.model !== model.name)
    throw new Refusal(
      404,
      `There is no model ${request.params.model.slice(0, 100)} on this server, only ${model.name}.`,
    );
  noteQuestion(request, { kind: "suggestions", model: model.name, explore, fields: [field] });
  return { model, wanted: { explore, field, userAttributes: callerOf(request).attributes } };
}
