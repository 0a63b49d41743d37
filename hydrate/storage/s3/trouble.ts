// An error of S3 or of its SDK -> a Mistake or an Outage that says what to do.
import { Mistake, Outage } from "../../../generator/index.ts";
import { ownEndpoint } from "./client.ts";
import { parseS3 } from "./address.ts";

/** The actions of IAM that hydrate needs. */
export type S3Action =
  | "s3:ListBucket"
  | "s3:GetObject"
  | "s3:GetObjectVersion"
  | "s3:PutObject"
  | "s3:DeleteObject";

/** What of an SDK's error is looked at. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly Region?: string;
  readonly Endpoint?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * @param action that was tried
 * @param address what it was tried on, `s3://…`
 * @returns what to throw; an error that is ours already stays what it is
 */
export function s3Trouble(error: unknown, action: S3Action, address: string): unknown {
  if (error instanceof Mistake || error instanceof Outage || !(error instanceof Error)) return error;
  const sdk = error as Error & SdkError;
  const status = sdk.$metadata?.httpStatusCode;
  const { bucket } = parseS3(address);
  const outage = (message: string, retry: boolean): Outage => new Outage(message, { retry, cause: error });
  switch (sdk.name) {
    case "NoSuchBucket":
      return new Mistake(
        `There is no bucket ${bucket}${atEndpoint()}. Check the name in ${address}, and whether the credentials are those of the right account.`,
      );
    case "NoSuchKey":
    case "NoSuchVersion":
      return outage(
        `${address} was there when the drop was listed and is gone: somebody has deleted it. Nothing of this drop was loaded. Have it delivered again, and run the same command again.`,
        true,
      );
    case "PreconditionFailed":
      return replaced(address, error);
    case "ExpiredToken":
    case "ExpiredTokenException":
    case "RequestExpired":
    case "TokenRefreshRequired":
      return outage(
        `The AWS credentials have expired, so ${address} cannot be read. Sign in again (aws sso login, or new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN), and run the same command again.`,
        false,
      );
    case "InvalidAccessKeyId":
    case "SignatureDoesNotMatch":
    case "InvalidToken":
    case "InvalidClientTokenId":
      return outage(
        `${ownEndpoint() ?? "AWS"} does not know these credentials (${sdk.name}), so ${address} cannot be read. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.`,
        false,
      );
    case "CredentialsProviderError":
    case "TokenProviderError":
      return outage(
        `There are no AWS credentials, so ${address} cannot be read. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role gives them. (The SDK says: ${oneLine(sdk.message)})`,
        false,
      );
    case "RequestTimeTooSkewed":
      return outage(
        "This machine's clock is more than 15 minutes off, so S3 takes no request from it. Set the clock, and run the same command again.",
        false,
      );
    case "InvalidObjectState":
      return outage(
        `${address} lies in an archive class of S3 (Glacier). Have it restored, and run the same command again.`,
        false,
      );
    case "PermanentRedirect":
    case "AuthorizationHeaderMalformed":
    case "IllegalLocationConstraintException":
      return outage(wrongRegion(sdk, bucket), false);
    case "AccessDenied":
    case "AllAccessDisabled":
      return outage(denied(sdk, action, address), false);
  }
  if (status === 403) return outage(denied(sdk, action, address), false);
  if (status === 301 || status === 400) {
    if (regionOf(sdk) !== undefined) return outage(wrongRegion(sdk, bucket), false);
  }
  if (status === 412) return replaced(address, error);
  if (sdk.message.includes("Region is missing")) {
    return outage(
      `No AWS region is set, so ${address} cannot be found. Set AWS_REGION to the region of the bucket, e.g. AWS_REGION=eu-west-1.`,
      false,
    );
  }
  if (sdk.message.startsWith("Checksum mismatch")) {
    return outage(
      `${address} arrived damaged: its bytes do not have the checksum that S3 keeps for it. Nothing of this drop was loaded.`,
      true,
    );
  }
  const tried = sdk.$metadata?.attempts ?? 1;
  const times = tried > 1 ? `, after ${tried} attempts` : "";
  if (status === 503 || sdk.name === "SlowDown")
    return outage(`S3 asks to slow down and gave no answer for ${address}${times}.`, true);
  if (status !== undefined && status >= 500)
    return outage(`S3 failed to answer for ${address} (${sdk.name})${times}.`, true);
  if (isLostConnection(error)) {
    return outage(
      `The connection to ${ownEndpoint() ?? "S3"} was lost or not made while ${address} was asked for${times}: ${oneLine(sdk.message) || sdk.code || sdk.name}.`,
      true,
    );
  }
  return outage(`S3 refused ${action} for ${address}: ${sdk.name}: ${oneLine(sdk.message)}`, false);
}

/** Somebody put another object there since the listing. */
export function replaced(address: string, cause: unknown): Outage {
  return new Outage(
    `${address} was replaced after the drop was listed: somebody is still delivering it. Nothing of this drop was loaded. Wait until it is complete, and run the same command again.`,
    { retry: true, cause },
  );
}

const LOST: ReadonlySet<string> = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

/** Whether an error means that no (further) answer came: then asking for the rest may help. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, name, message } = error as NodeJS.ErrnoException;
  return (
    (code !== undefined && LOST.has(code)) ||
    name === "TimeoutError" ||
    name === "NetworkingError" ||
    message === "aborted" ||
    message === "socket hang up"
  );
}

function denied(sdk: SdkError, action: S3Action, address: string): string {
  const { bucket, key } = parseS3(address);
  // S3's own words name the identity and the policy that refused, when they are longer than "Access Denied".
  const said = oneLine(sdk.message);
  const more = said.length > 20 && said !== "UnknownError" ? ` (${said})` : "";
  const resource =
    action === "s3:ListBucket"
      ? `arn:aws:s3:::${bucket}${key === "" ? "" : `, with the prefix ${key}/`}`
      : `arn:aws:s3:::${bucket}/${key}`;
  const kms = said.includes("kms:")
    ? ""
    : action === "s3:ListBucket"
      ? ""
      : " If the object is encrypted with a KMS key, the right kms:Decrypt on that key is needed as well.";
  return `The AWS credentials lack the right ${action} on ${resource}${more}. Have it added to the role's policy, and to the bucket's if another account owns it.${kms}`;
}

function wrongRegion(sdk: SdkError, bucket: string): string {
  const region = regionOf(sdk);
  const where = region === undefined ? "in another region" : `in ${region}`;
  const set = region === undefined ? "the bucket's region" : region;
  return `The bucket ${bucket} is ${where}, and not where it was asked for. Set AWS_REGION=${set}, and run the same command again.`;
}

function regionOf(sdk: SdkError): string | undefined {
  return (
    sdk.Region ??
    sdk.$response?.headers?.["x-amz-bucket-region"] ??
    /expecting '([a-z0-9-]+)'/.exec(sdk.message)?.[1] ??
    /s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(sdk.Endpoint ?? "")?.[1]
  );
}

function atEndpoint(): string {
  const endpoint = ownEndpoint();
  return endpoint === undefined ? "" : ` at ${endpoint}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
