// The S3 double speaks S3: what the AWS SDK and plain HTTP send is answered, checked and refused as S3 does.
import { randomBytes, hash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";
import { hmac } from "./doubles/s3/signature.ts";
import { repeatedContent } from "./doubles/s3/shelf.ts";

let double: S3Double;
let s3: S3Client;
const Bucket = "here";

beforeAll(async () => {
  double = await openS3Double({ buckets: ["here"], unversioned: ["plain"], region: "eu-west-1" });
  s3 = client();
});
afterAll(() => double.close());
beforeEach(() => double.faults.clear());

function client(config: S3ClientConfig = {}): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = double;
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
    ...config,
  });
}

/** The bytes of an object, through the protocol. */
async function bytesOf(Key: string, more: { Range?: string; VersionId?: string } = {}): Promise<Buffer> {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
}

/** How a request was refused: code and status. */
async function refusal(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
    return "accepted";
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? ""}`.trim();
  }
}

describe("objects", () => {
  const body = randomBytes(200_003);

  test("come back as they were put, with what was said of them", async () => {
    const Key = "a/b c+é(1).csv";
    const put = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: body, ContentType: "text/csv", Metadata: { run: "42" } }),
    );
    expect(await bytesOf(Key)).toEqual(body);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ETag).toBe(`"${hash("md5", body)}"`);
    expect([head.ContentLength, head.ContentType, head.Metadata]).toEqual([
      body.length,
      "text/csv",
      { run: "42" },
    ]);
    expect(head.VersionId).toBe(put.VersionId);
  });

  test("a stream comes without its framing, and its trailing checksum is checked", async () => {
    const pieces = [body.subarray(0, 70_000), body.subarray(70_000)];
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "stream",
        Body: Readable.from(pieces),
        ContentLength: body.length,
      }),
    );
    expect(await bytesOf("stream")).toEqual(body);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "stream" }));
    expect(head.ContentEncoding).toBeUndefined();
  });

  test("every checksum is checked, and comes back when asked for", async () => {
    for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"] as const) {
      const put = new PutObjectCommand({
        Bucket,
        Key: ChecksumAlgorithm,
        Body: "123456789",
        ChecksumAlgorithm,
      });
      expect(await refusal(s3.send(put))).toBe("accepted");
    }
    const known: Readonly<Record<string, string>> = {
      // Check values of the catalogue of parametrised CRC algorithms, for the text 123456789.
      CRC32: "cbf43926",
      CRC32C: "e3069283",
      CRC64NVME: "ae8b14860a799888",
    };
    for (const [algorithm, value] of Object.entries(known)) {
      const right = Buffer.from(value, "hex").toString("base64");
      const input = { Bucket, Key: "sum", Body: "123456789" };
      const header = `Checksum${algorithm as ChecksumAlgorithm}`;
      expect(await refusal(s3.send(new PutObjectCommand({ ...input, [header]: right })))).toBe("accepted");
      const wrong = Buffer.from(value, "hex").fill(7).toString("base64");
      expect(await refusal(s3.send(new PutObjectCommand({ ...input, [header]: wrong })))).toBe(
        "BadDigest 400",
      );
    }
    const asked = new GetObjectCommand({ Bucket, Key: "CRC32", ChecksumMode: "ENABLED" });
    expect((await s3.send(asked)).ChecksumCRC32).toBe("y/Q5Jg==");
    const md5 = new PutObjectCommand({
      Bucket,
      Key: "md5",
      Body: "x",
      ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==",
    });
    expect(await refusal(s3.send(md5))).toBe("BadDigest 400");
  });

  test("ranges, and what cannot be one", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: body }));
    expect(await bytesOf("range", { Range: "bytes=10-19" })).toEqual(body.subarray(10, 20));
    expect(await bytesOf("range", { Range: "bytes=200000-" })).toEqual(body.subarray(200_000));
    expect(await bytesOf("range", { Range: "bytes=-5" })).toEqual(body.subarray(-5));
    expect(await refusal(bytesOf("range", { Range: "bytes=200003-" }))).toBe("InvalidRange 416");
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=0-0" }));
    expect([answer.ContentRange, answer.$metadata.httpStatusCode]).toEqual([`bytes 0-0/${body.length}`, 206]);
  });

  test("conditions of readers", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "cond", Body: "one" }));
    const ETag = `"${hash("md5", "one")}"`;
    const get = (more: { IfMatch?: string; IfNoneMatch?: string }): Promise<unknown> =>
      s3.send(new GetObjectCommand({ Bucket, Key: "cond", ...more }));
    expect(await refusal(get({ IfMatch: ETag }))).toBe("accepted");
    expect(await refusal(get({ IfMatch: '"dead"' }))).toBe("PreconditionFailed 412");
    expect(await refusal(get({ IfNoneMatch: ETag }))).toMatch(/304/);
  });

  test("what is not there has S3's names", async () => {
    expect(await refusal(bytesOf("nope"))).toBe("NoSuchKey 404");
    expect(await refusal(bytesOf("cond", { VersionId: "v0" }))).toBe("NoSuchVersion 404");
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: "nope" })))).toBe("NotFound 404");
    expect(await refusal(s3.send(new ListObjectsV2Command({ Bucket: "nowhere" })))).toBe("NoSuchBucket 404");
  });
});

describe("versions", () => {
  test("an overwritten and a deleted object can be read by version", async () => {
    const first = await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "one" }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "two" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "v" }));
    expect(await refusal(bytesOf("v"))).toBe("NoSuchKey 404");
    expect(String(await bytesOf("v", { VersionId: first.VersionId ?? "" }))).toBe("one");
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "v" }));
    expect(listed.Versions?.map((one) => [one.Key, one.IsLatest, one.Size])).toEqual([
      ["v", false, 3],
      ["v", false, 3],
    ]);
    expect(listed.DeleteMarkers?.map((one) => one.IsLatest)).toEqual([true]);
  });

  test("a bucket without versioning keeps the latest alone and names none", async () => {
    const put = await s3.send(new PutObjectCommand({ Bucket: "plain", Key: "v", Body: "one" }));
    expect(put.VersionId).toBeUndefined();
    await s3.send(new PutObjectCommand({ Bucket: "plain", Key: "v", Body: "two" }));
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: "plain" }));
    expect(listed.Versions?.length).toBe(1);
  });
});

describe("writes with conditions", () => {
  const put = (Key: string, more: { IfNoneMatch?: string; IfMatch?: string }): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...more }));

  test("nothing is overwritten that must not be there, or must be another", async () => {
    expect(await refusal(put("new", { IfNoneMatch: "*" }))).toBe("accepted");
    expect(await refusal(put("new", { IfNoneMatch: "*" }))).toBe("PreconditionFailed 412");
    expect(await refusal(put("new", { IfMatch: '"dead"' }))).toBe("PreconditionFailed 412");
    expect(await refusal(put("newer", { IfMatch: '"dead"' }))).toBe("NoSuchKey 404");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "new" }));
    expect(await refusal(put("new", { IfNoneMatch: "*" }))).toBe("accepted");
  });

  test("of many who write at once, one wins", async () => {
    const writers = Array.from({ length: 16 }, () => put("race", { IfNoneMatch: "*" }));
    const settled = await Promise.allSettled(writers);
    expect(settled.filter((one) => one.status === "fulfilled").length).toBe(1);
  });
});

describe("uploads in parts", () => {
  test("are put together in order, by the SDK's own uploader", async () => {
    const body = randomBytes(11_000_001);
    const upload = new Upload({ client: s3, params: { Bucket, Key: "big", Body: body }, partSize: 5 << 20 });
    expect((await upload.done()).ETag).toMatch(/-3"$/);
    expect((await bytesOf("big")).equals(body)).toBe(true);
  });

  test("are refused when parts are missing, small, out of order or given up", async () => {
    const Key = "parts";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = async (PartNumber: number): Promise<{ PartNumber: number; ETag: string }> => {
      const sent = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: "small" }));
      return { PartNumber, ETag: sent.ETag ?? "" };
    };
    const one = await part(1);
    const two = await part(2);
    const complete = (Parts: { PartNumber: number; ETag: string }[]): Promise<unknown> =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect(await refusal(complete([one, two]))).toBe("EntityTooSmall 400");
    expect(await refusal(complete([{ ...one, ETag: '"dead"' }]))).toBe("InvalidPart 400");
    expect(await refusal(complete([one, { PartNumber: 3, ETag: one.ETag }]))).toMatch(
      /InvalidPart|EntityTooSmall/,
    );
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await refusal(complete([one]))).toBe("NoSuchUpload 404");
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key })))).toBe("NotFound 404");
  });
});

describe("listings", () => {
  beforeAll(() => {
    for (let index = 0; index < 25; index += 1)
      double.put("here", `p/${String(index).padStart(3, "0")}`, "x");
    for (const key of ["d/1/a", "d/1/b", "d/2/a", "d/z", "d/é & <b>/x"]) double.put("here", key, "x");
  });

  test("page by page, each key once", async () => {
    const keys: string[] = [];
    let pages = 0;
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 7 }, { Bucket, Prefix: "p/" })) {
      pages += 1;
      keys.push(...(page.Contents ?? []).map((one) => one.Key ?? ""));
    }
    expect(pages).toBe(4);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys.length).toBe(25);
    const after = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "p/", StartAfter: "p/019" }));
    expect(after.Contents?.length).toBe(5);
  });

  test("folders by delimiter, also over pages and with odd signs", async () => {
    const whole = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "d/", Delimiter: "/" }));
    expect(whole.CommonPrefixes?.map((one) => one.Prefix)).toEqual(["d/1/", "d/2/", "d/é & <b>/"]);
    expect(whole.Contents?.map((one) => one.Key)).toEqual(["d/z"]);
    const folders: string[] = [];
    const paged = paginateListObjectsV2(
      { client: s3, pageSize: 1 },
      { Bucket, Prefix: "d/", Delimiter: "/" },
    );
    for await (const page of paged)
      folders.push(...(page.CommonPrefixes ?? []).map((one) => one.Prefix ?? ""));
    expect(folders).toEqual(["d/1/", "d/2/", "d/é & <b>/"]);
  });
});

test("copies and deletes, one and many", async () => {
  double.put("here", "from", "body");
  await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/from` }));
  expect(String(await bytesOf("to"))).toBe("body");
  const Objects = [{ Key: "from" }, { Key: "to" }, { Key: "never there" }];
  const gone = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect([gone.Deleted?.length, gone.Errors]).toEqual([3, undefined]);
  expect(await refusal(bytesOf("to"))).toBe("NoSuchKey 404");
});

