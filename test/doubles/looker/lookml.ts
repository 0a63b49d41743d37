// The files of a project, read back -> what Looker would find wrong with them, and a server that answers as they say.
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { checkRefinements, compile, type File, importProject, type Model } from "../../../generator/index.ts";
import { parseLookml } from "../../../generator/refinements/lookml.ts";
import { makeServer } from "../../../local/server/server.ts";

/** Looker's ProjectError, as far as anybody asks. */
export interface ProjectError {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly kind: string;
  readonly message: string;
  readonly file_path: string | null;
  readonly line_number: number | null;
}

/** A project that was read. */
export interface Read {
  readonly errors: readonly ProjectError[];
  /** Undefined where it cannot be understood. */
  readonly model: Model | undefined;
}

/**
 * By an independent parser first, and then by our own checker on what the LookML says.
 * @param project the project's name, which Looker puts before each path
 */
export function readLookml(files: readonly File[], project: string): Read {
  const lookml = files.filter(({ path }) => /\.(lkml|lookml)$/.test(path));
  const unreadable = lookml
    .filter(({ path }) => path.endsWith(".lkml"))
    .flatMap(({ path, text }): readonly ProjectError[] => {
      const parsed = parseLookml(text);
      if ("root" in parsed) return [];
      return [error(project, "lookml_syntax", parsed.why, path, parsed.line ?? 1)];
    });
  const named = files.find(({ path }) => /^[^/]+\.model\.lkml$/.test(path));
  if (named === undefined || unreadable.length > 0) return { errors: unreadable, model: undefined };
  const generated = lookml.filter(({ path }) => !path.startsWith("refinements/"));
  const imported = importProject(lookml, project);
  const compiled = compile(imported.text, "read back");
  const complaints = compiled.problems.map((problem) => {
    const spot = imported.fates.find(({ what }) =>
      what.endsWith(` ${problem.at[1] ?? ""}.${problem.at[3] ?? ""}`),
    )?.spot;
    return error(project, "unknown_field", problem.message, spot?.file ?? named.path, spot?.line ?? 1);
  });
  const model = compiled.model;
  const byHand =
    model === undefined
      ? []
      : checkRefinements(
          model,
          lookml.filter(({ path }) => path.startsWith("refinements/")),
          generated.map(({ path }) => path),
        ).map((problem) =>
          error(project, "unknown_field", problem.message, problem.file, problem.place.line),
        );
  return { errors: [...complaints, ...byHand], model };
}

function error(project: string, code: string, message: string, path: string, line: number): ProjectError {
  return {
    code,
    severity: "error",
    kind: "model_configuration",
    message,
    file_path: `${project}/${path}`,
    line_number: line,
  };
}

/** Servers by what the files say, so that an unchanged project is read once. */
export class Hosts {
  readonly #pool: pg.Pool;
  readonly #project: string;
  readonly #made = new Map<string, { readonly read: Read; server: Promise<FastifyInstance> | undefined }>();

  constructor(pool: pg.Pool, project: string) {
    this.#pool = pool;
    this.#project = project;
  }

  read(files: readonly File[]): Read {
    return this.#of(files).read;
  }

  /** @returns undefined where the project cannot be understood */
  async server(files: readonly File[]): Promise<FastifyInstance | undefined> {
    const one = this.#of(files);
    const { model } = one.read;
    if (model === undefined) return undefined;
    one.server ??= makeServer({
      model,
      pool: this.#pool,
      host: "127.0.0.1",
      freshness: async () => undefined,
    });
    return one.server;
  }

  async close(): Promise<void> {
    for (const { server } of this.#made.values()) await (await server)?.close();
  }

  #of(files: readonly File[]): { readonly read: Read; server: Promise<FastifyInstance> | undefined } {
    const key = createHash("sha256")
      .update(JSON.stringify(files.map(({ path, text }) => [path, text])))
      .digest("hex");
    let one = this.#made.get(key);
    if (one === undefined)
      this.#made.set(key, (one = { read: readLookml(files, this.#project), server: undefined }));
    return one;
  }
}
