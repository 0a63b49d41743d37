// A COPY that failed -> which row of ours the cluster would not take, and why, or the error itself.
import { Outage } from "../../../generator/index.ts";
import type { Session } from "../session.ts";
import { LoadRefused, type LoadOptions } from "../warehouse.ts";
import { rowAtLine, type SentPart } from "./find.ts";
import type { Pipeline } from "./pipeline.ts";
import { PIPELINE_VARIABLES } from "./settings.ts";

interface DetailRow {
  readonly file_name: string;
  readonly line_number: string | number;
  readonly column_name: string | null;
  readonly error_code: string | number | null;
  readonly error_message: string | null;
}

/** What the search needs. */
interface SearchMeans {
  readonly another: () => Promise<Session>;
  readonly pipeline: Pipeline;
  /** The session that ran COPY. */
  readonly backend: number;
}

/**
 * @param copying the place of the table among the targets
 * @returns what to throw
 */
export async function refusalOf(
  error: unknown,
  copying: number,
  targets: LoadOptions["targets"],
  parts: readonly SentPart[],
  { another, pipeline, backend }: SearchMeans,
): Promise<unknown> {
  const label = targets[copying]?.label ?? "";
  if (!isLoadError(error)) return inWords(error, label);
  const detail = await latestDetail(another, backend);
  const file = detail?.file_name.trim() ?? "";
  // Another COPY's complaint is worse than none.
  const part = parts.find((one) => file !== "" && pipeline.uri(one.key).startsWith(file));
  if (detail === undefined || part === undefined) return inWords(error, label);
  const line = Number(detail.line_number);
  const row = await rowAtLine(part, line, pipeline);
  const cell = (place: number | undefined): number | undefined => {
    const found = place === undefined ? undefined : row?.[place];
    return found === undefined || !/^\d+$/.test(found) ? undefined : Number(found);
  };
  const column = detail.column_name?.trim() ?? "";
  const said = (detail.error_message ?? "").trim();
  return new LoadRefused({
    target: copying,
    column: column === "" ? undefined : column,
    ordinal: cell(targets[copying]?.ordinal ?? 0),
    part: cell(targets[copying]?.part),
    reason: `${said} (the cluster's error ${String(detail.error_code)}, on line ${line} of ${pipeline.uri(part.key)})`,
  });
}

/** Everything else the cluster says to a COPY is about roles, buckets and files. */
function inWords(error: unknown, label: string): unknown {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (error instanceof Outage || typeof code !== "string") return error;
  const said = String(message);
  const nothing = "Nothing of this drop was published.";
  if (/not authorized to assume|AccessDenied|Status 403/.test(said)) {
    return new Outage(
      `The cluster may not read the pipeline bucket: ${said}. ${nothing} The role in ${PIPELINE_VARIABLES.role} must belong to the cluster, and may get and list objects there (hydrate/infra has it written down). Then run the same command again.`,
      { retry: false, cause: error },
    );
  }
  if (/PermanentRedirect|Status 301/.test(said)) {
    return new Outage(
      `The pipeline bucket is in another region than the cluster thinks: ${said}. ${nothing} Set ${PIPELINE_VARIABLES.region} to the bucket's region, and run the same command again.`,
      { retry: false, cause: error },
    );
  }
  return new Outage(
    `The cluster could not load ${label}: ${said}. ${nothing} Run the same command again; if it says so once more, look into SYS_LOAD_ERROR_DETAIL.`,
    { retry: true, cause: error },
  );
}

function isLoadError(error: unknown): boolean {
  const { message, cause } = error as { message?: unknown; cause?: unknown };
  if (/sys_load_error_detail|stl_load_errors/i.test(String(message))) return true;
  return cause !== undefined && isLoadError(cause);
}

/** SYS_LOAD_ERROR_DETAIL is there on clusters and on Serverless alike; STL_LOAD_ERRORS is not. */
async function latestDetail(
  another: () => Promise<Session>,
  backend: number,
): Promise<DetailRow | undefined> {
  const session = await another();
  try {
    const found = await session.query<DetailRow>(
      `SELECT file_name, line_number, column_name, error_code, error_message
         FROM sys_load_error_detail WHERE session_id = $1
        ORDER BY start_time DESC LIMIT 1`,
      [backend],
    );
    return found.rows[0];
  } finally {
    await session.close();
  }
}
