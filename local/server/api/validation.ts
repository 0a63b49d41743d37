// The check of looker.yml -> Looker's ProjectValidation (API 4.0), each problem with its file and line.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { z } from "zod";
import { emitLookml, type LocatedProblem, type Model } from "../../../generator/index.ts";
import type { ApiWorld } from "./world.ts";

/** Looker's ProjectError. */
export const projectErrorSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  kind: z.string(),
  message: z.string(),
  sanitized_message: z.string().nullable(),
  field_name: z.string().nullable(),
  file_path: z.string().nullable(),
  line_number: z.int().nullable(),
  model_id: z.string().nullable(),
  explore: z.string().nullable(),
  help_url: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
});
/** Looker's ProjectValidation. */
export const validationSchema = z.object({
  errors: z.array(projectErrorSchema),
  project_digest: z.string(),
  models_not_validated: z.array(z.object({ name: z.string(), project_file_id: z.string().nullable() })),
  computation_time: z.number(),
});

/** Checks looker.yml as it is now; where the model comes from no file, it is right as it is. */
export async function validate(world: ApiWorld): Promise<z.infer<typeof validationSchema>> {
  const began = performance.now();
  const compiled = await world.recompile?.();
  const model = compiled === undefined ? world.model : compiled.model;
  const errors = (compiled?.problems ?? []).map((problem) => describeProblem(world.model, problem, "error"));
  const warnings = (compiled?.warnings ?? []).map((problem) =>
    describeProblem(world.model, problem, "warning"),
  );
  const text =
    model === undefined
      ? JSON.stringify(errors)
      : emitLookml(model)
          .map((file) => file.text)
          .join("\n");
  return {
    errors: [...errors, ...warnings],
    project_digest: createHash("sha256").update(text).digest("hex").slice(0, 32),
    models_not_validated: [],
    computation_time: Math.round(performance.now() - began) / 1000,
  };
}

/** A problem of looker.yml as an error of the project; the file is said without where it lies on this machine. */
function describeProblem(
  model: Model,
  problem: LocatedProblem,
  severity: "error" | "warning",
): z.infer<typeof projectErrorSchema> {
  const [room, noun, , field] = problem.at.map(String);
  return {
    code: problem.code,
    severity,
    kind: problem.code === "yaml" || problem.code === "shape" ? "syntax" : "model_configuration",
    message: problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})`,
    sanitized_message: null,
    field_name: room === "views" && field !== undefined ? `${noun ?? ""}.${field}` : null,
    file_path: `${model.name}/${basename(problem.file)}`,
    line_number: problem.place.line,
    model_id: model.name,
    explore: room === "explores" ? (noun ?? null) : null,
    help_url: null,
    params: { column: problem.place.column },
  };
}
