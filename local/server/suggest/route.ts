// GET /values/:model/:explore/:field: values of a field to choose from, with how many rows have each.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { noteQuestion } from "../access/audit.ts";
import { callerOf } from "../access/caller.ts";
import { modelOf } from "../access/scope.ts";
import { goneSignal } from "../gone.ts";
import { Refusal } from "../looker-error.ts";
import { readTerm, type Values } from "../suggest.ts";

const parameters = z.strictObject({
  q: z.string().optional(),
  limit: z.coerce.number().int().min(1).optional(),
});

/** `{values: [{value, count}], matched, total, truncated, published}`; Looker's own shape is under its own address. */
export function routeValues(app: FastifyInstance, valuesOf: (model: Model) => Values): void {
  app.get<{ Params: { model: string; explore: string; field: string } }>(
    "/values/:model/:explore/:field",
    { config: { needs: "ask" } },
    async (request, reply) => {
      const { explore, field } = request.params;
      const model = modelOf(request);
      if (request.params.model !== model.name)
        throw new Refusal(
          404,
          `There is no model ${request.params.model.slice(0, 100)} on this server, only ${model.name}.`,
        );
      const asked = parameters.safeParse(request.query);
      if (!asked.success)
        throw new Refusal(
          400,
          "Values are asked for with q, a text, and limit, a whole number from 1 to 50.",
        );
      noteQuestion(request, { kind: "suggestions", model: model.name, explore, fields: [field] });
      const userAttributes = callerOf(request).attributes;
      const wanted = { explore, field, term: readTerm(asked.data.q), userAttributes };
      const found = await valuesOf(model).values(wanted, goneSignal(reply.raw));
      const values = found.values.slice(0, asked.data.limit);
      const truncated = found.truncated || values.length < found.values.length;
      reply.header("cache-control", "no-store");
      return { ...found, values, truncated, published: found.published ?? null };
    },
  );
}
