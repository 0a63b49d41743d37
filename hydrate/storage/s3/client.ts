// The environment -> a connection to S3: region, credentials and endpoint as every AWS tool takes them.
import { S3Client } from "@aws-sdk/client-s3";

/** What tests change. */
export interface S3ConnectOptions {
  /** How often a request is tried in all. */
  readonly attempts?: number;
  /** How long a connection may be silent, in milliseconds. */
  readonly silenceMs?: number;
}

/** S3 answers SlowDown for as long as it takes to split a prefix, which can be most of a minute. */
const ATTEMPTS = 8;
const SILENCE_MS = 60_000;
const CONNECT_MS = 10_000;

/**
 * Region, credentials and endpoint come from the AWS SDK's own chain: AWS_REGION, AWS_PROFILE,
 * AWS_ACCESS_KEY_ID, a role of the machine or the container, AWS_ENDPOINT_URL, ~/.aws. Requests that fail for
 * S3's own reasons are tried again, each after a random wait of up to twice the time of the one before.
 */
export function connectS3(options: S3ConnectOptions = {}): S3Client {
  // The version is pinned, and the Node it runs on is this project's own business: no user can act on it.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const silence = options.silenceMs ?? SILENCE_MS;
  return new S3Client({
    maxAttempts: options.attempts ?? ATTEMPTS,
    // Servers other than Amazon's rarely have a host name for each bucket.
    forcePathStyle: ownEndpoint() !== undefined,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: silence,
      throwOnRequestTimeout: true,
      socketTimeout: silence,
    },
  });
}

/** The endpoint that stands in for Amazon's, when there is one. */
export function ownEndpoint(): string | undefined {
  return process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
}
