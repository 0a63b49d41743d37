// A signed folder -> its files below a prefix on S3, the manifest and its signature last.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { Mistake, Outage } from "../../generator/index.ts";
import { parseS3, printS3 } from "../storage/s3/address.ts";
import { contentsOf } from "../storage/content.ts";
import { folderStore } from "../storage/folder.ts";
import { s3Trouble } from "../storage/s3/trouble.ts";
import { count, size } from "../words.ts";
import { LONGEST_MANIFEST, MANIFEST_NAME, readManifest, SIGNATURE_NAME } from "./manifest.ts";

/** What became of one file. */
export interface DeliveredFile {
  readonly name: string;
  /** `there already`: an object of this key was there, and is never written over. */
  readonly fate: "delivered" | "there already";
}

/** What became of one drop. */
export interface DeliveredFolder {
  /** Where it lies now, `s3://bucket/prefix/2026-01`. */
  readonly address: string;
  /** In the order they were put: the signature is the last. */
  readonly files: readonly DeliveredFile[];
}

/** The most one put may have (S3 user guide, "Uploading objects"). */
const LARGEST_PUT = 5e9;
const IN_MEMORY = 64e6;

/**
 * Delivers a drop that is signed, or all signed drops of a folder, the earliest month first. Each object carries the
 * SHA-256 that the manifest names, so that S3 refuses bytes that are not those that were signed; and none is
 * ever written over, so that a delivery that was cut off is taken up by running it again.
 * @param folder the drop, or a folder of drops
 * @param to `s3://bucket/prefix`, below which each drop has a folder of its own name
 * @throws Mistake when nothing there is signed, or a file is not the one that was; Outage when S3 or the disk refuses
 */
export async function deliverDrops(
  folder: string,
  to: string,
  client?: S3Client,
): Promise<readonly DeliveredFolder[]> {
  const destination = printS3(parseS3(to));
  const place = await folderStore.look(folder);
  if (place.kind === "file")
    throw new Mistake(`${folder} is a file. A drop is delivered as a whole: name the folder it lies in.`);
  const drops: { readonly name: string; readonly folder: string }[] = [];
  if (place.files.some((file) => file.name === MANIFEST_NAME)) drops.push({ name: place.name, folder });
  for (const inside of place.folders) {
    const sub = await folderStore.look(inside);
    if (sub.kind === "folder" && sub.files.some((file) => file.name === MANIFEST_NAME))
      drops.push({ name: sub.name, folder: inside });
  }
  if (drops.length === 0)
    throw new Mistake(
      `Nothing in ${folder} is signed, and what is not signed does not load from S3. Sign it first: viewfinder hydrate sign ${folder} --key <file>`,
    );
  const { connectS3 } = await import("../storage/s3/client.ts");
  const s3 = client ?? connectS3();
  try {
    const delivered: DeliveredFolder[] = [];
    for (const drop of drops) delivered.push(await deliver(drop.folder, `${destination}/${drop.name}`, s3));
    return delivered;
  } finally {
    if (client === undefined) s3.destroy();
  }
}

async function deliver(folder: string, address: string, s3: S3Client): Promise<DeliveredFolder> {
  const storage = contentsOf(folderStore);
  const listed = await storage.look(folder);
  const lying = new Map(listed.kind === "folder" ? listed.files.map((file) => [file.name, file]) : []);
  const own = lying.get(MANIFEST_NAME);
  if (own === undefined || !lying.has(SIGNATURE_NAME))
    throw new Mistake(
      `${folder} has a ${MANIFEST_NAME} and no ${SIGNATURE_NAME}: it was not signed to its end. Remove ${MANIFEST_NAME}, and sign it again.`,
    );
  const { manifest } = readManifest(await storage.small(own, LONGEST_MANIFEST), own.address);
  for (const { name, size: bytes } of manifest.files) {
    const found = lying.get(name);
    if (found?.size !== bytes)
      throw new Mistake(
        `${join(folder, name)} ${found === undefined ? "is not there" : `has ${count(found.size, "byte")}`}, and the ${MANIFEST_NAME} beside it names it with ${count(bytes, "byte")}. Nothing of this drop was delivered. Put the file back, or remove ${MANIFEST_NAME} and ${SIGNATURE_NAME} and sign again.`,
      );
  }
  const files: DeliveredFile[] = [];
  for (const { name, sha256 } of manifest.files) files.push(await put(s3, folder, name, address, sha256));
  for (const name of [MANIFEST_NAME, SIGNATURE_NAME])
    files.push(await put(s3, folder, name, address, undefined));
  return { address, files };
}

async function put(
  s3: S3Client,
  folder: string,
  name: string,
  below: string,
  sha256: string | undefined,
): Promise<DeliveredFile> {
  const { PutObjectCommand, S3ServiceException } = await import("@aws-sdk/client-s3");
  const path = join(folder, name);
  const address = `${below}/${name}`;
  const { bucket, key } = parseS3(address);
  const { size: bytes } = await stat(path);
  if (bytes > LARGEST_PUT)
    throw new Mistake(
      `${path} has ${size(bytes)}, and ${size(LARGEST_PUT)} is the most S3 takes at once. Deliver this file with \`aws s3 cp\`, and run the same command again for the others.`,
    );
  // What is in memory can be sent again when the connection is lost; large files are sent once.
  const body = bytes <= IN_MEMORY ? await readFile(path).catch(unreadable(path)) : createReadStream(path);
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentLength: bytes,
        IfNoneMatch: "*",
        ChecksumSHA256: sha256 === undefined ? undefined : Buffer.from(sha256, "hex").toString("base64"),
      }),
    );
    return { name, fate: "delivered" };
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 412) return { name, fate: "there already" };
    if (error instanceof S3ServiceException && CHANGED.has(error.name))
      throw new Mistake(
        `${path} is not the file that was signed: its bytes have another SHA-256. It was not delivered. Put the file back, or remove ${MANIFEST_NAME} and ${SIGNATURE_NAME} and sign again.`,
      );
    throw s3Trouble(error, "s3:PutObject", address);
  } finally {
    if (!Buffer.isBuffer(body)) body.destroy();
  }
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw new Outage(`${path} could not be read: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  };
}

/** What S3 and its kin call bytes that do not have the checksum they came with. */
const CHANGED = new Set(["BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"]);
