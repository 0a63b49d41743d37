// A drop -> what its vendor says of it, with everything that speaks against taking the vendor's word.
import type { Model, SigningKey, Source } from "../../generator/index.ts";
import { didYouMean, Mistake } from "../../generator/index.ts";
import type { Drop } from "../drop.ts";
import type { Storage } from "../storage/storage.ts";
import { listed, moment } from "../words.ts";
import type { Finding } from "./finding.ts";
import { dayOf, needsSignature } from "./keys.ts";
import {
  LONGEST_MANIFEST,
  MANIFEST_NAME,
  readManifest,
  SIGNATURE_NAME,
  type Manifest,
  type ReadManifest,
} from "./manifest.ts";
import { isGenuine, LONGEST_SIGNATURE, readSignature, type Signature } from "./signature.ts";

/** A manifest with who signed it. */
export interface SignedManifest extends ReadManifest {
  /** The id of the key that did; undefined when no key that the model trusts vouches for it. */
  readonly key: string | undefined;
  /** Names of the model's sources whose chain it belongs to. */
  readonly sources: readonly string[];
}

/** What is known of a drop before its files are read. */
export interface Delivery {
  /** Undefined when there is none, or none that can be read. */
  readonly signed: SignedManifest | undefined;
  readonly findings: readonly Finding[];
}

/** A drop with what its vendor says of it. */
export interface DeliveredDrop extends Drop {
  readonly delivery: Delivery;
}

/** Clocks differ; a manifest may be made that much in the future. */
const CLOCK_SKEW_MS = 10 * 60 * 1000;

/**
 * Reads the manifest and its signature, and judges who made them and when. The manifest's period is the drop's.
 * @throws Outage when the storage fails
 */
export async function readDelivery(
  drop: Drop,
  model: Model,
  storage: Storage,
  now: Date,
): Promise<DeliveredDrop> {
  const sources = [...new Set(drop.files.map((file) => file.source))];
  const needing = sources.filter((source) => needsSignature(source, drop.shared));
  const manifestFile = drop.listing.find((file) => file.name === MANIFEST_NAME);
  const signatureFile = drop.listing.find((file) => file.name === SIGNATURE_NAME);
  const without = (findings: readonly Finding[]): DeliveredDrop => ({
    ...drop,
    delivery: { signed: undefined, findings },
  });
  if (manifestFile === undefined) {
    return without(needing.length === 0 ? [] : [unsigned(drop, needing, MANIFEST_NAME)]);
  }
  const bytes = await storage.small(manifestFile, LONGEST_MANIFEST);
  let read: ReadManifest;
  let signature: Signature | undefined;
  try {
    read = readManifest(bytes, manifestFile.address);
    if (signatureFile !== undefined)
      signature = readSignature(await storage.small(signatureFile, LONGEST_SIGNATURE), signatureFile.address);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    // Where nobody asked for a manifest, another program's file may well be called so.
    return without(needing.length === 0 ? [] : [{ code: "unreadable", message: firstLine(error.message) }]);
  }
  const { manifest } = read;
  // A key must be trusted by every source it speaks for: otherwise it could break another source's chain.
  const named = model.sources.filter(
    (source) => sources.includes(source) || manifest.sources.includes(source.name),
  );
  const findings = [
    ...judgePlace(drop, manifest),
    ...judgeDates(manifest, now),
    ...(signature === undefined
      ? needing.length > 0
        ? [unsigned(drop, needing, SIGNATURE_NAME)]
        : [unvouched(sources)]
      : named.flatMap((source) => judgeSigner(source, model, { bytes, signature, manifest }, drop.shared))),
  ];
  const vouched = !findings.some((finding) => finding.code === "unvouched");
  return {
    ...drop,
    period: manifest.period,
    delivery: {
      signed: {
        ...read,
        key: vouched ? signature?.key : undefined,
        sources: named.map((source) => source.name),
      },
      findings: unlike(findings),
    },
  };
}

function unsigned(drop: Drop, sources: readonly Source[], missing: string): Finding {
  const names = listed(sources.map((source) => source.name));
  const [source] = sources;
  const one = sources.length === 1;
  const word = drop.shared ? "allow" : "folders";
  const where = (source?.signedBy.length ?? 0) > 0 ? "there" : "at the top of the model";
  const why =
    source?.unsigned === "refuse"
      ? `${names} ${one ? "takes" : "take"} no drop without a signature`
      : (source?.signedBy.length ?? 0) > 0
        ? `drops of ${names} are signed, as ${one ? "its" : "their"} \`signed_by\` says`
        : source?.unsigned === "folders"
          ? "what lies on S3 loads only when it is signed"
          : `the model does not say that drops of ${names} load without a signature`;
  return {
    code: "unsigned",
    message: `it has no ${missing}, so nobody vouches for it: ${why}.\n  Have the vendor sign it (\`viewfinder hydrate sign\`) with a key named under \`sources.${source?.name}.signed_by\`; or say \`unsigned: ${word}\` ${where}, if anyone who can write to ${drop.address} may fill the tables`,
  };
}

