// A model's name, project and connection -> its configuration in Looker, without which nobody can ask it anything.
import type { ILookmlModel } from "@looker/sdk";
import { Outage } from "../failure.ts";
import type { Model } from "../model/model.ts";
import type { Looker } from "./connection.ts";
import { ifThere, LookerRefusal } from "./refusal.ts";

/** What is to be done to a model's configuration. */
export interface Configuring {
  readonly kind: "nothing" | "create" | "update";
  /** In words, e.g. `movies is configured for the connection warehouse`. */
  readonly said: string;
  /** What may stand in the way of questions later, in words. */
  readonly more: readonly string[];
  /** As it was, to go back to; undefined when there was none. */
  readonly before: ILookmlModel | undefined;
}

/**
 * Looks, and changes nothing.
 * @throws Outage when the model's name is another project's
 */
export async function lookAtConfiguration(
  looker: Looker,
  model: Model,
  project: string,
): Promise<Configuring> {
  const { sdk } = looker;
  const fields = "name,project_name,allowed_db_connection_names,unlimited_db_connections";
  const before = await ifThere(sdk.ok(sdk.lookml_model(model.name, fields)));
  const may = `may use the connection ${model.connection}`;
  const more = await lookForConnection(looker, model.connection);
  if (before === undefined)
    return { kind: "create", said: `model ${model.name} of project ${project} ${may}`, more, before };
  if ((before.project_name ?? project) !== project)
    throw new Outage(
      `In Looker the model ${model.name} belongs to the project ${before.project_name ?? ""}, and a model's name is taken once. Deploy into that project with --project, or give this model another name.`,
      { retry: false },
    );
  const allowed =
    before.unlimited_db_connections === true ||
    (before.allowed_db_connection_names ?? []).includes(model.connection);
  return allowed
    ? { kind: "nothing", said: `model ${model.name} ${may} already`, more, before }
    : { kind: "update", said: `model ${model.name} ${may}, too`, more, before };
}

/** Looker takes the name of a connection that is not there; only questions fail then. */
async function lookForConnection({ sdk }: Looker, name: string): Promise<readonly string[]> {
  try {
    await sdk.ok(sdk.connection(name, "name"));
    return [];
  } catch (error) {
    if (!(error instanceof LookerRefusal && (error.status === 403 || error.status === 404))) throw error;
    return [
      `Looker shows this API user no connection ${name}: either it may not see connections, or there is none and nobody can ask anything (Looker: Admin, Connections; or \`connection\` in looker.yml)`,
    ];
  }
}

/** Does it. Names of connections that are allowed already stay. */
export async function configure(looker: Looker, model: Model, project: string): Promise<Configuring> {
  const { sdk } = looker;
  const todo = await lookAtConfiguration(looker, model, project);
  if (todo.kind === "create")
    await sdk.ok(
      sdk.create_lookml_model({
        name: model.name,
        project_name: project,
        allowed_db_connection_names: [model.connection],
        unlimited_db_connections: false,
      }),
    );
  if (todo.kind === "update")
    await sdk.ok(
      sdk.update_lookml_model(model.name, {
        allowed_db_connection_names: [...(todo.before?.allowed_db_connection_names ?? []), model.connection],
      }),
    );
  return todo;
}

/** Puts it back as it was. */
export async function unconfigure(
  looker: Looker,
  model: Model,
  { kind, before }: Configuring,
): Promise<void> {
  const { sdk } = looker;
  if (kind === "create") await ifThere(sdk.ok(sdk.delete_lookml_model(model.name)));
  if (kind === "update")
    await sdk.ok(
      sdk.update_lookml_model(model.name, {
        allowed_db_connection_names: before?.allowed_db_connection_names ?? [],
      }),
    );
}
