// A table and a manifest -> the COPY statement, whose every text has been proved to need no escaping.
import { DIALECTS } from "../../../generator/index.ts";
import { NULL_MARK } from "./csv.ts";
import type { ProvedSettings } from "./settings.ts";

/**
 * COPY takes no bound values. None of its forgiving options is used: what would be cut, guessed or skipped
 * by them was judged before, record by record (Redshift, "COPY parameters").
 * @param uri of the manifest
 * @param rehearse prove that the rows can be loaded, and load none
 */
export function copyStatement(
  target: { readonly table: string; readonly columns: readonly string[] },
  uri: string,
  { role, region }: Pick<ProvedSettings, "role" | "region">,
  rehearse: boolean,
): string {
  const columns = target.columns.map((column) => DIALECTS.redshift.identifier(column)).join(", ");
  return [
    `COPY ${target.table} (${columns})`,
    `FROM ${literal(uri)}`,
    `IAM_ROLE ${literal(role)}`,
    ...(region === undefined ? [] : [`REGION ${literal(region)}`]),
    `MANIFEST FORMAT AS CSV GZIP NULL AS '${NULL_MARK}'`,
    "DATEFORMAT 'YYYY-MM-DD' TIMEFORMAT 'auto' ENCODING UTF8",
    `COMPUPDATE OFF STATUPDATE OFF MAXERROR 0${rehearse ? " NOLOAD" : ""}`,
  ].join("\n");
}

/** A text between quotes. @throws Error when it holds anything that could end it: what reaches it was proved before */
function literal(text: string): string {
  if (!/^[A-Za-z0-9_+=,.@:/-]+$/.test(text))
    throw new Error("a text for COPY holds what may not stand in it");
  return `'${text}'`;
}