describe("signatures", () => {
  const list = (config: S3ClientConfig): Promise<string> =>
    refusal(client(config).send(new ListObjectsV2Command({ Bucket })));

  test("wrong secrets, unknown keys, another region and clocks that are off are refused", async () => {
    const { accessKeyId, secretAccessKey } = double;
    expect(await list({ credentials: { accessKeyId, secretAccessKey: "wrong" } })).toBe(
      "SignatureDoesNotMatch 403",
    );
    expect(await list({ credentials: { accessKeyId: "AKIANOBODY", secretAccessKey } })).toBe(
      "InvalidAccessKeyId 403",
    );
    expect(await list({ region: "us-east-1" })).toBe("AuthorizationHeaderMalformed 400");
    expect(await list({ systemClockOffset: 3_600_000 })).toBe("RequestTimeTooSkewed 403");
  });

  test("who does not sign gets nothing", async () => {
    const answer = await fetch(`${double.endpoint}/here/v`);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("AccessDenied")]);
  });

  test("a presigned address works until it expires, and for its own key alone", async () => {
    double.put("here", "presigned", "body");
    const get = presigned("GET", "presigned", 60, new Date());
    expect(await (await fetch(get)).text()).toBe("body");
    expect((await fetch(get.replace("here/presigned", "here/v"))).status).toBe(403);
    expect((await fetch(presigned("GET", "presigned", 1, new Date(Date.now() - 60_000)))).status).toBe(403);
    const put = await fetch(presigned("PUT", "by hand", 60, new Date()), { method: "PUT", body: "hi" });
    expect([put.status, String(double.get("here", "by hand"))]).toEqual([200, "hi"]);
  });

  test("a body that is not the signed one, and a chunk that was changed, are refused", async () => {
    const whole = { "x-amz-content-sha256": hash("sha256", "other") };
    expect(await rawPut("raw", "body", whole, "body")).toMatch(/XAmzContentSHA256Mismatch/);
    const streamed = {
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-decoded-content-length": "4",
    };
    expect(await rawPut("raw", "body", streamed, "body")).toBe("200 ");
    expect(String(double.get("here", "raw"))).toBe("body");
    expect(await rawPut("raw", "body", streamed, "bode")).toMatch(/SignatureDoesNotMatch/);
  });
});

