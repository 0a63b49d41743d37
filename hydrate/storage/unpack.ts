// The bytes of a gzip file -> what is packed in them, unless that is more than any honest file holds.
import { createGunzip } from "node:zlib";
import { Mistake } from "../../generator/index.ts";
import { number, size } from "../words.ts";

/** How much a packed file may hold. */
export interface UnpackLimits {
  /** In bytes. */
  readonly most: number;
  /** In bytes unpacked for one byte packed. Gzip itself ends at 1,032; CSV files stay well below 100. */
  readonly ratio: number;
  /** The ratio is not judged before so many bytes: a short file of one repeated line is no bomb. */
  readonly patience: number;
}

/** What hydrate allows. */
export const UNPACK_LIMITS: UnpackLimits = { most: 64e9, ratio: 250, patience: 32e6 };

/** Whether a file of this name is unpacked when it is read. */
export function isPacked(name: string): boolean {
  return /\.gz$/i.test(name);
}

/** The name without the ending that says how the file is packed. */
export function unpackedName(name: string): string {
  return name.replace(/\.gz$/i, "");
}

const AGAIN =
  "Nothing of this drop was loaded.\nHave the file delivered again, and run the same command again.";

/**
 * @param name of the file, for messages
 * @throws Mistake when the bytes are not gzip, are cut off, or hold too much
 */
export async function* unpack(
  packed: AsyncIterable<Buffer>,
  name: string,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  let bytesIn = 0;
  let bytesOut = 0;
  let failure: unknown;
  // By hand and not by `pipeline`, so that an error of the storage is told from an error of the packing.
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of packed) {
        if (gunzip.destroyed) return;
        bytesIn += chunk.length;
        if (!gunzip.write(chunk)) await drained(gunzip);
      }
      gunzip.end();
    } catch (error) {
      failure = error;
      gunzip.destroy();
    }
  };
  const feeding = feed();
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytesOut += chunk.length;
      refuseBomb(name, bytesIn, bytesOut, limits);
      yield chunk;
    }
  } catch (error) {
    throw failure ?? inWords(error, name);
  } finally {
    gunzip.destroy();
    await feeding;
  }
  if (failure !== undefined) throw failure;
  if (gunzip.bytesWritten < bytesIn) {
    throw new Mistake(
      `${name} holds ${number(bytesIn - gunzip.bytesWritten)} bytes after the end of what is packed in it with gzip. ${AGAIN}`,
    );
  }
}

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((done) => {
    gunzip.once("drain", done).once("close", done);
  });
}

function refuseBomb(name: string, bytesIn: number, bytesOut: number, limits: UnpackLimits): void {
  if (bytesOut > limits.most) {
    throw new Mistake(
      `${name} unpacks to more than ${size(limits.most)}, which is the most a packed file may hold. Nothing of this drop was loaded.\nHave the file delivered in parts, and run the same command again.`,
    );
  }
  if (bytesOut > limits.patience && bytesOut > bytesIn * limits.ratio) {
    throw new Mistake(
      `${name} looks like a bomb: ${size(bytesIn)} of it unpack to more than ${size(bytesOut)}, ${number(limits.ratio)} times as much, as no table of records does. Nothing of this drop was loaded.\nAsk who delivered it what it is; if it is meant, have it delivered unpacked.`,
    );
  }
}

function inWords(error: unknown, name: string): unknown {
  if (error instanceof Mistake) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR")
    return new Mistake(`${name} was cut off: what is packed in it with gzip has no end. ${AGAIN}`);
  if (code?.startsWith("Z_") === true) {
    return new Mistake(
      `${name} ends in .gz, but it cannot be unpacked with gzip (${message}): it is something else, or damaged. ${AGAIN}`,
    );
  }
  return error;
}
