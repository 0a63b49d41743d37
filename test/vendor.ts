// A vendor in tests: has a key, fills folders with drops, and signs them at a time of the test's choosing.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Model, SigningKey } from "../generator/index.ts";
import { newKey, type PrivateKey } from "../hydrate/trust/keys.ts";
import { signFolder, type SignedFolder, type SignOptions } from "../hydrate/trust/sign.ts";
import { publicBytes } from "../hydrate/trust/signature.ts";

/** Someone who delivers drops. */
export interface Vendor {
  readonly key: PrivateKey;
  /** What the model says of the key. */
  readonly trusted: SigningKey;
  /** Writes files into a folder and signs them. */
  deliver(
    folder: string,
    files: Readonly<Record<string, string | Buffer>>,
    more?: Partial<Omit<SignOptions, "folder" | "key">>,
  ): Promise<SignedFolder>;
}

/** @param source the only one its manifests name, unless told otherwise */
export function vendor(source: string, id = `${source}-key`): Vendor {
  const key = newKey(source, id);
  return {
    key,
    trusted: {
      id,
      publicKey: publicBytes(key.key),
      from: "2026-01-01",
      until: "2026-12-31",
      revoked: false,
      at: [],
    },
    deliver(folder, files, more = {}) {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      return signFolder({ folder, key, sources: [source], now: new Date("2026-06-01T09:00:00Z"), ...more });
    },
  };
}

/** A model one of whose sources trusts keys. */
export function trusting(
  model: Model,
  source: string,
  keys: readonly SigningKey[],
  unsigned?: "allow" | "folders" | "refuse",
): Model {
  return {
    ...model,
    sources: model.sources.map((one) => (one.name === source ? { ...one, signedBy: keys, unsigned } : one)),
  };
}
