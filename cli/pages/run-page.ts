// One run -> the page of `hydrate show`: what it did, file by file and table by table, and what was odd about it.
import { conservationLine, driftLines, type RunDetail } from "../../hydrate/index.ts";
import { count, duration, moment, number, size } from "../../hydrate/words.ts";
import { percent } from "../../hydrate/history/worries.ts";
import { type ListColumn, listLines, wrap } from "../columns.ts";
import { AT_A_GLANCE, type PageOptions, section, striking } from "./page.ts";
import { reasonLines } from "./quarantine-page.ts";
import { tableLines } from "./table-lines.ts";
import { STATE_WORDS } from "./runs-page.ts";

const FILE_COLUMNS: readonly ListColumn[] = [
  { head: "file", narrow: "cut" },
  { head: "source", narrow: "drop" },
  { head: "size", align: "right" },
  { head: "sha256" },
  { head: "read", align: "right" },
  { head: "loaded", align: "right" },
  { head: "collapsed", align: "right", narrow: "drop" },
  { head: "quarantined", align: "right" },
];

/** Characters of a hash that tell files apart on a page. */
const SHORT_HASH = 12;

/** All of a run; of many files and tables those that are out of the ordinary. */
export function runPage(detail: RunDetail, { width, all }: PageOptions): readonly string[] {
  const { run } = detail;
  return [
    ...wrap(headLine(detail), width),
    ...wrap(
      `By process ${run.process} on ${run.host}${run.user === undefined ? "" : ` of user ${run.user}`}.`,
      width,
    ),
    ...(run.reason === undefined ? [] : section("Why", run.reason.split("\n"))),
    ...(run.records === undefined
      ? []
      : ["", `${conservationLine(run.records)}${share(run.records.quarantined, run.records.read)}`]),
    ...fileSection(detail, width, all),
    ...section("Tables", tableLines(detail.tables, width - 2, all)),
    ...section(
      "Out of the ordinary",
      detail.odd.flatMap(({ source, worry }) => wrap(`${source}: ${worry.said}`, width - 2, "  ")),
    ),
    ...quarantineSection(detail, width, all),
    ...section("Loaded, but not into every table", gaveWayLines(detail, width - 2, all)),
    ...section("Changed on reading", coercionLines(detail, width - 2, all)),
    ...section(
      "Other than the model says",
      driftLines(
        detail.drift.map(({ said }) => said),
        all ? undefined : "--all",
      ).flatMap((said) => wrap(said, width - 2, "  ")),
    ),
    ...section(
      "Notes",
      detail.notes.flatMap((note) => wrap(note, width - 2, "  ")),
    ),
  ];
}

function headLine({ run, seconds, usual }: RunDetail): string {
  const at = moment(run.finished ?? run.started);
  const what =
    run.replays === undefined
      ? `Run ${run.id} (${run.drop})`
      : `Run ${run.id} (${run.drop}, records from the quarantine of run ${run.replays})`;
  if (seconds === undefined)
    return run.state === "running" ? `${what}: under way since ${at}.` : `${what}: died, begun ${at}.`;
  const than =
    usual === undefined
      ? ""
      : ` (usually ${duration(usual.seconds)}, by ${count(usual.runs, "run")} before it)`;
  const back = run.kind === "rollback" && run.upon !== undefined ? ` to run ${run.upon}` : "";
  return `${what}: ${STATE_WORDS[run.state]}${back} ${at}, after ${duration(seconds)}${than}.`;
}

function fileSection({ files }: RunDetail, width: number, all: boolean): readonly string[] {
  const { shown, hidden } = striking(files, all, (file) => file.records.quarantined > 0);
  const most = all ? shown : shown.toSorted((a, b) => b.records.quarantined - a.records.quarantined);
  const cut = all ? most : most.slice(0, Math.max(AT_A_GLANCE, 0));
  const left = hidden + most.length - cut.length;
  const lines = listLines(
    FILE_COLUMNS,
    (hidden === 0 && !all ? shown : cut).map(({ name, source, bytes, sha256, records }) => [
      name,
      source,
      size(bytes),
      sha256.slice(0, SHORT_HASH),
      ...[records.read, records.loaded, records.collapsed, records.quarantined].map(number),
    ]),
    width - 2,
  );
  return section("Files", [
    ...lines,
    ...(left === 0 ? [] : [`… and ${count(left, "more file")} (--all lists them)`]),
  ]);
}

function quarantineSection(detail: RunDetail, width: number, all: boolean): readonly string[] {
  const by = detail.replayedBy.map((run) => `run ${run}`).join(", ");
  return section("Quarantine", [
    ...reasonLines(detail.quarantine.groups, width - 2, all),
    ...(by === "" ? [] : [`Put through again by ${by}.`]),
    ...correctedLine(detail),
  ]);
}

const GAVE_WAY_TO = {
  source: "another source of the drop brought the same key",
  later_month: "a later month had brought the same key",
  since: "the same key had come otherwise since",
} as const;

/** So many are named of each table; all when all is wanted. */
const MOST_NAMED = 3;

function gaveWayLines({ gaveWay }: RunDetail, width: number, all: boolean): readonly string[] {
  return gaveWay.groups.flatMap(({ table, to, count: records }) => {
    const named = gaveWay.records.filter((one) => one.table === table && one.to === to);
    const shown = all ? named : named.slice(0, MOST_NAMED);
    const left = records - shown.length;
    return [
      ...wrap(`${count(records, "record")} not into ${table}: ${GAVE_WAY_TO[to]}, and stays`, width, "  "),
      ...shown.flatMap(({ file, line, record, start, end }) =>
        wrap(
          `  ${file}:${line} (record ${number(record)}, bytes ${number(start)} to ${number(end)})`,
          width,
          "    ",
        ),
      ),
      ...(left === 0 ? [] : [`  … and ${count(left, "more record")}${all ? "" : " (--all lists them)"}`]),
    ];
  });
}

/** Quarantine of a run is what it put there; what became of it since is said beside. */
function correctedLine({ quarantine: { corrected, settled } }: RunDetail): readonly string[] {
  if (corrected === 0) return [];
  const by = [...new Set(settled.map((one) => one.by))].sort((a, b) => a - b);
  return [
    `${number(corrected)} of them ${corrected === 1 ? "is" : "are"} settled: ${by.map((run) => `run ${run}`).join(", ")} brought ${corrected === 1 ? "it" : "them"} anew.`,
  ];
}

const COERCIONS = {
  empty: "empty, read as no value",
  blank: "blanks alone, read as no value",
  trimmed: "trimmed of blanks",
  whole: "a whole number in another spelling",
} as const;

function coercionLines({ coercions }: RunDetail, width: number, all: boolean): readonly string[] {
  // That a cell is empty is nothing to tell, unless everything is asked for.
  const told = coercions.filter((one) => all || one.coercion !== "empty");
  const many = new Set(told.map((one) => one.source)).size > 1;
  return listLines(
    [
      { head: "column", narrow: "cut" },
      { head: "values", align: "right" },
      { head: "what", narrow: "cut" },
    ],
    told.map(({ source, column, coercion, cells }) => [
      many ? `${source}.${column}` : column,
      number(cells),
      COERCIONS[coercion],
    ]),
    width,
  );
}

function share(part: number, whole: number): string {
  return part === 0 || whole === 0 ? "" : ` (${percent(part / whole)})`;
}
