// The text of LookML files -> their blocks with the file and line of each, read by an independent parser.
import { parse as parseYaml } from "yaml";
import { Mistake } from "../failure.ts";
import { onOneLine } from "../speak.ts";
import type { File } from "../emit/file.ts";
import { readStrings, type Strings } from "./strings.ts";
import { type Block, parseLookml, type Positions, positionsOf } from "../refinements/lookml.ts";

export type { Block } from "../refinements/lookml.ts";

/** Where something stands; lines count from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
}

/** A LookML project as it was read. */
export interface Project {
  /** Each file's blocks, in the order of the files. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly root: Block }[];
  /** Its languages; labels of the files above are in the words of the default one. */
  readonly strings: Pick<Strings, "locale" | "locales"> & {
    readonly lost: readonly { readonly block: Block; readonly what: string; readonly why: string }[];
  };
  /** Dashboards as plain values. */
  readonly dashboards: readonly Block[];
  /**
   * Where a block, or a parameter of it, stands.
   * @param block one of those above, or one made of them by `inherit`
   */
  readonly spotOf: (block: Block, parameter?: string) => Spot;
  /** Says of a new block that it stands where another does. */
  readonly inherit: (made: Block, from: Block) => void;
}

/**
 * @param files paths from the project's root; others than LookML are left out
 * @throws Mistake when a file is not LookML, with the parser's words
 */
export function readProject(files: readonly File[]): Project {
  const spots = new WeakMap<Block, { readonly file: string; readonly at: Positions }>();
  const read = files
    .filter(({ path }) => path.endsWith(".lkml"))
    .map(({ path, text }) => {
      const root = parseFile(path, text);
      place(root, positionsOf(root), { path, lines: text.split("\n") }, 0, spots);
      return { path, text, root };
    });
  const manifest = read.find(({ path }) => path.endsWith("manifest.lkml"))?.root;
  const settings = (manifest?.["localization_settings"] ?? {}) as Block;
  const strings = readStrings(files, textOf(settings, "default_locale"));
  const dashboards = files.filter(({ path }) => path.endsWith(".dashboard.lookml")).flatMap(dashboardsOf);
  for (const block of [...read.map(({ root }) => root), ...dashboards]) sayInWords(block, strings.words);
  const lost = strings.lost.map(({ path, ...rest }) => {
    const block: Block = {};
    spots.set(block, { file: path, at: {} });
    return { ...rest, block };
  });
  return {
    files: read,
    strings: { ...strings, lost },
    dashboards,
    spotOf: (block, parameter) => {
      const found = spots.get(block);
      const inside = parameter === undefined ? undefined : (found?.at[parameter] as Positions | undefined);
      const line = inside?.$p?.[0] ?? found?.at.$p?.[0] ?? 0;
      return { file: found?.file ?? "", line: line + 1 };
    },
    inherit: (made, from) => {
      const found = spots.get(from);
      if (found !== undefined) spots.set(made, found);
    },
  };
}

function parseFile(path: string, text: string): Block {
  const parsed = parseLookml(text);
  if ("root" in parsed) return parsed.root;
  const { line, why } = parsed;
  throw new Mistake(
    `${path}${line === undefined ? "" : `:${line}`} is not LookML: ${why} Put it right, or leave the file out, and import again.`,
  );
}

/** The parameters whose values Looker looks up in strings files. */
const TRANSLATED = new Set([
  "label",
  "group_label",
  "group_item_label",
  "view_label",
  "description",
  "title",
  "comparison_label",
]);

/** Puts what people of the default locale read in the place of each key; the block is the reader's own. */
function sayInWords(block: object, words: ReadonlyMap<string, string>): void {
  if (words.size === 0) return;
  for (const [key, value] of Object.entries(block) as [string, unknown][]) {
    if (typeof value === "string") {
      const said = TRANSLATED.has(key) ? words.get(onOneLine(value)) : undefined;
      if (said !== undefined) Reflect.set(block, key, said);
    } else if (value !== null && typeof value === "object") sayInWords(value, words);
  }
}

/**
 * The parser's positions mirror its blocks, key by key. It loses them behind a filter on a field with its view's name;
 * a block behind one is looked for by its own name.
 * @param from the line that what is around the block starts on, counted from 0
 */
function place(
  block: Block,
  at: Positions,
  file: { readonly path: string; readonly lines: readonly string[] },
  from: number,
  spots: WeakMap<Block, { readonly file: string; readonly at: Positions }>,
): void {
  const line = at.$p?.[0] ?? lineOf(block, file.lines, from);
  spots.set(block, { file: file.path, at: at.$p === undefined ? { ...at, $p: [line, 0, line, 0] } : at });
  for (const [key, value] of Object.entries(block)) {
    if (key === "$strings" || value === null || typeof value !== "object") continue;
    const inside = at[key];
    const known = inside !== null && typeof inside === "object" ? (inside as Positions) : {};
    place(value as Block, known, file, line, spots);
  }
}

function lineOf(block: Block, lines: readonly string[], from: number): number {
  const { $type: type, $name: name } = block;
  if (typeof type !== "string" || typeof name !== "string") return from;
  const opening = new RegExp(`\\b${type}:\\s*${name.replace("+", "\\+")}\\s*\\{`);
  const found = lines.findIndex((line, index) => index >= from && opening.test(line));
  return found < 0 ? from : found;
}

function dashboardsOf({ path, text }: File): readonly Block[] {
  try {
    const value: unknown = parseYaml(text);
    return Array.isArray(value) ? (value as readonly Block[]) : [];
  } catch (error) {
    throw new Mistake(`${path} is not YAML: ${(error as Error).message.split("\n")[0] ?? ""}.`);
  }
}

/** The blocks of one type, by name, without the parser's own keys. */
export function blocksOf(block: Block, type: string): readonly (readonly [name: string, Block])[] {
  const found = block[type];
  if (found === null || typeof found !== "object") return [];
  return Object.entries(found as Readonly<Record<string, unknown>>).filter(
    (entry): entry is [string, Block] =>
      !entry[0].startsWith("$") && typeof entry[1] === "object" && entry[1] !== null,
  );
}

/** A block that may come once or several times, as a list. */
export function manyOf(block: Block, type: string): readonly Block[] {
  const found = block[type];
  if (found === undefined || found === null) return [];
  return (Array.isArray(found) ? found : [found]) as readonly Block[];
}

/** A parameter as text without the indentation of its block; undefined when it is not given. */
export function textOf(block: Block, parameter: string): string | undefined {
  const value = block[parameter];
  return typeof value === "string" ? dedented(value) : undefined;
}

/** Text without the spaces that all its lines share. */
export function dedented(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  // What stands behind the parameter's name has no indentation to share.
  const counted = rest.filter((line) => line.trim() !== "");
  const shared = Math.min(...counted.map((line) => line.length - line.trimStart().length));
  const lines = [
    first.trim(),
    ...rest.map((line) => line.slice(Number.isFinite(shared) ? shared : 0).trimEnd()),
  ];
  return lines.join("\n").trim();
}
