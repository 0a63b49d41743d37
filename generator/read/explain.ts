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
  const problems = issues.flatMap((issue) => explainOne(issue, [], value));
  // A mistyped key is one mistake, though the right one is missing too.
  const meant = problems.flatMap((problem) =>
    problem.code === "unknown-key" ? [JSON.stringify([problem.at.slice(0, -1), problem.hint])] : [],
  );
  return problems.filter(
    (problem) =>
      problem.code !== "missing-key" ||
      !meant.includes(JSON.stringify([problem.at, `did you mean \`${missingKey(problem)}\`?`])),
  );
}

/** A key that swallowed its value, for want of a colon or of the blank behind it. */
function unfinished(key: string, known: readonly string[]): string | undefined {
  const [, name = "", value = ""] = /^(\w+)(?::|\s*=|\s)\s*(\S.*)$/.exec(key) ?? [];
  return known.includes(name) ? `write \`${name}: ${value}\`` : undefined;
}

function missingKey(problem: Problem): string {
  return /^`([^`]*)`/.exec(problem.message)?.[1] ?? "";
}

function explainOne(issue: Issue, above: Path, value: unknown): readonly Problem[] {
  const at = [...above, ...(issue.path as (string | number)[])];
  const found = valueAt(value, at);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(at, value);
      return issue.keys.map((key) => ({
        code: "unknown-key",
        at: [...at, key],
        onKey: true,
        message: `\`${key}\` is not a key ${at.length === 0 ? "of the model" : `of \`${at.join(".")}\``}`,
        hint: unfinished(key, known) ?? didYouMean(key, known),
      }));
    }
    case "invalid_type":
      return [
        found === undefined || found === null
          ? missing(at, value)
          : misfit(at, article(issue.expected), found),
      ];
    case "invalid_union": {
      if (found === undefined || found === null) return [missing(at, value)];
      const branch = issue.errors.find((errors) =>
        errors.every((one) => one.path.length > 0 || one.code === "unrecognized_keys"),
      );
      if (branch !== undefined && branch.length > 0)
        return branch.flatMap((one) => explainOne(one, at, value));
      return [misfit(at, issue.message, found)];
    }
    default:
      return [{ code: "shape", at, message: issue.message }];
  }
}

/** What to write for a key that must be there. */
const TO_SAY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    model: "the model's name",
    connection: "the connection's name in Looker",
    tables: "the tables of the warehouse",
    views: "the views that people see",
    explores: "the explores that people open",
    files: "the names of its files, e.g. `orders-*.csv`",
    key: "the column, or the list of columns, that tells its rows apart",
    columns: "its columns",
    from: "the source its rows come from",
    type: "its type",
    explore: "the explore it asks",
    fields: "the fields it asks for",
    assert: "what must be true of every row, e.g. `{some: ${orders.count} > 0}`",
    selectors: "what can be chosen, or `{}`",
    metrics: "the dimensions it measures",
    default: "the question to start with, e.g. `{metric: amount, aggregation: total}`",
    metric: "one of the question's metrics",
    aggregation: "one of the question's aggregations",
  }),
);

function missing(at: Path, value: unknown): Problem {
  const key = String(at.at(-1));
  const hint = `add \`${key}:\` with ${TO_SAY.get(key) ?? "what it is to be"}`;
  if (at.length === 0) return { code: "missing-key", at, message: "the file is empty", hint: START };
  const parent = valueAt(value, at.slice(0, -1));
  if (parent !== null && typeof parent === "object" && key in parent)
    return {
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${key}\` is empty`,
      hint: TO_SAY.has(key) ? `write ${TO_SAY.get(key)}` : "write what it is to be, or leave it out",
    };
  const owner = at.slice(0, -1);
  return {
    code: "missing-key",
    at: owner,
    onKey: true,
    message: `\`${key}\` is missing ${owner.length === 0 ? "from the model" : `from \`${owner.join(".")}\``}`,
    hint,
  };
}

const START = "start with `model:` and `connection:`, then `tables:`, `views:` and `explores:`";

function misfit(at: Path, expected: string, found: unknown): Problem {
  if (at.length === 0)
    return { code: "shape", at, message: `the file holds ${sayKind(found)}, not a model`, hint: START };
  return {
    code: "shape",
    at,
    message: `expected ${expected}, not ${sayKind(found)}`,
    hint: remedy(expected, found),
  };
}

function remedy(expected: string, found: unknown): string | undefined {
  if (expected === "a text" && (typeof found === "number" || typeof found === "boolean"))
    return `put it in quotes: "${found}"`;
  if (expected === "a list" && typeof found === "string") return `write \`[${found}]\``;
  if (expected === "a map" && Array.isArray(found)) return "write `name: …` for each, without the `-`";
  return undefined;
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
