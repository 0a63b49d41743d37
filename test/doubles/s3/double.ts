// An S3 server for tests: the real protocol over HTTP, objects in memory, and faults on demand.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { plainAnswer, refusalAnswer, type Answer } from "./answer.ts";
import { readBody } from "./chunked.ts";
import { makeFaults, type FaultKind, type Faults } from "./fault.ts";
import { listBuckets, listObjects, listVersions } from "./listing.ts";
import { beginUpload, complete, giveUp, takePart, type Upload } from "./multipart.ts";
import { copyObject, deleteObject, deleteObjects, hide, readObject, writeObject } from "./object.ts";
import { Refusal } from "./refusal.ts";
import { readRequest, type S3Request } from "./request.ts";
import { send } from "./send.ts";
import { addVersion, bytesContent, latestOf, makeBucket, type Bucket, type Content } from "./shelf.ts";
import { checkSignature } from "./signature.ts";
import { textElement } from "./xml.ts";

/** How to open one. */
export interface S3DoubleOptions {
  /** Buckets that are there from the beginning, with versioning on. */
  readonly buckets?: readonly string[];
  /** Buckets that are there from the beginning, with versioning off. */
  readonly unversioned?: readonly string[];
  /** `us-east-1` when not said. */
  readonly region?: string;
  /** A free one when not said. */
  readonly port?: number;
  /** Those of further principals: secret by access key id. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A request as it was answered. */
export interface Asked {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  readonly range: string | undefined;
  readonly accessKeyId: string;
  /** What became of it: the HTTP status, whatever a fault made of it afterwards. */
  readonly status: number;
}

/** A running double. */
export interface S3Double {
  /** `http://127.0.0.1:port`; buckets are addressed by path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The variables that lead the AWS SDK of any process here. */
  readonly env: Readonly<Record<string, string>>;
  readonly faults: Faults;
  /** Every request that was signed rightly, in order. */
  readonly asked: readonly Asked[];
  /** Makes a bucket, with versioning on. */
  makeBucket(name: string): void;
  /** Puts an object there, past the protocol. @returns its version */
  put(bucket: string, key: string, content: Content | Buffer | string): string;
  /** The bytes of an object, past the protocol; undefined when there is none. */
  get(bucket: string, key: string): Buffer | undefined;
  /** Keys of a bucket that begin so, in order. */
  keys(bucket: string, prefix?: string): readonly string[];
  /** Deletes an object, as one who names no version does. */
  remove(bucket: string, key: string): void;
  close(): Promise<void>;
}

const ACCESS_KEY_ID = "AKIADOUBLE";
const SECRET_ACCESS_KEY = "double-secret";

/** Opens one on a port of this machine. */
export async function openS3Double(options: S3DoubleOptions = {}): Promise<S3Double> {
  const { region = "us-east-1", port = 0 } = options;
  const secrets = new Map([[ACCESS_KEY_ID, SECRET_ACCESS_KEY], ...Object.entries(options.secrets ?? {})]);
  const started = new Date();
  const buckets = new Map([
    ...(options.buckets ?? []).map((name) => [name, makeBucket(name, true, started)] as const),
    ...(options.unversioned ?? []).map((name) => [name, makeBucket(name, false, started)] as const),
  ]);
  const state: State = { region, secrets, buckets, uploads: new Map(), faults: makeFaults(), asked: [] };
  const server = createServer((message, response) => {
    // A client that goes away in the middle is no error of ours.
    serve(message, response, state).catch(() => response.destroy());
  });
  await new Promise<void>((done) => {
    server.listen(port, "127.0.0.1", done);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new Error(`the double has no bucket ${name}`);
    return bucket;
  };
  return {
    endpoint,
    region,
    accessKeyId: ACCESS_KEY_ID,
    secretAccessKey: SECRET_ACCESS_KEY,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
    },
    faults: state.faults,
    asked: state.asked,
    makeBucket: (name) => {
      buckets.set(name, makeBucket(name, true, new Date()));
    },
    put: (bucket, key, content) => putPast(bucketOf(bucket), key, content),
    get: (bucket, key) => {
      const content = latestOf(bucketOf(bucket), key)?.content;
      return content === undefined ? undefined : Buffer.concat([...content.read(0, content.size)]);
    },
    keys: (bucket, prefix = "") =>
      [...bucketOf(bucket).keys.keys()]
        .filter((key) => key.startsWith(prefix) && latestOf(bucketOf(bucket), key) !== undefined)
        .sort(),
    remove: (bucket, key) => hide(bucketOf(bucket), key, new Date()),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface State {
  readonly region: string;
  readonly secrets: ReadonlyMap<string, string>;
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Map<string, Upload>;
  readonly faults: Faults;
  readonly asked: Asked[];
}

async function serve(message: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-amz-request-id", requestId);
  let fault: FaultKind | undefined;
  let answer: Answer;
  try {
    const request = readRequest(message);
    const signature = checkSignature(request, state, Date.now());
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = readBody(Buffer.concat(chunks), request.headers, signature);
    fault = state.faults.take(request.operation, request.key || (request.query.get("prefix") ?? ""));
    answer = orRefusal(request, requestId, () => {
      happen(fault, request, state);
      return perform(request, body, state);
    });
    state.asked.push({
      operation: request.operation,
      bucket: request.bucket,
      key: request.key,
      versionId: request.query.get("versionId"),
      range: request.headers["range"],
      accessKeyId: signature.accessKeyId,
      status: answer.status,
    });
  } catch (error) {
    message.resume();
    answer = refusalAnswer(asRefusal(error), message.method ?? "GET", requestId);
  }
  if (fault?.kind === "reset") response.destroy();
  else await send(response, answer, fault);
}

function orRefusal(request: S3Request, requestId: string, make: () => Answer): Answer {
  try {
    return make();
  } catch (error) {
    return refusalAnswer(asRefusal(error), request.method, requestId);
  }
}

/** An error of the double itself comes as S3's own would. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(
    "InternalError",
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}

/** What goes wrong before the request is performed. */
function happen(fault: FaultKind | undefined, { bucket, key }: S3Request, { buckets }: State): void {
  const there = buckets.get(bucket);
  switch (fault?.kind) {
    case "slow_down":
      throw new Refusal("SlowDown", "Please reduce your request rate.");
    case "unavailable":
      throw new Refusal("ServiceUnavailable", "Service is unable to handle request.");
    case "internal_error":
      throw new Refusal("InternalError", "We encountered an internal error. Please try again.");
    case "expired":
      throw new Refusal("ExpiredToken", "The provided token has expired.");
    case "denied":
      throw new Refusal("AccessDenied", "Access Denied");
    case "elsewhere":
      throw new Refusal(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
        { Endpoint: `s3.${fault.region}.amazonaws.com`, Bucket: bucket },
        { "x-amz-bucket-region": fault.region },
      );
    case "replace":
      if (there !== undefined) putPast(there, key, fault.body);
      return;
    case "remove":
      if (there !== undefined) hide(there, key, new Date());
      return;
    default:
  }
}

function putPast(bucket: Bucket, key: string, given: Content | Buffer | string): string {
  const content =
    typeof given === "string" || Buffer.isBuffer(given) ? bytesContent(Buffer.from(given)) : given;
  const headers = { "content-type": "binary/octet-stream" };
  const version = addVersion(
    bucket,
    key,
    content,
    { etag: randomUUID(), headers, checksums: {} },
    new Date(),
  );
  return version.id;
}

function perform(request: S3Request, body: ReturnType<typeof readBody>, state: State): Answer {
  const { operation } = request;
  const { buckets, uploads, region } = state;
  const now = new Date();
  if (operation === "ListBuckets") return listBuckets(buckets.values());
  if (operation === "CreateBucket") return createBucket(request.bucket, buckets, now);
  const bucket = buckets.get(request.bucket);
  if (bucket === undefined) {
    throw new Refusal("NoSuchBucket", "The specified bucket does not exist", { BucketName: request.bucket });
  }
  switch (operation) {
    case "HeadBucket":
      return plainAnswer(200, { "x-amz-bucket-region": region });
    case "GetBucketLocation": {
      const place = region === "us-east-1" ? "" : region;
      return { status: 200, headers: {}, body: textElement("LocationConstraint", place) };
    }
    case "DeleteBucket":
      if (bucket.keys.size > 0)
        throw new Refusal("BucketNotEmpty", "The bucket you tried to delete is not empty");
      buckets.delete(bucket.name);
      return plainAnswer(204);
    case "ListObjectsV2":
      return listObjects(request, bucket);
    case "ListObjectVersions":
      return listVersions(request, bucket);
    case "GetObject":
    case "HeadObject":
      return readObject(request, bucket);
    case "PutObject":
      return writeObject(request, bucket, body, now);
    case "CopyObject":
      return copyObject(request, bucket, buckets, now);
    case "DeleteObject":
      return deleteObject(request, bucket, now);
    case "DeleteObjects":
      return deleteObjects(request, bucket, body, now);
    case "CreateMultipartUpload":
      return beginUpload(request, uploads);
    case "UploadPart":
      return takePart(request, uploads, body);
    case "CompleteMultipartUpload":
      return complete(request, uploads, bucket, body, now);
    case "AbortMultipartUpload":
      return giveUp(request, uploads);
  }
}

function createBucket(name: string, buckets: Map<string, Bucket>, now: Date): Answer {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    throw new Refusal("InvalidBucketName", "The specified bucket is not valid.");
  if (buckets.has(name)) {
    throw new Refusal(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
    );
  }
  buckets.set(name, makeBucket(name, true, now));
  return plainAnswer(200, { location: `/${name}` });
}