/** A presigned address as the AWS documentation describes it, made without the SDK. */
function presigned(method: string, key: string, expires: number, now: Date): string {
  const { endpoint, region, accessKeyId, secretAccessKey } = double;
  const date = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const path = `/here/${encodeURIComponent(key)}`;
  const query = [
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${accessKeyId}/${scope}`],
    ["X-Amz-Date", date],
    ["X-Amz-Expires", String(expires)],
    ["X-Amz-SignedHeaders", "host"],
  ]
    .map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  const host = new URL(endpoint).host;
  const canonical = [method, path, query, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
  const signature = hmac(
    signingKey(secretAccessKey, scope),
    ["AWS4-HMAC-SHA256", date, scope, hash("sha256", canonical)].join("\n"),
  ).toString("hex");
  return `${endpoint}${path}?${query}&X-Amz-Signature=${signature}`;
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split("/").reduce(hmac, Buffer.from(`AWS4${secret}`));
}

/** A PUT signed by hand; a streamed one in one chunk. @param signed what that chunk's signature is made of */
async function rawPut(
  key: string,
  body: string,
  more: Readonly<Record<string, string>>,
  signed: string,
): Promise<string> {
  const { endpoint, region, accessKeyId, secretAccessKey } = double;
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const headers: Record<string, string> = { host: new URL(endpoint).host, "x-amz-date": date, ...more };
  const names = Object.keys(headers).sort();
  const payload = more["x-amz-content-sha256"] ?? "";
  const canonical = [
    "PUT",
    `/here/${key}`,
    "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    payload,
  ];
  const key4 = signingKey(secretAccessKey, scope);
  const seed = hmac(
    key4,
    ["AWS4-HMAC-SHA256", date, scope, hash("sha256", canonical.join("\n"))].join("\n"),
  ).toString("hex");
  let sent = body;
  if (payload.startsWith("STREAMING")) {
    const chunk = (bytes: string, previous: string): string =>
      hmac(
        key4,
        ["AWS4-HMAC-SHA256-PAYLOAD", date, scope, previous, hash("sha256", ""), hash("sha256", bytes)].join(
          "\n",
        ),
      ).toString("hex");
    const first = chunk(signed, seed);
    sent = `${body.length.toString(16)};chunk-signature=${first}\r\n${body}\r\n0;chunk-signature=${chunk("", first)}\r\n\r\n`;
  }
  return new Promise((done, fail) => {
    const sending = httpRequest(
      `${endpoint}/here/${key}`,
      {
        method: "PUT",
        headers: {
          ...headers,
          authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names.join(";")},Signature=${seed}`,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (one: Buffer) => chunks.push(one));
        answer.on("end", () => done(`${answer.statusCode} ${Buffer.concat(chunks).toString()}`));
      },
    );
    sending.on("error", fail).end(sent);
  });
}

