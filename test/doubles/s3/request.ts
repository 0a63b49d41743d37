// An HTTP request -> what is asked of S3: the operation by its name, the bucket and the key.
import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** One request, its body not read yet. */
export interface S3Request {
  /** S3's name of it, e.g. `GetObject`. */
  readonly operation: Operation;
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for `ListBuckets`. */
  readonly bucket: string;
  /** Empty when the bucket itself is meant. */
  readonly key: string;
}

/** What this double can do. */
export type Operation =
  | "AbortMultipartUpload"
  | "CompleteMultipartUpload"
  | "CopyObject"
  | "CreateBucket"
  | "CreateMultipartUpload"
  | "DeleteBucket"
  | "DeleteObject"
  | "DeleteObjects"
  | "GetBucketLocation"
  | "GetObject"
  | "HeadBucket"
  | "HeadObject"
  | "ListBuckets"
  | "ListObjectVersions"
  | "ListObjectsV2"
  | "PutObject"
  | "UploadPart";

/** @throws Refusal when the double cannot do what is asked */
export function readRequest(message: IncomingMessage): S3Request {
  const method = message.method ?? "GET";
  const [path = "/", search = ""] = (message.url ?? "/").split("?");
  const query = new Map(
    search
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair): [string, string] => {
        const [name = "", ...value] = pair.split("=");
        return [decodeURIComponent(name), decodeURIComponent(value.join("=").replaceAll("+", "%20"))];
      }),
  );
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  // Addressed by path (`/bucket/key`): the double has no names of its own to put a bucket before.
  const [, bucket = "", ...rest] = path.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const operation = operationOf(method, decodeURIComponent(bucket), key, query, headers);
  return { operation, method, path, query, headers, bucket: decodeURIComponent(bucket), key };
}

function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): Operation {
  const found =
    bucket === ""
      ? method === "GET"
        ? "ListBuckets"
        : undefined
      : key === ""
        ? bucketOperation(method, query)
        : objectOperation(method, query, headers);
  if (found === undefined) {
    const asked = [...query.keys()].filter((name) => !name.startsWith("X-Amz-") && name !== "x-id");
    throw new Refusal("NotImplemented", `${method} ${asked.join("&")} is not something this double can do`);
  }
  return found;
}

function bucketOperation(method: string, query: ReadonlyMap<string, string>): Operation | undefined {
  if (method === "HEAD") return "HeadBucket";
  if (method === "PUT" && [...query.keys()].every((name) => name === "x-id")) return "CreateBucket";
  if (method === "DELETE") return "DeleteBucket";
  if (method === "POST" && query.has("delete")) return "DeleteObjects";
  if (method !== "GET") return undefined;
  if (query.has("location")) return "GetBucketLocation";
  if (query.has("versions")) return "ListObjectVersions";
  return query.get("list-type") === "2" ? "ListObjectsV2" : undefined;
}

function objectOperation(
  method: string,
  query: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): Operation | undefined {
  if (method === "POST" && query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    if (method === "PUT") return headers["x-amz-copy-source"] === undefined ? "UploadPart" : undefined;
    if (method === "POST") return "CompleteMultipartUpload";
    return method === "DELETE" ? "AbortMultipartUpload" : undefined;
  }
  if (method === "GET") return "GetObject";
  if (method === "HEAD") return "HeadObject";
  if (method === "DELETE") return "DeleteObject";
  if (method !== "PUT") return undefined;
  return headers["x-amz-copy-source"] === undefined ? "PutObject" : "CopyObject";
}
