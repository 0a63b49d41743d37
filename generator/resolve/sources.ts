// Sources as written -> sources with every type and rule known.
import type { At } from "../model/at.ts";
import type {
  Budget,
  CellShape,
  Contract,
  DuplicateRule,
  Source,
  SourceColumn,
  SourceField,
  Unsigned,
} from "../model/source.ts";
import type { SourceColumnDraft, SourceDraft } from "../read/shape.ts";
import { readColumnType } from "./column-type.ts";
import type { Complaints } from "./complaints.ts";
import { resolveSigningKeys, resolveUnsigned } from "./signing-keys.ts";

/**
 * @param drafts the model's `sources:`
 * @param unsigned what the model says of drops without a signature, for all of them
 * @returns the sources in the same order
 */
export function resolveSources(
  drafts: Readonly<Record<string, SourceDraft>>,
  unsigned: Unsigned | undefined,
  complaints: Complaints,
): readonly Source[] {
  return Object.entries(drafts).map(([name, draft]) => resolveSource(name, draft, unsigned, complaints));
}

function resolveSource(
  name: string,
  draft: SourceDraft,
  unsigned: Unsigned | undefined,
  complaints: Complaints,
): Source {
  const at: At = ["sources", name];
  const columns = Object.entries(draft.columns).map(([column, written]) =>
    resolveColumn(column, written, [...at, "columns", column], complaints),
  );
  const names = columns.map((column) => column.name);
  const key = asList(draft.key);
  for (const [index, column] of key.entries()) {
    const found = columns.find((one) => one.name === column);
    const keyAt = itemAt([...at, "key"], draft.key, index);
    if (found === undefined)
      complaints.unknownName(keyAt, `column in source \`${name}\` called`, column, names);
    else if (found.shape.kind !== "scalar")
      complaints.add({
        code: "key-clash",
        at: keyAt,
        message: `\`${column}\` holds a ${found.shape.kind}, so it cannot be a key`,
      });
  }
  if (draft.load !== undefined && draft.load !== "upsert" && draft.load !== "snapshot") {
    complaints.unknownWord([...at, "load"], "a way to load", draft.load, ["upsert", "snapshot"]);
  }
  const keyed = columns.map((column) => (key.includes(column.name) ? { ...column, required: true } : column));
  return {
    name,
    description: draft.description,
    files: asList(draft.files),
    key,
    load: draft.load === "snapshot" ? "snapshot" : "upsert",
    duplicates: readDuplicateRule(draft.duplicates ?? "last", names, [...at, "duplicates"], complaints),
    contract: readContract(draft.contract, [...at, "contract"], complaints),
    budget: readBudget(draft.budget, [...at, "budget"], complaints),
    signedBy: resolveSigningKeys(draft.signed_by ?? {}, [...at, "signed_by"], complaints),
    unsigned: resolveUnsigned(draft, unsigned, at, complaints),
    columns: keyed,
    at,
  };
}

const CONTRACTS: readonly Contract[] = ["freeze", "add", "quarantine"];

function readContract(written: string | undefined, at: At, complaints: Complaints): Contract {
  const found = CONTRACTS.find((contract) => contract === (written ?? "add"));
  if (found === undefined) complaints.unknownWord(at, "a contract", written ?? "", CONTRACTS);
  return found ?? "add";
}

/** One in twenty, and a handful in a small file. */
const USUAL_BUDGET: Budget = { kind: "share", share: 0.05, least: 10 };

function readBudget(written: string | number | undefined, at: At, complaints: Complaints): Budget {
  if (written === undefined) return USUAL_BUDGET;
  const [, number = "", percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(String(written)) ?? [];
  const value = Number(number);
  if (percent === "%" && value <= 100) return { kind: "share", share: value / 100, least: 0 };
  if (percent === "" && Number.isSafeInteger(value)) return { kind: "records", records: value };
  complaints.add({
    code: "unknown-word",
    at,
    message: `\`${written}\` does not say how many records may be unreadable`,
    hint: "write a share of those read, such as `1%`, or a number of records, such as `100`",
  });
  return USUAL_BUDGET;
}

function resolveColumn(name: string, draft: SourceColumnDraft, at: At, complaints: Complaints): SourceColumn {
  if (typeof draft === "string") {
    return {
      name,
      shape: { kind: "scalar", type: readColumnType(draft, at, complaints) },
      required: false,
      matches: undefined,
      at,
    };
  }
  const said = (["type", "list", "object"] as const).filter((way) => draft[way] !== undefined);
  if (said.length !== 1) {
    complaints.add({
      code: said.length === 0 ? "missing-key" : "shape",
      at,
      onKey: true,
      message: `\`${name}\` needs exactly one of \`type\`, \`list\` and \`object\``,
      hint: "`type: integer` for one value, `list: {id: integer}` for a list of things, `object: {id: integer}` for one thing",
    });
  }
  if (draft.matches !== undefined && !isPattern(draft.matches)) {
    complaints.add({
      code: "shape",
      at: [...at, "matches"],
      message: `\`${draft.matches}\` is not a regular expression`,
    });
  }
  return {
    name,
    shape: shapeOf(draft, at, complaints),
    required: draft.required ?? false,
    matches: draft.matches !== undefined && isPattern(draft.matches) ? draft.matches : undefined,
    at,
  };
}

function shapeOf(draft: Exclude<SourceColumnDraft, string>, at: At, complaints: Complaints): CellShape {
  const fields = (written: Readonly<Record<string, string>>, key: string): readonly SourceField[] =>
    Object.entries(written).map(([name, type]) => ({
      name,
      type: readColumnType(type, [...at, key, name], complaints),
    }));
  if (draft.list !== undefined) return { kind: "list", fields: fields(draft.list, "list") };
  if (draft.object !== undefined) return { kind: "object", fields: fields(draft.object, "object") };
  return { kind: "scalar", type: readColumnType(draft.type ?? "text", [...at, "type"], complaints) };
}

function readDuplicateRule(
  written: string,
  columns: readonly string[],
  at: At,
  complaints: Complaints,
): DuplicateRule {
  const [keep, column, ...rest] = written.trim().split(/\s+/);
  if ((keep === "last" || keep === "first") && column === undefined) return { keep };
  if ((keep === "highest" || keep === "lowest") && column !== undefined && rest.length === 0) {
    if (!columns.includes(column))
      complaints.unknownName(at, "column in this source called", column, columns);
    return { keep, column };
  }
  complaints.add({
    code: "unknown-word",
    at,
    message: `\`${written}\` does not say which of two records with one key stays`,
    hint: "write `last`, `first`, `highest <column>` or `lowest <column>`",
  });
  return { keep: "last" };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Where one of several names stands: the list's item, or the value when it is one name without a list. */
export function itemAt(at: At, written: string | readonly string[], index: number): At {
  return typeof written === "string" ? at : [...at, index];
}

/** A key written as one name or several -> always a list. */
export function asList(written: string | readonly string[]): readonly string[] {
  return typeof written === "string" ? [written] : written;
}
