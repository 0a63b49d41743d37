// What a drop's columns are x what they were and should be -> the drift of each, in sentences, or a refusal when the contract is to freeze.
import { didYouMean, Mistake, type Source, sayType } from "../generator/index.ts";
import type { CoercionReport, DriftReport, QuarantineReport } from "./outcome.ts";
import type { Layout } from "./record/header.ts";
import type { Sniffer } from "./record/sniff.ts";
import { count, number } from "./words.ts";

/** So few values that are not of their type are mistakes; more, and most of a column, are another type. */
const FEWEST_RETYPED = 10;

/** A column that a file has and the model does not name. */
export interface NewColumn {
  readonly name: string;
  readonly file: string;
  readonly sniffer: Sniffer;
}

/** What landing saw of one source. */
export interface Seen {
  readonly source: Source;
  readonly passed: number;
  readonly reasons: readonly QuarantineReport[];
  readonly coercions: readonly CoercionReport[];
  readonly added: readonly NewColumn[];
  /** Columns that a file lacks, which its contract sends to quarantine. */
  readonly missing: readonly { readonly name: string; readonly file: string }[];
}

/**
 * A file of a source that freezes has exactly the columns of the model.
 * @throws Mistake that names those it has beside them
 */
export function refuseNewColumns(layout: Layout, source: Source, file: string): void {
  if (source.contract !== "freeze" || layout.unread.length === 0) return;
  const named = source.columns.map((column) => column.name);
  const hinted = layout.unread.map((name) => {
    const hint = didYouMean(name, named);
    return hint?.startsWith("did you mean") === true ? `\`${name}\` (${hint})` : `\`${name}\``;
  });
  throw new Mistake(
    `${file} has ${count(layout.unread.length, "column")} that source \`${source.name}\` does not name: ${hinted.join(", ")}. Its contract is to freeze. Nothing of this drop was loaded.\nHave the file delivered again without ${layout.unread.length === 1 ? "it" : "them"}, or name ${layout.unread.length === 1 ? "it" : "them"} under \`sources.${source.name}.columns\`, or say \`contract: add\`; then run the same command again.`,
  );
}

/**
 * @returns one for each column that drifted
 * @throws Mistake when a source that freezes was retyped
 */
export function findDrift(all: readonly Seen[]): readonly DriftReport[] {
  const found = all.flatMap((seen) => [...sayMissing(seen), ...sayNew(seen), ...findRetyped(seen)]);
  const frozen = found.filter(
    (drift) =>
      drift.kind === "retyped" &&
      all.find(({ source }) => source.name === drift.source)?.source.contract === "freeze",
  );
  if (frozen.length === 0) return found;
  throw new Mistake(
    [
      `${count(frozen.length, "column has", "columns have")} changed type, and the contract is to freeze. Nothing of this drop was loaded.`,
      ...frozen.map((drift) => `  ${drift.said}`),
      "Have the file delivered again, or give the column its new type in the model, and run the same command again.",
    ].join("\n"),
  );
}

function sayNew({ source, added }: Seen): readonly DriftReport[] {
  return [...new Set(added.map((one) => one.name))].map((column): DriftReport => {
    const those = added.filter((one) => one.name === column);
    const files = those.map((one) => one.file);
    const types = [...new Set(those.flatMap((one) => one.sniffer.fits() ?? []))];
    const fits = types.length > 1 ? "text" : types[0];
    const kept =
      source.contract === "quarantine"
        ? "records with a value in it are in quarantine"
        : "its values are kept in the raw records alone";
    return {
      source: source.name,
      column,
      kind: "new",
      files,
      fits,
      said: `source ${source.name}: column \`${column}\` is new in ${files.join(", ")}; ${kept}. To have it in a table, add \`${column}: ${fits ?? "text"}\` to \`sources.${source.name}.columns\`, take it into the table's \`columns\`, and hydrate the drop again`,
    };
  });
}

function sayMissing({ source, missing }: Seen): readonly DriftReport[] {
  return [...new Set(missing.map((one) => one.name))].map((column): DriftReport => {
    const files = missing.filter((one) => one.name === column).map((one) => one.file);
    return {
      source: source.name,
      column,
      kind: "missing",
      files,
      fits: undefined,
      said: `source ${source.name}: column \`${column}\` is missing in ${files.join(", ")}; all records of it are in quarantine`,
    };
  });
}

function findRetyped({ source, passed, reasons, coercions }: Seen): readonly DriftReport[] {
  return source.columns.flatMap((column): readonly DriftReport[] => {
    const unfit = reasons.filter(
      (reason) =>
        (reason.column === column.name || reason.column?.startsWith(`${column.name}.`) === true) &&
        ["type", "pattern", "literal", "shape"].includes(reason.code),
    );
    const bad = unfit.reduce((sum, reason) => sum + reason.count, 0);
    const empty = coercions
      .filter(
        (one) =>
          one.source === source.name &&
          one.column === column.name &&
          (one.coercion === "empty" || one.coercion === "blank"),
      )
      .reduce((sum, one) => sum + one.cells, 0);
    const good = passed - empty;
    const [first] = unfit;
    if (bad < FEWEST_RETYPED || bad <= good || first === undefined) return [];
    const { shape } = column;
    const wanted =
      shape.kind === "scalar" ? `\`${sayType(shape.type)}\`` : shape.kind === "list" ? "a list" : "an object";
    const { file, line, reason } = first.example;
    return [
      {
        source: source.name,
        column: column.name,
        kind: "retyped",
        files: [...new Set(unfit.map((one) => one.example.file))],
        fits: undefined,
        said: `source ${source.name}: column \`${column.name}\` has changed: ${number(bad)} of its ${count(bad + good, "value")} are not what the model says (${wanted}); the first, ${file}:${line}: ${reason}`,
      },
    ];
  });
}

/** What the next drop's columns are compared with. */
export function isNewTo(last: ReadonlySet<string> | undefined, source: Source, name: string): boolean {
  // Of a first drop nothing is new; where the contract is strict, whatever the model does not name is.
  return source.contract === "add" ? last !== undefined && !last.has(name) : true;
}
