// Printed LookML files -> one project: constants, views, explores and dashboards, read by lookml-parser alone.
import type { Calendar } from "./dimension.ts";
import type { File } from "../../../generator/index.ts";
import { type Block, blocks, parseFile } from "../../cases/parse.ts";

/** What Looker would know of a project. */
export interface Project {
  readonly constants: ReadonlyMap<string, string>;
  readonly views: ReadonlyMap<string, Block>;
  readonly explores: ReadonlyMap<string, Block>;
  readonly dashboards: readonly Block[];
  /** The model's `case_sensitive`, yes when it is not written. */
  readonly caseSensitive: boolean;
  readonly calendar: Calendar;
}

/**
 * Follows the model's `include:` from file to file, as Looker does; a file that nothing includes does not count.
 * @param files as printed, with paths relative to the project
 * @throws Error for an include of a file that was not printed, and for a view or explore declared twice
 */
export function readProject(files: readonly File[]): Project {
  const constants = new Map<string, string>();
  const views = new Map<string, Block>();
  const explores = new Map<string, Block>();
  const dashboards: Block[] = [];
  const seen = new Set<string>();
  let caseSensitive = true;
  let calendar: Calendar = { firstDay: 0, fiscalOffset: 0 };
  const declare = (into: Map<string, Block>, name: string, block: Block): void => {
    const original = into.get(name.replace(/^\+/, ""));
    if (name.startsWith("+")) into.set(name.slice(1), refined(original, block, name));
    else if (original === undefined) into.set(name, block);
    else throw new Error(`${name} is declared twice`);
  };
  const read = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} is included, and was not printed`);
    const parsed = parseFile(file);
    if (path.endsWith(".lookml")) {
      dashboards.push(...(parsed as unknown as readonly Block[]));
      return;
    }
    if (path.endsWith(".model.lkml")) {
      caseSensitive = parsed["case_sensitive"] !== false;
      calendar = {
        firstDay: DAYS.indexOf(textOf(parsed, "week_start_day", "monday")),
        fiscalOffset: Number(textOf(parsed, "fiscal_month_offset", "0")),
      };
    }
    for (const include of listOf(parsed["include"])) read(include.replace(/^\//, ""));
    for (const [name, constant] of blocks(parsed, "constant")) constants.set(name, textOf(constant, "value"));
    for (const [name, view] of blocks(parsed, "view")) declare(views, name, view);
    for (const [name, explore] of blocks(parsed, "explore")) declare(explores, name, explore);
  };
  for (const { path } of files) if (/^manifest\.lkml$|\.model\.lkml$/.test(path)) read(path);
  return { constants, views, explores, dashboards, caseSensitive, calendar };
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** `view: +name` adds to what stands there already. */
function refined(original: Block | undefined, more: Block, name: string): Block {
  if (original === undefined) throw new Error(`${name} refines what was not included before`);
  const merged: Record<string, unknown> = { ...original };
  for (const [key, value] of Object.entries(more))
    if (!key.startsWith("$"))
      merged[key] =
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? { ...(original[key] as object | undefined), ...value }
          : value;
  return merged;
}

/** A map of filters by field, without what the parser keeps for itself. */
export function filtersIn(block: Block | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries((block?.["filters"] ?? {}) as Readonly<Record<string, string>>).filter(
      ([name]) => !name.startsWith("$"),
    ),
  );
}

/** The parser gives one value as itself, several as a list. */
export function listOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return [value].flat().map((one) => {
    if (typeof one !== "string") throw new Error("a list of what is no text");
    return one;
  });
}

/**
 * A parameter of a block that is a word, a text or SQL.
 * @param otherwise what Looker takes when it is not written
 * @throws Error when it is not there and must be
 */
export function textOf(block: Block, parameter: string, otherwise?: string): string {
  const value = block[parameter] ?? otherwise;
  if (typeof value !== "string") throw new Error(`no text at ${parameter}`);
  return value;
}
