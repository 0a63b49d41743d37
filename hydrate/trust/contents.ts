// What a manifest lists x what lies there -> the files that are missing, not listed, or not the same bytes.
import type { Drop } from "../drop.ts";
import { count, number, size } from "../words.ts";
import type { Finding } from "./finding.ts";
import { MANIFEST_NAME, type Manifest } from "./manifest.ts";

/** A file whose stored bytes were read. */
export interface StoredSum {
  readonly name: string;
  /** As stored: of a `.gz` file packed. */
  readonly size: number;
  readonly sha256: string;
}

/** Files that are listed and not there, and files that would be loaded and are not listed. */
export function judgeListing(drop: Drop, manifest: Manifest): readonly Finding[] {
  const there = new Set(drop.listing.map((file) => file.name));
  const listed = new Set(manifest.files.map((file) => file.name));
  const data = [...drop.files.map(({ file }) => file.name), ...drop.strays];
  return [
    ...manifest.files
      .filter((file) => !there.has(file.name))
      .map((file): Finding => ({
        code: "missing_file",
        message: `${file.name} (${size(file.size)}) is listed in ${MANIFEST_NAME}, and is not there: it was not delivered, or somebody took it away`,
      })),
    ...data
      .filter((name) => !listed.has(name))
      .map((name): Finding => ({
        code: "unlisted_file",
        message: `${name} is there, and ${MANIFEST_NAME} does not list it: somebody has put it there who does not sign`,
      })),
  ];
}

/** Files with other bytes than the manifest lists. */
export function judgeBytes(files: readonly StoredSum[], manifest: Manifest): readonly Finding[] {
  return files.flatMap((file): readonly Finding[] => {
    const listed = manifest.files.find((one) => one.name === file.name);
    if (listed === undefined || (listed.size === file.size && listed.sha256 === file.sha256)) return [];
    const how =
      listed.size === file.size
        ? `has the SHA-256 ${file.sha256.slice(0, 12)}…, where ${MANIFEST_NAME} lists ${listed.sha256.slice(0, 12)}…`
        : `has ${number(file.size)} bytes, where ${MANIFEST_NAME} lists ${number(listed.size)}`;
    return [
      {
        code: "replaced_file",
        message: `${file.name} ${how}: it was replaced or damaged after it was signed`,
      },
    ];
  });
}

/** Files with more or fewer records than the manifest lists. @param records of each file, without its header */
export function judgeRecords(records: ReadonlyMap<string, number>, manifest: Manifest): readonly Finding[] {
  return manifest.files.flatMap((file): readonly Finding[] => {
    const read = records.get(file.name);
    if (read === undefined || file.records === undefined || read === file.records) return [];
    return [
      {
        code: "record_count",
        message: `${file.name} has ${count(read, "record")}, where ${MANIFEST_NAME} lists ${number(file.records)}: the bytes are those that were signed, so the vendor counted wrong, or counts otherwise`,
      },
    ];
  });
}
