// GET …/fields/:field/suggestions: values of a field to choose from.
import { z } from "zod";
import { noteQuestion } from "../access/audit.ts";
import { modelOf } from "../access/scope.ts";
import { callerOf } from "../access/caller.ts";
import { goneSignal } from "../gone.ts";
import { fieldsByName } from "./explore.ts";
import type { ExploreField } from "./explore-schema.ts";
import { filteredValues, readFilters } from "./filtered-values.ts";
import { type Api, API, requireExplore } from "./route.ts";
import type { ApiWorld } from "./world.ts";

/** Looker's ModelFieldSuggestions. */
export const suggestionsSchema = z.object({
  suggestions: z.array(z.string()),
  error: z.string().nullable(),
  from_cache: z.boolean(),
  hit_limit: z.boolean(),
  used_calcite_materialization: z.boolean(),
});

/** Values, those that begin with what was typed first. */
export function routeSuggestions(api: Api, world: ApiWorld): void {
  api.get(
    `${API}/models/:model_name/views/:view_name/fields/:field_name/suggestions`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "model_fieldname_suggestions",
        tags: ["Metadata"],
        summary: "Values of a field to choose from",
        params: z.object({ model_name: z.string(), view_name: z.string(), field_name: z.string() }),
        querystring: z.object({
          term: z.string().max(200).optional().describe("What the values contain; Looker's %term% works too"),
          filters: z
            .string()
            .max(10_000)
            .optional()
            .describe("JSON of filter expressions by field; values are those left under them"),
        }),
        response: { 200: suggestionsSchema },
      },
    },
    async (request, reply) => {
      const { model_name, view_name, field_name } = request.params;
      const model = modelOf(request);
      const explore = requireExplore(model, model_name, view_name);
      const { term = "", filters } = request.query;
      const under = readFilters(filters);
      noteQuestion(request, {
        kind: "suggestions",
        model: model.name,
        explore: explore.name,
        fields: [field_name],
        filters: under,
      });
      reply.header("cache-control", "no-store");
      const userAttributes = callerOf(request).attributes;
      const typed = withoutWildcards(term.trim());
      const asked = fieldsByName(model, explore).get(field_name);
      if (asked?.category === "parameter") return given(asked, typed);
      // A filter-only field has no values of its own: those of the dimension it chooses from are offered.
      const isFilter = asked?.category === "filter" && asked.suggest_dimension !== asked.name;
      const wanted = {
        explore: isFilter ? asked.suggest_explore : explore.name,
        field: isFilter ? asked.suggest_dimension : field_name,
        term: typed,
        userAttributes,
      };
      if (under !== undefined) {
        const { values, truncated } = await filteredValues(
          world.answering,
          model,
          callerOf(request),
          {
            explore: explore.name,
            field: isFilter ? asked.suggest_dimension : field_name,
            term: typed,
            filters: under,
          },
          request.id,
          goneSignal(reply.raw),
        );
        return suggested(values, truncated);
      }
      const found = await world.suggest(model)(wanted, goneSignal(reply.raw));
      return { ...found, suggestions: [...found.suggestions] };
    },
  );
}

/** The values that a parameter allows, by what they are called or what they are. */
function given(parameter: ExploreField, typed: string): z.infer<typeof suggestionsSchema> {
  const small = typed.toLowerCase();
  const values = (parameter.enumerations ?? [])
    .filter(({ label, value }) => `${label}\n${value}`.toLowerCase().includes(small))
    .map(({ value }) => value);
  return suggested(values, false);
}

function suggested(values: readonly string[], truncated: boolean): z.infer<typeof suggestionsSchema> {
  return {
    suggestions: [...values],
    error: null,
    from_cache: false,
    hit_limit: truncated,
    used_calcite_materialization: false,
  };
}

/** Looker's own page sends `%term%`; what stands between is what was typed. */
function withoutWildcards(term: string): string {
  const [, inner] = /^%(.*)%$/s.exec(term) ?? [];
  return inner ?? term;
}
