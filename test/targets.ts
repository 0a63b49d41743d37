// The warehouses tests load into: Postgres, and a Redshift cluster (the double, or a real one when it is given).
import type { LeaseTimes } from "../hydrate/lease-means.ts";
import { pipelineFrom, type PipelineSettings } from "../hydrate/warehouse/redshift/settings.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openRedshiftDouble, type RedshiftDouble } from "./doubles/redshift/double.ts";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";
import { setEnvironment } from "./environment.ts";

/** A warehouse to load into. */
export interface TestTarget {
  readonly url: string;
  readonly pipeline?: PipelineSettings | undefined;
  readonly lease?: LeaseTimes | undefined;
}

/** The names of both, for tests that are the same on each. */
export const TARGET_NAMES = ["postgres", "redshift"] as const;

/** Both warehouses, open. */
export interface TestTargets {
  readonly postgres: TestTarget;
  readonly redshift: TestTarget;
  /** Undefined where a real cluster was given. */
  readonly doubles: { readonly redshift: RedshiftDouble; readonly s3: S3Double } | undefined;
  close(): Promise<void>;
}

/** The bucket the doubles share. */
export const PIPELINE_BUCKET = "pipeline";

/**
 * Opens both. A real cluster is taken when VIEWFINDER_TEST_REDSHIFT holds its address; then
 * VIEWFINDER_PIPELINE, VIEWFINDER_COPY_ROLE and the AWS credentials say the rest.
 */
export async function openTestTargets(): Promise<TestTargets> {
  const stack: Stack = await openTestStack();
  const real = process.env["VIEWFINDER_TEST_REDSHIFT"];
  const postgres = { url: stack.url };
  if (real !== undefined) {
    const redshift = { url: real, pipeline: pipelineFrom(process.env) };
    return { postgres, redshift, doubles: undefined, close: () => stack.release() };
  }
  const s3 = await openS3Double({ buckets: [PIPELINE_BUCKET] });
  const putBack = setEnvironment(s3.env);
  const double = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
  return {
    postgres,
    redshift: {
      url: double.url,
      pipeline: { pipeline: `s3://${PIPELINE_BUCKET}/tests`, role: double.role },
    },
    doubles: { redshift: double, s3 },
    close: async () => {
      await double.close();
      await s3.close();
      putBack();
      await stack.release();
    },
  };
}
