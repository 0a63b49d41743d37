// `s3://bucket/key` <-> a bucket and a key.
import { Mistake } from "../../../generator/index.ts";

/** Where an object is, or where keys begin. */
export interface S3Address {
  readonly bucket: string;
  /** A key, or a prefix without its last slash; empty for the bucket itself. */
  readonly key: string;
}

/** @throws Mistake when it names no bucket */
export function parseS3(address: string): S3Address {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(address) ?? [];
  // The rules for names of buckets: S3 user guide, "General purpose bucket naming rules".
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new Mistake(
      `${address} names no bucket: after s3:// stands the bucket's name (3 to 63 small letters, digits, dots and hyphens), then the prefix, as in s3://drops/vendor-a/2026-01.`,
    );
  }
  return { bucket, key: key.replace(/\/+$/, "") };
}

/** The address that messages and the ledger show. */
export function printS3({ bucket, key }: S3Address): string {
  return key === "" ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}
