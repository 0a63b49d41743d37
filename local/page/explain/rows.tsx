// The query of an answer, or of one point of it -> the rows behind it, a page at a time.
import { useEffect, useRef, useState } from "react";
import { isCell } from "../answer/read-answer.ts";
import type { LookerQuery, UnderlyingRowsProps } from "../props.ts";
import { Failure } from "../server/failure.ts";
import { type Detail, type DetailField, type DetailRow, runCount, runDetail } from "../server/run.ts";
import { NOTHING, showCount, showFigure } from "../words/figure.ts";
import { capitalised, counted } from "../words/label.ts";
import { MOST_BEHIND, planBehind } from "./behind.ts";

/** Rows on a page. */
const PAGE = 50;

interface Found {
  readonly of: LookerQuery;
  readonly columns: readonly DetailField[];
  readonly rows: Detail["data"];
  /** All of them, also those that are not here. */
  readonly count: number;
}

/** Pages are turned here; all rows are in the files of the download menu. */
export function UnderlyingRows({
  query,
  about,
  noun,
  onBack,
  mayDownload,
}: UnderlyingRowsProps): React.ReactNode {
  const found = useRows(query);
  const title =
    about === undefined
      ? `${capitalised(noun.many)} behind this answer`
      : `${capitalised(noun.many)} – ${about}`;
  return (
    <div className="behind">
      <div className="tools">
        <h2>{title}</h2>
        {onBack === undefined ? null : (
          <button type="button" className="quiet" onClick={onBack}>
            All {noun.many} behind the answer
          </button>
        )}
      </div>
      {found === undefined ? (
        <p role="status">Looking up the {noun.many}…</p>
      ) : found instanceof Failure ? (
        <p role="alert">{found.message}</p>
      ) : (
        <Pages
          key={JSON.stringify(found.of)}
          found={found}
          noun={noun}
          title={title}
          mayDownload={mayDownload}
        />
      )}
    </div>
  );
}

function Pages({
  found: { columns, rows, count },
  noun,
  title,
  mayDownload,
}: {
  readonly found: Found;
  readonly noun: UnderlyingRowsProps["noun"];
  readonly title: string;
  readonly mayDownload: boolean;
}): React.ReactNode {
  const [page, setPage] = useState(0);
  const head = useRef<HTMLParagraphElement>(null);
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
  const first = page * PAGE;
  const shown = rows.slice(first, first + PAGE);
  const turn = (to: number): void => {
    setPage(to);
    head.current?.scrollIntoView({ block: "nearest" });
  };
  if (rows.length === 0) return <p>There is none.</p>;
  return (
    <>
      <p ref={head} className="small muted" role="status">
        {rows.length <= PAGE && count <= rows.length
          ? capitalised(counted(count, noun))
          : `${showCount(first + 1)} to ${showCount(first + shown.length)} of ${counted(count, noun)}`}
      </p>
      {/* A table that is wider than the page moves sideways, by the arrow keys too. */}
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col" className={column.is_numeric ? "number" : undefined}>
                  {column.label_short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={first + at}>
                {columns.map((column) => (
                  <td key={column.name} className={column.is_numeric ? "number" : undefined}>
                    {showCell(row, column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last === 0 ? null : (
        <nav className="pages" aria-label={`Pages of ${noun.many}`}>
          <button type="button" className="quiet" disabled={page === 0} onClick={() => turn(page - 1)}>
            Previous page
          </button>
          <span className="small">
            Page {showCount(page + 1)} of {showCount(last + 1)}
          </span>
          <button type="button" className="quiet" disabled={page === last} onClick={() => turn(page + 1)}>
            Next page
          </button>
        </nav>
      )}
      {count <= rows.length ? null : (
        <p className="small muted">
          These are the first {showCount(rows.length)}.{" "}
          {mayDownload
            ? "Download has a file with all of them."
            : "A file of all of them takes the role download."}
        </p>
      )}
    </>
  );
}

function showCell(row: DetailRow, column: DetailField): string {
  const cell = row[column.name];
  if (cell === undefined || !isCell(cell) || cell.value === null) return NOTHING;
  if (!column.is_numeric || column.is_timeframe) return cell.value;
  return showFigure(cell.value, column.value_format_name ?? undefined);
}

function useRows(query: LookerQuery): Found | Failure | undefined {
  const [found, setFound] = useState<Found | { readonly of: LookerQuery; readonly failure: Failure }>();
  useEffect(() => {
    const stop = new AbortController();
    fetchRows(query, stop.signal).then(setFound, (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== "cancelled") setFound({ of: query, failure: error });
    });
    return () => stop.abort();
  }, [query]);
  if (found?.of !== query) return undefined;
  return "failure" in found ? found.failure : found;
}

async function fetchRows(query: LookerQuery, signal: AbortSignal): Promise<Found> {
  const behind = await planBehind(query, signal);
  const [detail, count] = await Promise.all([
    runDetail(behind.rows, signal),
    runCount(behind.count, behind.counted, signal),
  ]);
  const columns = detail.fields.dimensions.filter((field) => !behind.keys.includes(field.name));
  // More may have come between the two questions; nobody is told of fewer than are shown.
  const all = detail.data.length < MOST_BEHIND ? detail.data.length : Math.max(count, detail.data.length);
  return { of: query, columns, rows: detail.data, count: all };
}
