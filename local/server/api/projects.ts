// /projects: the generated LookML as a project, its files, and the check of looker.yml in Looker's shape.
import { z } from "zod";
import type { Model } from "../../../generator/index.ts";
import { Refusal } from "../looker-error.ts";
import { lookmlPlaces } from "./lookml-place.ts";
import { can } from "./query-schema.ts";
import { type Api, API } from "./route.ts";
import { validate, validationSchema } from "./validation.ts";
import { pick, readWanted, wantedFields } from "./wanted.ts";
import { requireAll, type ApiWorld } from "./world.ts";

/** Looker's Project. */
export const projectSchema = z.object({
  can,
  id: z.string(),
  name: z.string(),
  uses_git: z.boolean(),
  git_remote_url: z.string().nullable(),
  git_service_name: z.string().nullable(),
  git_production_branch_name: z.string(),
  pull_request_mode: z.enum(["off"]),
  validation_required: z.boolean(),
  git_release_mgmt_enabled: z.boolean(),
  allow_warnings: z.boolean(),
  is_example: z.boolean(),
  dependency_status: z.string().nullable(),
});

/** Looker's ProjectFile. */
export const projectFileSchema = z.object({
  can,
  id: z.string(),
  path: z.string(),
  title: z.string(),
  type: z.string(),
  extension: z.string(),
  mime_type: z.string(),
  editable: z.boolean(),
});

/** One project, which has the model's name. */
export function routeProjects(api: Api, world: ApiWorld): void {
  const ask = { config: { needs: "ask" } } as const;
  const tags = ["Project"];
  const named = z.object({ project_id: z.string() });
  const fields = z.object({ fields: wantedFields });
  api.get(
    `${API}/projects`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "all_projects",
        summary: "All projects",
        querystring: fields,
        response: { 200: z.array(projectSchema) },
      },
    },
    async (request) => pick([describeProject(world.model)], readWanted(request.query.fields)),
  );
  api.get(
    `${API}/projects/:project_id`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "project",
        summary: "One project",
        params: named,
        querystring: fields,
        response: { 200: projectSchema },
      },
    },
    async (request) => {
      requireProject(world.model, request.params.project_id);
      return pick(describeProject(world.model), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/projects/:project_id/files`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "all_project_files",
        summary: "Files of the generated project",
        params: named,
        querystring: fields,
        response: { 200: z.array(projectFileSchema) },
      },
    },
    async (request) => {
      requireProject(world.model, request.params.project_id);
      requireAll(world, request);
      return pick(lookmlPlaces(world.model).files.map(describeFile), readWanted(request.query.fields));
    },
  );
  api.get(
    `${API}/projects/:project_id/files/file`,
    {
      ...ask,
      schema: {
        tags,
        operationId: "project_file",
        summary: "One file of the generated project",
        params: named,
        querystring: fields.extend({ file_id: z.string() }),
        response: { 200: projectFileSchema },
      },
    },
    async (request) => {
      requireProject(world.model, request.params.project_id);
      requireAll(world, request);
      const path = lookmlPlaces(world.model).files.find((one) => one === request.query.file_id);
      if (path === undefined)
        throw new Refusal(404, `The project has no file ${request.query.file_id.slice(0, 200)}.`);
      return pick(describeFile(path), readWanted(request.query.fields));
    },
  );
  for (const method of ["POST", "GET"] as const) {
    api.route({
      method,
      url: `${API}/projects/:project_id/validate`,
      ...ask,
      schema: {
        tags,
        operationId: method === "POST" ? "validate_project" : "project_validation_results",
        summary: "Check looker.yml as it is now",
        params: named,
        querystring: fields,
        response: { 200: validationSchema.extend({ stale: z.boolean().optional() }) },
      },
      handler: async (request) => {
        requireProject(world.model, request.params.project_id);
        requireAll(world, request);
        const found = await validate(world);
        return pick(method === "GET" ? { ...found, stale: false } : found, readWanted(request.query.fields));
      },
    });
  }
}

/** @throws Refusal with status 404 for another project's name */
export function requireProject(model: Model, name: string): void {
  if (name === model.name) return;
  throw new Refusal(404, `There is no project ${name.slice(0, 200)} on this server, only ${model.name}.`);
}

function describeProject(model: Model): z.infer<typeof projectSchema> {
  return {
    can: { show: true, validate: true, see_lookml: true },
    id: model.name,
    name: model.name,
    uses_git: false,
    git_remote_url: null,
    git_service_name: null,
    git_production_branch_name: "",
    pull_request_mode: "off",
    validation_required: false,
    git_release_mgmt_enabled: false,
    allow_warnings: true,
    is_example: false,
    dependency_status: null,
  };
}

function describeFile(path: string): z.infer<typeof projectFileSchema> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const [title = name, kind = ""] = name.split(".");
  return {
    can: { show: true },
    id: path,
    path,
    title,
    type: TYPES.has(kind) ? kind : "manifest",
    extension: `.${name.split(".").slice(1).join(".")}`,
    mime_type: "text/plain",
    editable: false,
  };
}

const TYPES: ReadonlySet<string> = new Set(["view", "explore", "model", "dashboard", "test"]);
