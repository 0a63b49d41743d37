// A bucket -> its listings: objects by prefix and delimiter, page by page, and all versions of them.
import { xmlAnswer, type Answer } from "./answer.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import { encode } from "./signature.ts";
import { compareBytes, latestOf, sortedKeys, type Bucket, type Version } from "./shelf.ts";
import { element, escapeXml, textElement } from "./xml.ts";

const MOST_KEYS = 1000;

/** `ListBuckets`. */
export function listBuckets(buckets: Iterable<Bucket>): Answer {
  const all = [...buckets].map((bucket) =>
    element(
      "Bucket",
      textElement("Name", bucket.name) + textElement("CreationDate", bucket.created.toISOString()),
    ),
  );
  return xmlAnswer(
    "ListAllMyBucketsResult",
    element("Owner", textElement("ID", "double")) + element("Buckets", all.join("")),
  );
}

/** `ListObjectsV2`. */
export function listObjects({ query }: S3Request, bucket: Bucket): Answer {
  const prefix = query.get("prefix") ?? "";
  const token = query.get("continuation-token");
  const after = token === undefined ? (query.get("start-after") ?? "") : fromToken(token);
  const keys = sortedKeys(bucket, prefix).filter((key) => latestOf(bucket, key) !== undefined);
  const page = pageOf(keys, { prefix, after, delimiter: query.get("delimiter") ?? "", most: mostOf(query) });
  const say = spelling(query);
  const next = page.next === undefined ? "" : Buffer.from(page.next).toString("base64url");
  return xmlAnswer(
    "ListBucketResult",
    [
      textElement("Name", bucket.name),
      element("Prefix", say(prefix)),
      textElement("KeyCount", page.keys.length + page.folders.length),
      textElement("MaxKeys", mostOf(query)),
      ...(query.has("delimiter") ? [element("Delimiter", say(query.get("delimiter") ?? ""))] : []),
      ...(query.has("encoding-type") ? [textElement("EncodingType", "url")] : []),
      textElement("IsTruncated", page.next !== undefined),
      ...(token === undefined ? [] : [textElement("ContinuationToken", token)]),
      ...(page.next === undefined ? [] : [textElement("NextContinuationToken", next)]),
      ...page.keys.flatMap((key) => {
        const version = latestOf(bucket, key);
        return version === undefined ? [] : [element("Contents", element("Key", say(key)) + about(version))];
      }),
      ...page.folders.map((folder) => element("CommonPrefixes", element("Prefix", say(folder)))),
    ].join(""),
  );
}

/** `ListObjectVersions`, always on one page: this double refuses to cut it. */
export function listVersions({ query }: S3Request, bucket: Bucket): Answer {
  const say = spelling(query);
  const prefix = query.get("prefix") ?? "";
  const all = sortedKeys(bucket, prefix).flatMap((key) => (bucket.keys.get(key) ?? []).toReversed());
  if (all.length > mostOf(query)) throw new Refusal("NotImplemented", "more versions than one page holds");
  return xmlAnswer(
    "ListVersionsResult",
    [
      textElement("Name", bucket.name),
      element("Prefix", say(prefix)),
      textElement("MaxKeys", mostOf(query)),
      ...(query.has("encoding-type") ? [textElement("EncodingType", "url")] : []),
      textElement("IsTruncated", false),
      ...all.map((version) =>
        element(
          version.content === undefined ? "DeleteMarker" : "Version",
          [
            element("Key", say(version.key)),
            textElement("VersionId", bucket.versioned ? version.id : "null"),
            textElement("IsLatest", bucket.keys.get(version.key)?.at(-1) === version),
            about(version),
          ].join(""),
        ),
      ),
    ].join(""),
  );
}

function about(version: Version): string {
  const modified = textElement("LastModified", version.modified.toISOString());
  if (version.content === undefined) return modified;
  return [
    modified,
    textElement("ETag", `"${version.etag}"`),
    textElement("Size", version.content.size),
    textElement("StorageClass", "STANDARD"),
  ].join("");
}

interface Page {
  readonly keys: readonly string[];
  readonly folders: readonly string[];
  /** The last entry when there are more. */
  readonly next: string | undefined;
}

function pageOf(
  keys: readonly string[],
  asked: {
    readonly prefix: string;
    readonly after: string;
    readonly delimiter: string;
    readonly most: number;
  },
): Page {
  const { prefix, after, delimiter, most } = asked;
  const found: string[] = [];
  const folders: string[] = [];
  let last: string | undefined;
  for (const key of keys) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const folder = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    const entry = folder ?? key;
    if (compareBytes(entry, after) <= 0 || entry === folders.at(-1)) continue;
    if (found.length + folders.length >= most) return { keys: found, folders, next: last };
    if (folder === undefined) found.push(key);
    else folders.push(folder);
    last = entry;
  }
  return { keys: found, folders, next: undefined };
}

function mostOf(query: ReadonlyMap<string, string>): number {
  return Math.min(MOST_KEYS, Number(query.get("max-keys") ?? MOST_KEYS));
}

function fromToken(token: string): string {
  return Buffer.from(token, "base64url").toString();
}

function spelling(query: ReadonlyMap<string, string>): (text: string) => string {
  if (query.get("encoding-type") !== "url") return escapeXml;
  return (text) => text.split("/").map(encode).join("/");
}
