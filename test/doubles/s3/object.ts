// One object of the S3 double: read whole or in part, written, copied, deleted.
import { hash } from "node:crypto";
import { plainAnswer, xmlAnswer, type Answer } from "./answer.ts";
import { checkSums } from "./checksum.ts";
import type { Body } from "./chunked.ts";
import { checkRead, checkWrite } from "./condition.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import {
  addVersion,
  bytesContent,
  latestOf,
  removeVersion,
  type Attributes,
  type Bucket,
  type Version,
} from "./shelf.ts";
import { contentsOf, element, textElement, textOf } from "./xml.ts";

/** `GetObject` and `HeadObject`. */
export function readObject(request: S3Request, bucket: Bucket): Answer {
  const { headers, operation } = request;
  const version = versionAsked(request, bucket);
  checkRead(headers, version);
  const content = version.content;
  const size = content?.size ?? 0;
  const range = rangeAsked(headers["range"], size);
  const { start, end } = range ?? { start: 0, end: size };
  const sums = headers["x-amz-checksum-mode"] === "ENABLED" && range === undefined ? version.checksums : {};
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...version.headers,
      ...versionHeader(bucket, version),
      ...sums,
      etag: `"${version.etag}"`,
      "last-modified": version.modified.toUTCString(),
      "accept-ranges": "bytes",
      "content-length": String(end - start),
      ...(range === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${size}` }),
    },
    body: operation === "HeadObject" ? undefined : content,
    range: { start, end },
  };
}

/** `PutObject`. */
export function writeObject(request: S3Request, bucket: Bucket, body: Body, now: Date): Answer {
  const checksums = checkSums(body.bytes, { ...request.headers, ...body.trailers });
  checkWrite(request.headers, latestOf(bucket, request.key));
  const etag = hash("md5", body.bytes);
  const kept = keptHeaders(request.headers);
  const attributes = { etag, headers: kept, checksums };
  const version = addVersion(bucket, request.key, bytesContent(body.bytes), attributes, now);
  return plainAnswer(200, { etag: `"${etag}"`, ...checksums, ...versionHeader(bucket, version) });
}

/**
 * `CopyObject`.
 * @param buckets where the source may be
 */
export function copyObject(
  request: S3Request,
  bucket: Bucket,
  buckets: ReadonlyMap<string, Bucket>,
  now: Date,
): Answer {
  const [address = "", search = ""] = (request.headers["x-amz-copy-source"] ?? "").split("?versionId=");
  const [from = "", ...rest] = decodeURIComponent(address).replace(/^\//, "").split("/");
  const source = buckets.get(from);
  const key = rest.join("/");
  const version =
    source === undefined
      ? undefined
      : search === ""
        ? latestOf(source, key)
        : source.keys.get(key)?.find((one) => one.id === search);
  if (version?.content === undefined) throw new Refusal("NoSuchKey", "The specified key does not exist.");
  const match = request.headers["x-amz-copy-source-if-match"];
  if (match !== undefined) checkRead({ "if-match": match }, version);
  checkWrite(request.headers, latestOf(bucket, request.key));
  const anew = request.headers["x-amz-metadata-directive"] === "REPLACE";
  const attributes: Attributes = {
    ...version,
    headers: anew ? keptHeaders(request.headers) : version.headers,
  };
  const made = addVersion(bucket, request.key, version.content, attributes, now);
  const answer = xmlAnswer(
    "CopyObjectResult",
    textElement("ETag", `"${made.etag}"`) + textElement("LastModified", made.modified.toISOString()),
  );
  return { ...answer, headers: { ...answer.headers, ...versionHeader(bucket, made) } };
}

/** `DeleteObject`: one version for good, or a delete marker on top. */
export function deleteObject({ query, key }: S3Request, bucket: Bucket, now: Date): Answer {
  const id = query.get("versionId");
  if (id !== undefined) {
    removeVersion(bucket, key, id);
    return plainAnswer(204, { "x-amz-version-id": id });
  }
  hide(bucket, key, now);
  return plainAnswer(204, bucket.versioned ? { "x-amz-delete-marker": "true" } : {});
}

/** `DeleteObjects`. */
export function deleteObjects(request: S3Request, bucket: Bucket, body: Body, now: Date): Answer {
  checkSums(body.bytes, { ...request.headers, ...body.trailers });
  const asked = contentsOf(body.bytes.toString("utf8"), "Object");
  if (asked.length === 0) throw new Refusal("MalformedXML", "The XML you provided was not well-formed");
  const deleted = asked.map((xml) => {
    const key = textOf(xml, "Key") ?? "";
    const id = textOf(xml, "VersionId");
    if (id === undefined) hide(bucket, key, now);
    else removeVersion(bucket, key, id);
    return element("Deleted", textElement("Key", key));
  });
  return xmlAnswer("DeleteResult", deleted.join(""));
}

/** Puts a delete marker on top of what is there, as anyone who deletes without naming a version does. */
export function hide(bucket: Bucket, key: string, now: Date): void {
  if (!bucket.keys.has(key)) return;
  if (bucket.versioned) addVersion(bucket, key, undefined, { etag: "", headers: {}, checksums: {} }, now);
  else bucket.keys.delete(key);
}

/** The header that names the version, where versions are kept. */
export function versionHeader(bucket: Bucket, version: Version): Readonly<Record<string, string>> {
  return bucket.versioned ? { "x-amz-version-id": version.id } : {};
}

/** Of a request's headers those that come back with the object. */
export function keptHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept: Record<string, string> = { "content-type": headers["content-type"] ?? "binary/octet-stream" };
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("x-amz-meta-") || KEPT.has(name)) kept[name] = value;
  }
  const encoding = (headers["content-encoding"] ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "" && word !== "aws-chunked");
  if (encoding.length > 0) kept["content-encoding"] = encoding.join(", ");
  return kept;
}

const KEPT = new Set([
  "cache-control",
  "content-disposition",
  "content-language",
  "expires",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
]);

function versionAsked({ query, key }: S3Request, bucket: Bucket): Version {
  const id = query.get("versionId");
  if (id === undefined) {
    const latest = latestOf(bucket, key);
    if (latest === undefined)
      throw new Refusal("NoSuchKey", "The specified key does not exist.", { Key: key });
    return latest;
  }
  const version = bucket.keys.get(key)?.find((one) => one.id === id);
  if (version === undefined)
    throw new Refusal("NoSuchVersion", "The specified version does not exist.", { VersionId: id });
  if (version.content === undefined)
    throw new Refusal("MethodNotAllowed", "The specified method is not allowed against a delete marker.");
  return version;
}

/** @returns undefined when the whole is meant: no range, or one that is written wrong, which S3 overlooks */
function rangeAsked(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= end) {
    throw new Refusal(
      "InvalidRange",
      "The requested range is not satisfiable",
      { ActualObjectSize: String(size) },
      { "content-range": `bytes */${size}` },
    );
  }
  return { start, end };
}
