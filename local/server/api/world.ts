// What the API's routes stand on: the model, the database, and what the server remembers between requests.
import type { FastifyRequest } from "fastify";
import type pg from "pg";
import type { Compiled, Model } from "../../../generator/index.ts";
import { modelOf } from "../access/scope.ts";
import { Refusal } from "../looker-error.ts";
import type { Answering } from "../serving/answering.ts";
import type { Suggest } from "../suggest.ts";
import type { QueryStore } from "./query-store.ts";
import type { QueryTasks } from "./query-tasks.ts";
import type { Runs } from "./runs.ts";

/** Handed to every route. */
export interface ApiWorld {
  /** The whole model; routes answer from `modelOf(request)`, which leaves out what the caller may not see. */
  readonly model: Model;
  /** Sessions that can only read. */
  readonly pool: pg.Pool;
  readonly answering: Answering;
  readonly queries: QueryStore;
  readonly tasks: QueryTasks;
  readonly runs: Runs;
  /** Values to choose from, for a model as a caller sees it. */
  readonly suggest: (model: Model) => Suggest;
  /** Reads and checks looker.yml as it is now; undefined where the model comes from no file. */
  readonly recompile: (() => Promise<Compiled>) | undefined;
}

/**
 * For what is about the whole model: LookML and tables would tell of what an access grant hides.
 * @throws Refusal with status 403 for a caller who may not see all of the model
 */
export function requireAll(world: ApiWorld, request: FastifyRequest): void {
  if (modelOf(request) === world.model) return;
  throw new Refusal(
    403,
    "Parts of the model are not for this caller's eyes, so what is behind all of it is not shown.",
  );
}