describe("faults on demand", () => {
  const get = (Key = "faulty"): Promise<Buffer> => bytesOf(Key);
  beforeAll(() => {
    double.put("here", "faulty", "0123456789");
  });

  test("hit the requests they fit, as often as asked", async () => {
    double.faults.add({ kind: "slow_down", on: "GetObject", key: "fau", skip: 1, times: 2 });
    expect(String(await get())).toBe("0123456789");
    expect(await refusal(get())).toBe("SlowDown 503");
    expect(await refusal(get("cond"))).toBe("accepted");
    expect(await refusal(get())).toBe("SlowDown 503");
    expect(String(await get())).toBe("0123456789");
  });

  test("each as S3 or the network has it", async () => {
    const hit = async (fault: Parameters<S3Double["faults"]["add"]>[0]): Promise<string> => {
      double.faults.add({ on: "GetObject", ...fault });
      return refusal(get());
    };
    expect(await hit({ kind: "unavailable" })).toBe("ServiceUnavailable 503");
    expect(await hit({ kind: "internal_error" })).toBe("InternalError 500");
    expect(await hit({ kind: "expired" })).toBe("ExpiredToken 400");
    expect(await hit({ kind: "denied" })).toBe("AccessDenied 403");
    expect(await hit({ kind: "elsewhere", region: "us-west-2" })).toBe("PermanentRedirect 301");
    expect(await hit({ kind: "reset" })).toMatch(/Error|ECONNRESET|TimeoutError/);
    expect(await hit({ kind: "cut", after: 4 })).toMatch(/Error/);
    expect(await hit({ kind: "remove" })).toBe("NoSuchKey 404");
    double.put("here", "faulty", "0123456789");
    double.faults.add({ kind: "replace", body: "other", on: "GetObject" });
    expect(String(await get())).toBe("other");
    double.faults.add({ kind: "flip", at: 1, on: "GetObject" });
    // One bit of the t makes it a u.
    expect(String(await get())).toBe("ouher");
    double.faults.add({ kind: "slow", bytes: 2, pauseMs: 1, on: "GetObject" });
    expect(String(await get())).toBe("other");
  });

  test("an object larger than memory is made while it is read", async () => {
    double.put("here", "huge", repeatedContent(Buffer.from("0123456789"), 5e9));
    expect(String(await bytesOf("huge", { Range: "bytes=4999999995-" }))).toBe("56789");
  });
});
