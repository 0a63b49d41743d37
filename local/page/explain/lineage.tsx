// An answer -> how it was computed, in words, down to the drops whose records it stands on.
import { Fragment, useEffect, useState } from "react";
import type { Answer, ExplainProps } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { showCount } from "../words/figure.ts";
import { capitalised, counted, inSentence } from "../words/label.ts";
import { listed } from "../words/sentence.ts";
import { sayTime } from "../words/time.ts";
import { type Lineage, type LineageDrop, readLineage, sayOrigins } from "./sources.ts";

/** So many drops are named at once. */
const FEW_DROPS = 3;

/** Which rows count, what is left out, why rows may overlap, and where each column comes from. */
export function HowComputed({ answer }: ExplainProps): React.ReactNode {
  const lineages = useLineages(answer);
  return (
    <div className="computed">
      <ul>
        {steps(answer).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <h2>Where the figures come from</h2>
      {lineages === undefined ? (
        <p role="status">Looking up the columns and drops…</p>
      ) : lineages instanceof Failure ? (
        <p>The server did not tell where they come from: {lineages.message}</p>
      ) : (
        <Origins lineages={lineages} />
      )}
    </div>
  );
}

function Origins({ lineages }: { readonly lineages: readonly Lineage[] }): React.ReactNode {
  const told = lineages.filter((one) => one.columns.length > 0);
  const drops = new Map<string, readonly LineageDrop[] | null>(lineages.map((one) => [one.table, one.drops]));
  return (
    <>
      <ul>
        {told.map((lineage) => (
          <li key={lineage.field}>
            {lineage.label} reads{" "}
            {sayOrigins(lineage.columns).map(({ column, origin }, at) => (
              <Fragment key={column}>
                {at === 0 ? "" : "; "}
                <code>
                  {lineage.table}.{column}
                </code>
                , which holds {origin}
              </Fragment>
            ))}
            .
          </li>
        ))}
      </ul>
      {[...drops].map(([table, found]) => (
        <Drops key={table} table={table} drops={found} />
      ))}
    </>
  );
}

function Drops({
  table,
  drops,
}: {
  readonly table: string;
  readonly drops: readonly LineageDrop[] | null;
}): React.ReactNode {
  if (drops === null)
    return (
      <p>
        Which drops <code>{table}</code> was filled from is not known: nothing was hydrated into it.
      </p>
    );
  if (drops.length === 0)
    return (
      <p>
        <code>{table}</code> holds no record of any drop.
      </p>
    );
  const [few, more] = [drops.slice(0, FEW_DROPS), drops.slice(FEW_DROPS)];
  return (
    <>
      <p>
        <code>{table}</code> holds records of{" "}
        {drops.length === 1 ? "one drop" : `${showCount(drops.length)} drops, the latest first`}:
      </p>
      <DropList drops={few} />
      {more.length === 0 ? null : (
        <details>
          <summary>{counted(more.length, { one: "earlier drop", many: "earlier drops" })}</summary>
          <DropList drops={more} />
        </details>
      )}
    </>
  );
}

function DropList({ drops }: { readonly drops: readonly LineageDrop[] }): React.ReactNode {
  return (
    <ul>
      {drops.map((drop) => (
        <li key={drop.run}>
          {drop.drop}, run {drop.run}, published {sayTime(drop.published)}:{" "}
          {drop.files.map((file, at) => (
            <Fragment key={file.name}>
              {at === 0 ? "" : ", "}
              <code title={`SHA-256 ${file.sha256}`}>{file.name}</code> (
              {counted(file.records, { one: "record", many: "records" })})
            </Fragment>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** What was done, one sentence a step. */
function steps(answer: Answer): readonly string[] {
  const { columns, coverage, noun, overlap, overall, rows } = answer;
  const measure = columns.find((column) => column.role === "measure");
  const groups = columns.filter((column) => column.role === "group" || column.role === "split");
  const own = coverage.find((one) => one.measure === measure?.field);
  const by = groups.map((column) => inSentence(column.label));
  return [
    ...(own === undefined
      ? []
      : [
          `${counted(own.matching, noun)} match${own.matching === 1 ? "es" : ""} the question.${leftOut(own, noun)}`,
        ]),
    ...(by.length === 0
      ? []
      : [
          `They are grouped by ${listed(by, "and")}, and ${inSentence(measure?.label ?? "the figure")} is computed for each of ${showCount(rows.length)} ${rows.length === 1 ? "row" : "rows"}.`,
        ]),
    ...(by.length === 0 || overall === undefined
      ? []
      : [
          "The overall figure comes from a query of its own over the same rows. It is no sum of the rows of the table.",
        ]),
    ...(overlap === undefined ? [] : [overlap]),
    `Each of the ${noun.many} counts once wherever it counts, however many tables were joined.`,
    `${answer.fromCache ? "The answer was kept from an earlier question on the same data" : "The answer was computed now"}; it took ${showCount(Math.max(1, Math.round(answer.ms)))} ms${asOf(answer)}.`,
  ];
}

function leftOut(
  { matching, known, leftOut: why }: Answer["coverage"][number],
  noun: Answer["noun"],
): string {
  const missing = matching - known;
  if (missing === 0) return " All of them count.";
  const because = why === undefined ? "" : `: ${why}`;
  return ` ${capitalised(showCount(known))} of them count${known === 1 ? "s" : ""}; ${counted(missing, noun)} ${missing === 1 ? "is" : "are"} left out${because}.`;
}

function asOf({ freshness }: Answer): string {
  if (freshness?.kind !== "run") return "";
  const period = freshness.period === undefined ? "" : `, whose latest month is ${freshness.period}`;
  return `. The data is that of run ${freshness.run}, published ${sayTime(freshness.at)}${period}`;
}

function useLineages(answer: Answer): readonly Lineage[] | Failure | undefined {
  const [found, setFound] = useState<{
    readonly of: Answer;
    readonly lineages: readonly Lineage[] | Failure;
  }>();
  useEffect(() => {
    const stop = new AbortController();
    const { model, view, fields } = answer.query;
    const counts = answer.columns.filter((column) => column.role === "known" || column.role === "count");
    const shown = fields.filter((field) => !counts.some((column) => column.field === field));
    Promise.all(
      shown.map((field) => readLineage(model, view, field, stop.signal).catch(withoutUnknown)),
    ).then(
      (lineages) => setFound({ of: answer, lineages: lineages.flatMap((one) => one ?? []) }),
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        if (error.kind !== "cancelled") setFound({ of: answer, lineages: error });
      },
    );
    return () => stop.abort();
  }, [answer]);
  return found?.of === answer ? found.lineages : undefined;
}

/** A field that the question itself makes, such as a table calculation, comes from nowhere. */
function withoutUnknown(error: unknown): undefined {
  if (error instanceof Failure && error.kind === "unknown") return undefined;
  throw error;
}
