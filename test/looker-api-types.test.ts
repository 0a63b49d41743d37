// What the server's zod schemas promise, held against the interfaces of Looker's own SDK when this file is compiled.
import type {
  IApiVersion,
  IConnectionFeatures,
  IDashboard,
  IDBConnection,
  IFolder,
  IJsonBi,
  ILookmlModel,
  ILookmlModelExplore,
  ILookmlModelExploreField,
  ILookmlTest,
  ILookmlTestResult,
  IModelFieldSuggestions,
  IProject,
  IProjectFile,
  IProjectValidation,
  IQuery,
  IQueryTask,
  IRunningQueries,
  ISchema,
  ISchemaColumns,
  ISchemaTables,
  IValidationError,
  IWriteQuery,
} from "@looker/sdk";
import { describe, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { WriteQuery } from "../local/read-question.ts";
import type {
  columnsSchema,
  connectionSchema,
  featuresSchema,
  schemaSchema,
  tablesSchema,
} from "../local/server/api/connection-schema.ts";
import type { folderSchema } from "../local/server/api/content.ts";
import type { dashboardSchema } from "../local/server/api/dashboard-schema.ts";
import type { exploreField, exploreSchema } from "../local/server/api/explore-schema.ts";
import type { lookmlTestResultSchema, lookmlTestSchema } from "../local/server/api/lookml-tests.ts";
import type { modelSchema } from "../local/server/api/models.ts";
import type { projectFileSchema, projectSchema } from "../local/server/api/projects.ts";
import type { validationSchema } from "../local/server/api/validation.ts";
import type { querySchema } from "../local/server/api/query-schema.ts";
import type { queryTaskSchema } from "../local/server/api/query-task-routes.ts";
import type { runningQuerySchema } from "../local/server/api/running-queries.ts";
import type { suggestionsSchema } from "../local/server/api/suggestions.ts";
import type { versionsSchema } from "../local/server/api/versions.ts";
import type { LookerErrorBody } from "../local/server/looker-error.ts";

/** The SDK's interface as JSON has it: enums are their words, dates are text. */
type Json<Told> = 0 extends 1 & Told
  ? unknown
  : Told extends Date
    ? string
    : Told extends string
      ? `${Told}`
      : Told extends readonly (infer One)[]
        ? readonly Json<One>[]
        : Told extends object
          ? { readonly [Member in keyof Told]: Json<Told[Member]> }
          : Told;

/** Members that Looker's interface does not have. */
type Added<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;

describe("replies", () => {
  test("of versions, models and explores", () => {
    expectTypeOf<z.infer<typeof versionsSchema>>().toExtend<Json<IApiVersion>>();
    expectTypeOf<z.infer<typeof modelSchema>>().toExtend<Json<ILookmlModel>>();
    expectTypeOf<z.infer<typeof exploreSchema>>().toExtend<Json<ILookmlModelExplore>>();
    expectTypeOf<z.infer<typeof suggestionsSchema>>().toExtend<Json<IModelFieldSuggestions>>();
    expectTypeOf<Added<z.infer<typeof exploreSchema>, ILookmlModelExplore>>().toBeNever();
  });

  test("of fields, with every member that Looker's have", () => {
    type Field = z.infer<typeof exploreField>;
    expectTypeOf<Added<Field, ILookmlModelExploreField>>().toBeNever();
    expectTypeOf<Added<ILookmlModelExploreField, Field>>().toBeNever();
    expectTypeOf<
      Added<ILookmlModelExplore, z.infer<typeof exploreSchema>>
    >().toEqualTypeOf<"self_service_explore_data">();
  });

  test("of queries, tasks and what runs", () => {
    expectTypeOf<z.infer<typeof querySchema>>().toExtend<Json<IQuery>>();
    expectTypeOf<Added<IQuery, z.infer<typeof querySchema>>>().toBeNever();
    expectTypeOf<z.infer<typeof queryTaskSchema>>().toExtend<Json<IQueryTask>>();
    expectTypeOf<Added<IQueryTask, z.infer<typeof queryTaskSchema>>>().toBeNever();
    expectTypeOf<z.infer<typeof runningQuerySchema>>().toExtend<Json<IRunningQueries>>();
    expectTypeOf<keyof IJsonBi>().toEqualTypeOf<"metadata" | "rows">();
  });

  test("of connections", () => {
    expectTypeOf<z.infer<typeof connectionSchema>>().toExtend<Json<IDBConnection>>();
    expectTypeOf<z.infer<typeof featuresSchema>>().toExtend<Json<IConnectionFeatures>>();
    expectTypeOf<Added<IConnectionFeatures, z.infer<typeof featuresSchema>>>().toBeNever();
    expectTypeOf<z.infer<typeof schemaSchema>>().toExtend<Json<ISchema>>();
    expectTypeOf<z.infer<typeof tablesSchema>>().toExtend<Json<ISchemaTables>>();
    expectTypeOf<z.infer<typeof columnsSchema>>().toExtend<Json<ISchemaColumns>>();
  });

  test("of projects, tests, dashboards and folders", () => {
    expectTypeOf<z.infer<typeof projectSchema>>().toExtend<Json<IProject>>();
    expectTypeOf<z.infer<typeof projectFileSchema>>().toExtend<Json<IProjectFile>>();
    expectTypeOf<z.infer<typeof validationSchema>>().toExtend<Json<IProjectValidation>>();
    expectTypeOf<z.infer<typeof lookmlTestSchema>>().toExtend<Json<ILookmlTest>>();
    expectTypeOf<z.infer<typeof lookmlTestResultSchema>>().toExtend<Json<ILookmlTestResult>>();
    expectTypeOf<z.infer<typeof dashboardSchema>>().toExtend<Json<IDashboard>>();
    expectTypeOf<z.infer<typeof folderSchema>>().toExtend<Json<IFolder>>();
  });

  test("of failures", () => {
    expectTypeOf<LookerErrorBody>().toExtend<Json<IValidationError>>();
  });
});

describe("requests", () => {
  test("every query that Looker's clients can write is taken", () => {
    expectTypeOf<Omit<IWriteQuery, "row_total">>().toExtend<Omit<WriteQuery, "row_total">>();
    expectTypeOf<Added<IWriteQuery, WriteQuery>>().toBeNever();
  });
});
