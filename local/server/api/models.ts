// GET /lookml_models and what is in one: the model, its explores and their fields, as the caller may see them.
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { modelOf } from "../access/scope.ts";
import { describeExplore } from "./explore.ts";
import { exploreSchema } from "./explore-schema.ts";
import { can } from "./query-schema.ts";
import { type Api, API, requireExplore, requireModel } from "./route.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";

/** Looker's LookmlModel. */
export const modelSchema = z.object({
  can,
  name: z.string(),
  label: z.string(),
  project_name: z.string(),
  has_content: z.boolean(),
  unlimited_db_connections: z.boolean(),
  allowed_db_connection_names: z.array(z.string()),
  explores: z.array(
    z.object({
      can,
      name: z.string(),
      label: z.string(),
      description: z.string().nullable(),
      hidden: z.boolean(),
      group_label: z.string(),
    }),
  ),
});

const flag = z.string().optional();
const count = z.coerce.number().int().min(0).optional();

/** Models, explores and fields. */
export function routeModels(api: Api): void {
  const ask = { config: { needs: "ask" } } as const;
  api.get(
    `${API}/lookml_models`,
    {
      ...ask,
      schema: {
        operationId: "all_lookml_models",
        tags: ["LookmlModel"],
        summary: "All models",
        querystring: z.object({
          fields: wantedFields,
          limit: count,
          offset: count,
          exclude_empty: flag.describe("true leaves out models without explores"),
          exclude_hidden: flag.describe("true leaves out hidden explores"),
          include_internal: flag.describe("Of internal models there are none"),
          include_self_service: flag.describe("Of self-service models there are none"),
        }),
        response: { 200: z.array(modelSchema) },
      },
    },
    async (request, reply) => {
      const { limit, offset = 0, exclude_empty, exclude_hidden, fields } = request.query;
      const described = describeModel(modelOf(request));
      const shown = described.explores.filter((explore) => exclude_hidden !== "true" || !explore.hidden);
      const model = { ...described, explores: shown };
      const all = exclude_empty === "true" && model.explores.length === 0 ? [] : [model];
      reply.header("x-total-count", String(all.length));
      const page = all.slice(offset, limit === undefined ? undefined : offset + limit);
      return pick(page, readWanted(fields));
    },
  );
  api.get(
    `${API}/lookml_models/:model`,
    {
      ...ask,
      schema: {
        operationId: "lookml_model",
        tags: ["LookmlModel"],
        summary: "One model",
        params: z.object({ model: z.string() }),
        querystring: z.object({ fields: wantedFields }),
        response: { 200: modelSchema },
      },
    },
    async (request) => {
      const model = modelOf(request);
      requireModel(model, request.params.model);
      return pick(describeModel(model), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/lookml_models/:model/explores/:explore`,
    {
      ...ask,
      schema: {
        operationId: "lookml_model_explore",
        tags: ["LookmlModel"],
        summary: "One explore with its fields",
        params: z.object({ model: z.string(), explore: z.string() }),
        querystring: z.object({
          fields: wantedFields,
          add_drills_metadata: flag.describe("Of drills there is no more to tell than drill_fields"),
        }),
        response: { 200: exploreSchema },
      },
    },
    async (request) => {
      const model = modelOf(request);
      const explore = requireExplore(model, request.params.model, request.params.explore);
      return pick(describeExplore(model, explore), readWanted(request.query.fields));
    },
  );
}

function describeModel(model: Model): z.infer<typeof modelSchema> {
  const nothing = { index: true, show: true };
  return {
    can: nothing,
    name: model.name,
    label: model.label,
    project_name: model.name,
    has_content: model.explores.length > 0,
    unlimited_db_connections: false,
    allowed_db_connection_names: [model.connection],
    explores: model.explores
      .map((explore) => describeExplore(model, explore))
      .map(({ name, label, description, hidden, group_label }) => ({
        can: nothing,
        name,
        label,
        description,
        hidden,
        group_label,
      })),
  };
}
