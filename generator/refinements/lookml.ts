// The text of a LookML file -> its blocks as an independent parser reads them, or where and why it cannot.
import { createRequire } from "node:module";

/** A block as the parser gives it: parameters by name, and blocks by type and name. */
export type Block = Readonly<Record<string, unknown>>;

/** Where the parser says that something stands: lines and columns count from 0. */
export interface Positions {
  readonly $p?: readonly [line: number, column: number, endLine: number, endColumn: number];
  readonly [key: string]: unknown;
}

/** What the parser made of a text. `line` and `column` count from 1; they are missing where it does not know. */
export type Parsed =
  | { readonly root: Block }
  | { readonly why: string; readonly line: number | undefined; readonly column: number | undefined };

/** Loaded by the first file that is read: most commands read none, and it takes its time. */
const parser = (): Parser => createRequire(import.meta.url)("lookml-parser") as Parser;

interface Parser {
  readonly parse: (text: string) => Block;
  readonly getPositions: (root: Block) => Positions;
}

/** What the parser throws. */
interface ParserException {
  readonly message: string;
  readonly location?: { readonly start: { readonly line: number; readonly column: number } };
}

/** Reads a `.lkml` file's text; nothing is thrown for text that is not LookML. */
export function parseLookml(text: string): Parsed {
  try {
    return { root: parser().parse(text) };
  } catch (error) {
    const { exception } = error as { readonly exception?: ParserException };
    const start = exception?.location?.start;
    const why = (exception?.message ?? String(error)).split("\n")[0] ?? "";
    return { why, line: start?.line, column: start?.column };
  }
}

/** Where everything in a block that was read stands, key by key. */
export function positionsOf(root: Block): Positions {
  return parser().getPositions(root);
}