function unvouched(sources: readonly Source[]): Finding {
  return {
    code: "unvouched",
    message: `its ${MANIFEST_NAME} is not signed by a key the model knows, so nobody vouches for it (\`signed_by\` of ${listed(sources.map((source) => source.name))} would)`,
  };
}

interface Signed {
  readonly bytes: Buffer;
  readonly signature: Signature;
  readonly manifest: Manifest;
}

function judgeSigner(
  source: Source,
  model: Model,
  { bytes, signature, manifest }: Signed,
  shared: boolean,
): readonly Finding[] {
  const key = source.signedBy.find((one) => one.id === signature.key);
  const needed = needsSignature(source, shared);
  if (key === undefined) {
    if (!needed && source.signedBy.length === 0) return [unvouched([source])];
    return [unknownKey(source, model, signature.key)];
  }
  if (!isGenuine(bytes, signature, key.publicKey)) {
    return [
      {
        code: "bad_signature",
        message: `${SIGNATURE_NAME} is not the signature of ${MANIFEST_NAME} by \`${key.id}\`: one of the two was changed after signing, or somebody else signed in that name`,
      },
    ];
  }
  if (key.revoked) {
    return [
      {
        code: "revoked_key",
        message: `it is signed by \`${key.id}\`, which was revoked: its private part may be in wrong hands. Have the drop signed with another key`,
      },
    ];
  }
  return judgeWindow(key, manifest);
}

function unknownKey(source: Source, model: Model, id: string): Finding {
  const others = model.sources.filter((one) => one.signedBy.some((key) => key.id === id));
  if (others.length > 0) {
    return {
      code: "other_sources_key",
      message: `it is signed by \`${id}\`, which may sign ${listed(others.map((one) => one.name))} and not \`${source.name}\``,
    };
  }
  const names = source.signedBy.map((key) => key.id);
  const hint = names.length === 0 ? "it names none" : (didYouMean(id, names) ?? `it names ${listed(names)}`);
  return {
    code: "unknown_key",
    message: `it is signed by \`${id}\`, a key that \`sources.${source.name}.signed_by\` does not name (${hint}). Ask the vendor, by another way than the drop, whether the key is theirs`,
  };
}

function judgeWindow(key: SigningKey, { created }: Manifest): readonly Finding[] {
  const day = dayOf(created);
  if (day >= key.from && day <= key.until) return [];
  const when = day < key.from ? `is valid only from ${key.from} on` : `was valid only until ${key.until}`;
  return [
    {
      code: "key_not_valid",
      message: `it was made on ${day}, and its key \`${key.id}\` ${when}. Have it signed with a valid key, or put the days of \`${key.id}\` right in the model`,
    },
  ];
}

function judgeDates({ created, expires }: Manifest, now: Date): readonly Finding[] {
  if (created.getTime() > now.getTime() + CLOCK_SKEW_MS) {
    return [
      {
        code: "not_yet_valid",
        message: `it says it was made on ${moment(created)}, which is in the future: one of the two clocks is wrong`,
      },
    ];
  }
  if (expires === undefined || expires.getTime() > now.getTime()) return [];
  return [
    {
      code: "expired",
      message: `it expired on ${moment(expires)}: the vendor does not stand by it any more. Have it signed again`,
    },
  ];
}

function judgePlace(drop: Drop, manifest: Manifest): readonly Finding[] {
  const strange = drop.files.filter((file) => !manifest.sources.includes(file.source.name));
  const findings: Finding[] = [];
  if (drop.period !== undefined && drop.period !== manifest.period) {
    findings.push({
      code: "other_period",
      message: `it lies in a folder called ${drop.period}, and its manifest is about ${manifest.period}`,
    });
  }
  if (strange.length > 0) {
    const names = listed(strange.map(({ file }) => file.name));
    const sources = listed([...new Set(strange.map(({ source }) => source.name))]);
    findings.push({
      code: "other_source",
      message: `${names} ${strange.length === 1 ? "belongs" : "belong"} to ${sources}, and its manifest is about ${listed(manifest.sources)}`,
    });
  }
  return findings;
}

/** Several sources may say the same of one manifest. */
function unlike(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ message }, at) => findings.findIndex((finding) => finding.message === message) === at,
  );
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/ Nothing of this drop was loaded\.$/, "").replace(/\.$/, "");
}
