// A printed file -> what an independent parser reads in it.
import { createRequire } from "node:module";
import { parse as parseYaml } from "yaml";
import type { File } from "../../generator/index.ts";

/** A block of LookML as lookml-parser gives it: parameters, and blocks by type and name. */
export interface Block {
  readonly [key: string]: unknown;
}

const lookml = createRequire(import.meta.url)("lookml-parser") as {
  readonly parse: (text: string) => Block;
};

/** @throws whatever the parser throws when the text is not LookML (or, for a dashboard, not YAML) */
export function parseFile(file: File): Block {
  if (file.path.endsWith(".json")) return JSON.parse(file.text) as Block;
  return file.path.endsWith(".lookml") ? (parseYaml(file.text) as Block) : lookml.parse(file.text);
}

/** A block inside a block, by the words that lead to it, e.g. `"view", "orders", "dimension", "total"`. */
export function inside(block: Block, ...path: readonly string[]): Block {
  return path.reduce<Block>((found, step) => {
    const next = found[step];
    if (typeof next !== "object" || next === null) throw new Error(`no \`${step}\` in ${path.join(".")}`);
    return next as Block;
  }, block);
}

/** The blocks of one type, by name. */
export function blocks(block: Block, type: string): readonly (readonly [string, Block])[] {
  return Object.entries((block[type] ?? {}) as Readonly<Record<string, Block>>);
}
