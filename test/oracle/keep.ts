// A question that was answered differently -> a folder that anyone can read and the tests ask again, and back.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Question } from "../../local/question.ts";
import { attributesOf } from "./always.ts";
import type { Expected, Kind } from "./evaluate.ts";
import { printFraction, readFraction } from "./fraction.ts";
import { type Case, questionOf, type Rows } from "./world.ts";
import { writeModel } from "./write.ts";

/** Where kept questions live, one folder each. */
export const KEPT = fileURLToPath(new URL("kept/", import.meta.url));

/** One kept question: everything that is needed to ask it again. */
export interface Kept {
  readonly name: string;
  /** The content of looker.yml. */
  readonly model: string;
  readonly rows: Rows;
  readonly question: Question;
  /** Of whoever asks, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly expected: Expected;
}

/** The first question of a case and what the oracle says to it, named after its content. */
export function keptOf(one: Case, expected: Expected): Kept {
  const [asked] = one.questions;
  if (asked === undefined) throw new Error("a case without a question");
  const model = writeModel(one.world);
  const question = questionOf(asked);
  const attributes = attributesOf(asked);
  const content = JSON.stringify([model, one.rows, question, attributes]);
  const name = `found-${createHash("sha256").update(content).digest("hex").slice(0, 8)}`;
  return { name, model, rows: one.rows, question, attributes, expected };
}

/** @param folder the folder that holds the kept ones; each gets one of its own in it */
export function writeKept(kept: Kept, folder: string): string {
  const path = join(folder, kept.name);
  mkdirSync(path, { recursive: true });
  const rows = kept.expected.rows.map((row) =>
    row.map((value) => (value !== null && typeof value === "object" ? printFraction(value) : value)),
  );
  writeFileSync(join(path, "looker.yml"), kept.model);
  writeFileSync(join(path, "rows.json"), print(kept.rows));
  writeFileSync(join(path, "question.json"), print(kept.question));
  if (Object.keys(kept.attributes).length > 0)
    writeFileSync(join(path, "attributes.json"), print(kept.attributes));
  writeFileSync(join(path, "expected.json"), print({ kinds: kept.expected.kinds, rows }));
  return path;
}

/** All kept questions of a folder. */
export function readKept(folder: string): readonly Kept[] {
  return readdirSync(folder).map((name): Kept => {
    const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
    const { kinds, rows } = JSON.parse(read("expected.json")) as {
      readonly kinds: readonly Kind[];
      readonly rows: readonly (readonly (string | boolean | null)[])[];
    };
    const isNumber = (index: number): boolean => kinds[index] === "number" || kinds[index] === "average";
    const attributes = existsSync(join(folder, name, "attributes.json"))
      ? (JSON.parse(read("attributes.json")) as Kept["attributes"])
      : {};
    const question = JSON.parse(read("question.json")) as Question;
    return {
      name,
      model: read("looker.yml"),
      rows: JSON.parse(read("rows.json")) as Rows,
      // JSON drops what is undefined.
      question: { ...question, limit: question.limit },
      attributes,
      expected: {
        kinds,
        rows: rows.map((row) =>
          row.map((cell, index) => (typeof cell === "string" && isNumber(index) ? readFraction(cell) : cell)),
        ),
      },
    };
  });
}

/** JSON with one row of a table, or one member, to a line. */
function print(value: object): string {
  const rows = (list: readonly unknown[], indent: string): string =>
    list.length === 0
      ? "[]"
      : `[\n${list.map((row) => `${indent}  ${JSON.stringify(row)}`).join(",\n")}\n${indent}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]: [string, unknown]) => {
      const isList = Array.isArray(member) && member.some((one) => typeof one === "object");
      return `  ${JSON.stringify(key)}: ${isList ? rows(member, "  ") : JSON.stringify(member)}`;
    });
  return `{\n${members.join(",\n")}\n}\n`;
}
