// Uploads in parts: begun, each part kept, put together in order, or given up.
import { hash } from "node:crypto";
import { plainAnswer, xmlAnswer, type Answer } from "./answer.ts";
import { checkSums } from "./checksum.ts";
import type { Body } from "./chunked.ts";
import { checkWrite } from "./condition.ts";
import { keptHeaders, versionHeader } from "./object.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import { addVersion, bytesContent, latestOf, type Bucket } from "./shelf.ts";
import { contentsOf, textElement, textOf } from "./xml.ts";

/** An upload that is under way. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly bytes: Buffer; readonly etag: string }>;
}

/** Every part but the last has at least so many bytes. */
const SMALLEST_PART = 5 * 1024 * 1024;

let uploads = 0;

/** `CreateMultipartUpload`. */
export function beginUpload(request: S3Request, open: Map<string, Upload>): Answer {
  uploads += 1;
  const id = `upload-${uploads}`;
  const { bucket, key, headers } = request;
  open.set(id, { bucket, key, headers: keptHeaders(headers), parts: new Map() });
  return xmlAnswer(
    "InitiateMultipartUploadResult",
    textElement("Bucket", bucket) + textElement("Key", key) + textElement("UploadId", id),
  );
}

/** `UploadPart`. */
export function takePart(request: S3Request, open: Map<string, Upload>, { bytes, trailers }: Body): Answer {
  const upload = uploadOf(request, open);
  const number = Number(request.query.get("partNumber"));
  if (!(number >= 1 && number <= 10_000))
    throw new Refusal("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  const checksums = checkSums(bytes, { ...request.headers, ...trailers });
  const etag = hash("md5", bytes);
  upload.parts.set(number, { bytes, etag });
  return plainAnswer(200, { etag: `"${etag}"`, ...checksums });
}

/** `AbortMultipartUpload`. */
export function giveUp(request: S3Request, open: Map<string, Upload>): Answer {
  uploadOf(request, open);
  open.delete(request.query.get("uploadId") ?? "");
  return plainAnswer(204);
}

/** `CompleteMultipartUpload`. The etag is the MD5 of the parts' MD5s, and not that of the object. */
export function complete(
  request: S3Request,
  open: Map<string, Upload>,
  bucket: Bucket,
  body: Body,
  now: Date,
): Answer {
  const upload = uploadOf(request, open);
  const listed = contentsOf(body.bytes.toString("utf8"), "Part").map((xml) => ({
    number: Number(textOf(xml, "PartNumber")),
    etag: (textOf(xml, "ETag") ?? "").replaceAll('"', ""),
  }));
  if (listed.length === 0) throw new Refusal("MalformedXML", "The XML you provided was not well-formed");
  const parts = listed.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag !== etag)
      throw new Refusal("InvalidPart", "One or more of the specified parts could not be found.");
    if (index > 0 && number <= (listed[index - 1]?.number ?? 0))
      throw new Refusal("InvalidPartOrder", "The list of parts was not in ascending order.");
    if (index < listed.length - 1 && part.bytes.length < SMALLEST_PART)
      throw new Refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    return part;
  });
  checkWrite(request.headers, latestOf(bucket, request.key));
  const sums = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
  const etag = `${hash("md5", sums)}-${parts.length}`;
  const content = bytesContent(Buffer.concat(parts.map((part) => part.bytes)));
  const attributes = { etag, headers: upload.headers, checksums: {} };
  const version = addVersion(bucket, request.key, content, attributes, now);
  open.delete(request.query.get("uploadId") ?? "");
  const answer = xmlAnswer(
    "CompleteMultipartUploadResult",
    [
      textElement("Location", request.path),
      textElement("Bucket", bucket.name),
      textElement("Key", request.key),
      textElement("ETag", `"${etag}"`),
    ].join(""),
  );
  return { ...answer, headers: { ...answer.headers, ...versionHeader(bucket, version) } };
}

function uploadOf({ query, bucket, key }: S3Request, open: ReadonlyMap<string, Upload>): Upload {
  const upload = open.get(query.get("uploadId") ?? "");
  if (upload === undefined || upload.bucket !== bucket || upload.key !== key)
    throw new Refusal("NoSuchUpload", "The specified multipart upload does not exist.");
  return upload;
}
