// A bucket for tests: the prefix in VIEWFINDER_TEST_S3 (real S3, with the environment's credentials), or one on the double.
import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";
import { setEnvironment } from "./environment.ts";

/** A place below which a test may put objects. */
export interface TestBucket {
  /** `s3://bucket/prefix`, nobody else's. */
  readonly url: string;
  /** Undefined on real S3, where faults cannot be ordered. */
  readonly double: S3Double | undefined;
  /** @param name below `url` */
  put(name: string, bytes: Buffer | string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Removes what was put there. */
  close(): Promise<void>;
}

/** Opens it, and leads the AWS SDK of this process there. */
export async function openTestBucket(): Promise<TestBucket> {
  const real = process.env["VIEWFINDER_TEST_S3"];
  const double = real === undefined ? await openS3Double({ buckets: ["drops"] }) : undefined;
  const putBack = setEnvironment(double?.env ?? {});
  const url = `${real?.replace(/\/$/, "") ?? "s3://drops"}/${randomUUID().slice(0, 8)}`;
  const [, Bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(url) ?? [];
  const client = new S3Client({ forcePathStyle: process.env["AWS_ENDPOINT_URL"] !== undefined });
  const remove = async (name: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket, Key: `${prefix}/${name}` }));
  };
  return {
    url,
    double,
    async put(name, bytes) {
      await client.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${name}`, Body: bytes }));
    },
    remove,
    async close() {
      const left = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}/` }));
      for (const { Key = "" } of left.Contents ?? []) await remove(Key.slice(prefix.length + 1));
      client.destroy();
      await double?.close();
      putBack();
    },
  };
}
