// What people wrote under `lookml:` -> LookML, each value as its parameter takes it.
import type { ByHand } from "../../model/by-hand.ts";
import { BLOCKS, BY_HAND, type ByHandPlace, INSIDE, type Kind, PARAMETERS } from "./parameters.ts";
import { type Entry, printBlock, printParameter } from "./print-parameter.ts";

/**
 * @param written checked before by `misfits`
 * @returns parameters and blocks in the order they were written; undefined when there are none
 */
export function printByHand(place: ByHandPlace, written: ByHand | undefined): string | undefined {
  if (written === undefined || Object.keys(written).length === 0) return undefined;
  return linesOf(written, BY_HAND[place]).join("\n");
}

/** What is wrong with something written by hand: where below it, what, and what would do. */
export interface Misfit {
  readonly path: readonly string[];
  readonly message: string;
  readonly known?: readonly string[];
  readonly wanted?: string;
}

/** Everything under `lookml:` that LookML would not take at this place. */
export function misfits(place: ByHandPlace, written: ByHand): readonly Misfit[] {
  return misfitsIn(written, BY_HAND[place], []);
}

/** The kind of a parameter; undefined for a block and for what LookML does not know. */
export function kindOf(name: string): Kind | undefined {
  return (PARAMETERS as Readonly<Record<string, Kind>>)[name];
}

function linesOf(written: ByHand, allowed: readonly string[]): readonly string[] {
  return Object.entries(written).flatMap(([name, value]): readonly string[] => {
    if (!allowed.includes(name)) throw new Error(`\`${name}\` may not be written by hand here`);
    const naming = namingOf(name);
    // `fields` is a parameter of sets and explores, `filters` one of queries; a block is what is no parameter.
    if (naming === undefined || kindOf(name) !== undefined) {
      const printed = printParameter(name, entered(name, value));
      return printed === undefined ? [] : printed.split("\n");
    }
    return blocksOf(value, naming).flatMap(([title, inside]) => [
      `${printBlock(name, title)} {`,
      ...linesOf(inside, INSIDE[name] ?? []).map((line) => `  ${line}`),
      "}",
    ]);
  });
}

/** A block without a name may come once or in a list; one with a name comes in a map from name to block. */
function blocksOf(
  value: unknown,
  naming: "named" | "unnamed",
): readonly (readonly [string | undefined, ByHand])[] {
  if (naming === "named") return Object.entries(value as Readonly<Record<string, ByHand>>);
  return (Array.isArray(value) ? value : [value]).map((one) => [undefined, one as ByHand] as const);
}

/** Maps of filters and sorts are written as YAML maps. */
function entered(name: string, value: unknown): unknown {
  const kind = kindOf(name);
  if (kind !== "filters" && kind !== "sorts") return value;
  return Object.entries(value as Readonly<Record<string, string>>).map(([field, said]): Entry => ({
    field,
    value: said,
  }));
}

function misfitsIn(
  written: unknown,
  allowed: readonly string[],
  path: readonly string[],
): readonly Misfit[] {
  if (!isMap(written)) return [{ path, message: "is not a map", wanted: "write `name: value` for each parameter" }];
  return Object.entries(written).flatMap(([name, value]): readonly Misfit[] => {
    const here = [...path, name];
    if (!allowed.includes(name)) return [{ path: here, message: "does not belong here", known: allowed }];
    const kind = kindOf(name);
    if (kind !== undefined) {
      const wanted = wantedFor(kind, value);
      return wanted === undefined ? [] : [{ path: here, message: "has the wrong form", wanted }];
    }
    const inside = INSIDE[name] ?? [];
    if (namingOf(name) === "unnamed") {
      const many = Array.isArray(value) ? value : [value];
      return many.flatMap((one: unknown) => misfitsIn(one, inside, here));
    }
    if (!isMap(value)) return [{ path: here, message: "has the wrong form", wanted: `write \`${name}: {its_name: {…}}\`` }];
    return Object.entries(value).flatMap(([title, one]): readonly Misfit[] =>
      /^[a-z][a-z0-9_]*$/.test(title)
        ? misfitsIn(one, inside, [...here, title])
        : [{ path: [...here, title], message: "cannot be a name in LookML", wanted: "small letters, digits and _" }],
    );
  });
}

function wantedFor(kind: Kind, value: unknown): string | undefined {
  const isName = (one: unknown): boolean =>
    typeof one === "string" && /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\*?$/.test(one);
  const isText = (one: unknown): boolean => typeof one === "string" && one.trim() !== "";
  switch (kind) {
    case "text":
    case "quoted":
      return isText(value) ? undefined : "write a text";
    case "bare":
    case "locale":
    case "field":
      return isName(value) ? undefined : "write a name: small letters, digits and _";
    case "yesno":
      return typeof value === "boolean" ? undefined : "write true or false";
    case "number":
      return Number.isInteger(value) ? undefined : "write a whole number";
    case "decimal":
      return Number.isFinite(value) ? undefined : "write a number";
    case "expression":
      if (!isText(value)) return "write a text";
      return String(value).includes(";") ? "leave the `;` out: LookML ends the expression there" : undefined;
    case "fields":
      return Array.isArray(value) &&
        value.every((one) => one === "ALL_FIELDS*" || isName(typeof one === "string" ? one.replace(/^-/, "") : one))
        ? undefined
        : "write a list of field names";
    case "list":
      return Array.isArray(value) && value.every(isName) ? undefined : "write a list of names";
    case "numbers":
      return Array.isArray(value) && value.every(Number.isFinite) ? undefined : "write a list of numbers";
    case "texts":
      return Array.isArray(value) && value.every(isText) ? undefined : "write a list of texts";
    case "filters":
      return isMap(value) && Object.entries(value).every(([name, one]) => isName(name) && typeof one === "string")
        ? undefined
        : "write a map from fields to filter expressions";
    case "sorts":
      return isMap(value) && Object.entries(value).every(([name, one]) => isName(name) && /^(?:asc|desc)$/.test(String(one)))
        ? undefined
        : "write a map from fields to `asc` or `desc`";
  }
}

function namingOf(name: string): "named" | "unnamed" | undefined {
  return (BLOCKS as Readonly<Record<string, "named" | "unnamed">>)[name];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
