// The pipeline bucket: objects that hydrate writes once and Redshift reads.
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { Outage } from "../../../generator/index.ts";
import { connectS3 } from "../../storage/s3/client.ts";
import type { ProvedSettings, S3Access } from "./settings.ts";

/** Where the parts of a run lie. */
export interface Pipeline {
  /** The whole address of a key. */
  uri(key: string): string;
  /** Writes an object whose key holds the hash of its bytes; one that is there already is the same. */
  put(key: string, body: Buffer, sha256: string, type: string): Promise<void>;
  /** @returns undefined when it may not be read, or is not there any more */
  get(key: string): Promise<Buffer | undefined>;
  close(): void;
}

/** Opens the bucket; nothing is asked of it before the first object. */
export function openPipeline({ bucket, prefix, region, s3 }: ProvedSettings): Pipeline {
  const client = s3 === undefined ? connectS3() : elsewhere(s3, region);
  const place = (key: string): string => (prefix === "" ? key : `${prefix}/${key}`);
  return {
    uri: (key) => `s3://${bucket}/${place(key)}`,
    async put(key, body, sha256, type) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: place(key),
            Body: body,
            IfNoneMatch: "*",
            ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
            ContentType: type,
          }),
        );
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return;
        throw inWords(error, `s3://${bucket}/${place(key)}`, "written");
      }
    },
    async get(key) {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: place(key) }));
        return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
      } catch (error) {
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 403 || status === 404) return undefined;
        throw inWords(error, `s3://${bucket}/${place(key)}`, "read");
      }
    },
    close: () => client.destroy(),
  };
}

function elsewhere({ endpoint, ...credentials }: S3Access, region = "us-east-1"): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

function inWords(error: unknown, uri: string, done: string): unknown {
  if (!(error instanceof Error)) return error;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const nothing = "Nothing of this drop was published.";
  if (status === 403) {
    return new Outage(
      `The pipeline bucket does not let ${uri} be ${done} (${error.message}). ${nothing} Give hydrate's role the right to put objects there, and run the same command again.`,
      { retry: false, cause: error },
    );
  }
  if (error.name === "NoSuchBucket") {
    return new Outage(`There is no bucket for ${uri}. ${nothing} Make it, or name the right one.`, {
      retry: false,
      cause: error,
    });
  }
  return new Outage(`${uri} could not be ${done}: ${error.message}. ${nothing} Run the same command again.`, {
    retry: true,
    cause: error,
  });
}
