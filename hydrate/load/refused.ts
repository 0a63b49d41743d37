// A row that the warehouse refused -> a refusal that names the record it came from.
import { Mistake } from "../../generator/index.ts";
import { LoadRefused, type LoadTarget } from "../warehouse/warehouse.ts";
import type { ScratchColumn } from "./scratch.ts";
import { number } from "../words.ts";

/** What a file of the run is called, by its number. */
export interface NamedFile {
  readonly number: number;
  readonly file: { readonly name: string };
}

/** Lines that are loaded into a table, maybe with others. */
export interface StagedLines {
  /** What people call them. */
  readonly label: string;
  /** What marks them in a table that others share; see `Staged`. */
  readonly part: number | undefined;
  readonly columns: readonly ScratchColumn[];
}

/** Where a record stands in the drop. */
export interface RawPlace {
  /** The file's number in the run. */
  readonly file: number;
  readonly record: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * @param find tells where the record of an ordinal stands
 * @returns what to throw: a Mistake when the warehouse refused a row, else the error itself
 */
export async function refusedRow(
  error: unknown,
  targets: readonly (LoadTarget & { readonly lines: readonly StagedLines[] })[],
  files: readonly NamedFile[],
  find: (ordinal: number) => Promise<RawPlace | undefined>,
): Promise<unknown> {
  if (!(error instanceof LoadRefused)) return error;
  const place = error.ordinal === undefined ? undefined : await find(error.ordinal);
  const target = targets[error.target];
  const lines = target?.lines.find((one) => one.part === error.part);
  const label = lines?.label ?? target?.label;
  const named = lines?.columns.find((one) => one.name === error.column)?.means;
  // What a column of a table that others share is called there tells nobody anything.
  const said = named ?? (error.column?.startsWith("_") === true ? undefined : error.column);
  const column = said === undefined ? "" : ` (column \`${said}\`)`;
  return new Mistake(
    [
      `The warehouse refuses a row of ${label ?? "a table"}${column}: ${error.reason}.`,
      ...(place === undefined ? [] : [`It comes from ${sayPlace(place, files)}.`]),
      "Nothing of this drop was loaded. Have that record delivered in a form the warehouse takes, or change the column in the model, and run the same command again.",
    ].join("\n"),
  );
}

function sayPlace({ file, record, line, start, end }: RawPlace, files: readonly NamedFile[]): string {
  const name = files.find((one) => one.number === file)?.file.name ?? "the drop";
  return `record ${number(record)} on line ${number(line)} of ${name}, bytes ${number(start)} to ${number(end)}`;
}
