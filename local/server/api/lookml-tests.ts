// /projects/:id/lookml_tests: the generated data tests, and running them with the planner.
import { z } from "zod";
import { Mistake } from "../../../generator/index.ts";
import { answerTogether } from "../../answer.ts";
import { callerOf } from "../access/caller.ts";
import { goneSignal } from "../gone.ts";
import { dataTestsOf, type PlacedTest, questionOf, runDataTest } from "./data-tests.ts";
import { lookmlPlaces } from "./lookml-place.ts";
import { requireProject } from "./projects.ts";
import { writeParameters } from "./query-address.ts";
import { can } from "./query-schema.ts";
import { type Api, API } from "./route.ts";
import { projectErrorSchema } from "./validation.ts";
import { type ApiWorld, requireAll } from "./world.ts";

/** Looker's LookmlTest. */
export const lookmlTestSchema = z.object({
  can,
  model_name: z.string(),
  name: z.string(),
  explore_name: z.string(),
  query_url_params: z.string(),
  file: z.string(),
  line: z.int().nullable(),
});

/** Looker's LookmlTestResult. */
export const lookmlTestResultSchema = z.object({
  can,
  model_name: z.string(),
  test_name: z.string(),
  assertions_count: z.int(),
  assertions_failed: z.int(),
  errors: z.array(projectErrorSchema),
  warnings: z.array(projectErrorSchema),
  success: z.boolean(),
});

/** Tests in the order of the model's explores. */
export function routeLookmlTests(api: Api, world: ApiWorld): void {
  const { model, pool } = world;
  const named = z.object({ project_id: z.string() });
  // Tests read whole tables, and people's questions go first: one request's tests run at a time.
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <Told>(work: () => Promise<Told>): Promise<Told> => {
    const turn = before.then(work);
    before = turn.catch(() => undefined);
    return turn;
  };
  api.get(
    `${API}/projects/:project_id/lookml_tests`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "all_lookml_tests",
        tags: ["Project"],
        summary: "All data tests",
        params: named,
        querystring: z.object({ file_id: z.string().optional() }),
        response: { 200: z.array(lookmlTestSchema) },
      },
    },
    async (request) => {
      requireProject(model, request.params.project_id);
      requireAll(world, request);
      const { file_id } = request.query;
      return dataTestsOf(model)
        .filter(({ file }) => file_id === undefined || file === file_id)
        .map((placed) => describeTest(world, placed));
    },
  );
  api.get(
    `${API}/projects/:project_id/lookml_tests/run`,
    {
      config: { needs: "ask" },
      schema: {
        operationId: "run_lookml_test",
        tags: ["Project"],
        summary: "Run data tests",
        params: named,
        querystring: z.object({
          file_id: z.string().optional(),
          test: z.string().optional(),
          model: z.string().optional(),
        }),
        response: { 200: z.array(lookmlTestResultSchema) },
      },
    },
    async (request, reply) => {
      requireProject(model, request.params.project_id);
      requireAll(world, request);
      const { file_id, test: name, model: wanted = model.name } = request.query;
      const gone = goneSignal(reply.raw);
      const userAttributes = callerOf(request).attributes;
      const tests = dataTestsOf(model).filter(
        ({ file, test }) =>
          wanted === model.name &&
          (file_id === undefined || file === file_id) &&
          (name === undefined || test.name === name),
      );
      return inTurn(async () => {
        const results: z.infer<typeof lookmlTestResultSchema>[] = [];
        for (const placed of tests) {
          const failures = await outcomeOf(
            world,
            placed,
            async (queries) => {
              const answers = await answerTogether(pool, queries, gone);
              return answers.map((one) => one.rows);
            },
            userAttributes,
          );
          results.push({
            can: {},
            model_name: model.name,
            test_name: placed.test.name,
            assertions_count: placed.test.asserts.length,
            assertions_failed: Math.min(failures.length, placed.test.asserts.length),
            errors: failures.map((message) => describeFailure(world, placed, message)),
            warnings: [],
            success: failures.length === 0,
          });
        }
        return results;
      });
    },
  );
}

/** In words, what does not hold; a test that cannot be asked fails with the reason. */
async function outcomeOf(
  world: ApiWorld,
  placed: PlacedTest,
  ask: Parameters<typeof runDataTest>[2],
  userAttributes: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  try {
    return (await runDataTest(world.model, placed, ask, { userAttributes })).failures;
  } catch (error) {
    if (error instanceof Mistake) return [error.message];
    throw error;
  }
}

function describeTest(world: ApiWorld, placed: PlacedTest): z.infer<typeof lookmlTestSchema> {
  const { model } = world;
  const { view, fields, filters, sorts, limit } = questionOf(model, placed);
  const query = {
    model: model.name,
    view,
    fields: [...fields],
    filters: { ...filters },
    sorts: sorts.map((sort) => `${sort.field}${sort.descending ? " desc" : ""}`),
    ...(limit === undefined ? {} : { limit }),
  };
  return {
    can: {},
    model_name: model.name,
    name: placed.test.name,
    explore_name: placed.test.explore,
    query_url_params: writeParameters(query),
    file: placed.file,
    line: lookmlPlaces(model).place(placed.file, placed.test.name).line,
  };
}

function describeFailure(
  world: ApiWorld,
  { test, file }: PlacedTest,
  message: string,
): z.infer<typeof projectErrorSchema> {
  return {
    code: "data_test_failed",
    severity: "error",
    kind: "data_test",
    message,
    sanitized_message: null,
    field_name: null,
    file_path: `${world.model.name}/${file}`,
    line_number: lookmlPlaces(world.model).place(file, test.name).line,
    model_id: world.model.name,
    explore: test.explore,
    help_url: null,
    params: { test: test.name },
  };
}
