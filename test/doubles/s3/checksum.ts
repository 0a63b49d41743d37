// Bytes -> the checksums that S3 clients send along, and whether those that came are right.
import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Refusal } from "./refusal.ts";

/** Headers and trailers begin so; the algorithm's name follows. */
const HEADER = "x-amz-checksum-";

const ALGORITHMS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  crc32: (bytes) => bigEndian(crc32(bytes)),
  crc32c: (bytes) => bigEndian(crc32c(bytes)),
  crc64nvme: crc64nvme,
  sha1: (bytes) => hash("sha1", bytes, "buffer"),
  sha256: (bytes) => hash("sha256", bytes, "buffer"),
};

/**
 * @param sent headers and trailers, names in lower case
 * @returns the checksums that were sent, as headers for answers; the full-object CRC64NVME when none was
 * @throws Refusal BadDigest when one is wrong
 */
export function checkSums(
  bytes: Buffer,
  sent: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const md5 = sent["content-md5"];
  if (md5 !== undefined && Buffer.from(md5, "base64").length !== 16)
    throw new Refusal("InvalidDigest", "The Content-MD5 you specified is not valid.");
  if (md5 !== undefined && md5 !== hash("md5", bytes, "base64"))
    throw new Refusal("BadDigest", "The Content-MD5 you specified did not match what we received.");
  const sums: Record<string, string> = {};
  for (const [name, sum] of Object.entries(ALGORITHMS)) {
    const claimed = sent[`${HEADER}${name}`];
    if (claimed === undefined) continue;
    const right = sum(bytes).toString("base64");
    if (claimed !== right) {
      throw new Refusal(
        "BadDigest",
        `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    sums[`${HEADER}${name}`] = right;
  }
  if (Object.keys(sums).length > 0) return sums;
  return { [`${HEADER}crc64nvme`]: crc64nvme(bytes).toString("base64") };
}

function bigEndian(sum: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sum);
  return bytes;
}

/** CRC-32C: Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
const CASTAGNOLI = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

function crc32c(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (CASTAGNOLI[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** CRC-64/NVME (NVM Express base specification 2.0, 5.2.1.3.4), reflected; each table entry in two halves. */
const NVME_HIGH = 0x9a6c9329;
const NVME_LOW = 0xac4bc9b5;
const HIGH = new Uint32Array(256);
const LOW = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (odd === 1) {
      high ^= NVME_HIGH;
      low ^= NVME_LOW;
    }
  }
  HIGH[byte] = high;
  LOW[byte] = low;
}

function crc64nvme(bytes: Buffer): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const entry = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (LOW[entry] ?? 0);
    high = (high >>> 8) ^ (HIGH[entry] ?? 0);
  }
  return Buffer.concat([bigEndian(~high >>> 0), bigEndian(~low >>> 0)]);
}
