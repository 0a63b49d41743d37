// The body of a request as it came -> the object's bytes: aws-chunked framing, chunk signatures and trailers taken off.
import { hash } from "node:crypto";
import { Refusal } from "./refusal.ts";
import { hmac, type Signature } from "./signature.ts";

/** A body without its framing. */
export interface Body {
  readonly bytes: Buffer;
  /** Headers that came after the body; names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** The streamed forms of `x-amz-content-sha256` (S3 user guide, "Signature calculations: transferring payload in chunks"). */
const STREAMED = {
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { signed: false, trailer: true },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { signed: true, trailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { signed: true, trailer: true },
} as const;

/**
 * @param raw the body with its framing
 * @param headers names in lower case
 * @throws Refusal when the bytes are not those that were signed, or not whole
 */
export function readBody(raw: Buffer, headers: Readonly<Record<string, string>>, signature: Signature): Body {
  const { payload } = signature;
  if (!payload.startsWith("STREAMING-")) {
    if (payload !== "UNSIGNED-PAYLOAD" && payload !== hash("sha256", raw)) {
      throw new Refusal(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    return { bytes: raw, trailers: {} };
  }
  const form = STREAMED[payload as keyof typeof STREAMED] as
    | { readonly signed: boolean; readonly trailer: boolean }
    | undefined;
  if (form === undefined) throw new Refusal("NotImplemented", `${payload} is not known`);
  const { bytes, trailers } = unframe(raw, signature, form);
  const length = headers["x-amz-decoded-content-length"];
  if (length !== undefined && Number(length) !== bytes.length) {
    throw new Refusal(
      "IncompleteBody",
      "You did not provide the number of bytes specified by the x-amz-decoded-content-length header",
    );
  }
  const promised = (headers["x-amz-trailer"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (const name of promised) {
    if (name !== "" && trailers[name] === undefined)
      throw new Refusal("MalformedTrailerError", `The trailer ${name} was promised and did not come`);
  }
  return { bytes, trailers };
}

function unframe(
  raw: Buffer,
  signature: Signature,
  form: { readonly signed: boolean; readonly trailer: boolean },
): Body {
  let at = 0;
  let previous = signature.signature;
  const line = (): string => {
    const end = raw.indexOf("\r\n", at);
    if (end < 0) throw new Refusal("IncompleteBody", "The request body terminated unexpectedly");
    const text = raw.toString("latin1", at, end);
    at = end + 2;
    return text;
  };
  const parts: Buffer[] = [];
  for (;;) {
    const [size = "", extension = ""] = line().split(";");
    const length = /^[0-9a-f]+$/i.test(size) ? Number.parseInt(size, 16) : Number.NaN;
    if (Number.isNaN(length)) throw new Refusal("InvalidRequest", "A chunk does not begin with its size");
    const bytes = raw.subarray(at, at + length);
    if (bytes.length < length)
      throw new Refusal("IncompleteBody", "The request body terminated unexpectedly");
    if (form.signed) previous = checkChunk(bytes, extension, previous, signature);
    if (length === 0) break;
    parts.push(bytes);
    at += length;
    if (line() !== "") throw new Refusal("InvalidRequest", "A chunk is longer than its size");
  }
  const trailers: Record<string, string> = {};
  let signedText = "";
  while (at < raw.length) {
    const text = line();
    if (text === "") break;
    const colon = text.indexOf(":");
    const name = text.slice(0, colon).trim().toLowerCase();
    trailers[name] = text.slice(colon + 1).trim();
    if (name !== "x-amz-trailer-signature") signedText += `${name}:${trailers[name]}\n`;
  }
  if (form.signed && form.trailer) {
    const { date, scope, key } = signature;
    const toSign = ["AWS4-HMAC-SHA256-TRAILER", date, scope, previous, hash("sha256", signedText)];
    if (trailers["x-amz-trailer-signature"] !== hmac(key, toSign.join("\n")).toString("hex"))
      throw new Refusal("SignatureDoesNotMatch", "The signature of the trailers does not match.");
  }
  return { bytes: Buffer.concat(parts), trailers };
}

const NOTHING = hash("sha256", "");

/** @returns the chunk's signature, which the next one is chained to */
function checkChunk(bytes: Buffer, extension: string, previous: string, signature: Signature): string {
  const { date, scope, key } = signature;
  const toSign = ["AWS4-HMAC-SHA256-PAYLOAD", date, scope, previous, NOTHING, hash("sha256", bytes)];
  const right = hmac(key, toSign.join("\n")).toString("hex");
  if (extension !== `chunk-signature=${right}`)
    throw new Refusal("SignatureDoesNotMatch", "The signature of a chunk does not match.");
  return right;
}
