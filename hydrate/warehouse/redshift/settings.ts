// What the admin says about the way into Redshift: the pipeline bucket, the cluster's role, the region.
import { Mistake } from "../../../generator/index.ts";
import type { GatherSizes } from "./gather.ts";

/** As given, by environment or flags. */
export interface PipelineSettings {
  /** `s3://bucket/prefix`: where hydrate puts what Redshift reads. Nobody else may write there. */
  readonly pipeline?: string | undefined;
  /** `arn:aws:iam::123456789012:role/name`: the cluster's role that may read there. Several, separated by commas, are a chain. */
  readonly role?: string | undefined;
  /** The bucket's region, `eu-west-1`; needed when it is not the cluster's own. */
  readonly region?: string | undefined;
  /** How the bucket is reached, when not by the environment (`AWS_*`, profiles, the machine's own role). */
  readonly s3?: S3Access | undefined;
  /** How large parts are, when not as measured. */
  readonly sizes?: GatherSizes | undefined;
}

/** Another way to S3 than the environment's. */
export interface S3Access {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Settings that were proved. Every text in them may stand in quotes in a COPY statement. */
export interface ProvedSettings {
  readonly bucket: string;
  /** Without a slash at its ends; may be empty. */
  readonly prefix: string;
  readonly role: string;
  readonly region: string | undefined;
  readonly s3: S3Access | undefined;
}

/** The names of the environment variables that hold them. */
export const PIPELINE_VARIABLES = {
  pipeline: "VIEWFINDER_PIPELINE",
  role: "VIEWFINDER_COPY_ROLE",
  region: "VIEWFINDER_PIPELINE_REGION",
} as const;

/** Settings as the environment has them. */
export function pipelineFrom(environment: Readonly<Record<string, string | undefined>>): PipelineSettings {
  return {
    pipeline: environment[PIPELINE_VARIABLES.pipeline],
    role: environment[PIPELINE_VARIABLES.role],
    region: environment[PIPELINE_VARIABLES.region],
  };
}

/** S3's rules for bucket names; of keys, only what needs no escaping anywhere. */
const PLACE = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9_./-]*))?$/;
const ROLE = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[A-Za-z0-9_+=.@/-]{1,512}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

/** @throws Mistake that names each setting that is missing or cannot be what it should be */
export function proveSettings({ pipeline = "", role = "", region, s3 }: PipelineSettings): ProvedSettings {
  const wrong: string[] = [];
  const place = PLACE.exec(pipeline.trim());
  if (place === null) {
    wrong.push(
      pipeline.trim() === ""
        ? `  ${PIPELINE_VARIABLES.pipeline} is missing: the bucket and prefix that hydrate writes to and the cluster reads from, such as s3://my-pipeline/hydrate`
        : `  ${PIPELINE_VARIABLES.pipeline} is ${JSON.stringify(pipeline)}, which is no bucket and prefix such as s3://my-pipeline/hydrate (letters, digits, \`_\`, \`.\`, \`-\` and \`/\` alone)`,
    );
  }
  if (
    !role
      .trim()
      .split(",")
      .every((one) => ROLE.test(one))
  ) {
    wrong.push(
      role.trim() === ""
        ? `  ${PIPELINE_VARIABLES.role} is missing: the cluster's role that may read the pipeline bucket, such as arn:aws:iam::123456789012:role/redshift-reads-pipeline`
        : `  ${PIPELINE_VARIABLES.role} is ${JSON.stringify(role)}, which is no role such as arn:aws:iam::123456789012:role/redshift-reads-pipeline`,
    );
  }
  if (region !== undefined && !REGION.test(region.trim()))
    wrong.push(
      `  ${PIPELINE_VARIABLES.region} is ${JSON.stringify(region)}, which is no region such as eu-west-1`,
    );
  if (wrong.length > 0 || place === null) {
    throw new Mistake(
      `Redshift takes rows from a bucket only, and this is not settled:\n${wrong.join("\n")}\nNothing was loaded. Set what is named here, and run the same command again.`,
    );
  }
  const [, bucket = "", prefix = ""] = place;
  return {
    bucket,
    prefix: prefix.replaceAll(/^\/+|\/+$/g, ""),
    role: role.trim(),
    region: region?.trim(),
    s3,
  };
}
