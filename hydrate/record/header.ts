// A file's first record x the source's columns -> where each column stands, or everything that is wrong with it.
import { isUtf8 } from "node:buffer";
import { didYouMean, Mistake, type Source } from "../../generator/index.ts";
import { cellCount, cellText, type RawRecord } from "./split.ts";
import { count, listed, number, shown } from "../words.ts";

/** Where a file keeps the columns of its source. */
export interface Layout {
  /** How many cells each record must have. */
  readonly width: number;
  /** For each column of the source, in its order, the cell that holds it; -1 when the file lacks it. */
  readonly cells: readonly number[];
  /** Columns of the source that the file lacks: only where the contract sends its records to quarantine. */
  readonly missing: readonly string[];
  /** Columns of the file that the model does not read. */
  readonly unread: readonly string[];
  /** The cells that hold them. */
  readonly unreadCells: readonly number[];
}

/** The names in a header; none when it cannot be read. @param header the file's record 0 */
export function headerNames(header: RawRecord): readonly string[] {
  if (!isUtf8(header.bytes) || header.fault !== undefined) return [];
  return Array.from({ length: cellCount(header) }, (_, index) => cellText(header, index));
}

/**
 * @param header the file's record 0
 * @param file the file's name, for messages
 * @throws Mistake when the file cannot be one of the source's, naming all that is wrong with the header
 */
export function readHeader(header: RawRecord, source: Source, file: string): Layout {
  if (!isUtf8(header.bytes) || header.bytes.includes(0)) {
    throw new Mistake(
      `The first line of ${file} is not text in UTF-8. Nothing of this drop was loaded.\nHave the file delivered as CSV in UTF-8, and run the same command again.`,
    );
  }
  if (header.fault !== undefined) {
    throw new Mistake(
      `The header of ${file} has a quote where none may stand, at byte ${number(header.start + header.fault.at)}. Nothing of this drop was loaded.\nHave the file delivered again with a sound first line, and run the same command again.`,
    );
  }
  const names = Array.from({ length: cellCount(header) }, (_, index) => cellText(header, index));
  const wanted = source.columns.map((column) => column.name);
  const missing = wanted.filter((name) => !names.includes(name));
  const unread = names.filter((name) => !wanted.includes(name));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  // A file without the key's columns, or without any, is another file, whatever the contract.
  const another = missing.length === wanted.length || source.key.some((name) => missing.includes(name));
  const lenient = source.contract === "quarantine" && !another;
  if ((missing.length > 0 && !lenient) || twice.length > 0) {
    throw new Mistake(explain(header, names, missing, unread, twice, source, file));
  }
  return {
    width: names.length,
    cells: wanted.map((name) => names.indexOf(name)),
    missing,
    unread,
    unreadCells: unread.map((name) => names.indexOf(name)),
  };
}

function explain(
  header: RawRecord,
  names: readonly string[],
  missing: readonly string[],
  unread: readonly string[],
  twice: readonly string[],
  source: Source,
  file: string,
): string {
  const lines = [
    `${file} does not have the columns of source \`${source.name}\`. Nothing of this drop was loaded.`,
  ];
  if (missing.length > 0) lines.push(`  ${count(missing.length, "column")} missing: ${listed(missing)}`);
  if (twice.length > 0) lines.push(`  named twice in the file: ${listed(twice)}`);
  const separator = names.length === 1 ? separatorOf(names[0] ?? "") : undefined;
  if (unread.length > 0 && missing.length > 0 && separator === undefined) {
    const hinted = unread.map((name) => {
      const hint = didYouMean(name, missing);
      return hint?.startsWith("did you mean") === true ? `${shown(name)} (${hint})` : shown(name);
    });
    lines.push(`  in the file, but not in the source: ${hinted.join(", ")}`);
  }
  if (separator !== undefined)
    lines.push(`The columns seem to be separated by ${separator}; they must be separated by commas.`);
  else if (header.bytes.includes(0x0d))
    lines.push("Its lines seem to end in carriage returns alone; they must end in line feeds.");
  else if (!header.terminated) lines.push("The file ends in its first line: it was probably cut off.");
  lines.push(
    `Have the file delivered again with these columns, or change \`sources.${source.name}.columns\` in the model, and run the same command again.`,
  );
  return lines.join("\n");
}

function separatorOf(line: string): string | undefined {
  if (line.includes(";")) return "semicolons";
  if (line.includes("\t")) return "tabs";
  return line.includes("|") ? "bars" : undefined;
}
