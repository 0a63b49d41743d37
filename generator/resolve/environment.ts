// A Draft and the environment it is wanted for -> the Draft with that environment's schema and connection.
import type { Problem } from "../problem.ts";
import type { Draft } from "../read/shape.ts";
import { complaints } from "./complaints.ts";

/**
 * @param environment one of the names under `environments:`; undefined leaves everything as it stands
 * @returns the draft everything is made of, and a problem for a name that the model does not have
 */
export function inEnvironment(
  draft: Draft,
  environment: string | undefined,
): { readonly draft: Draft; readonly problems: readonly Problem[] } {
  const found = complaints();
  const known = draft.environments ?? {};
  for (const [name, { schema }] of Object.entries(known)) {
    if (schema === undefined || /^[a-z][a-z0-9_]*$/.test(schema)) continue;
    found.add({
      code: "bad-name",
      at: ["environments", name, "schema"],
      message: `\`${schema}\` cannot be the name of a schema: names start with a lower-case letter and hold only lower-case letters, digits and _`,
    });
  }
  if (environment === undefined) return { draft, problems: found.list };
  const chosen = Object.hasOwn(known, environment) ? known[environment] : undefined;
  if (chosen === undefined) {
    if (draft.environments === undefined)
      found.add({
        code: "unknown-name",
        at: [],
        message: `the model has no environment \`${environment}\`, nor any other`,
        hint: `add \`environments: {${environment}: {schema: …}}\`, or leave --environment and VIEWFINDER_ENVIRONMENT out`,
      });
    else found.unknownName(["environments"], "environment", environment, Object.keys(known), true);
    return { draft, problems: found.list };
  }
  return {
    draft: {
      ...draft,
      schema: chosen.schema ?? draft.schema,
      connection: chosen.connection ?? draft.connection,
    },
    problems: found.list,
  };
}
