// A source x the layout of a file -> the decoders of its columns, and where they tell of what they change.
import type { Source } from "../../generator/index.ts";
import { createDecoder, type DecodeCell } from "./decode.ts";
import type { Layout } from "./header.ts";
import { recalling, type Coercions } from "./recall.ts";
import type { Coercion } from "./scalar.ts";

/** How the cells of one column are read. */
export interface Reader {
  /** The cell that holds it in each record; -1 when the file lacks it. */
  readonly at: number;
  readonly decode: DecodeCell;
}

/** How the records of one file are read. */
export interface Readers {
  /** One for each column of the source, in its order. */
  readonly columns: readonly Reader[];
  /** Where it is written down what was changed: an array for each record, set before it is read. */
  readonly heard: { list: Coercions };
  /** Writes down changes in a column (or `list.field`); the same pair each time for the same coercion. */
  readonly telling: (column: string) => (coercion: Coercion) => void;
}

/** Opens the readers of a file. */
export function createReaders(source: Source, layout: Layout): Readers {
  const heard: { list: Coercions } = { list: [] };
  // A pair for each column and coercion, made once: most records have some.
  const tellers = new Map<string, (coercion: Coercion) => void>();
  const telling = (column: string): ((coercion: Coercion) => void) => {
    const known = tellers.get(column);
    if (known !== undefined) return known;
    const pairs = new Map<Coercion, Coercions[number]>();
    const teller = (coercion: Coercion): void => {
      const pair = pairs.get(coercion) ?? ([column, coercion] as const);
      pairs.set(coercion, pair);
      heard.list.push(pair);
    };
    tellers.set(column, teller);
    return teller;
  };
  const hear = (column: string, coercion: Coercion): void => telling(column)(coercion);
  const columns = source.columns.map((column, index): Reader => {
    const decode = createDecoder(column, hear);
    return {
      at: layout.cells[index] ?? -1,
      decode: column.shape.kind === "scalar" ? decode : recalling(decode, () => heard.list),
    };
  });
  return { columns, heard, telling };
}
