// LookML in the development workspace -> what Looker finds wrong with it: its validator, its data tests, its content.
import type { IContentValidatorError, IProjectError } from "@looker/sdk";
import { DelimArray } from "@looker/sdk-rtl";
import { LONG, type Looker } from "./connection.ts";
import type { Said } from "./locate.ts";

/** What Looker says of LookML. */
export interface Validated {
  readonly errors: readonly Said[];
  readonly warnings: readonly Said[];
  /** Models that Looker did not look at; nothing is known of them. */
  readonly unlooked: readonly string[];
}

/** Has Looker validate the project as it is in the workspace in use. */
export async function validateProject(looker: Looker, project: string): Promise<Validated> {
  const { sdk } = looker;
  const found = await sdk.ok(sdk.validate_project(project, undefined, LONG));
  const said = (found.errors ?? []).map((error) => ({ error, said: saidOf(error) }));
  const isError = ({ severity }: IProjectError): boolean => !/^(warning|info|success)$/.test(severity ?? "");
  return {
    errors: said.filter(({ error }) => isError(error)).map((one) => one.said),
    warnings: said.filter(({ error }) => error.severity === "warning").map((one) => one.said),
    unlooked: (found.models_not_validated ?? []).map((model) => model.name ?? ""),
  };
}

/** A data test that ran. */
export interface Tested {
  readonly name: string;
  readonly holds: boolean;
  readonly errors: readonly Said[];
}

/** Has Looker run the model's data tests. */
export async function runTests(looker: Looker, project: string, model: string): Promise<readonly Tested[]> {
  const { sdk } = looker;
  const results = await sdk.ok(sdk.run_lookml_test({ project_id: project, model }, LONG));
  return results.map((result) => ({
    name: result.test_name ?? "",
    holds: result.success === true,
    errors: (result.errors ?? []).map(saidOf),
  }));
}

/** Something people made in Looker that refers to what is not there. */
export interface Broken {
  /** The same in both workspaces. */
  readonly key: string;
  /** E.g. `dashboard "Sales": Unknown field orders.total`. */
  readonly said: string;
}

/** Has Looker check the dashboards and looks that use the project, as the workspace in use has it. */
export async function brokenContent(looker: Looker, project: string): Promise<readonly Broken[]> {
  const { sdk } = looker;
  const found = await sdk.ok(sdk.content_validation({ project_names: new DelimArray([project]) }, LONG));
  return (found.content_with_errors ?? []).flatMap((content) =>
    (content.errors ?? []).map((error) => {
      const said = `${titleOf(content)}: ${error.message ?? "an error without words"}`;
      return {
        key: JSON.stringify([content.id, error.model_name, error.explore_name, error.field_name, said]),
        said,
      };
    }),
  );
}

function titleOf(content: IContentValidatorError): string {
  const { dashboard, look, dashboard_element, dashboard_filter, scheduled_plan, alert } = content;
  if (dashboard !== undefined && dashboard !== null) {
    const part = dashboard_element?.title ?? dashboard_filter?.title;
    return `dashboard "${dashboard.title ?? dashboard.id ?? ""}"${part ? `, "${part}"` : ""}`;
  }
  if (look !== undefined && look !== null) return `look "${look.title ?? look.id ?? ""}"`;
  if (scheduled_plan) return `schedule "${scheduled_plan.name ?? scheduled_plan.id ?? ""}"`;
  if (alert) return `alert ${alert.custom_title ?? alert.id ?? ""}`;
  const own = content.lookml_dashboard;
  return own ? `dashboard "${own.title ?? own.id ?? ""}"` : `content ${content.id ?? ""}`;
}

/** Looker's paths begin with the project's name. */
function saidOf({ message, file_path, line_number }: IProjectError): Said {
  const path = file_path?.split("/").slice(1).join("/") ?? "";
  return {
    message: message ?? "an error without words",
    path: path === "" ? (file_path ?? undefined) : path,
    line: line_number ?? undefined,
  };
}
