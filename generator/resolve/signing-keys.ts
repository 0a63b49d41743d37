// The keys a source trusts, as written -> keys whose bytes and days are known.
import type { At } from "../model/at.ts";
import type { SigningKey, Source, Unsigned } from "../model/source.ts";
import type { SigningKeyDraft, SourceDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

/** @returns the keys in the same order, without those that are no keys */
export function resolveSigningKeys(
  drafts: Readonly<Record<string, SigningKeyDraft>>,
  at: At,
  complaints: Complaints,
): readonly SigningKey[] {
  const keys = Object.entries(drafts).flatMap(([id, draft]) =>
    resolveKey(id, draft, [...at, id], complaints),
  );
  for (const [index, key] of keys.entries()) {
    const twin = keys.slice(0, index).find((one) => one.publicKey === key.publicKey);
    if (twin === undefined) continue;
    complaints.add({
      code: "duplicate-name",
      at: [...key.at, "key"],
      message: `\`${twin.id}\` and \`${key.id}\` are the same key`,
    });
  }
  return keys;
}

function resolveKey(
  id: string,
  draft: SigningKeyDraft,
  at: At,
  complaints: Complaints,
): readonly SigningKey[] {
  if (!/^[\w.-]+$/.test(id)) {
    complaints.add({
      code: "bad-name",
      at,
      onKey: true,
      message: `\`${id}\` cannot name a key: letters, digits, dots, hyphens and underscores can`,
    });
  }
  const publicKey = /^ed25519:([A-Za-z0-9+/]{43}=)$/.exec(draft.key.trim())?.[1];
  if (publicKey === undefined) {
    complaints.add({
      code: "shape",
      at: [...at, "key"],
      message: `\`${draft.key}\` is not an ed25519 public key`,
      hint: "write it as `viewfinder hydrate keys new` prints it: `ed25519:` and 44 characters",
    });
  }
  for (const end of ["from", "until"] as const) {
    if (isDay(draft[end])) continue;
    complaints.add({
      code: "shape",
      at: [...at, end],
      message: `\`${draft[end]}\` is not a day`,
      hint: "write it as 2026-01-31",
    });
  }
  if (isDay(draft.from) && isDay(draft.until) && draft.until < draft.from) {
    complaints.add({
      code: "shape",
      at: [...at, "until"],
      message: `the key \`${id}\` would end on ${draft.until}, before it begins on ${draft.from}`,
    });
  }
  if (publicKey === undefined) return [];
  return [{ id, publicKey, from: draft.from, until: draft.until, revoked: draft.revoked ?? false, at }];
}

const UNSIGNED: readonly Unsigned[] = ["folders", "allow", "refuse"];

/** What is said of drops without a signed manifest; undefined when it is not said, or not in a word that counts. */
export function readUnsigned(
  written: string | undefined,
  at: At,
  complaints: Complaints,
): Unsigned | undefined {
  const found = UNSIGNED.find((word) => word === written);
  if (written !== undefined && found === undefined)
    complaints.unknownWord(at, "a word for drops without a signature", written, UNSIGNED);
  return found;
}

/**
 * From where drops of a source without a signed manifest load.
 * @param usual what the model says for all sources; a source with keys says it itself
 */
export function resolveUnsigned(
  draft: SourceDraft,
  usual: Unsigned | undefined,
  at: At,
  complaints: Complaints,
): Source["unsigned"] {
  const { unsigned, signed_by: keys = {} } = draft;
  const hasKeys = Object.keys(keys).length > 0;
  const own = readUnsigned(unsigned, [...at, "unsigned"], complaints);
  if (own === "refuse" && !hasKeys) {
    complaints.add({
      code: "missing-key",
      at: [...at, "unsigned"],
      message: "drops without a signature are refused, and no key is named whose signature would count",
      hint: "name the vendor's key under `signed_by`; `viewfinder hydrate keys new` makes one",
    });
  }
  return own ?? (hasKeys ? undefined : usual);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
