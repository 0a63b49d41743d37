// A request -> who signed it, by AWS Signature Version 4 in the header or in the query, or the refusal.
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.ts";

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  /** As it came, percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A signature that is right, and what signs the chunks of a streamed body. */
export interface Signature {
  readonly accessKeyId: string;
  /** The hash of the body that was signed, or one of the words for unsigned and streamed bodies. */
  readonly payload: string;
  readonly signature: string;
  readonly key: Buffer;
  readonly date: string;
  readonly scope: string;
}

/** Who may sign. */
export interface Signers {
  readonly region: string;
  /** Secret by access key id. */
  readonly secrets: ReadonlyMap<string, string>;
}

interface Claim {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly payload: string;
  readonly presigned: boolean;
}

const LARGEST_SKEW_MS = 15 * 60 * 1000;

/**
 * @param now milliseconds since 1970
 * @throws Refusal when it is not signed, or not rightly
 */
export function checkSignature(request: SignedRequest, signers: Signers, now: number): Signature {
  const claim = claimOf(request);
  const [accessKeyId = "", day = "", region, service, end] = claim.credential.split("/");
  const secret = signers.secrets.get(accessKeyId);
  if (secret === undefined) {
    throw new Refusal(
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
      { AWSAccessKeyId: accessKeyId },
    );
  }
  if (service !== "s3" || end !== "aws4_request")
    throw new Refusal("AuthorizationHeaderMalformed", "The credential's scope is malformed.");
  if (region !== signers.region) {
    throw new Refusal(
      "AuthorizationHeaderMalformed",
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${signers.region}'`,
      { Region: signers.region },
      { "x-amz-bucket-region": signers.region },
    );
  }
  checkTime(claim, day, request, now);
  const names = claim.signedHeaders.split(";");
  checkSigned(names, request, claim);
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ["s3", "aws4_request"].reduce(hmac, hmac(hmac(Buffer.from(`AWS4${secret}`), day), region));
  const toSign = ["AWS4-HMAC-SHA256", claim.date, scope, hash("sha256", canonical(request, names, claim))];
  const right = hmac(key, toSign.join("\n"));
  const given = Buffer.from(claim.signature, "hex");
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new Refusal(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
  }
  const { payload, signature, date } = claim;
  return { accessKeyId, payload, signature, key, date, scope };
}

/** HMAC-SHA256. */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function claimOf({ headers, query }: SignedRequest): Claim {
  const header = headers["authorization"];
  if (header !== undefined) {
    const parts =
      /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
        header,
      );
    if (parts === null)
      throw new Refusal("AuthorizationHeaderMalformed", "The authorization header is malformed.");
    const payload = headers["x-amz-content-sha256"];
    if (payload === undefined)
      throw new Refusal("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
    return {
      credential: parts[1] ?? "",
      signedHeaders: parts[2] ?? "",
      signature: parts[3] ?? "",
      date: headers["x-amz-date"] ?? "",
      payload,
      presigned: false,
    };
  }
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") throw new Refusal("AccessDenied", "Access Denied");
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: query.get("X-Amz-SignedHeaders") ?? "",
    signature: query.get("X-Amz-Signature") ?? "",
    date: query.get("X-Amz-Date") ?? "",
    payload: query.get("X-Amz-Content-Sha256") ?? headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD",
    presigned: true,
  };
}

function checkTime(claim: Claim, day: string, { query }: SignedRequest, now: number): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.date);
  const [, year, month, date, hour, minute, second] = (parts ?? []).map(Number);
  const signed = Date.UTC(year ?? 0, (month ?? 0) - 1, date, hour, minute, second);
  if (parts === null || !claim.date.startsWith(day))
    throw new Refusal("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  if (claim.presigned) {
    const expires = Number(query.get("X-Amz-Expires"));
    if (!(expires > 0 && expires <= 604_800))
      throw new Refusal("InvalidArgument", "X-Amz-Expires must be between 1 and 604800 seconds");
    if (now > signed + expires * 1000) throw new Refusal("AccessDenied", "Request has expired");
  } else if (Math.abs(now - signed) > LARGEST_SKEW_MS) {
    throw new Refusal(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    );
  }
}

/** Whoever could change a header that is not signed could change what the request does. */
function checkSigned(names: readonly string[], { headers }: SignedRequest, claim: Claim): void {
  const loose = Object.keys(headers).filter(
    (name) => name.startsWith("x-amz-") && !names.includes(name) && !claim.presigned,
  );
  if (!names.includes("host") || loose.length > 0) {
    throw new Refusal("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: loose.join(", "),
    });
  }
}

function canonical(
  { method, path, query, headers }: SignedRequest,
  names: readonly string[],
  claim: Claim,
): string {
  const pairs = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)));
  return [
    method,
    path
      .split("/")
      .map((part) => encode(decodeURIComponent(part)))
      .join("/"),
    pairs.map((pair) => pair.join("=")).join("&"),
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/\s+/g, " ")}`),
    "",
    claim.signedHeaders,
    claim.payload,
  ].join("\n");
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Percent-encoding as Signature Version 4 wants it: everything but letters, digits and `-_.~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
