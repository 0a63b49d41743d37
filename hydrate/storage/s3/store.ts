// A bucket -> a store: listings by prefix, and objects read at one version, taken up again where a connection was lost.
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import { Mistake, Outage } from "../../../generator/index.ts";
import { count, number } from "../../words.ts";
import type { Store, StoredBytes, StoredFile } from "../storage.ts";
import { parseS3, printS3, type S3Address } from "./address.ts";
import { isLostConnection, replaced, s3Trouble } from "./trouble.ts";

/** How a body that was cut off is taken up again. */
export interface ResumeOptions {
  /** How often in a row, without a byte in between. */
  readonly most: number;
  /** Waits. @param ms a random time */
  readonly pause: (ms: number) => Promise<unknown>;
}

const RESUME: ResumeOptions = { most: 8, pause: (ms) => sleep(ms) };
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 20_000;

/** Reads drops from a bucket; names that begin with a dot are not looked at, as in folders. */
export function s3Store(client: S3Client, resume: ResumeOptions = RESUME): Store {
  return {
    async look(address) {
      const at = parseS3(address);
      const below = await list(client, { bucket: at.bucket, key: at.key === "" ? "" : `${at.key}/` });
      if (below.files.length > 0 || below.folders.length > 0 || below.marked) {
        return {
          kind: "folder",
          name: lastPart(at.key) || at.bucket,
          files: below.files,
          folders: below.folders,
        };
      }
      const file = await findFile(client, at);
      if (file !== undefined) {
        const folder = lastPart(at.key.slice(0, -file.name.length - 1)) || at.bucket;
        return { kind: "file", file, folder };
      }
      throw new Mistake(
        at.key === ""
          ? `The bucket ${at.bucket} is empty. Check its name.`
          : `There is nothing at ${printS3(at)}: no object of that key, and none below that prefix. Check the path.`,
      );
    },
    async begin(file, from) {
      const first = await get(client, file, from);
      const version = first.VersionId;
      const fixed = version === undefined ? file : { ...file, version };
      return { version, bytes: untilTheEnd(client, fixed, first, from, resume) };
    },
  };
}

interface Below {
  readonly files: readonly StoredFile[];
  readonly folders: readonly string[];
  /** An empty object whose key is the prefix itself, which some tools make for a folder. */
  readonly marked: boolean;
}

async function list(client: S3Client, { bucket, key: prefix }: S3Address): Promise<Below> {
  const files: StoredFile[] = [];
  const folders: string[] = [];
  let marked = false;
  let token: string | undefined;
  do {
    const page = await client
      .send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: "/",
          ContinuationToken: token,
        }),
      )
      .catch((error: unknown) => {
        throw s3Trouble(error, "s3:ListBucket", printS3({ bucket, key: prefix.replace(/\/$/, "") }));
      });
    for (const { Key: key = "", Size: size = 0, ETag: etag } of page.Contents ?? []) {
      const name = key.slice(prefix.length);
      if (name === "") marked = true;
      else if (!name.startsWith(".")) files.push({ name, address: printS3({ bucket, key }), size, etag });
    }
    for (const { Prefix: folder = "" } of page.CommonPrefixes ?? []) {
      const key = folder.slice(0, -1);
      if (!lastPart(key).startsWith(".") && lastPart(key) !== "") folders.push(printS3({ bucket, key }));
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  // S3 sorts by the bytes of UTF-8, folders by code units: one order for both.
  return { files: files.sort((a, b) => order(a.name, b.name)), folders: folders.sort(order), marked };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function findFile(client: S3Client, { bucket, key }: S3Address): Promise<StoredFile | undefined> {
  if (key === "") return undefined;
  const address = printS3({ bucket, key });
  const page = await client
    .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }))
    .catch((error: unknown) => {
      throw s3Trouble(error, "s3:ListBucket", address);
    });
  const found = page.Contents?.[0];
  if (found?.Key !== key) return undefined;
  return { name: lastPart(key), address, size: found.Size ?? 0, etag: found.ETag };
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** @param from the first byte, counted from 0 */
async function get(client: S3Client, file: StoredFile, from: number): Promise<GetObjectCommandOutput> {
  const { bucket, key } = parseS3(file.address);
  try {
    return await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        VersionId: file.version,
        IfMatch: file.etag,
        Range: from === 0 ? undefined : `bytes=${from}-`,
      }),
    );
  } catch (error) {
    // Who names a version needs a right of its own.
    const action = file.version === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
    throw s3Trouble(error, action, file.address);
  }
}

async function* untilTheEnd(
  client: S3Client,
  file: StoredFile,
  first: GetObjectCommandOutput,
  from: number,
  { most, pause }: ResumeOptions,
): StoredBytes["bytes"] {
  let at = from;
  let failures = 0;
  for (let answer = first; ; answer = await get(client, file, at)) {
    let lost: unknown;
    try {
      for await (const chunk of (answer.Body ?? []) as AsyncIterable<Buffer>) {
        at += chunk.length;
        failures = 0;
        yield chunk;
      }
    } catch (error) {
      if (!isLostConnection(error)) throw s3Trouble(error, "s3:GetObject", file.address);
      lost = error;
    }
    if (at === file.size) return;
    // More bytes than listed can only be another object: S3 never gives two lengths for one version.
    if (at > file.size) throw replaced(file.address, lost);
    failures += 1;
    if (failures > most) {
      throw new Outage(
        `The connection was lost ${count(failures, "time")} in a row while ${file.address} was read, the last time at byte ${number(at)} of ${number(file.size)}. Nothing of this drop was loaded.`,
        { retry: true, cause: lost },
      );
    }
    await pause(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)));
  }
}
