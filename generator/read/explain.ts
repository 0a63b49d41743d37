// zod's complaints -> problems in words, each at its YAML path.
import type { z } from "zod";
import type { Problem } from "../problem.ts";
import { shape } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/**
 * @param issues what zod found wrong with the file's shape
 * @param value the file as plain values, to tell a missing key from a wrong one
 * @returns one problem for each complaint, in the file's order
 */
export function explain(issues: readonly Issue[], value: unknown): readonly Problem[] {
  return issues.flatMap((issue) => explainOne(issue, [], value));
}

function explainOne(issue: Issue, above: Path, value: unknown): readonly Problem[] {
  const at = [...above, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(at, value);
      return issue.keys.map((key) => ({
        code: "unknown-key",
        at: [...at, key],
        onKey: true,
        message: `\`${key}\` is not a key ${at.length === 0 ? "of the model" : `of \`${at.join(".")}\``}`,
        hint: didYouMean(key, known),
      }));
    }
    case "invalid_type": {
      const found = valueAt(value, at);
      if (found === undefined) {
        const key = String(at.at(-1));
        return [
          {
            code: "missing-key",
            at: at.slice(0, -1),
            onKey: true,
            message: `\`${key}\` is missing ${at.length === 1 ? "from the model" : `from \`${at.slice(0, -1).join(".")}\``}`,
            hint: `add \`${key}:\` with ${article(issue.expected)}`,
          },
        ];
      }
      return [
        { code: "shape", at, message: `expected ${article(issue.expected)} here, not ${sayKind(found)}` },
      ];
    }
    case "invalid_union": {
      const branch = issue.errors.find((errors) =>
        errors.every((one) => one.path.length > 0 || one.code === "unrecognized_keys"),
      );
      if (branch !== undefined && branch.length > 0)
        return branch.flatMap((one) => explainOne(one, at, value));
      return [
        { code: "shape", at, message: `expected ${issue.message}, not ${sayKind(valueAt(value, at))}` },
      ];
    }
    default:
      return [{ code: "shape", at, message: issue.message }];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function article(expected: string): string {
  return KINDS[expected] ?? expected;
}

function sayKind(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return `the text "${value}"`;
  return `${typeof value === "number" ? "the number " : ""}${JSON.stringify(value)}`;
}

function valueAt(value: unknown, at: Path): unknown {
  return at.reduce<unknown>(
    (inside, step) =>
      inside === null || typeof inside !== "object"
        ? undefined
        : (inside as Record<string, unknown>)[String(step)],
    value,
  );
}

/** The keys the shape allows where an unknown one stood, found by walking zod's own definition. */
function keysAt(at: Path, value: unknown): readonly string[] {
  let schemas: z.core.$ZodType[] = [shape];
  for (const [index, step] of at.entries()) {
    const inside = valueAt(value, at.slice(0, index + 1));
    schemas = schemas.flatMap((schema) => stepInto(schema, step)).filter((schema) => fits(schema, inside));
  }
  return schemas.flatMap((schema) => {
    const def = (schema as z.core.$ZodTypes)._zod.def;
    return def.type === "object" ? Object.keys(def.shape) : [];
  });
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  return unwrap(schema).flatMap((one) => {
    const def = (one as z.core.$ZodTypes)._zod.def;
    if (def.type === "object") {
      const next = def.shape[String(step)];
      return next === undefined ? [] : unwrap(next);
    }
    if (def.type === "record") return unwrap(def.valueType);
    if (def.type === "array") return unwrap(def.element);
    return [];
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (def.type === "optional" || def.type === "nullable") return unwrap(def.innerType);
  if (def.type === "union") return def.options.flatMap(unwrap);
  return [schema];
}

function fits(schema: z.core.$ZodType, value: unknown): boolean {
  const type = (schema as z.core.$ZodTypes)._zod.def.type;
  if (Array.isArray(value)) return type === "array";
  if (value !== null && typeof value === "object") return type === "object" || type === "record";
  return true;
}
