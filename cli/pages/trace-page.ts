// A row and where it came from -> the page of `hydrate trace`: the row, then each record down to its bytes.
import type { RecordPlace, Trace, TracedRecord } from "../../hydrate/index.ts";
import { count, moment, number, size } from "../../hydrate/words.ts";
import { wrap } from "../columns.ts";
import { type PageOptions, section } from "./page.ts";

/** Longer values are cut, unless everything is wanted. */
const MOST_VALUE = 200;
const MOST_RAW = 4_000;

/** From the row at the top to the bytes at the bottom. */
export function tracePage(trace: Trace, options: PageOptions): readonly string[] {
  const key = trace.key.map(({ column, value }) => `${column} ${value}`).join(", ");
  const head = `${trace.table}, ${key}`;
  if (trace.row === undefined && trace.records.length === 0) {
    return wrap(
      `${head}: there is no such row, and no published record gives one now. It may be in quarantine: viewfinder hydrate quarantine.`,
      options.width,
    );
  }
  const wide = Math.max(0, ...(trace.row ?? []).map(({ column }) => column.length));
  const row =
    trace.row === undefined
      ? ["The table has no such row; the record below gives none now."]
      : trace.row.map(({ column, value }) =>
          cut(`${column.padEnd(wide)}  ${value === null ? "-" : printable(value)}`, options, MOST_VALUE),
        );
  const many = trace.records.length > 1;
  return [
    `${head}:`,
    ...row.map((line) => `  ${line}`),
    ...trace.records.flatMap((record, index) =>
      section(
        many
          ? `Brought by record ${index + 1} of ${trace.records.length}, of source ${record.source}`
          : `Brought by a record of source ${record.source}`,
        recordLines(record, options),
      ),
    ),
    ...(trace.records.length === 0
      ? section("Lineage", ["The ledger does not know where this row came from."])
      : []),
    ...(trace.shared && trace.records.length > 0
      ? [
          "",
          ...wrap(
            `Any record may bring a row of ${trace.table}; shown is the last one of ${many ? "each source" : "its source"}${trace.bringers === undefined ? " (--all finds every one)" : ""}.`,
            options.width,
          ),
        ]
      : []),
    ...(trace.bringers === undefined
      ? []
      : section(
          `Every record that brings it now: ${number(trace.bringers.length)}`,
          trace.bringers.map(
            ({ run, file, record, line }) => `run ${run}, ${file}:${line} (record ${number(record)})`,
          ),
        )),
  ];
}

function recordLines(record: TracedRecord, options: PageOptions): readonly string[] {
  return [
    ...placeLines(record),
    `hash    sha256 ${record.recordSha256}, ${proof(record)}`,
    ...(record.replayOf === undefined
      ? []
      : ["", `It came out of the quarantine of run ${record.replayOf.run}:`, ...placeLines(record.replayOf)]),
    "",
    ...rawLines(record, options),
  ];
}

function placeLines(place: RecordPlace): readonly string[] {
  const version = place.version === undefined ? "" : `, version ${place.version}`;
  return [
    `run     ${place.run}, published ${moment(place.published)}`,
    `drop    ${place.drop}${place.period === undefined || place.period === place.drop ? "" : ` (${place.period})`}`,
    `file    ${place.address ?? place.file}${version} (${size(place.bytes)}, sha256 ${place.sha256})`,
    `record  ${number(place.record)}, on line ${number(place.line)}`,
    `bytes   ${number(place.start)} to ${number(place.end)} (${count(place.end - place.start, "byte")})`,
  ];
}

function proof({ intact }: TracedRecord): string {
  if (intact === undefined) return "not proved: the record was too long to be kept";
  return intact
    ? "proved: the bytes below still have it"
    : "BROKEN: the bytes below are not those that landed; somebody has changed the ledger";
}

function rawLines({ raw, end, start }: TracedRecord, options: PageOptions): readonly string[] {
  if (raw === undefined) return [`The record of ${size(end - start)} stands in its file.`];
  const text = raw.toString("utf8");
  return cut(text, options, MOST_RAW).split("\n").map(printable);
}

function cut(text: string, { all }: PageOptions, most: number): string {
  if (all || text.length <= most) return text;
  return `${text.slice(0, most)}… (${count(text.length - most, "more character")}; --all shows them)`;
}

/** Control characters in data would otherwise steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ");
}
